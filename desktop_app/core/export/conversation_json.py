"""A dialogue as JSON: everything that is known of it, and back.

``{"format": "chatloom-conversation", "version": 1, "id", "title", ..., "active_leaf",
"messages": [{"id", "parent", "role", "content", "created_at", ...}]}``. Messages stand in the
order in which they were written, every parent before its answers; the branch that is shown ends
with ``active_leaf``. Moments are ISO 8601 in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from desktop_app.core.conversation import (
    Conversation,
    Message,
    Role,
    Status,
    Trace,
    Usage,
    now,
)
from desktop_app.core.errors import Failure
from desktop_app.core.export.fields import Fields, wrong
from desktop_app.core.sentiment import Sentiment

FORMAT = "chatloom-conversation"
VERSION = 1


def conversation_to_json(conversation: Conversation, messages: Sequence[Message]) -> dict[str, Any]:
    """Return a conversation and all its messages as plain JSON values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": conversation.id,
        "title": conversation.title,
        "assistant": conversation.assistant,
        "model": conversation.model,
        "provider": conversation.provider,
        "pinned": conversation.pinned,
        "archived": conversation.archived,
        "draft": conversation.draft,
        "mood": conversation.mood,
        "instructions": conversation.instructions,
        "parameters": dict(conversation.parameters),
        "sent_from": conversation.sent_from,
        "queued": list(conversation.queued),
        "unread": conversation.unread,
        "tags": list(conversation.tags),
        "created_at": _moment(conversation.created_at),
        "updated_at": _moment(conversation.updated_at),
        "active_leaf": conversation.active_leaf,
        "messages": [_message_to_json(message) for message in parents_first(messages)],
    }


def conversation_from_json(value: object) -> tuple[Conversation, list[Message]]:
    """Read what `conversation_to_json` wrote.

    Raises:
        InputError: It is something else; the title names the place.
    """
    top = Fields(value, "")
    if top.text("format") != FORMAT:
        raise wrong("format", f'must be "{FORMAT}"')
    if top.number("version", default=0) != VERSION:
        raise wrong("version", f"is not {VERSION}; a newer Chatloom may have written it")
    identity = top.name("id")
    messages = [_message_from_json(fields, identity) for fields in top.objects("messages")]
    _check_tree(messages)
    active_leaf = top.text_or_none("active_leaf")
    if active_leaf is not None and active_leaf not in {message.id for message in messages}:
        raise wrong("active_leaf", "names no message of this file")
    moments = [message.created_at for message in messages] or [now()]
    conversation = Conversation(
        id=identity,
        title=top.text("title", default=""),
        assistant=top.text("assistant", default=""),
        model=top.text("model", default=""),
        provider=top.text("provider", default=""),
        pinned=top.flag("pinned"),
        archived=top.flag("archived"),
        active_leaf=active_leaf,
        draft=top.text("draft", default=""),
        created_at=top.moment("created_at") or min(moments),
        updated_at=top.moment("updated_at") or max(moments),
        mood=top.text("mood", default=""),
        instructions=top.text_or_none("instructions"),
        parameters=top.values("parameters"),
        sent_from=top.text_or_none("sent_from"),
        queued=tuple(top.list_of_texts("queued")),
        unread=top.flag("unread"),
        tags=tuple(top.list_of_texts("tags")),
    )
    return conversation, messages


def parents_first(messages: Sequence[Message]) -> list[Message]:
    """Return the messages in the order given, except that none stands before its parent."""
    by_id = {message.id: message for message in messages}
    ordered: dict[str, Message] = {}
    for message in messages:
        path: list[Message] = []
        next_up: Message | None = by_id.pop(message.id, None)
        while next_up is not None:
            path.append(next_up)
            next_up = by_id.pop(next_up.parent or "", None)
        ordered |= {ancestor.id: ancestor for ancestor in reversed(path)}
    return list(ordered.values())


def _message_to_json(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "parent": message.parent,
        "role": message.role.value,
        "content": message.text,
        "reasoning": message.reasoning,
        "created_at": _moment(message.created_at),
        "finished_at": _moment(message.finished_at) if message.finished_at else None,
        "status": message.status.value,
        "finish_reason": message.finish_reason,
        "failure": _failure_to_json(message.failure) if message.failure else None,
        "model": message.model,
        "provider": message.provider,
        "usage": asdict(message.usage) if message.usage else None,
        "cost": message.cost,
        "trace": asdict(message.trace) if message.trace else None,
        "sentiment": asdict(message.sentiment) if message.sentiment else None,
        "rating": message.rating,
        "corrected_text": message.corrected_text,
        "preferred_over": list(message.preferred_over),
        "attachments": [],
    }


def _failure_to_json(failure: Failure) -> dict[str, Any]:
    values = asdict(failure)
    if not failure.values:  # Then there is nothing but the texts.
        for name in ("title_template", "advice_template", "values"):
            del values[name]
    return values


def _message_from_json(fields: Fields, conversation: str) -> Message:
    created_at = fields.moment("created_at")
    if created_at is None:
        raise wrong(fields.place("created_at"), "is missing")
    return Message(
        conversation=conversation,
        role=Role(fields.one_of("role", tuple(Role))),
        text=fields.text("content"),
        parent=fields.text_or_none("parent"),
        id=fields.name("id"),
        status=Status(fields.one_of("status", tuple(Status), default=Status.COMPLETE)),
        reasoning=fields.text("reasoning", default=""),
        model=fields.text("model", default=""),
        provider=fields.text("provider", default=""),
        usage=_usage(fields.object_or_none("usage")),
        cost=fields.real_or_none("cost"),
        failure=_failure(fields.object_or_none("failure")),
        created_at=created_at,
        finished_at=fields.moment("finished_at"),
        rating=int(fields.one_of("rating", (0, 1, -1), default=0)),
        corrected_text=fields.text_or_none("corrected_text"),
        preferred_over=tuple(fields.list_of_texts("preferred_over")),
        sentiment=_sentiment(fields.object_or_none("sentiment")),
        finish_reason=fields.text("finish_reason", default=""),
        trace=_trace(fields.object_or_none("trace")),
    )


def _usage(fields: Fields | None) -> Usage | None:
    if fields is None:
        return None
    return Usage(
        fields.number("input_tokens"),
        fields.number("output_tokens"),
        fields.number("cached_tokens", default=0),
        fields.number("reasoning_tokens", default=0),
    )


def _trace(fields: Fields | None) -> Trace | None:
    if fields is None:
        return None
    return Trace(
        fields.text("transport", default=""),
        fields.text("request_id", default=""),
        fields.real_or_none("first_token"),
        fields.real_or_none("seconds") or 0.0,
        fields.number("attempts", default=1),
        fields.flag("estimated"),
        fields.number("left_out", default=0),
        fields.text("instructions", default=""),
        fields.values("parameters"),
        fields.flag("copied"),
    )


def _failure(fields: Fields | None) -> Failure | None:
    if fields is None:
        return None
    return Failure(
        fields.text("title"),
        fields.text("advice", default=""),
        fields.text("detail", default=""),
        fields.text("code", default="failed"),
        fields.text("title_template", default=""),
        fields.text("advice_template", default=""),
        fields.texts("values"),
    )


def _sentiment(fields: Fields | None) -> Sentiment | None:
    if fields is None:
        return None
    return Sentiment(
        fields.one_of("label", ("positive", "neutral", "negative")),
        fields.real("score", -1, 1, default=0.0),
        fields.real("confidence", 0, 1, default=0.0),
        fields.one_of("source", ("machine", "user"), default="machine"),
    )


def _check_tree(messages: list[Message]) -> None:
    """Make sure that every message is new and its parent stands before it."""
    seen: set[str] = set()
    for index, message in enumerate(messages):
        if message.id in seen:
            raise wrong(f"messages[{index}].id", "stands twice in this file")
        if message.parent is not None and message.parent not in seen:
            raise wrong(f"messages[{index}].parent", "names no message before this one")
        seen.add(message.id)


def _moment(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    precision = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.isoformat(timespec=precision).replace("+00:00", "Z")
