"""A reply that is being written, also while another conversation is shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from desktop_app.core.conversation import Message
from desktop_app.core.events import ReasoningDelta, TextDelta
from desktop_app.core.growing_text import GrowingText


@dataclass(slots=True)
class LiveReply:
    """What has arrived of one reply.

    Attributes:
        task: The task that follows it; cancelling it stops the reply.
        message: The answer as it was added, None until it was.
        words: The text of the answer so far.
        thoughts: What the model said to itself so far.
    """

    task: asyncio.Task[None] | None = None
    message: Message | None = None
    words: GrowingText = field(default_factory=GrowingText)
    thoughts: GrowingText = field(default_factory=GrowingText)

    def take(self, delta: TextDelta | ReasoningDelta) -> None:
        """Keep more of it; O(1)."""
        (self.words if isinstance(delta, TextDelta) else self.thoughts).append(delta.text)

    @property
    def text(self) -> str:
        """All text so far."""
        return self.words.whole

    @property
    def reasoning(self) -> str:
        """All thoughts so far."""
        return self.thoughts.whole
