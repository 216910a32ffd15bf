"""Conversations made of others: a copy of all of one, or of one of its branches."""

from __future__ import annotations

import json
from typing import Any

from desktop_app.core.conversation import Conversation
from desktop_app.core.identity import new_id
from desktop_app.storage.database import Rows, Run
from desktop_app.storage.rows import conversation_values
from desktop_app.storage.versions import Versions

_ALL = """
    SELECT number, id, parent, preferred_over FROM message
    WHERE conversation = ?1 AND deleted_at IS NULL ORDER BY number
"""
_BRANCH = """
    WITH RECURSIVE up (number, id, parent, depth) AS (
        SELECT number, id, parent, depth FROM message WHERE id = ?1
        UNION
        SELECT above.number, above.id, above.parent, above.depth
        FROM up JOIN message AS above ON above.id = up.parent
    )
    SELECT number, id, up.parent, preferred_over FROM up JOIN message USING (number, id)
    ORDER BY up.depth
"""
_OWN = frozenset(
    {
        *("number", "id", "conversation", "parent", "depth", "jump", "deleted_at"),
        *("preferred_over", "searchable", "trace"),
    }
)
"""The columns of a message that a copy has of its own."""

# ?1 holds, for each copy, the number of what is copied, its own id, parent and choice.
_COPY = """
    INSERT INTO message
        (id, conversation, parent, preferred_over, searchable, trace, {columns})
    SELECT copy.value ->> 1, ?2, copy.value ->> 2, copy.value ->> 3, 1,
        json_set(coalesce(trace, '{{}}'), '$.copied', json('true')), {columns}
    FROM json_each(?1) AS copy CROSS JOIN message ON message.number = copy.value ->> 0
    ORDER BY copy.key
"""
_AT_ONCE = 500
"""Messages that are copied by one statement."""


class Copies(Versions):
    """Copies conversations; every method may raise a StorageError, and has then changed nothing.

    A copy counts as cost nothing; one of a reply that is being written ends where it is.
    """

    async def duplicate(self, conversation: Conversation, copy: Conversation) -> None:
        """Copy a conversation with all its branches.

        Args:
            conversation: What is copied.
            copy: What the copy is: a new id, a title. Its leaf and the message it is sent from
                are those of the original. It is stored.
        """
        await self._copy(_ALL, conversation.id, conversation.active_leaf, copy)

    async def fork(self, leaf: str, copy: Conversation) -> None:
        """Copy the branch that ends with the message `leaf` into a conversation of its own.

        Args:
            leaf: The last message that is copied.
            copy: What the copy is: a new id, a title. Its leaf is the copy of `leaf`, and the
                message it is sent from that of the original. It is stored.
        """
        await self._copy(_BRANCH, leaf, leaf, copy)

    async def _copy(self, statement: str, what: str, leaf: str | None, copy: Conversation) -> None:
        async with self._database.transaction() as run:
            rows = await run(statement, what)
            names = {row["id"]: new_id() for row in rows}
            values = conversation_values(copy)
            values["active_leaf"] = names.get(leaf or "")
            values["sent_from"] = names.get(copy.sent_from or "")
            await run(
                f"INSERT INTO conversation ({', '.join(values)})"  # noqa: S608 - our names
                f" VALUES ({', '.join('?' * len(values))})",
                *values.values(),
            )
            into = _COPY.format(columns=await _copied_columns(run))
            for first in range(0, len(rows), _AT_ONCE):
                copies = _copies(rows[first : first + _AT_ONCE], names)
                await run(into, json.dumps(copies), copy.id)


def _copies(rows: Rows, names: dict[str, str]) -> list[list[Any]]:
    return [
        [
            row["number"],
            names[row["id"]],
            names.get(row["parent"] or ""),
            json.dumps(
                [names[each] for each in json.loads(row["preferred_over"]) if each in names]
            ),
        ]
        for row in rows
    ]


async def _copied_columns(run: Run) -> str:
    rows = await run("SELECT name FROM pragma_table_info('message')")
    return ", ".join(row["name"] for row in rows if row["name"] not in _OWN)
