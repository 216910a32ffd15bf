"""Conversations and messages as rows of the database."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from desktop_app.core.conversation import Conversation, Message, Role, Status, Trace, Usage
from desktop_app.core.errors import Failure
from desktop_app.core.sentiment import Sentiment
from desktop_app.storage.failures import damaged_row

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

# What reading bytes that turned raises, however they did.
_NOT_OURS = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)

_HALF = re.compile("[\ud800-\udfff]")

Values = dict[str, object]


def conversation_values(conversation: Conversation) -> Values:
    """Return the columns of a conversation by name."""
    return {
        "id": conversation.id,
        "title": storable(conversation.title),
        "assistant": storable(conversation.assistant),
        "model": storable(conversation.model),
        "provider": storable(conversation.provider),
        "pinned": conversation.pinned,
        "archived": conversation.archived,
        "active_leaf": conversation.active_leaf,
        "draft": storable(conversation.draft),
        "mood": conversation.mood,
        "created_at": to_milliseconds(conversation.created_at),
        "updated_at": to_milliseconds(conversation.updated_at),
        "instructions": _storable_or_none(conversation.instructions),
        "parameters": json.dumps(dict(conversation.parameters)),
        "sent_from": conversation.sent_from,
        "queued": texts_value(conversation.queued),
        "unread": conversation.unread,
        "tags": texts_value(conversation.tags),
    }


def conversation_from(row: sqlite3.Row) -> Conversation:
    """Read a row that holds every column of a conversation.

    Raises:
        StorageError: It is none that Chatloom wrote: bytes of it have turned.
    """
    try:
        return _conversation_from(row)
    except _NOT_OURS as error:
        raise damaged_row(repr(error)) from error


def _conversation_from(row: sqlite3.Row) -> Conversation:
    return Conversation(
        id=row["id"],
        title=row["title"],
        assistant=row["assistant"],
        model=row["model"],
        provider=row["provider"],
        pinned=bool(row["pinned"]),
        archived=bool(row["archived"]),
        active_leaf=row["active_leaf"],
        draft=row["draft"],
        created_at=from_milliseconds(row["created_at"]),
        updated_at=from_milliseconds(row["updated_at"]),
        mood=row["mood"],
        instructions=row["instructions"],
        parameters=json.loads(row["parameters"]),
        sent_from=row["sent_from"],
        queued=_texts(row["queued"]),
        unread=bool(row["unread"]),
        tags=_texts(row["tags"]),
    )


def message_values(message: Message) -> Values:
    """Return the columns of a message by name.

    Only a message that is finished is searchable: see the triggers in `migrations`.
    """
    return {
        "id": message.id,
        "conversation": message.conversation,
        "parent": message.parent,
        "role": message.role.value,
        "created_at": to_milliseconds(message.created_at),
        "rating": message.rating,
        "corrected_text": _storable_or_none(message.corrected_text),
        "preferred_over": texts_value(message.preferred_over),
        **outcome_values(message),
        **sentiment_values(message.sentiment),
        "searchable": message.finished_at is not None,
    }


def outcome_values(message: Message) -> Values:
    """Return the columns that the writing of a message decides."""
    usage = message.usage
    failure = message.failure
    return {
        "text": storable(message.text),
        "reasoning": storable(message.reasoning),
        "status": message.status.value,
        "finish_reason": storable(message.finish_reason),
        "model": storable(message.model),
        "provider": storable(message.provider),
        "input_tokens": usage.input_tokens if usage else None,
        "output_tokens": usage.output_tokens if usage else None,
        "cached_tokens": usage.cached_tokens if usage else 0,
        "reasoning_tokens": usage.reasoning_tokens if usage else 0,
        "cost": message.cost,
        # ASCII with escapes, so that anything in it can be stored.
        "failure": json.dumps(asdict(failure)) if failure else None,
        "trace": json.dumps(asdict(message.trace)) if message.trace else None,
        "finished_at": to_milliseconds(message.finished_at) if message.finished_at else None,
    }


def sentiment_values(sentiment: Sentiment | None) -> Values:
    """Return the columns of a judgement."""
    return {
        "sentiment": sentiment.label if sentiment else None,
        "sentiment_score": sentiment.score if sentiment else None,
        "sentiment_confidence": sentiment.confidence if sentiment else None,
        "sentiment_source": sentiment.source if sentiment else None,
    }


def message_from(row: sqlite3.Row) -> Message:
    """Read a row that holds every column of a message.

    Raises:
        StorageError: It is none that Chatloom wrote: bytes of it have turned.
    """
    try:
        return _message_from(row)
    except _NOT_OURS as error:
        raise damaged_row(repr(error)) from error


def _message_from(row: sqlite3.Row) -> Message:
    finished_at = row["finished_at"]
    return Message(
        conversation=row["conversation"],
        role=Role(row["role"]),
        text=row["text"],
        parent=row["parent"],
        id=row["id"],
        status=Status(row["status"]),
        reasoning=row["reasoning"],
        model=row["model"],
        provider=row["provider"],
        usage=_usage(row),
        cost=row["cost"],
        failure=Failure(**json.loads(row["failure"])) if row["failure"] else None,
        created_at=from_milliseconds(row["created_at"]),
        finished_at=None if finished_at is None else from_milliseconds(finished_at),
        rating=row["rating"],
        corrected_text=row["corrected_text"],
        preferred_over=_texts(row["preferred_over"]),
        sentiment=_sentiment(row),
        finish_reason=row["finish_reason"],
        trace=Trace(**json.loads(row["trace"])) if row["trace"] else None,
    )


def texts_value(texts: Sequence[str]) -> str:
    """Return the column of a list of texts."""
    # ASCII with escapes, so that anything in it can be stored.
    return json.dumps(list(texts))


def storable(text: str) -> str:
    """Return `text` with each half of a surrogate pair that stands alone replaced by U+FFFD.

    Such text is no Unicode, yet JSON escapes and window systems can deliver it.
    """
    if _HALF.search(text) is None:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_milliseconds(moment: datetime) -> int:
    """Return whole milliseconds since 1970 in UTC."""
    return (moment - _EPOCH) // _MILLISECOND


def from_milliseconds(milliseconds: int) -> datetime:
    """Return the moment in UTC."""
    return _EPOCH + milliseconds * _MILLISECOND


def _storable_or_none(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _texts(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))


def _usage(row: sqlite3.Row) -> Usage | None:
    if row["input_tokens"] is None:
        return None
    return Usage(
        row["input_tokens"], row["output_tokens"], row["cached_tokens"], row["reasoning_tokens"]
    )


def _sentiment(row: sqlite3.Row) -> Sentiment | None:
    if row["sentiment"] is None:
        return None
    return Sentiment(
        row["sentiment"],
        row["sentiment_score"],
        row["sentiment_confidence"],
        row["sentiment_source"],
    )
