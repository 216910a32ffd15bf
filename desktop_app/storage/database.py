"""The database while it is open: one connection with a thread of its own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from desktop_app.core.to_the_end import to_the_end
from desktop_app.storage.failures import told
from desktop_app.storage.preparing import connect
from desktop_app.storage.readiness import ready_only_to_read
from desktop_app.storage.reading import Reader, T, Work

Rows = list[sqlite3.Row]
Run = Callable[..., Awaitable[Rows]]

_ROWS_A_CHUNK = 64  # What aiosqlite asks for; everything is fetched in one go here.


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open the database at `path`, making or updating it first, and close it on leaving.

    Several processes may have it open at once. One that is up to date and can't be written is
    opened to be read; writing then raises a StorageError with the code not_writable.

    Raises:
        StorageError: It can't be used, for the reason told; its ``code`` is one of not_writable,
            disk_full, locked, damaged, not_a_database, newer_version, disk_error.
    """
    read_only = await asyncio.to_thread(ready_only_to_read, path)
    with told(path):
        connection = await aiosqlite.Connection(
            lambda: _connect(path, read_only=read_only), _ROWS_A_CHUNK
        )
    reader = Reader(path, read_only=read_only)
    try:
        yield Database(connection, path, reader)
    finally:
        with told(path):
            await to_the_end(reader.close())
            await to_the_end(connection.close())


class Database:
    """Runs statements, one transaction after another, never on the caller's thread.

    Made by `open_database`.
    """

    def __init__(
        self, connection: aiosqlite.Connection, path: Path, reader: Reader | None = None
    ) -> None:
        self._connection = connection
        self._path = path
        self._reader = reader or Reader(path, read_only=False)
        self._turn = asyncio.Lock()

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
            return await self._run(statement, *values)

    async def read(self, work: Work[T]) -> T:
        """Return what `work` reads by a connection of its own, see `Reader`.

        Raises:
            StorageError: A statement failed.
        """
        return await self._reader.read(work)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Run]:
        """Run several statements with the function this yields: all of them, or none.

        Raises:
            StorageError: One of them failed, and nothing was changed.
        """
        async with self._turn:
            try:
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
        with told(self._path):
            cursor = await self._connection.executemany(statement, rows)
            await cursor.close()

    async def _run(self, statement: str, *values: Any) -> Rows:  # noqa: ANN401 - as SQLite takes
        with told(self._path):
            return list(await self._connection.execute_fetchall(statement, values))


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    connection = connect(path, read_only=read_only)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection
