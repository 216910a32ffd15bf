"""The events of one piece of a stream, as few as can be."""

from __future__ import annotations

from desktop_app.core.events import ReasoningDelta, StreamEvent, TextDelta


class Joined:
    """Events in the order they came, adjacent deltas of one kind joined."""

    __slots__ = ("_events", "_kind", "_texts")

    def __init__(self) -> None:
        self._events: list[StreamEvent] = []
        self._texts: list[str] = []
        self._kind: type[TextDelta | ReasoningDelta] = TextDelta

    def say(self, text: str) -> None:
        """Add to the answer."""
        if self._kind is not TextDelta:
            self._flush()
            self._kind = TextDelta
        self._texts.append(text)

    def reason(self, text: str) -> None:
        """Add to what the model says to itself."""
        if self._kind is not ReasoningDelta:
            self._flush()
            self._kind = ReasoningDelta
        self._texts.append(text)

    def add(self, event: StreamEvent) -> None:
        """Add an event that is not joined with others."""
        self._flush()
        self._events.append(event)

    def events(self) -> list[StreamEvent]:
        """Return all of them."""
        self._flush()
        return self._events

    def _flush(self) -> None:
        if self._texts:
            self._events.append(self._kind("".join(self._texts)))
            self._texts.clear()
