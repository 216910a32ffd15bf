"""A reply that is being written, also while another conversation is shown."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from desktop_app.core.conversation import Message
from desktop_app.core.events import (
    Answering,
    KeyAwaited,
    ParameterLeftOut,
    ReasoningDelta,
    Retrying,
    StreamEvent,
    TextDelta,
)
from desktop_app.core.growing_text import GrowingText


@dataclass(slots=True)
class LiveReply:
    """What has arrived of one reply.

    Attributes:
        task: The task that follows it; cancelling it stops the reply.
        sending: What the user has sent and isn't stored yet: it still stands in the composer.
        message: The answer as it was added, None until it was.
        words: The text of the answer so far.
        thoughts: What the model said to itself so far.
        has_words: Whether something has come of what is being asked for.
        awaits_key: Whether the key store is asked for the key.
        attempt: The number of the request that is made, or waited for.
        waits_until: When that is, by `time.monotonic`.
        left_out: The parameters that were left out because the model doesn't take them.
        ended: Whether it has ended, though others that were begun with it go on.
        beside: Those that were begun with it: other answers to the same question.
    """

    task: asyncio.Task[None] | None = None
    sending: str = ""
    message: Message | None = None
    words: GrowingText = field(default_factory=GrowingText)
    thoughts: GrowingText = field(default_factory=GrowingText)
    has_words: bool = False
    awaits_key: bool = False
    attempt: int = 1
    waits_until: float = 0.0
    left_out: list[str] = field(default_factory=list)
    ended: bool = False
    beside: list[LiveReply] = field(default_factory=list)

    def take(self, delta: TextDelta | ReasoningDelta) -> None:
        """Keep more of it; O(1)."""
        self.has_words = True
        (self.words if isinstance(delta, TextDelta) else self.thoughts).append(delta.text)

    def go_on(self, message: Message) -> None:
        """Begin behind the words that a message has already."""
        self.message = message
        self.words, self.thoughts = GrowingText(message.text), GrowingText(message.reasoning)

    def note(self, event: StreamEvent) -> bool:
        """Take in what happens before a word comes; return whether it is doing something else."""
        match event:
            case KeyAwaited():
                self.awaits_key = True
            case Retrying(attempt, seconds):
                self.awaits_key = False
                self.attempt, self.waits_until = attempt, time.monotonic() + seconds
            case Answering():
                self.awaits_key, self.attempt = False, 1
            case ParameterLeftOut(name) if name not in self.left_out:
                self.left_out.append(name)
                return False
            case _:
                return False
        return True

    @property
    def text(self) -> str:
        """All text so far."""
        return self.words.whole

    @property
    def reasoning(self) -> str:
        """All thoughts so far."""
        return self.thoughts.whole
