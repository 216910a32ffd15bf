"""A reply that is being written, also while another conversation is shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from desktop_app.core.conversation import Message


@dataclass(slots=True)
class LiveReply:
    """What has arrived of one reply.

    Attributes:
        task: The task that follows it; cancelling it stops the reply.
        message: The answer as it was added, None until it was.
        pieces: The text of the answer so far.
    """

    task: asyncio.Task[None] | None = None
    message: Message | None = None
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text so far."""
        return "".join(self.pieces)
