"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from desktop_app.core.conversation import Role

ABOVE_ALL = 2**62
"""A number above that of every message and conversation."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where something was found.

    Attributes:
        conversation: The id of the conversation.
        title: Its title.
        message: The id of the message, None where the title or a tag matched.
        snippet: The words around the first match, as plain text in one line.
        created_at: When the message was written, or the conversation last (UTC).
        marks: From where to where in the snippet what was looked for stands.
        mood: The mood of the conversation, empty where nobody judged it.
        role: Who wrote the message, None for a title.
        model: The id of the model that wrote it, else empty.
    """

    conversation: str
    title: str
    message: str | None
    snippet: str
    created_at: datetime
    marks: tuple[tuple[int, int], ...] = ()
    mood: str = ""
    role: Role | None = None
    model: str = ""


class Place(NamedTuple):
    """Where a search goes on: what is above these numbers was found already.

    Attributes:
        messages: Of a message.
        titles: Of a conversation.
        inside: Whether words are looked for inside of others.
    """

    messages: int = ABOVE_ALL
    titles: int = ABOVE_ALL
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Some hits, and where the next ones follow; None where there are no more."""

    hits: list[Hit]
    next: Place | None = None
