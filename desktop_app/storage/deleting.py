"""Deleting, and bringing back what was deleted a moment ago."""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop_app.core.conversation import now
from desktop_app.storage.database import Run
from desktop_app.storage.rows import to_milliseconds
from desktop_app.storage.versions import Versions, newest_leaf, show_branch

# The message ?1 and all that follow it.
_BELOW = """
    WITH RECURSIVE below (id) AS (
        VALUES (?1) UNION
        SELECT message.id FROM below JOIN message ON message.parent = below.id
    )
"""

# The message ?1 and those before it, up to the first that isn't deleted.
_ABOVE = """
    WITH RECURSIVE above (id, parent) AS (
        SELECT id, parent FROM message WHERE id = ?1 AND deleted_at IS NOT NULL UNION
        SELECT message.id, message.parent FROM above
        JOIN message ON message.id = above.parent AND message.deleted_at IS NOT NULL
    )
"""


class Deleting(Versions):
    """Puts out of sight and brings back; for good it goes by `storage.erasing`.

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
            versions = await _beside(run, conversation, parent)
            leaf = await newest_leaf(run, versions[-1]) if versions else parent
            await show_branch(run, conversation, leaf)
        return leaf

    async def restore_message(self, message: str) -> str | None:
        """Bring back a deleted message with what went with it; return the leaf shown from now on.

        Where what it follows on has been deleted since, that comes back too: without it there is
        no way to the message. None where it is gone for good.
        """
        async with self._database.transaction() as run:
            rows = await run("SELECT conversation, deleted_at FROM message WHERE id = ?", message)
            if not rows:
                return None
            conversation, moment = rows[0]
            await bring_back(run, message)
            await run(
                f"{_BELOW} UPDATE message SET deleted_at = NULL"  # noqa: S608 - our names
                " WHERE id IN (SELECT id FROM below) AND deleted_at = ?2",
                message,
                moment,
            )
            leaf = await newest_leaf(run, message)
            await show_branch(run, conversation, leaf)
        return leaf

    async def _mark_conversations(self, ids: Sequence[str], moment: int | None) -> None:
        await self._database.run(
            "UPDATE conversation SET deleted_at = ?2"
            " WHERE id IN (SELECT value FROM json_each(?1))"
            " AND (?2 IS NULL AND deleted_at IS NOT 0 OR deleted_at IS NULL)",
            json.dumps(list(ids)),
            moment,
        )


async def bring_back(run: Run, message: str) -> None:
    """Bring back a message and those before it, as far as they are deleted.

    So that what is there never follows on what isn't: with that it would be purged.
    """
    await run(
        f"{_ABOVE} UPDATE message SET deleted_at = NULL WHERE id IN (SELECT id FROM above)",  # noqa: S608 - our names
        message,
    )


async def _beside(run: Run, conversation: str, parent: str | None) -> list[str]:
    if parent is None:
        rows = await run(
            "SELECT id FROM message WHERE conversation = ? AND parent IS NULL"
            " AND deleted_at IS NULL ORDER BY number",
            conversation,
        )
    else:
        rows = await run(
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
