"""Which conversations have changed since somebody looked last, in this process or another."""

from __future__ import annotations

import asyncio
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


class Tally(NamedTuple):
    """What all changes together come to: the same as long as nothing has changed.

    Attributes:
        conversations: How many there are, with those that can still be brought back.
        numbers: The sum of the numbers of their last changes.
        last: The largest of these.
    """

    conversations: int
    numbers: int
    last: int


class Standing(NamedTuple):
    """How a conversation stands.

    Attributes:
        id: Whose.
        title: Its title.
        number: That of its last change. It only ever grows.
        is_empty: Whether no branch of it is shown, as before its first message.
        is_deleted: Whether it was deleted and can still be brought back.
    """

    id: str
    title: str
    number: int
    is_empty: bool
    is_deleted: bool


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

    async def tally(self) -> Tally:
        """Return what says cheaply whether anything has changed, been added or gone for good."""
        rows = await self._database.run(
            "SELECT count(*), coalesce(sum(changed), 0), coalesce(max(changed), 0)"
            " FROM conversation"
        )
        return Tally(*rows[0])

    async def standings(self, since: int = 0) -> list[Standing]:
        """Return how the conversations stand that have changed after the change of a number."""
        rows = await self._database.run(
            "SELECT id, title, changed, active_leaf IS NULL, deleted_at IS NOT NULL"
            " FROM conversation WHERE changed > ? ORDER BY changed",
            since,
        )
        # There may be very many.
        return await asyncio.to_thread(
            lambda: [Standing(row[0], row[1], row[2], bool(row[3]), bool(row[4])) for row in rows]
        )
