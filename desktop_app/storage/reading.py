"""Reading what may take a while beside everything else that happens to the database."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from desktop_app.core.folding import has
from desktop_app.storage.failures import told
from desktop_app.storage.preparing import connect

T = TypeVar("T")

Work = Callable[[sqlite3.Connection], T]

_STEPS = 10_000  # Of a statement, about 0.1 ms.


class Reader:
    """A thread and a connection of its own, both made when they are first needed.

    So nobody who saves something waits for a search, and a search that nobody waits for any more
    is given up at once.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._path = path
        self._read_only = read_only
        self._executor: ThreadPoolExecutor | None = None
        self._connection: sqlite3.Connection | None = None
        self._given_up: object = None

    async def read(self, work: Work[T]) -> T:
        """Return what `work` makes of a connection. If this is cancelled, `work` is given up.

        Raises:
            StorageError: A statement failed.
        """
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, "database-reader")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, self._do, work)
        except asyncio.CancelledError:
            self._given_up = work
            raise

    async def close(self) -> None:
        """Close the connection and end the thread."""
        if self._executor is None:
            return
        await asyncio.get_running_loop().run_in_executor(self._executor, self._close)
        self._executor.shutdown()
        self._executor = None

    def _do(self, work: Work[T]) -> T:
        with told(self._path):
            if self._connection is None:
                self._connection = connect(self._path, read_only=self._read_only)
                self._connection.execute("PRAGMA query_only = ON")
                self._connection.create_function("has", 2, has, deterministic=True)
            # Asked now and then, for an interruption would miss what is about to start.
            self._connection.set_progress_handler(lambda: self._given_up is work, _STEPS)
            return work(self._connection)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
