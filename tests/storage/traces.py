"""Unusual words, and every place in files where something is left of them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from desktop_app.core.conversation import (
    Conversation,
    Message,
    Role,
    Sentiment,
    Status,
    Trace,
    now,
)
from desktop_app.core.errors import Failure
from desktop_app.storage.conversations import Conversations

# Neighbours in an index would share their beginnings with these, but hardly their ends.
SECRETS = {
    name: f"zq{name}x{ending}kwj"
    for name, ending in (
        ("title", "ovum"),
        ("draft", "arid"),
        ("queue", "elmy"),
        ("tag", "ibex"),
        ("persona", "uvea"),
        ("question", "yolk"),
        ("answer", "gnaw"),
        ("thought", "fjord"),
        ("better", "hymn"),
        ("failure", "lynx"),
        ("sent", "myrrh"),
        ("later", "nymph"),
    )
}
CYRILLIC, SIGNS = "щъыкварцюфэ", "鑫麤龘靐"
_ALL = [*SECRETS.values(), CYRILLIC, SIGNS]
_TAIL = 6
"""So many letters at its end tell a word apart: an index leaves out what it begins with like the
word before it."""


async def plant_secrets(store: Conversations, conversation: str, extra: str = "") -> None:
    """Store a conversation that has an unusual word in everything that can hold one."""
    await store.save_conversation(
        Conversation(
            id=conversation,
            title=f"About {SECRETS['title']}",
            draft=f"draft of {SECRETS['draft']}",
            instructions=f"Be {SECRETS['persona']}",
            queued=(SECRETS["queue"],),
            tags=(SECRETS["tag"],),
        )
    )
    moment = now()
    question = Message(
        conversation,
        Role.USER,
        f"What is {SECRETS['question']}, {CYRILLIC} and {SIGNS}? {extra}",
        created_at=moment,
        finished_at=moment,
        sentiment=Sentiment("positive", 0.5, 0.5),
    )
    await store.add_message(question)
    growing = Message(
        conversation, Role.ASSISTANT, "", parent=question.id, status=Status.INTERRUPTED
    )
    await store.add_message(growing)
    await store.grow_message(growing.id, f"So {SECRETS['later']}", SECRETS["thought"])
    await store.finish_message(
        Message(
            conversation,
            Role.ASSISTANT,
            f"It is {SECRETS['answer']}. {extra}",
            id=growing.id,
            parent=question.id,
            reasoning=SECRETS["thought"],
            failure=Failure("No", "Wait", SECRETS["failure"], "x"),
            trace=Trace(instructions=SECRETS["sent"]),
            finished_at=moment,
        )
    )
    await store.correct(growing.id, f"Rather {SECRETS['better']}")


def traces(folder: Path, words: list[str] | None = None) -> list[str]:
    """Return what is left of words in the files of a folder, and what the search knows of them."""
    looked_for = _ALL if words is None else words
    contents = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    found = [
        f"{path.name}: {word}"
        for path, content in contents.items()
        for word in looked_for
        if any(form in content for form in _forms(word))
    ]
    for path, content in contents.items():
        # Opening one may change those beside it.
        if path.suffix == ".db" and content.startswith(b"SQLite format 3\0"):
            found += _terms(path, looked_for)
    return found


def _forms(word: str) -> set[bytes]:
    tail = word[-_TAIL:] if word.isascii() else word[-3:]
    forms = {tail.encode(), tail.encode("utf-16-le"), tail.encode("utf-16-be")}
    return forms | {json.dumps(tail)[1:-1].encode()}


def _terms(path: Path, words: list[str]) -> list[str]:
    """Return the words that the indexes of a database still know."""
    found = []
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE sql LIKE '%USING fts5%'"
        ).fetchall()
        for (table,) in tables:
            connection.execute(
                f"CREATE VIRTUAL TABLE temp.t_{table} USING fts5vocab (main, {table}, row)"
            )
            terms = [str(term) for (term,) in connection.execute(f"SELECT term FROM t_{table}")]
            found += [f"{table}: {word}" for word in words if word in terms]
    return found
