"""Gathering the words of what was written since the search looked last.

Triggers note what was written (`search_due`), and keep `message_words` and `title_words`
themselves. The rest of what the search needs is filled in here, by whoever searches next.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from typing import NamedTuple

from desktop_app.storage.cutting import Cutter, has_signs, pairs, spaced
from desktop_app.storage.database import Database, Rows

AT_ONCE = 300
"""How many messages are gathered in one go: 20 ms or so."""

_DUE = """
    SELECT due.number AS number, text, corrected_text, title, tags
    FROM search_due AS due
    LEFT JOIN message ON message.number = due.number
    LEFT JOIN conversation ON conversation.number = -due.number
    LIMIT ?
"""
_THESE = "IN (SELECT value FROM json_each(?))"


class _Gathered(NamedTuple):
    """What is to be stored of some messages and conversations.

    Attributes:
        numbers: Theirs, as in `search_due`.
        words: Every word in them.
        texts: By their numbers, what the other indexes don't hold: the text, and its pairs.
    """

    numbers: list[int]
    words: list[str]
    texts: list[tuple[int, str, str]]


def how_much_is_due(connection: sqlite3.Connection, most: int) -> int:
    """Return how many messages and conversations wait to be gathered, counted up to `most`."""
    counting = "SELECT count(*) FROM (SELECT 1 FROM search_due LIMIT ?)"
    (count,) = connection.execute(counting, (most,)).fetchone()
    return int(count)


async def gather(database: Database, most: int = AT_ONCE) -> int:
    """Gather some of what is due; return how many messages and conversations it was.

    Raises:
        StorageError: The database can't be read or written; nothing was changed.
    """
    async with database.transaction() as run:
        gathered = await asyncio.to_thread(_gathered, await run(_DUE, most))
        numbers = json.dumps(gathered.numbers)
        await run(
            "INSERT OR IGNORE INTO search_word (word) SELECT value FROM json_each(?)",
            json.dumps(gathered.words),
        )
        await run(f"DELETE FROM search_text WHERE rowid {_THESE}", numbers)  # noqa: S608
        await database.run_many(
            "INSERT INTO search_text (rowid, text, pairs) VALUES (?, ?, ?)", gathered.texts
        )
        await run(f"DELETE FROM search_due WHERE number {_THESE}", numbers)  # noqa: S608
    return len(gathered.numbers)


async def gather_all(database: Database) -> None:
    """Gather all that is due, in portions, between which others have their turn.

    Raises:
        StorageError: The database can't be read or written; what was gathered before stays.
    """
    while await database.read(lambda connection: how_much_is_due(connection, 1)):
        await gather(database)


def _gathered(rows: Rows) -> _Gathered:
    texts = [_text(row) for row in rows]
    with Cutter() as cutter:
        words = cutter.words_of_all(texts)
    more = [
        (row["number"], spaced(text), pairs(text))
        for row, text in zip(rows, texts, strict=True)
        if row["corrected_text"] or (row["tags"] or "[]") != "[]" or has_signs(text)
    ]
    return _Gathered([row["number"] for row in rows], words, more)


def _text(row: sqlite3.Row) -> str:
    """Return all that a message or conversation can be found by."""
    if row["number"] > 0:
        parts = [row["text"], row["corrected_text"]]
    else:
        parts = [row["title"], *json.loads(row["tags"] or "[]")]
    return "\n".join(part for part in parts if part)
