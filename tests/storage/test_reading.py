from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from desktop_app.core.errors import StorageError
from desktop_app.storage.database import Database, open_database

ENDLESS = """
    WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted)
    SELECT max(n) FROM counted
"""


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM conversation").fetchone()
    return int(count)


async def test_what_is_written_is_read(database: Database) -> None:
    assert await database.read(_count) == 0
    await database.run(
        "INSERT INTO conversation (id, title, assistant, model, provider, pinned, archived, draft,"
        " mood, created_at, updated_at) VALUES ('c', '', '', '', '', 0, 0, '', '', 0, 0)"
    )
    assert await database.read(_count) == 1


async def test_nothing_is_written(database: Database) -> None:
    with pytest.raises(StorageError):
        await database.read(lambda connection: connection.execute("DELETE FROM conversation"))


async def test_others_write_meanwhile_and_who_gives_up_stops_it(database: Database) -> None:
    started = threading.Event()

    def endlessly(connection: sqlite3.Connection) -> None:
        started.set()
        connection.execute(ENDLESS).fetchone()

    reading = asyncio.ensure_future(database.read(endlessly))
    await asyncio.to_thread(started.wait)
    await database.run("DELETE FROM conversation")
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await database.read(_count) == 0


async def test_while_the_file_is_exchanged_readers_wait_for_the_new_one(
    database: Database, path: Path
) -> None:
    """Else they would make an empty file in its place, or read the old one ever after."""
    asides: list[bool] = []
    goes, may_end = threading.Event(), threading.Event()

    def exchange() -> None:
        aside = path.rename(path.with_name("aside.db"))
        goes.set()
        may_end.wait()
        asides.append(path.exists())
        aside.rename(path)

    assert await database.read(_count) == 0
    exchanging = asyncio.ensure_future(database.exchange_file(exchange))
    await asyncio.to_thread(goes.wait)
    reading = asyncio.ensure_future(database.read(_count))
    # Whoever would read at once has done so when another thread has had its turn.
    await asyncio.to_thread(lambda: None)
    assert not reading.done()
    may_end.set()
    await exchanging
    assert await reading == 0
    assert asides == [False]
    assert await database.read(_count) == 0


async def test_closing_ends_the_thread(path: Path) -> None:
    async with open_database(path) as database:
        assert await database.read(_count) == 0
        assert any(thread.name.startswith("database-reader") for thread in threading.enumerate())
    assert not any(thread.name.startswith("database-reader") for thread in threading.enumerate())
