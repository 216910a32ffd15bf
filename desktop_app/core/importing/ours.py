"""Our own JSON, see `core.export.conversation_json`; ids and everything else stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from desktop_app.core.conversation import Conversation, Message
from desktop_app.core.export.conversation_json import FORMAT, conversation_from_json
from desktop_app.core.export.fields import no_id, out_of_time, unknown
from desktop_app.core.importing.taken import Taken

SOURCE = "Chatloom"

_LONGEST_ID = 200
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(3000, 1, 1, tzinfo=UTC)


def is_ours(value: Mapping[str, Any]) -> bool:
    """Whether an object was written by Chatloom."""
    return value.get("format") == FORMAT


def from_ours(value: Mapping[str, Any]) -> Taken:
    """Read a conversation that Chatloom wrote.

    Raises:
        InputError: Something in it isn't as Chatloom writes it; the title names the place.
    """
    conversation, messages = conversation_from_json(value)
    _check_conversation(conversation)
    for index, message in enumerate(messages):
        _check_message(message, f"messages[{index}]")
    attached = (fields.get("attachments") for fields in value["messages"])
    pictures = sum(len(files) for files in attached if isinstance(files, list))
    return Taken(SOURCE, conversation, tuple(messages), pictures)


def _check_conversation(conversation: Conversation) -> None:
    _check_id(conversation.id, "id")
    if conversation.sent_from is not None:
        _check_id(conversation.sent_from, "sent_from")
    if conversation.mood not in ("", "positive", "neutral", "negative"):
        raise unknown("mood")
    _check_moment(conversation.created_at, "created_at")
    _check_moment(conversation.updated_at, "updated_at")


def _check_message(message: Message, place: str) -> None:
    _check_id(message.id, f"{place}.id")
    for other in message.preferred_over:
        _check_id(other, f"{place}.preferred_over")
    _check_moment(message.created_at, f"{place}.created_at")
    if message.finished_at is not None:
        _check_moment(message.finished_at, f"{place}.finished_at")


def _check_id(identity: str, place: str) -> None:
    if len(identity) > _LONGEST_ID or not identity.isprintable():
        raise no_id(place)


def _check_moment(moment: datetime, place: str) -> None:
    # Whoever shows it adds the hours of a time zone.
    if not _EARLIEST <= moment < _LATEST:
        raise out_of_time(place)
