"""What a worker that was killed had been promised, and whether it is there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DUE = 1.5
"""Seconds after which what was shown of an answer must be kept."""

WAITED_FOR = frozenset({"erase", "restore", "import"})
"""While these are under way, what is shown may have to wait longer to be kept."""

INDEXES = ("message_words", "title_words")


@dataclass
class Account:
    """What was promised in all rounds in one database.

    Attributes:
        messages: The least length of every message, by its id.
        places: The conversations of messages.
        values: What may stand in a column of a conversation: the last kept, and those tried since.
        imported: How many messages each imported conversation has, if it is there at all.
        certain: Those of which the import had ended.
        erased: Conversations that may be gone for good.
        restored: Whether a copy was restored, after which anything may stand in a copy instead.
        failures: What the worker was told.
    """

    messages: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    imported: dict[str, int] = field(default_factory=dict)
    certain: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    restored: bool = False
    failures: list[str] = field(default_factory=list)

    def take(self, lines: Iterable[str], killed_at: float) -> None:
        """Take in what a worker said before it was killed."""
        under_way, shown = set[str](), dict[str, int]()
        for words in _read(lines):
            match words:
                case ["shown", message, count, at]:
                    if at < killed_at - DUE:
                        shown[message] = count * len("word ")
                case ["failed", code, detail]:
                    self.failures.append(f"{code}: {detail}")
                case [how, what, _, _]:
                    (under_way.add if how == "try" else under_way.discard)(what)
                    self._take(*words)
        if not under_way & WAITED_FOR:
            for message, length in shown.items():
                self._promise(message, length)

    def _promise(self, message: str, length: int) -> None:
        self.messages[message] = max(length, self.messages.get(message, 0))

    def _take(self, how: str, what: str, name: Any, value: Any) -> None:
        if what == "message":
            message, conversation = name
            self.places[message] = conversation
            self._promise(message, value)
        elif what == "erase":
            self.erased.add(name)
        elif what == "restore":
            self.restored = True
        elif what == "import":
            if how == "try":
                self.imported |= dict.fromkeys(name, value)
            else:
                self.certain.update(name)
        elif what in ("draft", "title", "queued"):
            values = self.values.setdefault((what, name), [])
            if how == "kept":
                values.clear()
            values.append(value)

    def problems(self, path: Path) -> list[str]:
        """Return what is wrong with a database; nothing is the answer that is hoped for."""
        problems = _broken(path)
        copies = sorted((path.parent / "backups").glob("*.db")) if self.restored else []
        here = _lengths([path])
        anywhere = _lengths(copies) if copies else {}
        for message, length in self.messages.items():
            if here.get(message, -1) >= length or anywhere.get(message, -1) >= length:
                continue
            if self.places.get(message) not in self.erased:
                problems.append(f"message {message}: {here.get(message)} of {length} signs")
        if not self.restored:
            problems += self._other_values(path)
        return problems

    def _other_values(self, path: Path) -> list[str]:
        problems = []
        with closing(sqlite3.connect(path)) as connection:
            rows = {
                row[0]: row[1:]
                for row in connection.execute(
                    "SELECT id, draft, title, queued, (SELECT count(*) FROM message"
                    " WHERE message.conversation = conversation.id) FROM conversation"
                )
            }
        for (what, name), values in self.values.items():
            if name in self.erased:
                continue  # It may have come back: somebody talked in it meanwhile.
            if name in rows:
                found = dict(zip(("draft", "title", "queued"), rows[name], strict=False))[what]
                if found not in values and (what != "queued" or json.loads(found) not in values):
                    problems.append(f"{what} of {name} is {str(found)[:50]!r}")
            else:
                problems.append(f"conversation {name} is gone")
        for name, count in self.imported.items():
            if name in rows and rows[name][3] < count:
                problems.append(f"{rows[name][3]} of {count} messages of imported {name}")
            elif name not in rows and name in self.certain and name not in self.erased:
                problems.append(f"imported {name} is gone")
        return problems


def _read(lines: Iterable[str]) -> Iterator[list[Any]]:
    for line in lines:
        with suppress(ValueError):  # The last one, cut off.
            yield json.loads(line)


def _broken(path: Path) -> list[str]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout = 5000")
        problems = [
            str(line) for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"
        ]
        problems += [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
        for index in INDEXES:
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    return problems


def _lengths(paths: Sequence[Path]) -> dict[str, int]:
    found: dict[str, int] = {}
    for path in paths:
        with closing(sqlite3.connect(path)) as connection:
            for name, length in connection.execute("SELECT id, length(text) FROM message"):
                found[name] = max(length, found.get(name, -1))
    return found
