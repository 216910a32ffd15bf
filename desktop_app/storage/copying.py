"""Conversations made of others: a copy of all of one, or of one of its branches."""

from __future__ import annotations

from desktop_app.core.conversation import Conversation
from desktop_app.core.identity import new_id
from desktop_app.storage.database import Run
from desktop_app.storage.rows import conversation_values
from desktop_app.storage.versions import Versions

_ALL = """
    SELECT number, id, parent FROM message
    WHERE conversation = ?1 AND deleted_at IS NULL ORDER BY number
"""
_BRANCH = """
    WITH RECURSIVE up (number, id, parent, depth) AS (
        SELECT number, id, parent, depth FROM message WHERE id = ?1
        UNION ALL
        SELECT above.number, above.id, above.parent, above.depth
        FROM up JOIN message AS above ON above.id = up.parent
    )
    SELECT number, id, parent FROM up ORDER BY depth
"""
_OWN = frozenset({"number", "id", "conversation", "parent", "depth", "jump", "deleted_at"})
"""The columns of a message that a copy has of its own."""


class Copies(Versions):
    """Copies conversations; every method may raise a StorageError, and has then changed nothing."""

    async def duplicate(self, conversation: Conversation, copy: Conversation) -> None:
        """Copy a conversation with all its branches.

        Args:
            conversation: What is copied.
            copy: What the copy is, but for its leaf: a new id, a title. It is stored.
        """
        await self._copy(_ALL, conversation.id, conversation.active_leaf, copy)

    async def fork(self, leaf: str, copy: Conversation) -> None:
        """Copy the branch that ends with the message `leaf` into a conversation of its own.

        Args:
            leaf: The last message that is copied.
            copy: What the copy is, but for its leaf: a new id, a title. It is stored.
        """
        await self._copy(_BRANCH, leaf, leaf, copy)

    async def _copy(self, statement: str, what: str, leaf: str | None, copy: Conversation) -> None:
        async with self._database.transaction() as run:
            rows = await run(statement, what)
            names = {row["id"]: new_id() for row in rows}
            values = conversation_values(copy)
            values["active_leaf"] = names.get(leaf or "")
            await run(
                f"INSERT INTO conversation ({', '.join(values)})"  # noqa: S608 - our names
                f" VALUES ({', '.join('?' * len(values))})",
                *values.values(),
            )
            columns = await _copied_columns(run)
            for row in rows:
                await run(
                    "INSERT INTO message (id, conversation, parent,"  # noqa: S608 - our names
                    f" {columns}) SELECT ?, ?, ?, {columns} FROM message WHERE number = ?",
                    names[row["id"]],
                    copy.id,
                    names.get(row["parent"] or ""),
                    row["number"],
                )


async def _copied_columns(run: Run) -> str:
    rows = await run("SELECT name FROM pragma_table_info('message')")
    return ", ".join(row["name"] for row in rows if row["name"] not in _OWN)
