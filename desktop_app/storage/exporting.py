"""Reading conversations in order to write them elsewhere."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from desktop_app.core.conversation import Conversation, Message
from desktop_app.core.export.conversation_json import parents_first
from desktop_app.storage.database import Database
from desktop_app.storage.rows import conversation_from, message_from


class Exports:
    """Reads conversations as a whole; what was deleted is not there.

    Every method may raise a StorageError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all_ids(self) -> list[str]:
        """Return the ids of all conversations, archived ones too, the one written to last first."""
        rows = await self._database.run(
            "SELECT id FROM conversation WHERE deleted_at IS NULL"
            " ORDER BY updated_at DESC, number DESC"
        )
        return [row["id"] for row in rows]

    async def whole(self, conversation_id: str) -> tuple[Conversation, list[Message]] | None:
        """Return a conversation with all its messages, each behind its parent.

        None where there is no such conversation.
        """
        found = await self._database.run(
            "SELECT * FROM conversation WHERE id = ? AND deleted_at IS NULL", conversation_id
        )
        if not found:
            return None
        rows = await self._database.run(
            "SELECT * FROM message WHERE conversation = ? AND deleted_at IS NULL ORDER BY number",
            conversation_id,
        )

        def read() -> tuple[Conversation, list[Message]]:
            messages = parents_first([message_from(row) for row in rows])
            conversation = conversation_from(found[0])
            # It may have been deleted between the two statements.
            if conversation.active_leaf not in {message.id for message in messages}:
                conversation = replace(conversation, active_leaf=None)
            return conversation, messages

        return await asyncio.to_thread(read)
