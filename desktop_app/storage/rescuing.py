"""Taking over what can still be read of a damaged database.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import StorageError
from desktop_app.storage.migrations import APPLICATION_ID
from desktop_app.storage.preparing import connect
from desktop_app.storage.rows import conversation_from, conversation_values, message_from

_PIECE = 64
"""Rows whose numbers are read at a time."""

_FURTHEST = 5_000
"""How many numbers that can't be read may follow each other before that side is given up."""

# These are worked out anew: they point to rows by number, or depend on what else could be read.
_NOT_TAKEN = {
    "conversation": frozenset({"number", "changed", "active_leaf"}),
    "message": frozenset({"number", "depth", "jump", "parent"}),
}
_READ: dict[str, Callable[[sqlite3.Row], object]] = {
    "conversation": conversation_from,
    "message": message_from,
}
# What no database of Chatloom holds, however the bytes came about.
_NOT_OURS = (ValueError, KeyError, TypeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was taken over.

    Attributes:
        conversations: How many got something.
        messages: How many messages these got together.
    """

    conversations: int
    messages: int


def rescue(damaged: Path, into: Path) -> Rescued:
    """Add to a whole database what can be read of a damaged one and isn't in it.

    What is in both stays as it is in the whole one, except for answers that were still being
    written then. A message whose parent can't be read begins a branch of its own.

    Args:
        damaged: Only read.
        into: Up to date, and nobody else's.

    Raises:
        sqlite3.Error: `into` can't be written; it is as before.
    """
    try:
        source = connect(damaged, read_only=True)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return Rescued(0, 0)
    with closing(source), closing(connect(into)) as target:
        source.text_factory = _text
        try:
            (application,) = source.execute("PRAGMA application_id").fetchone()
            tables = {name for (name,) in source.execute("SELECT name FROM sqlite_schema")}
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return Rescued(0, 0)  # Not even its tables can be told.
        if application != APPLICATION_ID or not tables.issuperset(_READ):
            return Rescued(0, 0)
        target.execute("BEGIN IMMEDIATE")
        rescued = _Rescue(source, target).take_all()
        target.execute("COMMIT")
        return rescued


class _Rescue:
    def __init__(self, source: sqlite3.Connection, target: sqlite3.Connection) -> None:
        self._source = source
        self._target = target
        self._taken = {
            table: {column for (_, column, *_) in target.execute(f"PRAGMA table_info({table})")}
            - without
            for table, without in _NOT_TAKEN.items()
        }
        self._parents: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._added: dict[str, int] = {}

    def take_all(self) -> Rescued:
        for row in self._missing("conversation", "SELECT id FROM conversation"):
            if self._insert("conversation", row):
                self._added[row["id"]] = 0
        self._note_shown()
        known = "SELECT id FROM message WHERE finished_at IS NOT NULL"
        for row in self._missing("message", known):
            if self._insert("message", row):
                name = row["conversation"]
                self._added[name] = self._added.get(name, 0) + 1
                if row["parent"] is not None:
                    self._parents[row["id"]] = row["parent"]
        self._join()
        return Rescued(len(self._added), sum(self._added.values()))

    def _missing(self, table: str, known: str) -> Iterator[sqlite3.Row]:
        """Yield the rows that can be read and aren't in the whole database."""
        here = {name for (name,) in self._target.execute(known)}
        for number, name in _numbers(self._source, table):
            if name in here:
                continue
            row = _row(self._source, table, number)
            if row is not None and row["id"] == name:
                yield row

    def _insert(self, table: str, row: sqlite3.Row) -> bool:
        """Add a row, if it is one that Chatloom could have written."""
        if table == "message":
            self._add_conversation(row["conversation"])
        names = [each for each in row.keys() if each in self._taken[table]]  # noqa: SIM118
        places = ", ".join("?" * len(names))
        changes = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
        self._target.execute("SAVEPOINT row")
        try:
            self._target.execute(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - our names
                f" ON CONFLICT (id) DO UPDATE SET {changes}",
                [row[name] for name in names],
            )
            found = self._target.execute(f"SELECT * FROM {table} WHERE id = ?", (row["id"],))  # noqa: S608
            _READ[table](found.fetchone())
        except (sqlite3.IntegrityError, StorageError, *_NOT_OURS):
            self._target.execute("ROLLBACK TO row")
            return False
        finally:
            self._target.execute("RELEASE row")
        return True

    def _is_here(self, table: str, name: str) -> bool:
        found = self._target.execute(f"SELECT 1 FROM {table} WHERE id = ?", (name,))  # noqa: S608
        return found.fetchone() is not None

    def _add_conversation(self, name: str) -> None:
        """Add the conversation of a message, of which nothing else could be read."""
        if not self._is_here("conversation", name):
            values = conversation_values(Conversation(id=name))
            places = ", ".join("?" * len(values))
            self._target.execute(
                f"INSERT INTO conversation ({', '.join(values)}) VALUES ({places})",  # noqa: S608
                list(values.values()),
            )

    def _note_shown(self) -> None:
        """Note which branch was shown, and take over what was typed and isn't kept elsewhere."""
        for number, name in _numbers(self._source, "conversation"):
            row = _row(self._source, "conversation", number)
            if row is None or row["id"] != name:
                continue
            if isinstance(row["active_leaf"], str):
                self._shown[name] = row["active_leaf"]
            if isinstance(row["draft"], str) and row["draft"]:
                self._target.execute(
                    "UPDATE conversation SET draft = ? WHERE id = ? AND draft = ''",
                    (row["draft"], name),
                )

    def _join(self) -> None:
        """Put the messages below their parents, and show the branch that was shown."""
        for message, parent in self._parents.items():
            if self._is_here("message", parent):
                self._place(message, parent)
        for conversation in self._added:
            shown = self._shown.get(conversation)
            if shown is None or not self._is_here("message", shown):
                newest = self._target.execute(
                    "SELECT id FROM message WHERE conversation = ? AND deleted_at IS NULL"
                    " ORDER BY number DESC LIMIT 1",
                    (conversation,),
                ).fetchone()
                shown = newest["id"] if newest else None
            self._target.execute(
                "UPDATE conversation SET active_leaf = ? WHERE id = ?", (shown, conversation)
            )

    def _place(self, message: str, parent: str) -> None:
        # As `PLACES` of the migrations does it for a message that is new.
        self._target.execute(
            "UPDATE message SET parent = parent.id, depth = parent.depth + 1, jump = CASE"
            " WHEN parent.depth - once.depth = once.depth - twice.depth THEN twice.number"
            " ELSE parent.number END"
            " FROM message AS parent"
            " JOIN message AS once ON once.number = coalesce(parent.jump, parent.number)"
            " JOIN message AS twice ON twice.number = coalesce(once.jump, once.number)"
            " WHERE message.id = ? AND parent.id = ?"
            " AND parent.conversation = message.conversation",
            (message, parent),
        )


def _numbers(source: sqlite3.Connection, table: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers and ids that can be read, those before the damage and those after it."""
    last = 0
    for number, name in _one_way(source, table, ">", "ASC", 0, 1):
        last = number
        yield number, name
    (newest,) = _try(source, f"SELECT max(number) FROM {table}", ()) or (None,)  # noqa: S608
    if newest is None or newest <= last:
        return
    behind = [
        found for found in _one_way(source, table, "<", "DESC", newest + 1, -1) if found[0] > last
    ]
    yield from reversed(behind)


def _one_way(
    source: sqlite3.Connection, table: str, than: str, order: str, begin: int, step: int
) -> Iterator[tuple[int, str]]:
    statement = (
        f"SELECT number, id FROM {table} WHERE number {than} ?"  # noqa: S608 - our names
        f" ORDER BY number {order} LIMIT {_PIECE}"
    )
    at, failed = begin, 0
    while failed < _FURTHEST:
        found = _try_all(source, statement, (at,))
        if found is None:
            at, failed = at + step, failed + 1
            one = _row(source, table, at)
            if one is not None and isinstance(one["id"], str):
                failed = 0
                yield at, one["id"]
            continue
        if not found:
            return
        failed = 0
        for number, name in found:
            if isinstance(name, str):
                yield number, name
        at = found[-1][0]


def _row(source: sqlite3.Connection, table: str, number: int) -> sqlite3.Row | None:
    row: sqlite3.Row | None = _try(
        source,
        f"SELECT * FROM {table} WHERE number = ?",  # noqa: S608 - our names
        (number,),
    )
    return row


def _try(
    source: sqlite3.Connection, statement: str, values: Sequence[object]
) -> sqlite3.Row | None:
    found = _try_all(source, statement, values)
    return found[0] if found else None


def _try_all(
    source: sqlite3.Connection, statement: str, values: Sequence[object]
) -> list[sqlite3.Row] | None:
    try:
        return source.execute(statement, values).fetchall()
    except (sqlite3.DatabaseError, *_NOT_OURS):
        return None


def _text(content: bytes) -> str:
    """Decode text; a sign that turned is shown as one that is unknown."""
    return content.decode("utf-8", "replace")
