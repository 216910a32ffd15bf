"""A conversation that was read of a file, what was left out of it, and what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from desktop_app.core.conversation import Conversation, Message
from desktop_app.core.errors import Failure


class Note(Enum):
    """What is left out of conversations, or changed, and told once an import."""

    TOOL = Failure("What tools were asked and what they answered was left out: {count}")
    UNKNOWN = Failure("Contents of a kind that Chatloom doesn't know were left out: {count}")
    ORPHAN = Failure(
        "Messages whose predecessor is missing in the file begin a branch of their own: {count}"
    )
    CIRCLE = Failure(
        "Messages that follow on themselves in the file begin a branch of their own: {count}"
    )
    TWICE = Failure("Messages that stand in the file twice were taken once: {count}")

    def told(self, count: int) -> Failure:
        """Return the note with how often it applies."""
        template = self.value.title
        number = str(count)
        return Failure(
            template.format(count=number),
            code="import_note",
            title_template=template,
            values={"count": number},
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """A conversation that was read.

    Attributes:
        source: The name of the program that wrote it.
        conversation: As it is kept where it isn't here yet.
        messages: All of them, every parent before its answers.
        pictures: How many pictures and other files of messages were left out.
        notes: What else was left out, and how often.
    """

    source: str
    conversation: Conversation
    messages: tuple[Message, ...]
    pictures: int = 0
    notes: Counter[Note] = field(default_factory=Counter)


class Outcome(Enum):
    """What became of a conversation of a file."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CLASHING = "clashing"
    """One of its messages is part of another conversation; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a conversation, and how many of its messages were not here."""

    outcome: Outcome
    messages: int = 0
