"""What SQLite and the file system report, in plain words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
_DAMAGED = (
    "The file with your conversations is damaged",
    "It is kept as it is: {file}. Copies made before updates are in the folder {backups}.",
    "damaged",
)
_DAMAGED_WITHOUT_COPIES = (
    _DAMAGED[0],
    "It is kept as it is: {file}. Move it away to begin with an empty one.",
    "damaged",
)
_NOT_A_DATABASE = (
    "The file with your conversations isn't one",
    "Something else stands in its place and is kept as it is: {file}. Move it away, then start "
    "Chatloom again.",
    "not_a_database",
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
        if known is None:
            raise
        name = getattr(error, "sqlite_errorname", "")
        raise _storage_error(known, path, f"{name}: {error}") from error
    except OSError as error:
        known = _BY_ERRNO.get(error.errno or 0, _FAILED)
        raise _storage_error(known, path, str(error)) from error


def damaged(path: Path, detail: str) -> StorageError:
    """The integrity check of the database at `path` found something."""
    return _storage_error(_DAMAGED, path, detail)


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


def backup_folder(database: Path) -> Path:
    """Return where copies of `database` are kept."""
    return database.parent / "backups"


def _by_code(code: int) -> tuple[str, str, str] | None:
    return _BY_SQLITE_CODE.get(code) or _BY_SQLITE_CODE.get(code & 0xFF)


def _storage_error(words: tuple[str, str, str], path: Path, detail: str) -> StorageError:
    backups = backup_folder(path)
    if words is _DAMAGED and not any(backups.glob("*.db")):
        words = _DAMAGED_WITHOUT_COPIES
    title, advice, code = words
    return StorageError(title, advice, detail, code=code, file=path, backups=backups)
