"""Making, reading, listing and clearing away backups: files that hold a whole database each.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop_app.core.backup import REASONS, Backup, Reason
from desktop_app.core.errors import StorageError
from desktop_app.storage.failures import (
    backup_folder,
    bad_backup,
    from_the_future,
    no_room_for_backup,
    told,
)
from desktop_app.storage.migrations import APPLICATION_ID, MIGRATIONS
from desktop_app.storage.private_files import (
    make_private_file,
    make_private_folder,
    settle,
    sync_file,
)

MOST = {"daily": 7, "update": 3, "restore": 3}
"""How many of a kind are kept; those that were asked for stay until the user deletes them."""

ROOM_LEFT = 50_000_000
"""Bytes that a backup leaves free on the disk for what is going on."""

_BUSY_TIMEOUT = 5.0
_STALE = timedelta(hours=1)
_MOMENT = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(
    rf".+-v(?P<version>\d+)-(?P<moment>\d{{8}}T\d{{12}}Z)(-(?P<reason>{'|'.join(REASONS)}))?\.db"
)
_FIRST_WITH_DELETED = 5
"""The version from which on what is deleted stays for a while."""

Interrupt = Callable[[sqlite3.Connection], None]


def make_backup(
    database: Path,
    reason: Reason,
    interruptible: Interrupt | None = None,
    *,
    leave: int = ROOM_LEFT,
) -> Backup:
    """Copy a database as it is now into a file of its own, and make sure that the copy is whole.

    Others may read and write the database meanwhile. What was deleted for good isn't in the copy.

    Args:
        database: The file.
        reason: Why; part of the name.
        interruptible: Called with the connection that works, which may be interrupted.
        leave: Bytes that must stay free on the disk.

    Raises:
        StorageError: There is no copy: `no_room`, or the database or the folder can't be used.
    """
    folder = backup_folder(database)
    make_private_folder(folder)
    with told(database), closing(_open(database)) as connection:
        if interruptible is not None:
            interruptible(connection)
        _refuse_without_room(connection, folder, leave)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        whole = folder / _name(database, version, reason)
        with _unfinished(whole) as part:
            _copy(connection, part)
            if found := faults(part):
                raise bad_backup(part, found)
            sync_file(part)
            part.replace(whole)
    with told(whole):
        settle(folder)
    return read_backup(whole)


def read_backup(path: Path) -> Backup:
    """Return what a backup holds.

    Raises:
        StorageError: It isn't one, or can't be read.
    """
    named = _NAME.fullmatch(path.name)
    with told(path), closing(open_backup(path)) as connection:
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                raise bad_backup(path, "It was not written by Chatloom.")
            counts = _counts(connection)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise bad_backup(path, str(error)) from error
        status = path.stat()
    if named is None:
        made_at, reason = datetime.fromtimestamp(status.st_mtime, UTC), None
    else:
        made_at = _moment(named["moment"])
        reason = named["reason"]
    known = next((each for each in REASONS if each == reason), "update" if named else "asked")
    return Backup(path, made_at, known, *counts, status.st_size)


def list_backups(database: Path) -> list[Backup]:
    """Return the backups of a database that can be read, newest first."""
    found = []
    for path in _files(database):
        with suppress(StorageError):
            found.append(read_backup(path))
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def made_on(database: Path, reason: Reason) -> list[datetime]:
    """Return when backups of a kind were made, as their names tell."""
    named = [_NAME.fullmatch(path.name) for path in _files(database)]
    return [
        _moment(each["moment"]) for each in named if each is not None and each["reason"] == reason
    ]


def check_backup(path: Path) -> None:
    """Read a backup through to the end.

    Raises:
        StorageError: It is damaged, no backup, or of a newer Chatloom.
    """
    read_backup(path)
    with told(path), closing(open_backup(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise from_the_future(path, version, len(MIGRATIONS))
    if found := faults(path):
        raise bad_backup(path, found)


def newest_good(database: Path) -> Backup | None:
    """Return the newest backup that is whole and can be restored, None if there is none."""
    for backup in list_backups(database):
        with suppress(StorageError):
            check_backup(backup.path)
            return backup
    return None


def clear_away(database: Path, made: Backup) -> None:
    """Delete what is too many of the kind of backup that was just made.

    Call it only when the new one is whole, so that a good one is always left. Those that a wrong
    clock dated later than the new one are counted apart, and go when there are too many of them.

    Raises:
        StorageError: One can't be deleted.
    """
    most = MOST.get(made.reason)
    if most is None:
        return
    same = [each for each in list_backups(database) if each.reason == made.reason]
    later = [each for each in same if each.made_at > made.made_at]
    for kind in (later, [each for each in same if each.made_at <= made.made_at]):
        for backup in kind[most:]:
            with told(backup.path):
                backup.path.unlink(missing_ok=True)


def open_backup(path: Path) -> sqlite3.Connection:
    """Open a backup to read it, so that nothing is written beside it."""
    if path.with_name(f"{path.name}-journal").exists():
        # Somebody who changed it was killed: what was there before is put back first.
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, isolation_level=None)


def faults(path: Path) -> str:
    """Return what is wrong with a backup, empty if it is whole."""
    try:
        with closing(open_backup(path)) as connection:
            lines = [str(line) for (line,) in connection.execute("PRAGMA quick_check(5)")]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return str(error)
    return "" if lines == ["ok"] else "; ".join(lines)


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        database, timeout=_BUSY_TIMEOUT, isolation_level=None, check_same_thread=False
    )


def _copy(connection: sqlite3.Connection, part: Path) -> None:
    # Reads one snapshot without keeping writers away. The copy has no free pages, in which
    # something that was deleted could stand, and no log of its own, so it is one file.
    connection.execute("VACUUM INTO ?", (str(part),))


@contextmanager
def _unfinished(whole: Path) -> Iterator[Path]:
    """Yield the name of an empty private file that is gone afterwards."""
    _sweep(whole.parent)
    part = whole.with_suffix(".part")
    make_private_file(part)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Delete what killed processes have left unfinished."""
    present = datetime.now(UTC)
    for part in folder.glob("*.part"):
        with suppress(OSError):
            age = present - datetime.fromtimestamp(part.stat().st_mtime, UTC)
            if abs(age) > _STALE:
                part.unlink()


def _refuse_without_room(connection: sqlite3.Connection, folder: Path, leave: int) -> None:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    needed = (pages - free) * size
    room = shutil.disk_usage(folder).free
    if room < needed + leave:
        raise no_room_for_backup(folder, needed, room)


def _moment(written: str) -> datetime:
    return datetime.strptime(written, _MOMENT).replace(tzinfo=UTC)


def _name(database: Path, version: int, reason: Reason) -> str:
    moment = datetime.now(UTC).strftime(_MOMENT)
    ending = "" if reason == "update" else f"-{reason}"
    return f"{database.stem}-v{version}-{moment}{ending}.db"


def _files(database: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(backup_folder(database).glob(f"{database.stem}-v*.db"))
    return []


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    counts = []
    for table in ("conversation", "message"):
        # Both are counted in indexes alone.
        (all_,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        gone = 0
        if version >= _FIRST_WITH_DELETED:
            (gone,) = connection.execute(
                f"SELECT count(*) FROM {table} WHERE deleted_at IS NOT NULL"  # noqa: S608
            ).fetchone()
        counts.append(int(all_ - gone))
    return counts[0], counts[1]
