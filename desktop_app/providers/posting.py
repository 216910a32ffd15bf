"""The ways to send a request to a provider: what both have in common."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol

from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.refusals import Refusal
from desktop_app.providers.request_bodies import RequestBody

if TYPE_CHECKING:
    import httpx2

Post = Callable[[RequestBody], AbstractAsyncContextManager["httpx2.Response"]]
"""Sends one request and gives its response, of which only the head has been read.

Raises:
    ServerRefused: The response is a refusal.
"""


class ServerRefused(Exception):  # noqa: N818 - it is a refusal, an AppError comes of it
    """A server has answered, but not with what it was asked for. Never leaves this package."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.kind)
        self.refusal = refusal


class Way(Protocol):
    """A way to send requests: with the SDK, or without."""

    async def open(self, endpoint: Endpoint) -> Post:
        """Return what sends requests to the provider, which is at `endpoint` now.

        Raises:
            ProviderError: Its address or its key can't be used.
        """
        ...

    def failures(self) -> tuple[type[Exception], ...]:
        """Return the exceptions for a request that gets no answer, or only a part of one."""
        ...
