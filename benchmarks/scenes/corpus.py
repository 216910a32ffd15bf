"""A database of very many messages whose words are as frequent as those of a language."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.storage.database import open_database
from desktop_app.storage.rows import Values, conversation_values, message_values

WORDS_A_MESSAGE = 80
"""About six hundred characters."""

_VOCABULARY = 50_000
_SYLLABLES = ("ka", "lo", "mi", "ter", "sun", "pra", "ven", "do", "shi", "que", "ban", "ro")
_POOL = 2_000_000
_MESSAGES_A_CONVERSATION = 1000


def word(rank: int) -> str:
    """Return the word of a rank; 0 is the most frequent, and it is n times as frequent as rank n.

    This is Zipf's law (https://en.wikipedia.org/wiki/Zipf%27s_law).
    """
    syllables: list[str] = []
    rest = rank + len(_SYLLABLES)
    while rest:
        rest, digit = divmod(rest, len(_SYLLABLES))
        syllables.append(_SYLLABLES[digit])
    return "".join(syllables)


def write_corpus(path: Path, messages: int) -> None:
    """Make a database at `path` with so many messages. A million take two minutes and 1.6 GB."""
    asyncio.run(_create(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Nothing here must survive a power cut, and the index is quickest made in one go.
        connection.execute("PRAGMA synchronous = OFF")
        (trigger,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'message_added'"
        ).fetchone()
        connection.execute("BEGIN")
        connection.execute("DROP TRIGGER message_added")
        _insert_all(connection, messages)
        connection.execute("INSERT INTO message_words (message_words) VALUES ('rebuild')")
        connection.execute(trigger)
        connection.execute("COMMIT")


async def _create(path: Path) -> None:
    async with open_database(path):
        pass


def _insert_all(connection: sqlite3.Connection, messages: int) -> None:
    chance = random.Random(1)
    texts = _texts(chance)
    for first in range(0, messages, _MESSAGES_A_CONVERSATION):
        conversation = Conversation(title=" ".join(next(texts).split()[:5]))
        connection.execute(*_insert("conversation", conversation_values(conversation)))
        values = message_values(Message(conversation.id, Role.USER, finished_at=now()))
        statement, _ = _insert("message", values)
        numbers = range(first, min(first + _MESSAGES_A_CONVERSATION, messages))
        connection.executemany(
            statement,
            ({**values, "id": f"message-{number}", "text": next(texts)} for number in numbers),
        )


def _texts(chance: random.Random) -> Iterator[str]:
    """Yield the texts of messages; they are cut from one long one, which takes less time."""
    words = [word(rank) for rank in range(_VOCABULARY)]
    weights = [*accumulate(1 / (rank + 1) for rank in range(_VOCABULARY))]
    pool = chance.choices(words, cum_weights=weights, k=_POOL)
    while True:
        start = chance.randrange(_POOL - WORDS_A_MESSAGE)
        yield " ".join(pool[start : start + WORDS_A_MESSAGE])


def _insert(table: str, values: Values) -> tuple[str, Values]:
    places = ", ".join(f":{name}" for name in values)
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", values
