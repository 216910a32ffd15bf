"""The backups of the open database: made, listed, checked and restored while it is in use."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from desktop_app.core.backup import Backup, Reason
from desktop_app.core.to_the_end import to_the_end
from desktop_app.storage.backing_up import (
    check_backup,
    clear_away,
    list_backups,
    make_backup,
)
from desktop_app.storage.database import Database
from desktop_app.storage.restoring import restore_into

__all__ = ["Backup", "Backups", "Reason"]

Result = TypeVar("Result")


class Backups:
    """Keeps copies of all conversations; every method may raise a StorageError.

    Args:
        database: Open.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()

    async def list(self) -> list[Backup]:
        """Return all that can be read, newest first."""
        return await asyncio.to_thread(list_backups, self._database.path)

    async def make(self, reason: Reason = "asked") -> Backup:
        """Copy everything as it is now, and delete what is too many of that kind.

        Others may read and write meanwhile.

        Raises:
            StorageError: There is no new copy; its code is `no_room` where the disk is nearly
                full. All older ones are still there.
        """
        async with self._turn:
            backup = await _in_thread(lambda watch: make_backup(self._database.path, reason, watch))
            await asyncio.to_thread(clear_away, self._database.path, backup)
            return backup

    async def check(self, backup: Backup) -> None:
        """Read a copy through to the end.

        Raises:
            StorageError: It can't be restored.
        """
        await asyncio.to_thread(check_backup, backup.path)

    async def restore(self, backup: Backup) -> None:
        """Put everything back as it was in a copy, for other processes too.

        What there is now becomes a copy first. The numbers in `storage.changes` go on growing, so
        that whoever follows them reads everything again.

        Raises:
            StorageError: The copy is damaged, or it could not be put back. Nothing is changed.
        """
        await self.check(backup)
        async with self._turn, self._database.stilled():
            await to_the_end(asyncio.to_thread(restore_into, self._database.path, backup.path))


async def _in_thread(work: Callable[[Callable[[sqlite3.Connection], None]], Result]) -> Result:
    """Run work in a thread; when this is cancelled, interrupt it and wait until it has ended."""
    working: list[sqlite3.Connection] = []
    task = asyncio.ensure_future(asyncio.to_thread(work, working.append))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            for connection in working:
                with suppress(sqlite3.ProgrammingError):  # It is closed already.
                    connection.interrupt()
            await asyncio.wait([task], timeout=0.05)
        task.exception()
        raise
