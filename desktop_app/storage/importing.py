"""Keeping conversations that were read from files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_app.core.conversation import Message, branch, overall_mood
from desktop_app.core.importing.taken import Kept, Outcome, Taken
from desktop_app.storage.database import Database, Run
from desktop_app.storage.rows import (
    Values,
    conversation_values,
    message_values,
    to_milliseconds,
)

_CONVERSATIONS = """
    SELECT id, deleted_at FROM conversation WHERE id IN (SELECT value FROM json_each(?))
"""
_MESSAGES = """
    SELECT id, conversation, deleted_at FROM message WHERE id IN (SELECT value FROM json_each(?))
"""
_BRING_BACK = """
    UPDATE {table} SET deleted_at = NULL WHERE id IN (SELECT value FROM json_each(?))
"""
# The branch that is shown only moves on where the file goes on with it.
_GO_ON = """
    UPDATE conversation SET updated_at = max(updated_at, ?1), active_leaf = CASE
        WHEN active_leaf IS NULL OR active_leaf IN (SELECT value FROM json_each(?2)) THEN ?3
        ELSE active_leaf END
    WHERE id = ?4
"""
_MOODS = """
    SELECT conversation, sentiment, count(*) AS count FROM message
    WHERE conversation IN (SELECT value FROM json_each(?)) AND role = 'user'
        AND sentiment IS NOT NULL AND deleted_at IS NULL
    GROUP BY conversation, sentiment
"""


@dataclass(slots=True)
class _Plan:
    """What is to be written for a batch, and what is known to be there."""

    conversations: dict[str, bool]  # Whether one is deleted.
    owners: dict[str, str]
    deleted: set[str]
    new_conversations: list[Values] = field(default_factory=list)
    new_messages: list[Values] = field(default_factory=list)
    brought_back: list[str] = field(default_factory=list)
    messages_brought_back: list[str] = field(default_factory=list)
    going_on: list[Taken] = field(default_factory=list)


class Imports:
    """Keeps what was read; every method may raise a StorageError, and has then changed nothing.

    A conversation or message is the same as one that is here when its id is the same. Of a
    conversation that is here only messages are added that are not: its title, its marks and what
    the user has made of its messages stay as they are, and the branch that is shown moves on only
    where the file goes on with it. What was deleted and is in the file comes back.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known_messages(self, batch: Iterable[Taken]) -> set[str]:
        """Return the ids of those messages of `batch` that are here already."""
        rows = await self._database.run(_MESSAGES, _ids(_messages_of(batch)))
        return {row["id"] for row in rows}

    async def keep(self, batch: Sequence[Taken]) -> list[Kept]:
        """Keep all of `batch`, or nothing; return what became of each."""
        async with self._database.transaction() as run:
            plan = await _plan(run, batch)
            kept = [_planned(plan, taken) for taken in batch]
            await self._insert("conversation", plan.new_conversations)
            await self._insert("message", plan.new_messages)
            await run(_BRING_BACK.format(table="conversation"), json.dumps(plan.brought_back))
            await run(_BRING_BACK.format(table="message"), json.dumps(plan.messages_brought_back))
            for taken in plan.going_on:
                await run(_GO_ON, *_going_on(taken))
            await _update_moods(self._database, run, plan.going_on)
        return kept

    async def _insert(self, table: str, rows: list[Values]) -> None:
        if rows:
            names, places = ", ".join(rows[0]), ", ".join("?" * len(rows[0]))
            await self._database.run_many(
                f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608 - our names
                [tuple(row.values()) for row in rows],
            )


async def _plan(run: Run, batch: Sequence[Taken]) -> _Plan:
    conversations = await run(_CONVERSATIONS, json.dumps([each.conversation.id for each in batch]))
    messages = await run(_MESSAGES, _ids(_messages_of(batch)))
    return _Plan(
        {row["id"]: row["deleted_at"] is not None for row in conversations},
        {row["id"]: row["conversation"] for row in messages},
        {row["id"] for row in messages if row["deleted_at"] is not None},
    )


def _planned(plan: _Plan, taken: Taken) -> Kept:
    identity = taken.conversation.id
    if any(plan.owners.get(message.id, identity) != identity for message in taken.messages):
        return Kept(Outcome.CLASHING)
    new = [message for message in taken.messages if message.id not in plan.owners]
    back = [message.id for message in taken.messages if message.id in plan.deleted]
    plan.new_messages += [{**message_values(message), "searchable": True} for message in new]
    plan.messages_brought_back += back
    plan.owners |= dict.fromkeys((message.id for message in new), identity)
    plan.deleted.difference_update(back)
    is_deleted = plan.conversations.get(identity)
    plan.conversations[identity] = False
    if is_deleted is None:
        plan.new_conversations.append(conversation_values(taken.conversation))
        return Kept(Outcome.ADDED, len(new))
    if is_deleted:
        plan.brought_back.append(identity)
    if new or back:
        plan.going_on.append(taken)
    if is_deleted:
        return Kept(Outcome.ADDED, len(taken.messages))
    return Kept(Outcome.CHANGED if new or back else Outcome.UNCHANGED, len(new) + len(back))


def _going_on(taken: Taken) -> tuple[object, ...]:
    leaf = taken.conversation.active_leaf
    way = branch({message.id: message for message in taken.messages}, leaf)
    updated_at = to_milliseconds(taken.conversation.updated_at)
    return updated_at, _ids(way), leaf, taken.conversation.id


async def _update_moods(database: Database, run: Run, changed: Sequence[Taken]) -> None:
    if not changed:
        return
    counts: dict[str, dict[str, int]] = {taken.conversation.id: {} for taken in changed}
    for row in await run(_MOODS, json.dumps([*counts])):
        counts[row["conversation"]][row["sentiment"]] = row["count"]
    moods = [(overall_mood(count), identity) for identity, count in counts.items()]
    await database.run_many("UPDATE conversation SET mood = ? WHERE id = ?", moods)


def _messages_of(batch: Iterable[Taken]) -> Iterable[Message]:
    return (message for taken in batch for message in taken.messages)


def _ids(messages: Iterable[Any]) -> str:
    return json.dumps([message.id for message in messages])
