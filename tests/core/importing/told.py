"""What was read, as a test compares it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from desktop_app.core.importing.recognising import taken_from
from desktop_app.core.importing.taken import Note, Taken

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def taken(value: Any) -> Taken:
    """The conversation that a value is."""
    found = taken_from(value, NOW)
    assert isinstance(found, Taken), found
    return found


def tree(found: Taken) -> list[tuple[str, str, str | None]]:
    """Role, words and the words before, of each message."""
    texts = {message.id: message.text for message in found.messages}
    return [(m.role.value, m.text, texts.get(m.parent or "")) for m in found.messages]


def leaf(found: Taken) -> str | None:
    """The words of the last message that is shown."""
    texts = {message.id: message.text for message in found.messages}
    return texts.get(found.conversation.active_leaf or "")


def notes(found: Taken) -> dict[Note, int]:
    """What was left out."""
    return {note: count for note, count in found.notes.items() if count}
