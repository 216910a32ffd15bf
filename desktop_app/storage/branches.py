"""Branches of conversations, read from disk in pages.

A branch is the way from a root down to one of its messages, the leaf; the position of a message
on it is its `depth`. What `depth` and `jump` are, and who keeps them right, stands in
`migrations`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import aclosing

from desktop_app.core.conversation import Message
from desktop_app.storage.database import Database, Rows
from desktop_app.storage.rows import message_from, storable

# From the message ?1 up to its ancestor at the depth ?2, as far at a time as a jump allows. Ends
# at once where the message isn't as deep.
_CLIMB = """
    WITH RECURSIVE climb (number, parent, depth, jump) AS (
        SELECT number, parent, depth, jump FROM message WHERE id = ?1
        UNION ALL
        SELECT up.number, up.parent, up.depth, up.jump
        FROM climb JOIN message AS up ON up.number = CASE
            WHEN (SELECT depth FROM message WHERE number = climb.jump) >= ?2 THEN climb.jump
            ELSE (SELECT number FROM message WHERE id = climb.parent)
        END
        WHERE climb.depth > ?2
    )
"""
_IS_THERE = f"""
    {_CLIMB} SELECT 1 FROM climb JOIN message USING (number) WHERE id = ?3
"""  # noqa: S608 - our names
_PAGE = f"""
    {_CLIMB}, page (number, parent, depth) AS (
        SELECT number, parent, depth FROM climb WHERE depth BETWEEN ?3 AND ?2
        UNION ALL
        SELECT up.number, up.parent, up.depth
        FROM page JOIN message AS up ON up.id = page.parent WHERE page.depth > ?3
    )
    SELECT message.* FROM page JOIN message USING (number) ORDER BY page.depth
"""  # noqa: S608 - our names

# From the message ?1 upwards, newest first, until ?2 bytes of text or ?3 messages are reached.
_STRETCH = """
    WITH RECURSIVE stretch (number, parent, depth, bytes) AS (
        SELECT number, parent, depth, length(CAST(text AS BLOB)) FROM message WHERE id = ?1
        UNION ALL
        SELECT up.number, up.parent, up.depth, stretch.bytes + length(CAST(up.text AS BLOB))
        FROM stretch JOIN message AS up ON up.id = stretch.parent
        WHERE stretch.depth > 0 AND stretch.bytes < ?2
        LIMIT ?3
    )
"""
_IN_ORDER = "FROM stretch JOIN message USING (number) ORDER BY stretch.depth DESC"
_MESSAGES = f"{_STRETCH} SELECT message.* {_IN_ORDER}"
_TEXTS = f"""
    {_STRETCH} SELECT message.parent, message.depth, coalesce(corrected_text, text) AS text
    {_IN_ORDER}
"""

# A stretch is read in about 3 ms, and is little enough to be made messages of, or to be searched,
# in one go.
_STRETCH_BYTES = 256 * 1024
_STRETCH_MESSAGES = 200
_STRETCH_TEXTS = 1000

_FOLDED_AT_ONCE = 100_000  # Characters; folding holds the interpreter's lock, for 1 ms at most.


class Branches:
    """Reads branches; what that costs depends on what is asked for, not on their length.

    A leaf that is unknown has an empty branch. Every method may raise a StorageError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def branch_length(self, leaf: str) -> int:
        """Return the number of messages on the branch that ends with the message `leaf`."""
        rows = await self._database.run("SELECT depth FROM message WHERE id = ?", leaf)
        return rows[0]["depth"] + 1 if rows else 0

    async def branch_page(self, leaf: str, first: int, count: int) -> list[Message]:
        """Return a part of the branch of `leaf`, in reading order.

        Args:
            leaf: The id of the last message of the branch.
            first: The position of the first message wanted, counted from 0 at the root.
            count: How many are wanted. Fewer are returned where the branch ends before.
        """
        rows = await self._database.run(_PAGE, leaf, first + count - 1, max(first, 0))
        return [message_from(row) for row in rows]

    async def position(self, leaf: str, message: str) -> int | None:
        """Return the position of a message on the branch of `leaf`, None if it isn't on it."""
        depth = await self.branch_length(message) - 1
        if depth < 0 or not await self._database.run(_IS_THERE, leaf, depth, message):
            return None
        return depth

    async def history(self, leaf: str, characters: int) -> list[Message]:
        """Return the end of the branch of `leaf`, in reading order.

        Args:
            leaf: The id of the last message. It is returned whatever its length.
            characters: The most that the texts of the messages may hold together. Nothing is
                skipped: what is longer than the rest ends the history.
        """
        newest_first: list[Message] = []
        async with aclosing(self._upwards(_MESSAGES, leaf, _STRETCH_MESSAGES)) as stretches:
            async for rows in stretches:
                for row in rows:
                    characters -= len(row["text"])
                    if characters < 0 and newest_first:
                        return newest_first[::-1]
                    newest_first.append(message_from(row))
        return newest_first[::-1]

    async def find_in_branch(
        self, leaf: str, words: str
    ) -> AsyncGenerator[list[tuple[int, int]], None]:
        """Yield where the texts on the branch of `leaf` hold `words`, newest first, in portions.

        Of an answer with a better one beside it, that is what is looked into: it is what is shown.
        Each hit is the position of a message and how often it holds the words. Upper and lower
        case make no difference. Between two portions the database does what else it is asked to.
        """
        folded = storable(words).casefold()
        if not folded:
            return
        async with aclosing(self._upwards(_TEXTS, leaf, _STRETCH_TEXTS)) as stretches:
            async for rows in stretches:
                if hits := await asyncio.to_thread(_hits, rows, folded):
                    yield hits

    async def _upwards(self, statement: str, leaf: str, most: int) -> AsyncGenerator[Rows, None]:
        """Yield the branch of `leaf` from its end on, `most` rows or fewer at a time."""
        next_one: str | None = leaf
        while next_one is not None:
            rows = await self._database.run(statement, next_one, _STRETCH_BYTES, most)
            if not rows:
                return
            yield rows
            next_one = rows[-1]["parent"] if rows[-1]["depth"] else None


def _hits(rows: list[sqlite3.Row], folded: str) -> list[tuple[int, int]]:
    counts = ((row["depth"], _folded(row["text"]).count(folded)) for row in rows)
    return [(position, count) for position, count in counts if count]


def _folded(text: str) -> str:
    if len(text) <= _FOLDED_AT_ONCE:
        return text.casefold()
    # Every character is folded for itself, so the pieces make up the whole.
    starts = range(0, len(text), _FOLDED_AT_ONCE)
    return "".join(text[start : start + _FOLDED_AT_ONCE].casefold() for start in starts)
