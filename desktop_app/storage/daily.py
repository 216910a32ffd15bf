"""A backup a day, whenever something has changed."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from desktop_app.core.backup import Backup
from desktop_app.core.errors import StorageError
from desktop_app.storage.backing_up import list_backups, made_on, open_backup
from desktop_app.storage.backups import Backups
from desktop_app.storage.database import Database

LOOKS = 600.0
"""Seconds between two looks whether another day has begun."""

_FIRST_WITH_CHANGES = 5
"""The version from which on changes are counted."""


class DailyBackups:
    """Makes the backup of the day.

    Args:
        database: Open.
        backups: Where it goes.
    """

    def __init__(self, database: Database, backups: Backups) -> None:
        self._database = database
        self._backups = backups

    async def make_if_due(self) -> Backup | None:
        """Make the backup of today, if there is none and something has changed since the last.

        Raises:
            StorageError: It could not be made.
        """
        if await asyncio.to_thread(_is_made, self._database.path, datetime.now().date()):
            return None
        present = await self._database.read(_state)
        if present is None or await asyncio.to_thread(_is_kept, self._database.path, present):
            return None
        return await self._backups.make("daily")

    async def follow(self, tell: Callable[[StorageError], None]) -> None:
        """Make a backup a day until cancelled.

        Args:
            tell: Called once with the first failure; after that it is tried again in silence.
        """
        told = False
        while True:
            try:
                await self.make_if_due()
            except StorageError as error:
                if not told:
                    told = True
                    tell(error)
            await asyncio.sleep(LOOKS)


def _is_made(database: Path, today: date) -> bool:
    """Whether the backup of a day is there, as the names of the files tell."""
    return today in {moment.astimezone().date() for moment in made_on(database, "daily")}


def _is_kept(database: Path, present: str) -> bool:
    """Whether a database in the state that is told is in its newest backup already."""
    backups = list_backups(database)
    # What a wrong clock dated later hides the newest.
    past = [each for each in backups if each.made_at <= datetime.now(UTC)]
    for backup in [*backups[:1], *past[:1]]:
        with suppress(sqlite3.DatabaseError), closing(open_backup(backup.path)) as connection:
            if _state(connection) == present:
                return True
    return False


def _state(connection: sqlite3.Connection) -> str | None:
    """Return what is different whenever something has changed; None where there is nothing."""
    ((version,),) = connection.execute("PRAGMA user_version").fetchall()
    if version < _FIRST_WITH_CHANGES:
        return ""
    ((count, total, last),) = connection.execute(
        "SELECT count(*), coalesce(sum(changed), 0), coalesce(max(changed), 0) FROM conversation"
    ).fetchall()
    if not count:
        return None
    typed = hashlib.sha256()
    # These two aren't counted among the changes.
    for row in connection.execute(
        "SELECT id, draft, queued FROM conversation WHERE draft <> '' OR queued <> '[]' ORDER BY id"
    ):
        typed.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return f"{version} {count} {total} {last} {typed.hexdigest()}"
