"""Making a database ready before anybody uses it: there, whole, ours, and up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from desktop_app.core.errors import StorageError
from desktop_app.storage.backing_up import clear_away, make_backup
from desktop_app.storage.failures import damaged, from_the_future, not_ours, told
from desktop_app.storage.migrations import APPLICATION_ID, MIGRATIONS, Step
from desktop_app.storage.private_files import make_private_file, make_private_folder
from desktop_app.storage.setting_aside import finish_setting_aside

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another process that writes."""

_MAGIC = b"SQLite format 3\0"

_ROOM_LEFT_BY_UPDATES = 4_000_000
"""Bytes that the backup before an update leaves free; without it there is no update."""

_INDEXES = {"message_words": "text", "title_words": "title"}
_QUICKLY_CHECKED = 100_000_000
"""Bytes of a database whose search indexes are read through in less than a second."""


def prepare(
    path: Path, migrations: Sequence[Step] = MIGRATIONS, *, backed_up: bool = False
) -> None:
    """Make the database at `path` if there is none, check it, and bring it up to date.

    Blocks: call it in a worker thread.

    Args:
        path: The file. Folders are made with mode 0700, the file with 0600.
        migrations: All steps from an empty database on.
        backed_up: Whether there is a backup already, should it need an update.

    Raises:
        StorageError: The database can't be used. It is left as it was found.
    """
    make_private_folder(path.parent)
    finish_setting_aside(path)
    make_private_file(path)
    with told(path):
        # The last connection to close removes this file, so one that is there belongs to a
        # process that is still at work, or that died.
        unclean = path.with_name(path.name + "-wal").exists()
        _refuse_what_is_not_ours(path, len(migrations))
        if unclean:
            _check_if_alone(path)
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            _migrate(connection, path, migrations, backed_up=backed_up)
            if unclean:
                _index_what_was_cut_off(connection)


def is_write_protected(path: Path) -> bool:
    """Return whether the database at `path`, or what must be made beside it, may not be written."""
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def can_be_read(path: Path) -> bool:
    """Return whether the database at `path` is ours and up to date, and can be read as it is.

    Blocks: call it in a worker thread.
    """
    try:
        with closing(connect(path, read_only=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            return bool(application == APPLICATION_ID and _version(connection) == len(MIGRATIONS))
    except (sqlite3.Error, OSError, UnicodeDecodeError):
        return False


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the file for one thread at a time, every statement its own transaction."""
    connection = sqlite3.connect(
        _read_only_address(path) if read_only else path,
        timeout=BUSY_TIMEOUT,
        isolation_level=None,
        check_same_thread=False,
        uri=read_only,
    )
    with ExitStack() as stack:
        # Of a damaged file: nobody else would, and it could not be set aside.
        stack.callback(connection.close)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = FULL")
        # What is deleted or written over is gone from the file, and nothing is sorted in another.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        stack.pop_all()
    return connection


def _read_only_address(path: Path) -> str:
    address = f"{path.absolute().as_uri()}?mode=ro"
    log = path.with_name(path.name + "-wal")
    # A log that holds something must be read too. Without one the file is complete, and SQLite
    # must be told so, for it would make an empty log where it can't.
    return address if log.exists() and log.stat().st_size else f"{address}&immutable=1"


def _refuse_what_is_not_ours(path: Path, known: int) -> None:
    # SQLite itself takes a file of a few bytes for an empty one, and would overwrite it.
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) not in (b"", _MAGIC):
            raise not_ours(path)
    # Read-only, so that not even the header of a foreign file is touched.
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, timeout=BUSY_TIMEOUT, uri=True)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application != APPLICATION_ID:
        raise not_ours(path)
    if version > known:
        raise from_the_future(path, version, known)


def _check_if_alone(path: Path) -> None:
    """Look for damage after an unclean end, unless another process has the database open."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            found = connection.execute("PRAGMA integrity_check(5)").fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return
            raise
        if found != [("ok",)]:
            raise damaged(path, "; ".join(str(line) for (line,) in found))
        if path.stat().st_size < _QUICKLY_CHECKED:
            _mend_indexes(connection)


def _mend_indexes(connection: sqlite3.Connection) -> None:
    """Make a search index anew that doesn't hold together: all of it is in the tables."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    for index, column in _INDEXES.items():
        if index not in tables:
            continue
        # All names are ours.
        try:
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608
        except sqlite3.OperationalError:
            return  # The disk is full; then nothing can be mended either.
        except sqlite3.DatabaseError:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608
            if column == "text":
                # What was being written isn't in it yet.
                connection.execute(
                    "INSERT INTO message_words (message_words, rowid, text)"
                    " SELECT 'delete', number, text FROM message WHERE searchable = 0"
                )
            connection.execute("COMMIT")


def _migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Step], *, backed_up: bool
) -> None:
    before = _version(connection)
    if before == len(migrations):
        return
    if before > 0 and not backed_up:
        _back_up(path)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another process may have been here in between.
        for step in migrations[_version(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    finally:
        connection.rollback()  # Does nothing after COMMIT.


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _back_up(path: Path) -> None:
    made = make_backup(path, "update", leave=_ROOM_LEFT_BY_UPDATES)
    with suppress(StorageError):  # Too many are no reason to stop.
        clear_away(path, made)


def _index_what_was_cut_off(connection: sqlite3.Connection) -> None:
    """Let the search find answers that a crash left unfinished."""
    with suppress(sqlite3.OperationalError):  # On a full disk everything else can still be read.
        connection.execute("UPDATE message SET searchable = 1 WHERE searchable = 0")
