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
) -> None:
    """Delete conversations, and messages with all that follow them; unknown ids don't matter.

    Raises:
        CutShort: See `Pace`.
    """
    for conversation in conversations:
        with pace.portion():
            _put_out_of_sight(connection, conversation)
        # What follows a message was added after it: backwards, nothing is left without a parent.
        numbers = _numbers(
            connection,
            "SELECT number FROM message WHERE conversation = ? ORDER BY number DESC",
            conversation,
        )
        _delete_messages(connection, numbers, pace)
        with pace.portion():
            # With those that were added meanwhile.
            connection.execute("DELETE FROM conversation WHERE id = ?", (conversation,))
    if messages:
        ids = json.dumps(list(messages))
        with pace.portion():
            _turn_away_from(connection, ids)
        numbers = _numbers(
            connection,
            f"{_BELOW} SELECT number FROM message"  # noqa: S608 - our names
            " WHERE id IN (SELECT id FROM below) ORDER BY number DESC",
            ids,
        )
        _delete_messages(connection, numbers, pace)


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


def _delete_messages(connection: sqlite3.Connection, numbers: list[int], pace: Pace) -> None:
    for start in range(0, len(numbers), _ROWS_AT_ONCE):
        with pace.portion():
            connection.execute(
                "DELETE FROM message WHERE number IN (SELECT value FROM json_each(?))",
                (json.dumps(numbers[start : start + _ROWS_AT_ONCE]),),
            )


def _put_out_of_sight(connection: sqlite3.Connection, conversation: str) -> None:
    columns = {row[1] for row in connection.execute("PRAGMA table_info(conversation)")}
    if "deleted_at" in columns:
        connection.execute(
            "UPDATE conversation SET deleted_at = coalesce(deleted_at, 0) WHERE id = ?",
            (conversation,),
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
        " ) WHERE active_leaf IN (SELECT id FROM below)",
        (messages,),
    )
