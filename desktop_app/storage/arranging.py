"""What the user does with conversations in the list, and with answers by judging them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop_app.storage.branches import Branches
from desktop_app.storage.database import Run
from desktop_app.storage.rows import storable, texts_value

_THESE = "WHERE id IN (SELECT value FROM json_each(?1))"


class Arranging(Branches):
    """Keeps marks; every method may raise a StorageError, and has then changed nothing.

    None of them moves a conversation in the list, but for its pin and the archive.
    """

    async def pin(self, conversation_ids: Sequence[str], *, pinned: bool) -> None:
        """Let conversations stand first in the list, or where they stood."""
        await self._mark("pinned", conversation_ids, pinned)

    async def archive(self, conversation_ids: Sequence[str], *, archived: bool) -> None:
        """Take conversations out of the list, or bring them back."""
        await self._mark("archived", conversation_ids, archived)

    async def mark_unread(self, conversation_ids: Sequence[str], *, unread: bool) -> None:
        """Note whether a reply has ended that was not seen."""
        await self._mark("unread", conversation_ids, unread)

    async def tag(self, conversation_ids: Sequence[str], tag: str) -> None:
        """Put a name on conversations that don't have it."""
        await self._database.run(
            "UPDATE conversation SET tags = json_insert(tags, '$[#]', ?2)"  # noqa: S608 - our names
            f" {_THESE} AND NOT EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?2)",
            json.dumps(list(conversation_ids)),
            storable(tag),
        )

    async def untag(self, conversation_ids: Sequence[str], tag: str) -> None:
        """Take a name off conversations."""
        await self._database.run(
            "UPDATE conversation SET tags = coalesce((SELECT json_group_array(value)"  # noqa: S608
            f" FROM json_each(tags) WHERE value <> ?2), '[]') {_THESE}",
            json.dumps(list(conversation_ids)),
            storable(tag),
        )

    async def queue(self, conversation_id: str, texts: Sequence[str]) -> None:
        """Keep what waits to be sent in a conversation, in this order."""
        await keep_queue(self._database.run, conversation_id, texts)

    async def rate(self, message: str, rating: int) -> None:
        """Keep what the user thinks of an answer: -1, 0 or 1."""
        await self._database.run("UPDATE message SET rating = ? WHERE id = ?", rating, message)

    async def correct(self, message: str, text: str | None) -> None:
        """Keep the better answer of the user beside an answer; None for none."""
        await self._database.run(
            "UPDATE message SET corrected_text = ? WHERE id = ?",
            None if text is None else storable(text),
            message,
        )

    async def prefer(self, message: str, others: Sequence[str]) -> None:
        """Keep that an answer was chosen over the other ones to its question."""
        await self._database.run(
            "UPDATE message SET preferred_over = ? WHERE id = ?", texts_value(others), message
        )

    async def _mark(self, column: str, conversation_ids: Sequence[str], value: object) -> None:
        await self._database.run(
            f"UPDATE conversation SET {column} = ?2 {_THESE}",  # noqa: S608 - our names
            json.dumps(list(conversation_ids)),
            value,
        )


async def keep_queue(run: Run, conversation_id: str, texts: Sequence[str]) -> None:
    """Keep what waits to be sent in a conversation, in this order."""
    await run(
        "UPDATE conversation SET queued = ? WHERE id = ?",
        texts_value([storable(text) for text in texts]),
        conversation_id,
    )
