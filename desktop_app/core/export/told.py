"""What is said about a message in a file for people: who, when, and what was made of it."""

from __future__ import annotations

from datetime import datetime

from desktop_app.core.conversation import Conversation, Message, Role, Status

UNTITLED = "New chat"
YOU = "You"
BETTER_ANSWER = "Better answer"
THOUGHTS = "Thoughts"
INSTRUCTIONS = "Instructions"
OTHER_BRANCHES = "Other branches"

_RATINGS = {1: "👍", -1: "👎"}
_ENDED = {
    Status.STOPPED: "stopped",
    Status.FAILED: "failed",
    Status.INTERRUPTED: "interrupted",
}


def title_of(conversation: Conversation) -> str:
    """Return the title on one line."""
    return " ".join(conversation.title.split()) or UNTITLED


def speaker_of(message: Message) -> str:
    """Return who speaks: the user or a model."""
    return YOU if message.role is Role.USER else message.model or "Model"


def time_of(moment: datetime) -> str:
    """Return a moment in the time of this computer."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def marks_of(message: Message) -> list[str]:
    """Return how a message ended where that isn't well, its mood, and its rating."""
    marks = [_ENDED.get(message.status, "")]
    if message.sentiment is not None:
        marks.append(message.sentiment.label)
    marks.append(_RATINGS.get(message.rating, ""))
    return [mark for mark in marks if mark]


def beginning_of(message: Message) -> str:
    """Return the first words of a message, by which it is found."""
    words = " ".join(message.text[:300].split())
    return f"{words[:60].rstrip()}…" if len(words) > 60 else words


def after_words(after: Message | None) -> str:
    """Return where a stretch that isn't shown leaves the rest."""
    if after is None:
        return "Another beginning"
    return f"Another way after “{beginning_of(after)}”"
