"""Deleting conversations and messages in whatever database, also one of an older Chatloom.

Everything here blocks: call it in a worker thread, with a connection of its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from desktop_app.storage.erased_words import full_text_tables, has_content_elsewhere
from desktop_app.storage.portions import Pace

_ROWS_AT_ONCE = 200

# Messages that follow those whose ids are in the JSON list ?1, and these themselves.
_BELOW = """
    WITH RECURSIVE below (id) AS (
        SELECT value FROM json_each(?1) UNION
        SELECT message.id FROM below JOIN message ON message.parent = below.id
    )
"""


def delete_rows(
    connection: sqlite3.Connection,
    conversations: Sequence[str],
    messages: Sequence[str],
    pace: Pace,
    *,
    deleted_only: bool = False,
) -> None:
    """Delete conversations, and messages with all that follow them; unknown ids don't matter.

    Args:
        connection: To the database, whose triggers and foreign keys work.
        conversations: The ids of those that go.
        messages: The ids of the messages.
        pace: How quickly.
        deleted_only: Whether only what is marked as deleted goes, at the moment it goes.

    Raises:
        CutShort: See `Pace`.
    """
    marked = " AND deleted_at IS NOT NULL" if deleted_only else ""
    for conversation in conversations:
        # What follows a message was added after it: backwards, nothing is left without a parent.
        numbers = _numbers(
            connection,
            "SELECT number FROM message WHERE conversation = ? ORDER BY number DESC",
            conversation,
        )
        there = f"(SELECT id FROM conversation WHERE id = ?2{marked})"  # noqa: S608 - our names
        _delete_messages(
            connection, numbers, f" AND conversation IN {there}", (conversation,), pace
        )
        with pace.portion():
            # With those that were added meanwhile.
            connection.execute(
                f"DELETE FROM conversation WHERE id = ?{marked}",  # noqa: S608 - our names
                (conversation,),
            )
    if messages:
        with pace.portion():
            ids = _those_that_go(connection, messages) if deleted_only else list(messages)
            _turn_away_from(connection, json.dumps(ids))
        numbers = _numbers(
            connection,
            f"{_BELOW} SELECT number FROM message"  # noqa: S608 - our names
            " WHERE id IN (SELECT id FROM below) ORDER BY number DESC",
            json.dumps(ids),
        )
        _delete_messages(connection, numbers, marked, (), pace)


def put_out_of_sight(connection: sqlite3.Connection, conversations: Sequence[str]) -> None:
    """Mark conversations as deleted for good: only an import brings them back, not writing on."""
    connection.execute(
        "UPDATE conversation SET deleted_at = 0 WHERE id IN (SELECT value FROM json_each(?))"
        " AND deleted_at IS NOT 0",
        (json.dumps(list(conversations)),),
    )


def not_there(connection: sqlite3.Connection, table: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Return those of some ids that are in a table no more, or marked as deleted."""
    rows = connection.execute(
        f"SELECT id FROM {table}"  # noqa: S608 - our names
        " WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL",
        (json.dumps(list(ids)),),
    )
    back = {row[0] for row in rows}
    return tuple(each for each in ids if each not in back)


def holds_any(
    connection: sqlite3.Connection, conversations: Sequence[str], messages: Sequence[str]
) -> bool:
    """Return whether any of these is in a database."""
    return any(
        connection.execute(
            f"SELECT 1 FROM {table} WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1",  # noqa: S608 - our names
            (json.dumps(list(ids)),),
        ).fetchone()
        for table, ids in (("conversation", conversations), ("message", messages))
    )


def delete_everything(connection: sqlite3.Connection) -> None:
    """Delete the rows of all tables, all or nothing."""
    # Row by row, triggers would take every word out of the indexes, for minutes.
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    tables = connection.execute(
        "SELECT name FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for name, _sql in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for name, declaration in full_text_tables(connection):
            if has_content_elsewhere(declaration):
                connection.execute(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")  # noqa: S608 - from the schema
            else:
                connection.execute(f"DELETE FROM {name}")  # noqa: S608 - from the schema
        for (name,) in tables:
            connection.execute(f'DELETE FROM "{name}"')  # noqa: S608 - from the schema
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
    finally:
        connection.rollback()  # Does nothing after COMMIT.
        connection.execute("PRAGMA foreign_keys = ON")


def _numbers(connection: sqlite3.Connection, statement: str, value: str) -> list[int]:
    return [row[0] for row in connection.execute(statement, (value,))]


def _those_that_go(connection: sqlite3.Connection, messages: Sequence[str]) -> list[str]:
    """Return the deleted ones of messages and what follows them.

    What has something below it that isn't deleted is brought back: it leads there.
    """
    ids = json.dumps(list(messages))
    connection.execute(
        f"{_BELOW}, living (id) AS ("  # noqa: S608 - our names
        "   SELECT id FROM message WHERE id IN (SELECT id FROM below) AND deleted_at IS NULL"
        "   UNION"
        "   SELECT message.parent FROM living JOIN message ON message.id = living.id"
        "   WHERE message.parent IN (SELECT id FROM below)"
        " )"
        " UPDATE message SET deleted_at = NULL"
        " WHERE id IN (SELECT id FROM living) AND deleted_at IS NOT NULL",
        (ids,),
    )
    rows = connection.execute(
        f"{_BELOW} SELECT id FROM message"  # noqa: S608 - our names
        " WHERE id IN (SELECT id FROM below) AND deleted_at IS NOT NULL",
        (ids,),
    )
    return [row[0] for row in rows]


def _delete_messages(
    connection: sqlite3.Connection,
    numbers: list[int],
    condition: str,
    values: tuple[str, ...],
    pace: Pace,
) -> None:
    """Delete rows that fulfil a condition, in which ``?2`` and so on are the values."""
    for start in range(0, len(numbers), _ROWS_AT_ONCE):
        with pace.portion():
            connection.execute(
                "DELETE FROM message WHERE number IN (SELECT value FROM json_each(?1))"  # noqa: S608
                f"{condition}",
                (json.dumps(numbers[start : start + _ROWS_AT_ONCE]), *values),
            )


def _turn_away_from(connection: sqlite3.Connection, messages: str) -> None:
    """Let no conversation show a branch that ends with a message that goes."""
    connection.execute(
        f"{_BELOW}, up (conversation, id, parent) AS ("  # noqa: S608 - our names
        "   SELECT conversation.id, message.id, message.parent"
        "   FROM conversation JOIN message ON message.id = conversation.active_leaf"
        "   WHERE message.id IN (SELECT id FROM below)"
        "   UNION ALL"
        "   SELECT up.conversation, message.id, message.parent"
        "   FROM up JOIN message ON message.id = up.parent"
        "   WHERE up.id IN (SELECT id FROM below)"
        " )"
        " UPDATE conversation SET active_leaf = ("
        "   SELECT id FROM up WHERE up.conversation = conversation.id"
        "   AND id NOT IN (SELECT id FROM below)"
        " ) WHERE active_leaf IN (SELECT id FROM below)"
        # Else all conversations would be looked through.
        " AND id IN (SELECT conversation FROM message WHERE id IN (SELECT id FROM below))",
        (messages,),
    )
