"""Which conversations have changed since somebody looked last, in this process or another."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.core.conversation import Conversation
from desktop_app.storage.branches import Branches
from desktop_app.storage.rows import conversation_from


class Changed(NamedTuple):
    """What has changed.

    Attributes:
        number: To be given the next time, to learn what has changed since then.
        conversations: As they are now, archived ones too.
        deleted: The ids of those that were deleted and can still be brought back. What is gone
            for good leaves no trace here: who knows of a conversation must look whether it is.
    """

    number: int
    conversations: list[Conversation]
    deleted: list[str]


class Changes(Branches):
    """Tells of changes; every method may raise a StorageError."""

    async def changed_since(self, number: int) -> Changed:
        """Return what has changed since the change of that number; 0 for all there is."""
        rows = await self._database.run(
            "SELECT * FROM conversation WHERE changed > ? ORDER BY changed", number
        )
        here = [conversation_from(row) for row in rows if row["deleted_at"] is None]
        deleted = [row["id"] for row in rows if row["deleted_at"] is not None]
        return Changed(rows[-1]["changed"] if rows else number, here, deleted)
