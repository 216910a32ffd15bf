"""A conversation as the list of all of them shows it: little, for there may be very many."""

from __future__ import annotations

from typing import NamedTuple


class Listed(NamedTuple):
    """What the list knows of a conversation.

    Attributes:
        id: As in `Conversation`.
        number: In the order in which conversations were made; each has another.
        title: Its title, or one made of the draft; empty where there is neither.
        is_named: Whether it has a title of its own.
        pinned: Whether it stands first.
        archived: Whether it is out of the list.
        unread: Whether a reply has ended that was not seen.
        mood: As in `Conversation`.
        tags: As in `Conversation`.
        updated_at: When it was written to last, in milliseconds since 1970 in UTC.
        words: What it is found by, in lower case.
    """

    id: str
    number: int
    title: str = ""
    is_named: bool = True
    pinned: bool = False
    archived: bool = False
    unread: bool = False
    mood: str = ""
    tags: tuple[str, ...] = ()
    updated_at: int = 0
    words: str = ""


class Seen(NamedTuple):
    """How far somebody has followed the conversations.

    Attributes:
        change: The number of the last change that was seen.
        version: Another one, once another process has written.
    """

    change: int = 0
    version: int = 0


class News(NamedTuple):
    """What has become of the conversations since somebody looked last.

    Attributes:
        seen: How far one has seen now.
        listed: Those that are new or look different, as they are now.
        deleted: The ids of those that were put out of sight.
        total: How many there are now. What is gone for good leaves nothing but this.
    """

    seen: Seen
    listed: list[Listed]
    deleted: list[str]
    total: int


def found_by(title: str, tags: tuple[str, ...]) -> str:
    """Return what a conversation is found by: its title and its tags, a line each."""
    return "\n".join((title, *tags)).casefold()
