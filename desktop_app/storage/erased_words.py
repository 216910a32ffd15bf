"""Taking the words of deleted messages out of everything that makes words findable.

The indexes of SQLite keep the words of a deleted message, where each of them stood included, until
all their segments are merged. (From 3.42 on it could overwrite them at once; but then it writes
indexes that older ones can't read.)

Everything here blocks: call it in a worker thread, with a connection of its own.
"""

from __future__ import annotations

import re
import sqlite3

from desktop_app.storage.migrations import LONGEST_WORD
from desktop_app.storage.portions import Pace

_PAGES_AT_ONCE = 64
_WORDS_AT_ONCE = 500

_FULL_TEXT = re.compile(r"\bUSING\s+fts5\b", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=")

# The tables whose words are gathered in `search_word`, as it is in `migrations`.
_SOURCES = ("message_words", "title_words", "search_text")


def forget_words(connection: sqlite3.Connection, pace: Pace) -> None:
    """Leave no word in the indexes that only deleted messages and conversations held.

    Raises:
        CutShort: See `Pace`.
    """
    tables = [name for name, _declaration in full_text_tables(connection)]
    sources = [table for table in tables if table in _SOURCES]
    for table in sources:
        _merge(connection, table, pace)
    _drop_unused_words(connection, sources, pace)
    for table in tables:
        if table not in sources:
            _merge(connection, table, pace)


def full_text_tables(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the search indexes of a database, each by its name and how it is declared."""
    tables = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
    return [(name, sql) for name, sql in tables if sql and _FULL_TEXT.search(sql)]


def has_content_elsewhere(declaration: str) -> bool:
    """Return whether a search index, as it is declared, holds no texts itself."""
    return _CONTENT.search(declaration) is not None


def _merge(connection: sqlite3.Connection, table: str, pace: Pace) -> None:
    # A negative number begins anew with all segments there are.
    pages, changes = -_PAGES_AT_ONCE, 2
    while changes > 1:  # So SQLite says that there was something to merge.
        with pace.portion():
            before = connection.total_changes
            connection.execute(
                f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)",  # noqa: S608 - from the schema
                (pages,),
            )
            changes = connection.total_changes - before
        pages = _PAGES_AT_ONCE


def _drop_unused_words(connection: sqlite3.Connection, sources: list[str], pace: Pace) -> None:
    """Take out of the list of all words those that stand nowhere any more."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'search_word'").fetchone():
        return
    for table in sources:
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_now"
            f" USING fts5vocab (main, {table}, instance)"
        )
    # A long word is kept with its beginning alone.
    unused = " AND ".join(
        f"NOT CASE WHEN length(word) < {LONGEST_WORD}"  # noqa: S608 - our names
        f" THEN EXISTS (SELECT 1 FROM temp.{table}_now WHERE term = word)"
        f" ELSE EXISTS (SELECT 1 FROM temp.{table}_now"
        "  WHERE term >= word AND term < word || char(0x10ffff)) END"
        for table in sources
    )
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM search_word").fetchone()
    for first in range(0, last + 1, _WORDS_AT_ONCE):
        with pace.portion():
            connection.execute(
                "DELETE FROM search_word WHERE number IN ("  # noqa: S608 - our names
                f" SELECT number FROM search_word WHERE number >= ? AND number < ? AND {unused})",
                (first, first + _WORDS_AT_ONCE),
            )
