"""Chat Completions: the transport that every OpenAI-compatible server speaks.

The request goes through the SDK, the answer is read as bytes: building the SDK's objects for every
delta costs seven times as much and would freeze a window at a few thousand deltas a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from desktop_app.core.chat import ChatRequest
from desktop_app.core.errors import ProviderError
from desktop_app.core.events import StreamEvent
from desktop_app.providers.chat_answer import Answer
from desktop_app.providers.connection import Connection
from desktop_app.providers.retry import RetryPolicy, retried
from desktop_app.providers.translate import sdk_failures, translate

if TYPE_CHECKING:
    from openai import AsyncAPIResponse, AsyncOpenAI
    from openai._response import AsyncResponseContextManager

    Posted = AsyncResponseContextManager[AsyncAPIResponse[Any]]

COUNTS_WITHIN = 5.0
"""Seconds in which the token counts must follow a finished answer."""

END_WITHIN = 0.2
"""Seconds in which the response must end after ``[DONE]``, for the connection to be kept."""

_OURS = frozenset({"model", "messages", "stream", "stream_options"})
"""What an assistant's parameters can't replace."""


class ChatCompletions:
    """A `core.chat.ChatModel` that asks one provider.

    Attributes:
        provider_id: See `Connection`.

    Args:
        connection: The provider.
        policy: When a request is sent again.
    """

    def __init__(self, connection: Connection, policy: RetryPolicy | None = None) -> None:
        self.provider_id = connection.provider_id
        self._connection = connection
        self._policy = policy or RetryPolicy()

    def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Send the request and yield the answer as it arrives.

        Cancelling the task that iterates, or closing the generator, closes the connection.

        Raises:
            ProviderError: The service could not be reached, refused, or broke off.
            EngineError: The local engine isn't running.
        """
        return retried(lambda: self._attempt(request), self._policy)

    async def _attempt(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        client = await self._connection.client()
        answer = Answer(self._connection, request.model)
        failure: ProviderError | None = None
        try:
            async with aclosing(_read(_posted(client, request), answer)) as events:
                async for event in events:
                    yield event
        except sdk_failures() as error:
            # Losing the connection behind a whole answer loses nothing.
            if not answer.finished:
                failure = translate(error, self._connection, request.model)
        failure = failure or answer.failure
        if failure is not None:
            raise failure


async def _read(posted: Posted, answer: Answer) -> AsyncGenerator[StreamEvent, None]:
    async with (
        posted as response,
        aclosing(response.http_response.aiter_bytes()) as pieces,
    ):
        async for piece in pieces:
            for event in answer.feed(piece):
                yield event
            if answer.finished or answer.failure is not None:
                break
        else:
            for event in answer.end():
                yield event
        while answer.finished and (piece := await _more(pieces, answer)):
            for event in answer.feed(piece):
                yield event


def _posted(client: AsyncOpenAI, request: ChatRequest) -> Posted:
    messages: list[Any] = [
        {"role": turn.role.value, "content": turn.text} for turn in request.turns
    ]
    parameters = {name: value for name, value in request.parameters.items() if name not in _OURS}
    return client.chat.completions.with_streaming_response.create(
        model=request.model,
        messages=[],
        stream=True,
        stream_options={"include_usage": True},
        # Not as arguments: local servers know many parameters that the SDK does not, and it would
        # look at each message for a fifth of a millisecond (openai 3.54, `_transform`).
        extra_body={**parameters, "messages": messages},
    )


async def _more(pieces: AsyncGenerator[bytes, None], answer: Answer) -> bytes:
    """Return what still comes behind a whole answer; nothing at the end, or when it takes long."""
    try:
        async with asyncio.timeout(END_WITHIN if answer.done else COUNTS_WITHIN):
            return await anext(pieces, b"")
    except TimeoutError:
        return b""
