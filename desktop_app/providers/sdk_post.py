"""Requests sent through OpenAI's own SDK.

The answer is read as bytes: building the SDK's objects for every delta costs seven times as much
and would freeze a window at a few thousand deltas a second.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app.core.provider import Transport
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.posting import Post, ServerRefused
from desktop_app.providers.refusals import read_refusal
from desktop_app.providers.request_bodies import RequestBody
from desktop_app.providers.translate import sdk_failures

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncAPIResponse, AsyncOpenAI


class SdkWay:
    """The usual way; see `posting.Way`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open(self, endpoint: Endpoint) -> Post:
        """See `posting.Way`."""
        return partial(_posted, await self._connection.client(endpoint))

    def failures(self) -> tuple[type[Exception], ...]:
        """See `posting.Way`."""
        return sdk_failures()


@asynccontextmanager
async def _posted(client: AsyncOpenAI, request: RequestBody) -> AsyncIterator[httpx2.Response]:
    import openai

    try:
        async with _created(client, request) as response:
            yield response.http_response
    except openai.APIStatusError as error:
        refusal = read_refusal(error.status_code, error.body, error.response.headers)
        # Not as its context: it may quote the key.
        raise ServerRefused(refusal) from None


def _created(
    client: AsyncOpenAI, request: RequestBody
) -> AbstractAsyncContextManager[AsyncAPIResponse[Any]]:
    # Most of it not as arguments: local servers know many parameters that the SDK does not, and it
    # would look at each message for a fifth of a millisecond (openai 3.54, `_transform`).
    body = request.body
    more = {name: value for name, value in body.items() if name not in ("model", "stream")}
    if request.transport is Transport.CHAT:
        return client.chat.completions.with_streaming_response.create(
            model=body["model"], stream=body["stream"], messages=[], extra_body=more
        )
    return client.responses.with_streaming_response.create(
        model=body["model"], stream=body["stream"], extra_body=more
    )
