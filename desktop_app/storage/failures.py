"""What SQLite and the file system report, in plain words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import clear_frames

from desktop_app.core.errors import StorageError

_DISK_FULL = (
    "The disk is full",
    "What was saved before is safe and can still be read. Free some space, then try again.",
    "disk_full",
)
_NOT_WRITABLE = (
    "Chatloom can't write to {file}",
    "Make sure that the file and its folder belong to you and aren't read-only, or set "
    "CHATLOOM_HOME to another folder. Nothing was changed.",
    "not_writable",
)
_LOCKED = (
    "Another program is using the conversations",
    "Nothing was changed. Wait a moment, then try again.",
    "locked",
)
_BRING_BACK = "To bring back a copy, or what can still be read: chatloom restore."
_DAMAGED = (
    "The file with your conversations is damaged",
    "It is kept as it is: {file}. To bring back a copy, or what can still be read: chatloom "
    "restore.",
    "damaged",
)
_NOT_A_DATABASE = (
    "The file with your conversations isn't one",
    "Something else stands in its place and is kept as it is: {file}. To bring back a copy: "
    "chatloom restore. Or move the file away, then start Chatloom again.",
    "not_a_database",
)
_LOST = (
    "Your conversations aren't where they were",
    "{file} is missing or empty, but there are copies in {backups}. To bring one back: chatloom "
    "restore newest. To begin with nothing: chatloom restore none.",
    "lost",
)
_DISK_FAILED = (
    "The disk reported an error",
    "Check the disk that holds {file}. What was saved before is kept.",
    "disk_error",
)
_TOO_BIG = ("This text is too long to be saved", "Shorten it, then try again.", "too_big")
_GONE = (
    "This conversation is gone",
    "It was deleted in another window. Start a new one.",
    "conversation_gone",
)
_FAILED = ("{file} can't be used", "Nothing was changed.", "storage_failed")

DAMAGE = frozenset({"damaged", "not_a_database", "lost"})
"""The codes of what only another database in its place mends."""

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: _DISK_FULL,
    # The shared memory beside the database could not be made as large as it must be.
    sqlite3.SQLITE_IOERR_SHMSIZE: _DISK_FULL,
    sqlite3.SQLITE_IOERR: _DISK_FAILED,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _NOT_A_DATABASE,
    sqlite3.SQLITE_CANTOPEN: _NOT_WRITABLE,
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_AUTH: _NOT_WRITABLE,
    sqlite3.SQLITE_NOMEM: _FAILED,
    sqlite3.SQLITE_TOOBIG: _TOO_BIG,
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: _GONE,
}
_NO_TEXT = "Could not decode to UTF-8"  # Python's own words for bytes that turned, without a code.
_BY_ERRNO = {
    errno.ENOSPC: _DISK_FULL,
    errno.EDQUOT: _DISK_FULL,
    errno.EFBIG: _DISK_FULL,
    errno.EACCES: _NOT_WRITABLE,
    errno.EPERM: _NOT_WRITABLE,
    errno.EROFS: _NOT_WRITABLE,
    errno.ENOTDIR: _NOT_WRITABLE,
    errno.EEXIST: _NOT_WRITABLE,
    errno.EISDIR: _NOT_WRITABLE,
    errno.ENOENT: _NOT_WRITABLE,
    errno.EIO: _DISK_FAILED,
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise the failures of the body as StorageErrors about `path`.

    Mistakes of our own, such as a wrong statement, stay what they are.
    """
    try:
        yield
    except sqlite3.Error as error:
        known = _by_code(getattr(error, "sqlite_errorcode", 0))
        if known is None and _NO_TEXT in str(error):
            known = _DAMAGED
        if known is None:
            raise
        if known is _DAMAGED:
            # Whoever holds on to the failure would hold on to what was being read, and SQLite
            # with it to the file, which is to be exchanged.
            clear_frames(error.__traceback__)
        name = getattr(error, "sqlite_errorname", "")
        raise _storage_error(known, path, f"{name}: {error}") from error
    except UnicodeDecodeError as error:
        # SQLite quotes what it can't understand, and Python can't read that.
        raise damaged(path, str(error)) from error
    except OSError as error:
        known = _BY_ERRNO.get(error.errno or 0, _FAILED)
        raise _storage_error(known, path, str(error)) from error


def damaged(path: Path, detail: str) -> StorageError:
    """The integrity check of the database at `path` found something."""
    return _storage_error(_DAMAGED, path, detail)


def gone(path: Path) -> StorageError:
    """What is to be written to isn't in the database at `path` any more."""
    return _storage_error(_GONE, path, "")


def damaged_row(detail: str) -> StorageError:
    """A conversation or message makes no sense, as no database tells by itself."""
    title, _, code = _DAMAGED
    return StorageError(title, _BRING_BACK, detail, code=code)


def lost(path: Path) -> StorageError:
    """There is nothing at `path`, though there are copies of what was there."""
    title, advice, code = _LOST
    return StorageError(title, advice, "", code=code, file=path, backups=backup_folder(path))


def not_ours(path: Path) -> StorageError:
    """The file at `path` is no database, or one of another program."""
    return _storage_error(_NOT_A_DATABASE, path, "It was not written by Chatloom.")


def from_the_future(path: Path, version: int, known: int) -> StorageError:
    """The database at `path` was written by a newer Chatloom."""
    return StorageError(
        "Your conversations were saved by a newer version of Chatloom",
        "Nothing was changed. Update Chatloom, then start it again.",
        f"{path} has version {version}; this program knows versions up to {known}.",
        code="newer_version",
    )


def bad_backup(path: Path, detail: str) -> StorageError:
    """The backup at `path` isn't whole, or isn't one."""
    return StorageError(
        "This copy can’t be used",
        "{file} is damaged or something else. Nothing was changed; take another copy.",
        detail,
        code="bad_backup",
        file=path.name,
    )


def no_room_for_backup(folder: Path, needed: int, free: int) -> StorageError:
    """The disk that holds `folder` has too little room for a copy."""
    return StorageError(
        "No copy of your conversations was made: the disk is nearly full",
        "Your conversations are kept as before. Free about {megabytes} MB, and a copy is made at "
        "the next start.",
        f"{folder}: {needed} bytes are needed, {free} are free.",
        code="no_room",
        megabytes=max((needed * 2 - free) // 1_000_000, needed // 1_000_000, 1),
    )


def backup_folder(database: Path) -> Path:
    """Return where copies of `database` are kept."""
    return database.parent / "backups"


def _by_code(code: int) -> tuple[str, str, str] | None:
    return _BY_SQLITE_CODE.get(code) or _BY_SQLITE_CODE.get(code & 0xFF)


def _storage_error(words: tuple[str, str, str], path: Path, detail: str) -> StorageError:
    title, advice, code = words
    return StorageError(title, advice, detail, code=code, file=path)
