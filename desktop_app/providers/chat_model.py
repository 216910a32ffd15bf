"""What answers the requests to a provider's models, whichever interface its server speaks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing

from desktop_app.core.chat import ChatModel, ChatRequest
from desktop_app.core.events import Answering, KeyAwaited, ParameterLeftOut, StreamEvent
from desktop_app.core.provider import Transport
from desktop_app.providers.answer_reading import answered
from desktop_app.providers.chat_answer import ChatAnswer
from desktop_app.providers.connection import Connection
from desktop_app.providers.learned_parameters import LearnedParameters, unsupported
from desktop_app.providers.plain_http import HttpWay
from desktop_app.providers.posting import Way
from desktop_app.providers.refusals import Refusal
from desktop_app.providers.request_bodies import SUMMARY, RequestBody, request_body
from desktop_app.providers.responses_answer import ResponsesAnswer
from desktop_app.providers.retry import RetryPolicy, retried
from desktop_app.providers.sdk_post import SdkWay
from desktop_app.providers.streamed_answer import StreamedAnswer
from desktop_app.providers.translate import empty_answer

KEY_WITHIN = 0.4
"""Seconds after which it is told that the key store has not answered yet."""

MOST_LEFT_OUT = 4
"""Parameters that one request is sent again without, one after the other."""

_NO_RESPONSES_HERE = re.compile(
    r"unsupported|not (?:supported|implemented|available|enabled)|responses\b"
    r"|unknown (?:route|url|endpoint)",
    re.IGNORECASE,
)


def chat_model(
    connection: Connection,
    policy: RetryPolicy | None = None,
    learned: LearnedParameters | None = None,
    *,
    sdk: bool = True,
) -> ChatModel:
    """Return what answers the requests to a provider's models.

    Args:
        connection: The provider; its endpoint says which interface is spoken.
        policy: When a request is sent again.
        learned: What its models don't take; by default what the connection keeps.
        sdk: Whether requests go through OpenAI's SDK, else through a plain HTTP client.
    """
    way: Way = SdkWay(connection) if sdk else HttpWay(connection)
    return ProviderChat(connection, way, policy or RetryPolicy(), learned or connection.learned)


class ProviderChat:
    """A `core.chat.ChatModel` that asks one provider.

    Attributes:
        provider_id: See `Connection`.
    """

    def __init__(
        self, connection: Connection, way: Way, policy: RetryPolicy, learned: LearnedParameters
    ) -> None:
        self.provider_id = connection.provider_id
        self._connection = connection
        self._way = way
        self._policy = policy
        self._learned = learned

    def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Send the request and yield the answer as it arrives.

        Cancelling the task that iterates, or closing the generator, closes the connection.

        Raises:
            ProviderError: The service could not be reached, refused, or broke off.
            EngineError: The local engine isn't running.
        """
        asking = _Asking(self._connection, self._way, self._learned, request)
        return retried(asking.attempt, self._policy)


class _Asking:
    """One request, as often as it is sent."""

    def __init__(
        self, connection: Connection, way: Way, learned: LearnedParameters, request: ChatRequest
    ) -> None:
        self._connection = connection
        self._way = way
        self._learned = learned
        self._request = request
        self._told: set[str] = set()
        self._not_now: set[str] = set()
        self._tries_left = MOST_LEFT_OUT
        self._by_chat = False

    async def attempt(self) -> AsyncGenerator[StreamEvent, None]:
        """Send the request, again where the server refuses only a part of it."""
        located = asyncio.ensure_future(self._connection.where())
        # Nobody waits for it any more after a cancellation; then its failure is no news.
        located.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            await asyncio.wait({located}, timeout=KEY_WITHIN)
            if not located.done() and not self._connection.local:
                yield KeyAwaited()
            post = await self._way.open(await located)
        finally:
            located.cancel()
        again = True
        while again:
            sent = self._body()
            for name in self._untold(sent):
                yield ParameterLeftOut(name)
            answer = self._answer(sent)
            begun = False
            async with aclosing(answered(post, sent, answer, self._way.failures())) as events:
                async for event in events:
                    begun = begun or not isinstance(event, Answering)
                    yield event
            again = self._ended(sent, answer, begun=begun)

    def _untold(self, sent: RequestBody) -> list[str]:
        """Return which parameters are left out for the first time."""
        names = [name for name in sent.left_out if name not in self._told]
        self._told.update(names)
        return names

    def _ended(self, sent: RequestBody, answer: StreamedAnswer, *, begun: bool) -> bool:
        """Return whether another form of a request that has failed is worth a try.

        Raises:
            ProviderError: It has failed, and it is not.
        """
        if self._by_chat and not _unknown_route(answer.refusal):
            self._remember_chat()
        if answer.failure is None:
            if not begun:
                raise empty_answer(self._connection, answer.headers)
            return False
        if begun or answer.refusal is None or not self._can_mend(answer.refusal, sent):
            raise answer.failure
        return True

    def _body(self) -> RequestBody:
        transport = Transport.CHAT if self._by_chat else self._connection.transport
        model = self._request.model
        refused = self._learned.refused(model) | self._not_now
        return request_body(self._request, transport, refused, self._learned.renamed(model))

    def _answer(self, sent: RequestBody) -> StreamedAnswer:
        kind = ChatAnswer if sent.transport is Transport.CHAT else ResponsesAnswer
        return kind(self._connection, self._request.model)

    def _can_mend(self, refusal: Refusal, sent: RequestBody) -> bool:
        """Whether the request can be sent in another form that the server may take."""
        endpoint = self._connection.endpoint
        if (
            endpoint is not None
            and endpoint.transport is Transport.AUTO
            and sent.transport is Transport.RESPONSES
            and _no_responses(refusal)
        ):
            self._by_chat = True
            return True
        return self._can_leave_out(refusal, sent)

    def _remember_chat(self) -> None:
        if self._connection.endpoint is not None:
            self._connection.without_responses.add(self._connection.endpoint.base_url)

    def _can_leave_out(self, refusal: Refusal, sent: RequestBody) -> bool:
        found = unsupported(refusal, sent)
        if found is None or not self._tries_left:
            return False
        self._tries_left -= 1
        model = self._request.model
        if found.instead:
            if found.name in self._learned.renamed(model):
                return False
            self._learned.rename(model, found.name, found.instead)
            return True
        if found.for_good:
            self._learned.learn(model, found.name)
        self._not_now.add(found.name)
        if found.name == SUMMARY:
            self._told.add(SUMMARY)  # Nobody has asked for it.
        return True


def _unknown_route(refusal: Refusal | None) -> bool:
    return refusal is not None and refusal.status in (404, 405)


def _no_responses(refusal: Refusal) -> bool:
    """Whether a server means the interface when it refuses, not the model or a parameter."""
    if refusal.kind in ("model_not_found", "not_a_chat_model"):
        return False
    if refusal.status in (404, 405, 501):
        return True
    return (
        refusal.status == 400
        and not refusal.param
        and refusal.kind in ("bad_request", "not_found")
        and bool(_NO_RESPONSES_HERE.search(refusal.message[:1000]))
    )
