"""Conversations and messages on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app.core.conversation import Conversation, Message, Role, Status, overall_mood
from desktop_app.core.sentiment import Sentiment
from desktop_app.storage.arranging import Arranging, keep_queue
from desktop_app.storage.changes import Changes
from desktop_app.storage.copying import Copies
from desktop_app.storage.database import Run
from desktop_app.storage.deleting import Deleting, bring_back
from desktop_app.storage.failures import gone
from desktop_app.storage.listing import Listing
from desktop_app.storage.rows import (
    Values,
    conversation_from,
    conversation_values,
    message_from,
    message_values,
    outcome_values,
    sentiment_values,
    storable,
    to_milliseconds,
)
from desktop_app.storage.spending import Ledger
from desktop_app.storage.tags import Tags


class Conversations(Ledger, Deleting, Copies, Arranging, Changes, Listing, Tags):
    """Keeps conversations; a `core.chat.ConversationStore`.

    Branches are read as in `Branches` and `Versions`, and costs added up as in `Ledger`; what is
    deleted and copied, and the marks of the user: see `Deleting`, `Copies` and `Arranging`;
    what has changed since one looked last: see `Changes`, and `Listing` for the list of all.

    Whoever holds a `Conversation` holds a copy that grows old while others write. So each column
    has one writer: `rename` the title, `choose` the picks, `tune` and `send_from` what is sent,
    `save_draft` the draft, `add_message` the leaf and the date of the last change,
    `judge_message` the mood.
    `save_conversation` and `add_prompt` leave those alone in a row that is there already, except
    as they say.

    Every method may raise a StorageError, and has then changed nothing.
    """

    async def list_conversations(self, *, archived: bool = False) -> list[Conversation]:
        """Return all that aren't archived, or all that are, the one written to last first."""
        rows = await self._database.run(
            "SELECT * FROM conversation WHERE archived = ? AND deleted_at IS NULL"
            " ORDER BY updated_at DESC, number DESC",
            archived,
        )
        return [conversation_from(row) for row in rows]

    async def conversation(self, conversation_id: str) -> Conversation | None:
        """Return one conversation, None if there is no such."""
        rows = await self._database.run(
            "SELECT * FROM conversation WHERE id = ? AND deleted_at IS NULL", conversation_id
        )
        return conversation_from(rows[0]) if rows else None

    async def messages(self, conversation_id: str) -> list[Message]:
        """Return the messages of all branches in the order in which they were created."""
        rows = await self._database.run(
            "SELECT * FROM message WHERE conversation = ? AND deleted_at IS NULL ORDER BY number",
            conversation_id,
        )
        return [message_from(row) for row in rows]

    async def message(self, message_id: str) -> Message | None:
        """Return one message, None if there is no such."""
        rows = await self._database.run("SELECT * FROM message WHERE id = ?", message_id)
        return message_from(rows[0]) if rows else None

    async def save_conversation(self, conversation: Conversation) -> None:
        """Insert a conversation, or update its title, picks, pin and archive mark.

        The draft, active leaf, dates and mood of a row that is there already stay as they are,
        and so does its title where the given one is empty.
        """
        values = conversation_values(conversation)
        await self._database.run(
            _insert("conversation", values) + " ON CONFLICT (id) DO UPDATE SET"
            " title = CASE WHEN excluded.title = '' THEN title ELSE excluded.title END,"
            " assistant = excluded.assistant, model = excluded.model,"
            " provider = excluded.provider, pinned = excluded.pinned, archived = excluded.archived",
            *values.values(),
        )

    async def add_prompt(
        self, conversation: Conversation, message: Message, queued: Sequence[str] | None = None
    ) -> None:
        """Insert a message as `add_message` does, both or neither with its conversation.

        Of a conversation that is stored already only a missing title is taken over, and `queued`,
        where that is given: what waits in it once this message is sent.
        """
        values = conversation_values(conversation)
        async with self._database.transaction() as run:
            await run(
                _insert("conversation", values) + " ON CONFLICT (id) DO UPDATE SET"
                " title = excluded.title WHERE title = ''",
                *values.values(),
            )
            if queued is not None:
                await keep_queue(run, conversation.id, queued)
            await _add(run, message)

    async def add_message(self, message: Message) -> None:
        """Insert the message, make it the active leaf, and touch the conversation.

        Whoever writes on where another window has deleted brings it back.
        """
        async with self._database.transaction() as run:
            await _add(run, message)

    async def grow_message(self, message: str, text: str, reasoning: str) -> None:
        """Replace the text of a message that is still being written.

        A save that comes late, after the message was finished, changes nothing.
        """
        await self._database.run(
            "UPDATE message SET text = ?, reasoning = ? WHERE id = ? AND finished_at IS NULL",
            storable(text),
            storable(reasoning),
            message,
        )

    async def finish_message(self, message: Message) -> None:
        """Store how the writing of a message ended: words, status, usage, failure.

        What users add to a message (rating, correction, mood) stays as it is. One without words
        may be gone.

        Raises:
            StorageError: It is gone, with its words: deleted for good elsewhere, or an older copy
                of everything was restored; or it can't be stored.
        """
        values = {**outcome_values(message), "searchable": True}
        found = await self._database.run(
            f"UPDATE message SET {_assignments(values)} WHERE id = ? RETURNING id",  # noqa: S608 - our names
            *values.values(),
            message.id,
        )
        if not found and message.text:
            raise gone(self._database.path)

    async def judge_message(self, message: str, sentiment: Sentiment) -> None:
        """Store the mood of a message and that of its conversation.

        A machine never overrides what the user said.
        """
        values = sentiment_values(sentiment)
        async with self._database.transaction() as run:
            changed = await run(
                f"UPDATE message SET {_assignments(values)}"  # noqa: S608 - our names
                " WHERE id = ? AND (? = 'user' OR sentiment_source IS NOT 'user')"
                " RETURNING conversation, role",
                *values.values(),
                message,
                sentiment.source,
            )
            for row in changed:
                if row["role"] == Role.USER:
                    await _update_mood(run, row["conversation"])

    async def save_draft(self, conversation_id: str, text: str) -> None:
        """Keep what the user typed and has not sent; a conversation that isn't there stays so."""
        await self._database.run(
            "UPDATE conversation SET draft = ? WHERE id = ?", storable(text), conversation_id
        )

    async def rename(self, conversation_id: str, title: str) -> None:
        """Give a title; the conversation keeps its place in the list."""
        await self._database.run(
            "UPDATE conversation SET title = ? WHERE id = ?", storable(title), conversation_id
        )

    async def choose(
        self,
        conversation_id: str,
        *,
        assistant: str | None = None,
        model: str | None = None,
        provider: str | None = None,
    ) -> None:
        """Remember what answers from now on; None leaves a pick as it is."""
        await self._database.run(
            "UPDATE conversation SET assistant = coalesce(?, assistant),"
            " model = coalesce(?, model), provider = coalesce(?, provider) WHERE id = ?",
            *(None if pick is None else storable(pick) for pick in (assistant, model, provider)),
            conversation_id,
        )

    async def tune(
        self, conversation_id: str, instructions: str | None, parameters: Mapping[str, Any]
    ) -> None:
        """Remember what is changed of the assistant in a conversation; see `Conversation`."""
        await self._database.run(
            "UPDATE conversation SET instructions = ?, parameters = ? WHERE id = ?",
            None if instructions is None else storable(instructions),
            json.dumps(dict(parameters)),
            conversation_id,
        )

    async def send_from(self, conversation_id: str, message: str | None) -> None:
        """Remember which message is the first that a model is sent; None for the first of all."""
        await self._database.run(
            "UPDATE conversation SET sent_from = ? WHERE id = ?", message, conversation_id
        )

    async def reopen_message(self, message: str) -> None:
        """Let a message that had ended be written on: until then it counts as interrupted."""
        # It stays searchable: the index would keep its words, and get them a second time.
        await self._database.run(
            "UPDATE message SET status = ?, failure = NULL, finish_reason = '', finished_at = NULL"
            " WHERE id = ?",
            Status.INTERRUPTED.value,
            message,
        )

    async def delete_if_empty(self, conversation_id: str) -> bool:
        """Delete a conversation that holds nothing of the user's; return whether it was one.

        That is one without messages, draft and instructions of its own.
        """
        deleted = await self._database.run(
            "DELETE FROM conversation WHERE id = ? AND trim(draft) = ''"
            " AND coalesce(instructions, '') = '' AND NOT EXISTS"
            " (SELECT 1 FROM message WHERE conversation = conversation.id) RETURNING id",
            conversation_id,
        )
        return bool(deleted)


async def _add(run: Run, message: Message) -> None:
    values = message_values(message)
    await run(_insert("message", values), *values.values())
    if message.parent is not None:
        await bring_back(run, message.parent)
    await run(
        # 0 is what is being erased: that stays out of sight.
        "UPDATE conversation SET active_leaf = ?, updated_at = max(updated_at, ?),"
        " deleted_at = CASE deleted_at WHEN 0 THEN 0 END WHERE id = ?",
        message.id,
        to_milliseconds(message.created_at),
        message.conversation,
    )


async def _update_mood(run: Run, conversation_id: str) -> None:
    # Counted in the index alone.
    rows = await run(
        "SELECT sentiment, count(*) AS count FROM message WHERE conversation = ?"
        " AND role = 'user' AND sentiment IS NOT NULL GROUP BY sentiment",
        conversation_id,
    )
    mood = overall_mood({row["sentiment"]: row["count"] for row in rows})
    await run("UPDATE conversation SET mood = ? WHERE id = ?", mood, conversation_id)


def _insert(table: str, values: Values) -> str:
    places = ", ".join("?" * len(values))
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"  # noqa: S608 - our names


def _assignments(values: Values) -> str:
    return ", ".join(f"{name} = ?" for name in values)
