"""One request to the scripted server."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

CHAT = "/v1/chat/completions"
RESPONSES = "/v1/responses"


@dataclass
class Request:
    """One request as it came.

    Attributes:
        headers: Names in lower case.
        body: The decoded JSON, None for a GET.
        at: When it was read (`time.monotonic`).
        raw: The bytes of the body.
        problems: What OpenAI's own description finds illegal in it.
        gone: Set when the client closed the connection before the response was whole.
        gone_at: When that was seen (`time.monotonic`).
        sent: Events of the stream that were sent so far.
        client_port: Tells one connection from another.
        id: What the server calls it, in the header ``x-request-id``.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    at: float
    raw: bytes = b""
    problems: list[str] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    gone_at: float = 0.0
    sent: int = 0
    client_port: int = 0
    id: str = ""

    @property
    def route(self) -> str:
        """The path as OpenAI calls it, without what Azure puts before it."""
        return self.path.partition("?")[0].removeprefix("/openai")

    @property
    def is_responses(self) -> bool:
        """Whether it is one of the Responses interface."""
        return self.route == RESPONSES

    @property
    def is_chat(self) -> bool:
        """Whether a model is asked, by either interface."""
        return self.route in (CHAT, RESPONSES) or self.path.endswith("/completions")

    @property
    def key(self) -> str:
        """What came as the bearer token."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def model(self) -> str:
        """The model that was asked for."""
        return str(self.body.get("model", "")) if isinstance(self.body, dict) else ""

    @property
    def last_words(self) -> str:
        """What the last message says."""
        turns = self.body["input" if self.is_responses else "messages"]
        content = turns if isinstance(turns, str) else turns[-1]["content"]
        if isinstance(content, str):
            return content
        return " ".join(part.get("text", "[picture]") for part in content)
