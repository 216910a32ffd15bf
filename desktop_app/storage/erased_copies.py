"""Taking conversations and messages out of copies of the database: backups, and what was set aside.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from desktop_app.core.errors import StorageError
from desktop_app.storage.backing_up import open_backup
from desktop_app.storage.erased_rows import delete_rows, holds_any
from desktop_app.storage.erased_words import forget_words
from desktop_app.storage.failures import backup_folder, told
from desktop_app.storage.migrations import APPLICATION_ID
from desktop_app.storage.portions import Pace
from desktop_app.storage.private_files import make_private_file, settle

_UNFINISHED = ".erasing"
_APPLICATION_ID_AT = 68
"""Where it stands in the file, as the file format of SQLite says."""


def erase_from_copies(
    database: Path, conversations: Sequence[str], messages: Sequence[str], pace: Pace
) -> list[StorageError]:
    """Erase from every backup that holds any of these.

    Returns:
        What was left as it is and may hold them still: damaged backups, and damaged databases
        that were set aside.

    Raises:
        CutShort: See `Pace`.
        StorageError: A backup can't be written.
    """
    left: list[StorageError] = []
    for unfinished in backup_folder(database).glob(f"*{_UNFINISHED}-?"):
        with told(unfinished):
            unfinished.unlink(missing_ok=True)  # Of somebody who was killed.
    for backup in _backups(database):
        with pace.portion():
            try:
                with told(backup):
                    if _holds_any(backup, conversations, messages):
                        _rewrite(backup, conversations, messages, pace)
            except StorageError as error:
                if error.code not in ("damaged", "not_a_database"):
                    raise
                left.append(_untouched(backup, error.detail))
    return left + [_untouched(each, "") for each in _set_aside(database)]


def delete_copies(database: Path) -> None:
    """Delete all backups of a database, and what was set aside of it.

    Raises:
        StorageError: One can't be deleted.
    """
    for copy in (*_backups(database), *_set_aside(database)):
        with told(copy):
            for beside in copy.parent.glob(f"{glob.escape(copy.name)}*"):
                beside.unlink(missing_ok=True)


def a_copy_is_being_made(database: Path) -> bool:
    """Return whether a backup is being made that may hold what was there a moment ago."""
    return any(backup_folder(database).glob("*.part"))


def _backups(database: Path) -> list[Path]:
    return sorted(backup_folder(database).glob("*.db"))


def _set_aside(database: Path) -> list[Path]:
    """Return what was set aside and begins as our databases do, however damaged it may be."""
    found = []
    for path in sorted(database.parent.glob(f"{database.stem}-*{database.suffix}")):
        with told(path), path.open("rb") as file:
            file.seek(_APPLICATION_ID_AT)
            if int.from_bytes(file.read(4), "big") == APPLICATION_ID:
                found.append(path)
    return found


def _holds_any(backup: Path, conversations: Sequence[str], messages: Sequence[str]) -> bool:
    with closing(open_backup(backup)) as connection:
        return holds_any(connection, conversations, messages)


def _rewrite(
    backup: Path, conversations: Sequence[str], messages: Sequence[str], pace: Pace
) -> None:
    """Put another file in the place of a backup, in one step, so that it is whole at any moment."""
    work, new = (backup.with_name(f"{backup.name}{_UNFINISHED}-{number}") for number in (1, 2))
    try:
        for each in (work, new):
            each.unlink(missing_ok=True)
            make_private_file(each)
        shutil.copyfile(backup, work)
        with closing(sqlite3.connect(work, isolation_level=None)) as connection:
            # It is thrown away if anything happens.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA foreign_keys = ON")
            delete_rows(connection, conversations, messages, pace)
            forget_words(connection, pace)
            # Without what is left of deleted rows between others.
            connection.execute("VACUUM INTO ?", (str(new),))
        _to_disk(new)
        shutil.copystat(backup, new)
        new.replace(backup)
        settle(backup.parent)
    finally:
        for each in (work, new):
            with suppress(OSError):
                each.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _untouched(copy: Path, detail: str) -> StorageError:
    return StorageError(
        "A damaged copy may still hold what you deleted",
        "Everywhere else it is gone. If you don’t need {file} any more, delete that file yourself.",
        detail,
        code="untouched_copy",
        file=copy,
    )
