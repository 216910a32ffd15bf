"""A reply that is being written, also while another conversation is shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from desktop_app.core.conversation import Message
from desktop_app.core.events import ReasoningDelta, TextDelta

_MOST_PIECES = 4096


@dataclass(slots=True)
class LiveReply:
    """What has arrived of one reply.

    Attributes:
        task: The task that follows it; cancelling it stops the reply.
        message: The answer as it was added, None until it was.
        pieces: The text of the answer so far.
        thoughts: What the model said to itself so far.
    """

    task: asyncio.Task[None] | None = None
    message: Message | None = None
    pieces: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)

    def take(self, delta: TextDelta | ReasoningDelta) -> None:
        """Keep more of it; O(1) but for a join now and then, as small strings take much room."""
        pieces = self.pieces if isinstance(delta, TextDelta) else self.thoughts
        pieces.append(delta.text)
        if len(pieces) > _MOST_PIECES:
            pieces[:] = ["".join(pieces)]

    @property
    def text(self) -> str:
        """All text so far."""
        return "".join(self.pieces)

    @property
    def reasoning(self) -> str:
        """All thoughts so far."""
        return "".join(self.thoughts)
