"""The very same requests sent by a plain HTTP client, without OpenAI's SDK.

A cross-check, as ``chatloom ask --transport http``: what fails one way and works the other is not
the server's doing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.posting import Post, ServerRefused
from desktop_app.providers.refusals import refusal_in
from desktop_app.providers.request_bodies import RequestBody
from desktop_app.providers.translate import http_failures

if TYPE_CHECKING:
    import httpx2


class HttpWay:
    """The way without the SDK; see `posting.Way`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open(self, endpoint: Endpoint) -> Post:
        """See `posting.Way`."""
        return partial(_posted, await self._connection.http_client(endpoint))

    def failures(self) -> tuple[type[Exception], ...]:
        """See `posting.Way`."""
        return http_failures()


@asynccontextmanager
async def _posted(
    client: httpx2.AsyncClient, request: RequestBody
) -> AsyncIterator[httpx2.Response]:
    headers = {"Accept": "application/json"}
    url = request.route.removeprefix("/")  # behind the base URL
    async with client.stream("POST", url, json=request.body, headers=headers) as response:
        if not response.is_success:
            raise ServerRefused(refusal_in(response, await response.aread()))
        yield response
