"""A database of very many messages whose words are as frequent as those of a language."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.storage.database import open_database
from desktop_app.storage.migrations import GATHERING
from desktop_app.storage.rows import Values, conversation_values, message_values, to_milliseconds
from desktop_app.storage.search_index import gather_all

WORDS_A_MESSAGE = 80
"""About six hundred characters."""

VOCABULARY = 100_000
"""How many different words there are in each script that has spaces."""

SIGNS = 3000
"""How many different signs there are in the script that has none."""

_STARTS = ("", *"bcdfghklmnprstvwz", "br", "cl", "dr", "fl", "gr", "pl", "sh", "st", "th", "tr")
_MIDDLES = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_ENDS = ("", "", "", "l", "n", "r", "s", "t", "nd", "ck")
_CYRILLIC = str.maketrans("abcdefghiklmnoprstuvwz", "абцдефгхиклмнопрстувыз")
_FIRST_SIGN = 0x4E00
_MESSAGES_A_CONVERSATION = 100
_POOL = 2_000_000
_SECONDS_APART = 60
_WITH_SIGNS = 10  # One conversation in so many; and as many are in Cyrillic letters.
_NEEDLES = 1000  # One message in so many has the rarest of all words.

NEEDLE = "backpacking"
"""A word that one message in a thousand holds."""


def word(rank: int) -> str:
    """Return the word of a rank; 0 is the most frequent, and it is n times as frequent as rank n.

    This is Zipf's law (https://en.wikipedia.org/wiki/Zipf%27s_law). Frequent words are short.
    """
    return _words()[rank]


@cache
def _words() -> tuple[str, ...]:
    chance = random.Random(7)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        syllables = 1 + (len(found) > 60) + (len(found) > 6000) + (chance.random() < 0.4)
        new = "".join(_syllable(chance) for _ in range(syllables))
        while new in found:
            new += _syllable(chance)
        found[new] = None
    return tuple(found)


def _syllable(chance: random.Random) -> str:
    return "".join(map(chance.choice, (_STARTS, _MIDDLES, _ENDS)))


def cyrillic(rank: int) -> str:
    """Return the word of a rank in Cyrillic letters."""
    return word(rank).translate(_CYRILLIC)


def sign(rank: int) -> str:
    """Return the Chinese sign of a rank."""
    return chr(_FIRST_SIGN + rank * 5)


def write_corpus(path: Path, messages: int) -> None:
    """Make a database at `path` with so many messages. A million take three minutes and 2 GB."""
    asyncio.run(_create(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Nothing here must survive a power cut, and the indexes are quickest made in one go.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        _insert_all(connection, messages)
        for table in ("message_words", "title_words"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
        for statement in GATHERING:
            connection.execute(statement)
        for _, statement in triggers:
            connection.execute(statement)
        connection.execute("COMMIT")
    asyncio.run(_gather(path))


async def _create(path: Path) -> None:
    async with open_database(path):
        pass


async def _gather(path: Path) -> None:
    async with open_database(path) as database:
        await gather_all(database)


def _insert_all(connection: sqlite3.Connection, messages: int) -> None:
    chance = random.Random(1)
    scripts = [_texts(chance, words, space) for words, space in _scripts()]
    start = now() - timedelta(seconds=_SECONDS_APART) * messages
    for first in range(0, messages, _MESSAGES_A_CONVERSATION):
        number = first // _MESSAGES_A_CONVERSATION
        script = {1: 1, 2: 2}.get(number % _WITH_SIGNS, 0)
        last = min(first + _MESSAGES_A_CONVERSATION, messages)
        _insert_conversation(connection, scripts[script], range(first, last), start)


def _insert_conversation(
    connection: sqlite3.Connection, texts: Iterator[str], numbers: range, start: datetime
) -> None:
    moments = [start + timedelta(seconds=_SECONDS_APART) * number for number in numbers]
    conversation = Conversation(
        title=next(texts)[:40].rsplit(" ", 1)[0], created_at=moments[0], updated_at=moments[-1]
    )
    connection.execute(*_insert("conversation", conversation_values(conversation)))
    asked = message_values(Message(conversation.id, Role.USER, finished_at=now()))
    answered = {**asked, "role": Role.ASSISTANT.value, "model": f"model-{numbers[0] % 7}"}
    statement, _ = _insert("message", asked)
    connection.executemany(
        statement,
        (
            {
                **(answered if number % 2 else asked),
                "id": f"message-{number}",
                "created_at": to_milliseconds(moment),
                "rating": int(number % 1000 == 1),
                "text": next(texts) + (f" {NEEDLE}" if number % _NEEDLES == 7 else ""),
            }
            for number, moment in zip(numbers, moments, strict=True)
        ),
    )


def _scripts() -> Iterator[tuple[Sequence[str], str]]:
    yield _words(), " "
    yield [cyrillic(rank) for rank in range(VOCABULARY)], " "
    yield [sign(rank) for rank in range(SIGNS)], ""


def _texts(chance: random.Random, words: Sequence[str], space: str) -> Iterator[str]:
    """Yield the texts of messages; they are cut from one long one, which takes less time."""
    weights = [*accumulate(1 / (rank + 1) for rank in range(len(words)))]
    pool = chance.choices(words, cum_weights=weights, k=_POOL)
    while True:
        start = chance.randrange(_POOL - WORDS_A_MESSAGE)
        yield space.join(pool[start : start + WORDS_A_MESSAGE])


def _insert(table: str, values: Values) -> tuple[str, Values]:
    places = ", ".join(f":{name}" for name in values)
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", values
