"""The steps of an erasing, each of which may be done again.

Everything here blocks: call it in a worker thread.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.errors import AppError
from desktop_app.storage.erased_copies import (
    a_copy_is_being_made,
    delete_copies,
    erase_from_copies,
)
from desktop_app.storage.erased_rows import (
    delete_everything,
    delete_rows,
    not_there,
    put_out_of_sight,
)
from desktop_app.storage.erased_words import forget_words
from desktop_app.storage.erasing_notes import Note, Step
from desktop_app.storage.failures import told
from desktop_app.storage.portions import CutShort, Pace
from desktop_app.storage.preparing import connect

LARGE = 256_000_000
"""Bytes of a database that isn't packed anew while it is in use: others could not write for
seconds."""

_PATIENCE_MS = 500
"""How long the log waits for another process that reads, before it is left for later."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How an erasing goes about it.

    Attributes:
        pace: When it rests, and whether it has been told to stop.
        is_last: Whether nobody writes any more, and what takes long can be done.
        all_rows: Whether no row is to be left at all.
    """

    pace: Pace = field(default_factory=Pace)
    is_last: bool = False
    all_rows: bool = False


def take_step(path: Path, step: Step, note: Note, manner: Manner, failures: list[AppError]) -> bool:
    """Do a step; return whether nothing of it is left.

    Args:
        path: The database.
        step: Which one; not ``files``.
        note: What is erased.
        manner: How.
        failures: What is to be told to the user is added to it.

    Raises:
        StorageError: It could not be done.
    """
    try:
        if step == "backups":
            return _copies(path, note, manner, failures)
        with told(path), closing(connect(path)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            return _in_database(connection, path, step, note, manner)
    except CutShort:
        return False


def _in_database(
    connection: sqlite3.Connection, path: Path, step: Step, note: Note, manner: Manner
) -> bool:
    match step:
        case "sight":
            put_out_of_sight(connection, note.conversations)
        case "rows" if manner.all_rows:
            delete_everything(connection)
        case "rows":
            delete_rows(
                connection, note.conversations, note.messages, manner.pace, deleted_only=True
            )
        case "words":
            forget_words(connection, manner.pace)
        case "space":
            if _bytes_in_use(connection) > LARGE and not manner.is_last:
                return False
            _pack(connection)
        case "log":
            return _empty_log(connection)
    return True


def _copies(path: Path, note: Note, manner: Manner, failures: list[AppError]) -> bool:
    being_made = a_copy_is_being_made(path)
    if note.everything:
        delete_copies(path)
    else:
        with told(path), closing(connect(path)) as connection:
            conversations = not_there(connection, "conversation", note.conversations)
            messages = not_there(connection, "message", note.messages)
        failures += erase_from_copies(path, conversations, messages, manner.pace)
    return not being_made


def _bytes_in_use(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _pack(connection: sqlite3.Connection) -> None:
    """Write the file anew.

    Deleted rows are overwritten, yet where a page was split, copies of rows stay behind between
    others, which nothing overwrites.
    """
    # What it writes meanwhile is all that is left, and may be larger than the memory.
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute("VACUUM")


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Write the log into the file and cut it to nothing; return whether nobody was in the way."""
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    (busy, _frames, _written) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
