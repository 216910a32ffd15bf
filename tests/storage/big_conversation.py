"""A long conversation, made fast: ``python -m tests.storage.big_conversation FOLDER COUNT``.

That makes FOLDER/data/chatloom.db, so that FOLDER can be used as CHATLOOM_HOME.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop_app.core.conversation import Conversation, Message, Role, Usage, overall_mood
from desktop_app.core.sentiment import Sentiment
from desktop_app.storage.preparing import connect, prepare
from desktop_app.storage.rows import Values, conversation_values, message_values

COMMON = "river"
"""A word of about every eighth message."""

RARE = "narwhal"
"""A word of the messages at the positions 0, 10,000, 20,000, … only."""

BEGAN = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
"""When the first message was written; each further one a minute later."""

_WORDS = """
a after all along and answer any are at back be because before begin behind below better between
both bridge bring build but by call carry cause change city clear close cloud cold come cover day
deep draw dry each early earth east end enough even every far fast field find fire first flow follow
food for forest from full garden give go good great green ground group grow half hand hard have hear
heat here high hill hold home hour house how ice if in into is island it just keep know lake land
last late learn leave letter life light like line list little long look make map may mean measure
mind more morning most mountain move much music name near need never new next night no north nothing
now number of off often old on once one only open or other our over own page part people place plan
plant point power question quiet rain reach read river road rock round salt same sand sea second
seem set shape ship shore short show side simple since sing sky sleep slow small snow so song soon
sound south space spring stand star stay still stone story street summer sun table take talk tell
than that the then there these they thing think this through time to together town travel tree true
turn two under until up use valley very voice wait walk want warm was watch water wave way we weigh
well west what when where which while white who why wide will wind winter wish with word work world
write year yet you
""".split()  # noqa: SIM905 - a list would be three times as long
_RUSSIAN = """
река течёт медленно через долину и впадает в море где стоит старый город с белыми домами утром
над водой поднимается туман а вечером на берегу зажигают огни мы шли вдоль берега весь день потом
""".split()  # noqa: SIM905 - as above
_LABELS = ("positive", "neutral", "neutral", "negative")


def make(
    place: Path | sqlite3.Connection, messages: int, *, title: str = "A long talk"
) -> Conversation:
    """Write one conversation of a single branch; the same arguments give the same content.

    User and assistant take turns, in Markdown of about 60 to 600 characters: prose, lists, code,
    tables, quotes, and now and then Russian. 100,000 messages take a few seconds.

    Args:
        place: A database file, made if it isn't there, or a connection to one that is up to date
            and not in a transaction.
        messages: How many messages it has, at least one.
        title: Its title; conversations of different titles fit into one database.
    """
    if isinstance(place, sqlite3.Connection):
        return _written(place, messages, title)
    prepare(place)
    with closing(connect(place)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        return _written(connection, messages, title)


def text(chance: random.Random, role: Role) -> str:
    """Return what somebody says, in Markdown."""
    if role is Role.USER:
        return f"{_sentences(chance, 1, 4)} {_sentence(chance)[:-1]}?"
    shapes = (_prose, _prose, _prose, _list, _code, _table, _quote, _russian)
    return chance.choice(shapes)(chance)


def _written(connection: sqlite3.Connection, count: int, title: str) -> Conversation:
    chance = random.Random(title)
    conversation = Conversation(f"{chance.getrandbits(128):032x}", title, created_at=BEGAN)
    connection.execute("BEGIN IMMEDIATE")
    try:
        _insert(connection, "conversation", iter([conversation_values(conversation)]))
        leaf, moods = "", Counter[str]()

        def rows() -> Iterator[Values]:
            nonlocal leaf
            for message in _messages(chance, conversation.id, count):
                leaf = message.id
                if message.role is Role.USER and message.sentiment:
                    moods[message.sentiment.label] += 1
                yield {**message_values(message), "searchable": False}

        _insert(connection, "message", rows())
        # All at once: the index of words writes to the disk with every statement.
        connection.execute(
            "UPDATE message SET searchable = 1 WHERE conversation = ?", (conversation.id,)
        )
        whole = replace(
            conversation,
            active_leaf=leaf,
            updated_at=BEGAN + timedelta(minutes=count - 1),
            mood=overall_mood(moods),
        )
        connection.execute(
            "UPDATE conversation SET active_leaf = ?, updated_at = ?, mood = ? WHERE id = ?",
            (*(conversation_values(whole)[name] for name in ("active_leaf", "updated_at", "mood")),
             whole.id),
        )  # fmt: skip
        connection.execute("COMMIT")
    finally:
        connection.rollback()  # Does nothing after COMMIT.
    return whole


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[Values]) -> None:
    first = next(rows)
    places = ", ".join("?" * len(first))
    statement = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({places})"
    connection.execute(statement, tuple(first.values()))
    connection.executemany(statement, (tuple(row.values()) for row in rows))


def _messages(chance: random.Random, conversation: str, count: int) -> Iterator[Message]:
    parent = None
    for position in range(count):
        mine = position % 2 == 0
        role = Role.USER if mine else Role.ASSISTANT
        moment = BEGAN + timedelta(minutes=position)
        words = text(chance, role)
        message = Message(
            conversation,
            role,
            f"{words} A {RARE}!" if position % 10_000 == 0 else words,
            parent,
            _id(moment, chance),
            model="" if mine else "smollm2-135m-instruct",
            provider="" if mine else "local",
            usage=None if mine else Usage(900, len(words) // 4),
            created_at=moment,
            finished_at=moment + timedelta(seconds=3),
            sentiment=Sentiment(chance.choice(_LABELS), 0.0, 0.75),
            finish_reason="" if mine else "stop",
        )
        yield message
        parent = message.id


def _id(moment: datetime, chance: random.Random) -> str:
    """Return an id in the layout of `core.identity.new_id`, which is in the order of creation."""
    milliseconds = int(moment.timestamp() * 1000)
    value = milliseconds << 80 | 7 << 76 | chance.getrandbits(12) << 64
    return f"{value | 0b10 << 62 | chance.getrandbits(62):032x}"


def _sentence(chance: random.Random) -> str:
    words = chance.choices(_WORDS, k=chance.randint(6, 14))
    return f"{' '.join(words).capitalize()}."


def _sentences(chance: random.Random, least: int, most: int) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(least, most)))


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count))


def _prose(chance: random.Random) -> str:
    first, second = _sentences(chance, 2, 5), _sentences(chance, 1, 3)
    marked = f"**{_words(chance, 2)}**, `{_words(chance, 1)}` and *{_words(chance, 2)}*"
    return f"{first}\n\nThat is {marked}. {second}".strip()


def _list(chance: random.Random) -> str:
    lines = [f"- {_words(chance, chance.randint(3, 9))}" for _ in range(chance.randint(3, 9))]
    return f"{_sentence(chance)}\n\n" + "\n".join(lines)


def _code(chance: random.Random) -> str:
    name, other = chance.choices(_WORDS, k=2)
    lines = [f"    {word}_{line} = {line} * {other}" for line, word in
             enumerate(chance.choices(_WORDS, k=chance.randint(1, 9)))]  # fmt: skip
    body = "\n".join([f"def {name}_of({other}):", *lines, f"    return {other}"])
    return f"{_sentence(chance)}\n\n```python\n{body}\n```"


def _table(chance: random.Random) -> str:
    rows = ["| {} | {} | {} |".format(*chance.choices(_WORDS, k=3)) for _ in range(6)]
    return f"{_sentence(chance)}\n\n" + "\n".join([rows[0], "|---|---|--:|", *rows[1:]])


def _quote(chance: random.Random) -> str:
    heading = f"## {_words(chance, 3).capitalize()}"
    return f"{heading}\n\n> {_sentence(chance)}\n\n{_sentences(chance, 1, 4)}"


def _russian(chance: random.Random) -> str:
    words = chance.choices(_RUSSIAN, k=chance.randint(12, 80))
    return f"{' '.join(words).capitalize()}."


def main() -> None:
    """Make the data folder that the command line asks for, and print the conversation's id."""
    parser = argparse.ArgumentParser(description="Make a data folder with a long conversation.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    options = parser.parse_args()
    conversation = make(options.folder / "data" / "chatloom.db", options.count)
    print(conversation.id)  # noqa: T201 - for whoever called it


if __name__ == "__main__":
    main()
