"""Putting a backup back: into a database in use, or in the place of one that can't be used.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.backup import Backup
from desktop_app.core.errors import StorageError
from desktop_app.storage.backing_up import clear_away, make_backup
from desktop_app.storage.failures import told
from desktop_app.storage.preparing import connect, prepare
from desktop_app.storage.private_files import (
    make_private_file,
    make_private_folder,
    settle,
    sync_file,
)
from desktop_app.storage.rescuing import Rescued, rescue
from desktop_app.storage.setting_aside import newcomer, set_aside

_AHEAD = 1_000_000
"""By how much more than needed the numbers of changes move on: others may write meanwhile."""

_ATTEMPTS = 20
_PAGES = 4096
"""How many pages are put back at a time."""


@dataclass(frozen=True, slots=True)
class Mended:
    """How a database that couldn't be used was replaced.

    Attributes:
        aside: Where it is now.
        rescued: What could still be read of it, and was taken over.
    """

    aside: Path
    rescued: Rescued


def restore_into(database: Path, backup: Path) -> Backup:
    """Replace what a database holds by what a backup holds; return a backup of what it held.

    Whoever has it open sees the one or the other, and whatever they write before is in the new
    backup. The old one is only read: a copy of it is brought up to date first.

    Raises:
        StorageError: It could not be done. Nothing is changed.
    """
    with (
        told(database),
        _up_to_date(backup, backup.parent / "restoring.part") as copy,
        closing(connect(copy)) as source,
        closing(connect(database)) as target,
        closing(connect(database)) as witness,
    ):
        found = witness.execute("SELECT coalesce(max(changed), 0) FROM conversation").fetchall()
        ((last,),) = found
        source.execute("UPDATE conversation SET changed = changed + ?", (last + _AHEAD,))
        present = _exchange(source, target, witness, database)
        with suppress(sqlite3.OperationalError):  # Others read; the last to close does it.
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with suppress(StorageError):  # Too many are no reason to stop.
        clear_away(database, present)
    return present


def _exchange(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    witness: sqlite3.Connection,
    database: Path,
) -> Backup:
    (count,) = source.execute("PRAGMA page_count").fetchone()
    # At least two portions: the watch looks between them.
    pages = max(1, min(_PAGES, count // 2))
    for attempt in range(_ATTEMPTS):
        # What others write while the copy of the present is made would be in neither. So that is
        # noticed; and if it happens, they are kept waiting the next time, as short as can be.
        with _kept_waiting(witness) if attempt else nullcontext():
            before = _commits(witness)
            present = make_backup(database, "restore")
        try:
            source.backup(target, pages=pages, progress=_Watch(witness, before))
        except _OthersWroteError:
            present.path.unlink()
        except sqlite3.Error:
            present.path.unlink()
            raise
        else:
            return present
    raise _busy(sqlite3.SQLITE_BUSY)


class _OthersWroteError(Exception):
    """Somebody has written since the copy of the present was made."""


class _Watch:
    """Looks, once nobody else can write, whether somebody has written since."""

    def __init__(self, witness: sqlite3.Connection, commits: int) -> None:
        self._witness = witness
        self._commits = commits
        self._is_sure = False

    def __call__(self, status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            # SQLite has waited for the others already, and Python would go on for ever.
            raise _busy(status)
        if not self._is_sure and _commits(self._witness) != self._commits:
            raise _OthersWroteError
        self._is_sure = True


@contextmanager
def _kept_waiting(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()


def _commits(connection: sqlite3.Connection) -> int:
    """Return a number that changes when another connection has written."""
    ((version,),) = connection.execute("PRAGMA data_version").fetchall()
    return int(version)


def _busy(status: int) -> sqlite3.OperationalError:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = status
    return busy


def mend(database: Path, backup: Path | None, *, rescuing: bool) -> Mended:
    """Set a database that can't be used aside, and put another in its place.

    However this ends, the next start finds the old one or the new one, whole.

    Args:
        database: The file. Nobody in this process has it open.
        backup: What it shall hold; None to begin with nothing.
        rescuing: Whether to take over what can still be read and isn't in the backup.

    Raises:
        StorageError: It could not be done, and the file is where it was.
    """
    make_private_file(database)  # It may be missing; what is set aside then is empty.
    _refuse_if_open(database)
    new = newcomer(database)
    rescued = Rescued(0, 0)
    with told(database), _up_to_date(backup, database.with_name(f"{database.name}.part")) as copy:
        if rescuing:
            rescued = rescue(database, copy)
        sync_file(copy)
        copy.replace(new)
        aside = set_aside(database)
        new.replace(database)
        settle(database.parent)
    return Mended(aside, rescued)


def _refuse_if_open(database: Path) -> None:
    """Raise a failure where another program has the database open: it would write on in it."""
    with told(database), closing(sqlite3.connect(database, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return  # Nobody else can have opened it, either.


@contextmanager
def _up_to_date(backup: Path | None, copy: Path) -> Iterator[Path]:
    """Yield a copy of a backup, or an empty database, brought up to date; it is gone afterwards."""
    _remove(copy)
    make_private_folder(copy.parent)
    make_private_file(copy)
    try:
        if backup is not None:
            shutil.copyfile(backup, copy)
        prepare(copy, backed_up=True)
        yield copy
    finally:
        _remove(copy)


def _remove(copy: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
