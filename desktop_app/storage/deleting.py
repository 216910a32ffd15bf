"""Deleting, bringing back what was deleted a moment ago, and making it gone for good."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from desktop_app.core.conversation import now
from desktop_app.storage.database import Run
from desktop_app.storage.rows import to_milliseconds
from desktop_app.storage.versions import Versions

# The message ?1 and all that follow it.
_BELOW = """
    WITH RECURSIVE below (id) AS (
        VALUES (?1) UNION
        SELECT message.id FROM below JOIN message ON message.parent = below.id
    )
"""


class Deleting(Versions):
    """Deletes in two steps: first out of sight, then for good by `purge`.

    Every method may raise a StorageError, and has then changed nothing.
    """

    async def delete_conversations(self, conversation_ids: Sequence[str]) -> None:
        """Put conversations out of sight; `restore_conversations` brings them back."""
        await self._mark_conversations(conversation_ids, to_milliseconds(now()))

    async def restore_conversations(self, conversation_ids: Sequence[str]) -> None:
        """Bring back conversations that were deleted and are not gone yet."""
        await self._mark_conversations(conversation_ids, None)

    async def delete_message(self, message: str) -> str | None:
        """Put a message out of sight with all that follow it; return the leaf shown from now on.

        Where the branch that was shown went through it, the newest message beside it is shown
        instead, or else the branch ends before it. `restore_message` brings it all back.
        """
        async with self._database.transaction() as run:
            rows = await run("SELECT conversation, parent FROM message WHERE id = ?", message)
            if not rows:
                return None
            conversation, parent = rows[0]
            # Told apart by the moment from what was deleted before, which stays so.
            await run(
                f"{_BELOW} UPDATE message SET deleted_at = ?2"  # noqa: S608 - our names
                " WHERE id IN (SELECT id FROM below) AND deleted_at IS NULL",
                message,
                await _moment(run),
            )
            leaf = await _leaf(run, conversation)
            if leaf is not None and not await _is_deleted(run, leaf):
                return leaf
        versions = await self._beside(conversation, parent)
        leaf = await self.newest_leaf(versions[-1]) if versions else parent
        await self.show_branch(conversation, leaf)
        return leaf

    async def restore_message(self, message: str) -> str | None:
        """Bring back a deleted message with what went with it; return the leaf shown from now on.

        None where it is gone for good.
        """
        async with self._database.transaction() as run:
            rows = await run("SELECT conversation, deleted_at FROM message WHERE id = ?", message)
            if not rows:
                return None
            conversation, moment = rows[0]
            await run(
                f"{_BELOW} UPDATE message SET deleted_at = NULL"  # noqa: S608 - our names
                " WHERE id IN (SELECT id FROM below) AND deleted_at = ?2",
                message,
                moment,
            )
        leaf = await self.newest_leaf(message)
        await self.show_branch(conversation, leaf)
        return leaf

    async def purge(self, before: datetime) -> list[str]:
        """Make gone for good what was deleted before a moment; return the ids of conversations.

        These are the conversations that are gone, and those that have lost messages.
        """
        moment = to_milliseconds(before)
        async with self._database.transaction() as run:
            gone = await run("DELETE FROM conversation WHERE deleted_at < ? RETURNING id", moment)
            shortened = await run(
                "DELETE FROM message WHERE deleted_at < ? RETURNING conversation", moment
            )
        return sorted({row[0] for row in (*gone, *shortened)})

    async def _mark_conversations(self, ids: Sequence[str], moment: int | None) -> None:
        await self._database.run(
            "UPDATE conversation SET deleted_at = ?2"
            " WHERE id IN (SELECT value FROM json_each(?1))"
            " AND (?2 IS NULL OR deleted_at IS NULL)",
            json.dumps(list(ids)),
            moment,
        )

    async def _beside(self, conversation: str, parent: str | None) -> list[str]:
        if parent is None:
            rows = await self._database.run(
                "SELECT id FROM message WHERE conversation = ? AND parent IS NULL"
                " AND deleted_at IS NULL ORDER BY number",
                conversation,
            )
        else:
            rows = await self._database.run(
                "SELECT id FROM message WHERE parent = ? AND deleted_at IS NULL ORDER BY number",
                parent,
            )
        return [row["id"] for row in rows]


async def _moment(run: Run) -> int:
    """Return the time, later than that of every message that was deleted before."""
    rows = await run("SELECT max(deleted_at) AS last FROM message WHERE deleted_at IS NOT NULL")
    return max(to_milliseconds(now()), (rows[0]["last"] or 0) + 1)


async def _leaf(run: Run, conversation: str) -> str | None:
    rows = await run("SELECT active_leaf FROM conversation WHERE id = ?", conversation)
    leaf: str | None = rows[0]["active_leaf"] if rows else None
    return leaf


async def _is_deleted(run: Run, message: str) -> bool:
    return bool(await run("SELECT 1 FROM message WHERE id = ? AND deleted_at IS NOT NULL", message))
