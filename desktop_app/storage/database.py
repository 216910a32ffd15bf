"""The database while it is open: one connection with a thread of its own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from desktop_app.core.errors import StorageError
from desktop_app.core.to_the_end import to_the_end
from desktop_app.storage.failures import DAMAGE, told
from desktop_app.storage.preparing import connect
from desktop_app.storage.readiness import why_only_to_read
from desktop_app.storage.reading import Reader, T, Work

Rows = list[sqlite3.Row]
Run = Callable[..., Awaitable[Rows]]

_ROWS_A_CHUNK = 64  # What aiosqlite asks for; everything is fetched in one go here.


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open the database at `path`, making or updating it first, and close it on leaving.

    Several processes may have it open at once. One that is up to date and can't be written is
    opened to be read; writing then raises a StorageError with the code not_writable, or disk_full
    until there is room again.

    Raises:
        StorageError: It can't be used, for the reason told; its ``code`` is one of not_writable,
            disk_full, locked, damaged, not_a_database, newer_version, disk_error.
    """
    forbids = await asyncio.to_thread(why_only_to_read, path)
    with told(path):
        connection = await _connected(path, read_only=forbids is not None)
    database = Database(connection, path, forbids)
    try:
        yield database
    finally:
        await to_the_end(database.aclose())


class Database:
    """Runs statements, one transaction after another, never on the caller's thread.

    Made by `open_database`.
    """

    def __init__(
        self, connection: aiosqlite.Connection, path: Path, forbids: StorageError | None = None
    ) -> None:
        self._connection = connection
        self._path = path
        self._forbids = forbids
        self._reader = Reader(path, read_only=forbids is not None)
        self._turn = asyncio.Lock()
        self._is_there = asyncio.Event()
        self._is_there.set()
        self._damage: Callable[[StorageError], None] | None = None

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    async def run(self, statement: str, *values: object) -> Rows:
        """Run one statement as a transaction of its own, and return its rows.

        Raises:
            StorageError: It failed and changed nothing.
        """
        async with self._turn:
            try:
                return await self._run(statement, *values)
            except StorageError:
                if not await self._has_room_again():
                    raise
                return await self._run(statement, *values)

    def watch_damage(self, found: Callable[[StorageError], None]) -> None:
        """Call `found` whenever a statement comes upon damage, before its failure is raised."""
        self._damage = found

    @asynccontextmanager
    async def stilled(self) -> AsyncIterator[None]:
        """Let no statement of this process run meanwhile, except those of `read`."""
        async with self._turn:
            yield

    async def exchange_file(self, exchange: Callable[[], T]) -> T:
        """Close the file, run `exchange` in a thread, and open what stands there then.

        Statements of this process wait meanwhile. Call it so that it can't be cancelled.

        Raises:
            StorageError: It could not be exchanged, or not be opened.
        """
        async with self._turn:
            # Who reads now would read the old file ever after, or make an empty one.
            self._is_there.clear()
            try:
                await self.aclose()
                try:
                    return await asyncio.to_thread(exchange)
                finally:
                    await self._open_again()
            finally:
                self._is_there.set()

    async def _open_again(self) -> None:
        self._forbids = await asyncio.to_thread(why_only_to_read, self._path)
        read_only = self._forbids is not None
        with told(self._path):
            self._connection = await _connected(self._path, read_only=read_only)
        self._reader = Reader(self._path, read_only=read_only)

    async def _has_room_again(self) -> bool:
        """Open what could only be read, because the disk was full, to be written; if that goes."""
        if self._forbids is None or self._forbids.code != "disk_full":
            return False
        if await asyncio.to_thread(_is_full, self._path):
            return False
        await to_the_end(self._closed_and_opened())
        return self._forbids is None

    async def _closed_and_opened(self) -> None:
        self._is_there.clear()
        try:
            await self.aclose()
            await self._open_again()
        finally:
            self._is_there.set()

    async def aclose(self) -> None:
        """Close the file."""
        with told(self._path):
            await self._reader.close()
            await self._connection.close()

    async def read(self, work: Work[T]) -> T:
        """Return what `work` reads by a connection of its own, see `Reader`.

        Raises:
            StorageError: A statement failed.
        """
        await self._is_there.wait()
        with self._watched():
            return await self._reader.read(work)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Run]:
        """Run several statements with the function this yields: all of them, or none.

        Raises:
            StorageError: One of them failed, and nothing was changed.
        """
        async with self._turn:
            try:
                try:
                    await self._run("BEGIN IMMEDIATE")
                except StorageError:
                    if not await self._has_room_again():
                        raise
                    await self._run("BEGIN IMMEDIATE")
                yield self._run
                await self._run("COMMIT")
            finally:
                # Does nothing after COMMIT. Statements queue up for one thread, so even if this
                # is cancelled it runs before whatever has the next turn.
                with told(self._path):
                    await self._connection.rollback()

    async def run_many(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once a row, as a part of the transaction that the caller has open.

        Raises:
            StorageError: It failed; the transaction can only be given up.
        """
        with self._watched(), told(self._path):
            cursor = await self._connection.executemany(statement, rows)
            await cursor.close()

    async def _run(self, statement: str, *values: Any) -> Rows:  # noqa: ANN401 - as SQLite takes
        with self._watched(), told(self._path):
            return list(await self._connection.execute_fetchall(statement, values))

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except StorageError as error:
            if error.code in DAMAGE and self._damage is not None:
                self._damage(error)
            forbids = self._forbids
            if forbids is not None and (error.code, forbids.code) == ("not_writable", "disk_full"):
                raise forbids from error
            raise


async def _connected(path: Path, *, read_only: bool) -> aiosqlite.Connection:
    return await aiosqlite.Connection(lambda: _connect(path, read_only=read_only), _ROWS_A_CHUNK)


def _is_full(path: Path) -> bool:
    """Whether nothing can be made beside the database, as opening it to write needs it."""
    try:
        return why_only_to_read(path) is not None
    except StorageError:
        return True


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    connection = connect(path, read_only=read_only)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection
