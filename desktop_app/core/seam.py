"""Where an answer is gone on with: what a model says once more there is cut away."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

from desktop_app.core.errors import EngineError, ProviderError
from desktop_app.core.events import Finished, ReasoningDelta, StreamEvent, TextDelta

LONGEST = 200
"""Characters that are compared at the most."""

_FEWEST = 6
"""Fewer may stand twice in a row for a reason: “very very”."""

_MANY = 12
"""So many are no accident, even where no word begins with them."""


class Seam:
    """Holds the first new words back for as long as they repeat the last old ones.

    Args:
        text: What is there already.
        reasoning: What the model had said to itself.
    """

    def __init__(self, text: str, reasoning: str = "") -> None:
        self._tail = text[-LONGEST:]
        self._whole_tail = len(text) <= LONGEST
        self._held = ""
        self._is_open = bool(text)
        self._has_thoughts = bool(reasoning)

    def take(self, event: StreamEvent) -> Iterator[StreamEvent]:
        """Yield what can be shown now that `event` has come."""
        match event:
            case TextDelta(text) if self._is_open:
                self._held += text
                if not self._may_repeat:
                    yield from self.end()
            case ReasoningDelta(text) if self._has_thoughts:
                self._has_thoughts = False
                yield ReasoningDelta(f"\n\n{text}")
            case Finished():
                yield from self.end()
                yield event
            case _:
                yield event

    def end(self) -> Iterator[StreamEvent]:
        """Yield what is still held back, for nothing more comes that could repeat anything."""
        if not self._is_open:
            return
        self._is_open = False
        text = self._held[self._repeated() :]
        if text:
            yield TextDelta(text)

    @property
    def _may_repeat(self) -> bool:
        """Whether more words could make what is held back longer words of the tail."""
        held = self._held.lstrip()
        if not held:
            return len(self._held) < LONGEST
        lengths = range(len(held) + 1, len(self._tail) + 1)
        return any(self._tail[-length:].startswith(held) for length in lengths)

    def _repeated(self) -> int:
        """Return how many characters of what is held back repeat the end of the tail."""
        held = self._held.lstrip()
        before = len(self._held) - len(held)
        for length in range(min(len(held), len(self._tail)), _FEWEST - 1, -1):
            if self._tail.endswith(held[:length]) and self._begins_word(length):
                return before + length
        return 0

    def _begins_word(self, length: int) -> bool:
        if length >= _MANY:
            return True
        if length == len(self._tail):
            return self._whole_tail or not self._tail[0].isalnum()
        return not (self._tail[-length - 1].isalnum() and self._tail[-length].isalnum())


async def joined(
    events: AsyncGenerator[StreamEvent, None], seam: Seam
) -> AsyncGenerator[StreamEvent, None]:
    """Yield the events of a request that goes on with an answer, without what it repeats.

    Raises:
        ProviderError: As the events do, behind what was still held back.
        EngineError: Likewise.
    """
    failure: ProviderError | EngineError | None = None
    try:
        async with aclosing(events):
            async for event in events:
                for shown in seam.take(event):
                    yield shown
    except (ProviderError, EngineError) as error:
        failure = error
    for shown in seam.end():
        yield shown
    if failure is not None:
        raise failure
