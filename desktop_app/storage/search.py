"""Finding words in messages and titles."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from desktop_app.storage.database import Database
from desktop_app.storage.rows import from_milliseconds, storable

# Going backwards through the index stops after `limit` hits, however many there are.
_IN_MESSAGES = """
    SELECT message.conversation AS conversation, title, message.id AS message,
           snippet(message_words, 0, '', '', '…', 16) AS snippet,
           message.created_at AS created_at
    FROM message_words
    JOIN message ON message.number = message_words.rowid
    JOIN conversation ON conversation.id = message.conversation
    WHERE message_words MATCH ? AND message.deleted_at IS NULL
        AND conversation.deleted_at IS NULL
    ORDER BY message_words.rowid DESC LIMIT ?
"""
_IN_TITLES = """
    SELECT conversation.id AS conversation, conversation.title AS title, NULL AS message,
           conversation.title AS snippet, conversation.updated_at AS created_at
    FROM title_words
    JOIN conversation ON conversation.number = title_words.rowid
    WHERE title_words MATCH ? AND conversation.deleted_at IS NULL
    ORDER BY title_words.rowid DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words were found.

    Attributes:
        conversation: The id of the conversation.
        title: Its title.
        message: The id of the message, None where the title matched.
        snippet: The words around the match, as plain text.
        created_at: When the message was written, or the conversation last (UTC).
    """

    conversation: str
    title: str
    message: str | None
    snippet: str
    created_at: datetime


async def search(database: Database, query: str, limit: int = 50) -> list[Hit]:
    """Return the newest messages and titles that hold every word of `query`.

    The last word may be the beginning of one. Upper case and accents make no difference, and
    nothing in `query` is an operator.

    Args:
        database: Where to look.
        query: Whatever the user typed.
        limit: The most hits to return.

    Raises:
        StorageError: The database can't be read.
    """
    pattern = _pattern(query)
    if not pattern:
        return []
    rows: list[sqlite3.Row] = []
    for statement in (_IN_TITLES, _IN_MESSAGES):
        rows += await database.run(statement, pattern, limit)
    hits = [_hit(row) for row in rows]
    hits.sort(key=lambda hit: hit.created_at, reverse=True)
    return hits[:limit]


def _hit(row: sqlite3.Row) -> Hit:
    conversation, title, message, snippet, created_at = row
    return Hit(conversation, title, message, snippet, from_milliseconds(created_at))


def _pattern(query: str) -> str:
    """Return the words of `query`, each quoted, the last as a prefix; empty if there are none."""
    words = [
        '"' + word.replace('"', '""') + '"'
        for word in storable(query).replace("\0", " ").split()
        if any(character.isalnum() for character in word)
    ]
    return " ".join(words) + "*" if words else ""
