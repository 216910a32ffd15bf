"""Which messages to leave out of a conversation that has grown too long for a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_app.core.chat_request import first_sent
from desktop_app.core.conversation import Message, Role
from desktop_app.core.costs import estimated_tokens

_FOR_THE_ANSWER = 8
"""One in so many tokens of what a model can read is kept free for its answer."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is known of how much a model can read, in tokens.

    Attributes:
        limit: What it can read, None where that isn't known.
        asked: What it was sent, None where that isn't known.
    """

    limit: int | None = None
    asked: int | None = None


def room_told(values: Mapping[str, str], context: int | None) -> Room:
    """Return what is known from the words of a failure, else from the model.

    Args:
        values: As in `Failure`: ``limit`` and ``asked``, if the server told them.
        context: As in `ModelInfo`.
    """
    return Room(_number(values.get("limit", "")) or context, _number(values.get("asked", "")))


def oldest_to_leave_out(history: Sequence[Message], sent_from: str | None, room: Room) -> int:
    """Return how many of the oldest messages must be left out; 0 where none can be.

    What is sent then begins with a question, and holds the last one whatever its length.

    Args:
        history: A branch up to the question that had no answer, in reading order.
        sent_from: As in `Conversation`: what is left out already.
        room: What the model can read.
    """
    first = first_sent(history, sent_from)
    starts = [n for n in range(first + 1, len(history)) if history[n].role is Role.USER]
    if not starts:
        return 0
    letters = sum(len(message.stands) for message in history[first:])
    enough = _letters_over(letters, room)
    if enough is None:
        return starts[(len(starts) - 1) // 2]
    dropped, start = 0, starts[-1]
    for number in range(first, starts[-1]):
        dropped += len(history[number].stands)
        if dropped >= enough and number + 1 in starts:
            start = number + 1
            break
    return start


def _letters_over(letters: int, room: Room) -> float | None:
    """Return how many characters are too many; None where that can't be told."""
    if room.limit is None or not letters:
        return None
    asked = room.asked or estimated_tokens(letters)
    over = asked - room.limit * (1 - 1 / _FOR_THE_ANSWER)
    # An estimate that fits was wrong, for it did not.
    return over * letters / asked if over > 0 else None


def _number(words: str) -> int | None:
    digits = "".join(letter for letter in words if letter.isdecimal())
    return int(digits) if 0 < len(digits) < 16 else None
