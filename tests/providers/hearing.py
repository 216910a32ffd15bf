"""Listens to an answer until it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

from desktop_app.core.chat import ChatModel, ChatRequest
from desktop_app.core.errors import ProviderError
from desktop_app.core.events import (
    Answering,
    Finished,
    ParameterLeftOut,
    ReasoningDelta,
    StreamEvent,
    TextDelta,
)
from desktop_app.core.provider import Transport
from desktop_app.core.secret import Secret
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint

Endpoints = Callable[[], Endpoint]


class Heard:
    """What a stream said until it ended or failed.

    Attributes:
        events: All but `answering`.
        answering: That the server has taken the request, once for each that it took.
        failure: How it failed, if it did.
    """

    def __init__(self) -> None:
        self.events: list[StreamEvent] = []
        self.answering: list[Answering] = []
        self.failure: ProviderError | None = None

    def take(self, event: StreamEvent) -> None:
        if isinstance(event, Answering):
            self.answering.append(event)
        else:
            self.events.append(event)

    @property
    def text(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, TextDelta))

    @property
    def reasoning(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, ReasoningDelta))

    @property
    def left_out(self) -> list[str]:
        return [event.name for event in self.events if isinstance(event, ParameterLeftOut)]

    @property
    def finished(self) -> bool:
        return any(isinstance(event, Finished) for event in self.events)

    @property
    def code(self) -> str:
        return self.failure.code if self.failure else ""


async def heard(model: ChatModel, request: ChatRequest) -> Heard:
    """Listen to the end, or to the failure."""
    result = Heard()
    try:
        async with aclosing(model.stream(request)) as events:
            async for event in events:
                result.take(event)
    except ProviderError as error:
        result.failure = error
    return result


@asynccontextmanager
async def connected(
    base_url: str, key: str = "", transport: Transport = Transport.CHAT
) -> AsyncIterator[Connection]:
    """Yield a connection of the user's own, named Acme, in which an interface is spoken."""

    async def endpoint() -> Endpoint:
        return Endpoint(base_url, Secret(key), transport)

    made = Connection("acme", "Acme", endpoint, read_timeout=5.0)
    yield made
    await made.aclose()
