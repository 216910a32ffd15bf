"""Refusals end after a while, whoever reads them: the SDK would read one to an end there isn't.

Imported late, as `http_client`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx2
from typing_extensions import override

LARGEST = 64 * 1024
"""Bytes that are read, as they come: unpacked they may be a thousand times as many."""

WITHIN = 10.0
"""Seconds in which its words must have come."""


async def cut_refusal(response: httpx2.Response) -> None:
    """Have the body of a response end early where the status isn't 2xx."""
    if not response.is_success and isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Beginning(response.stream)


class _Beginning(httpx2.AsyncByteStream):
    """The beginning of a body, which ends as if there were no more."""

    def __init__(self, whole: httpx2.AsyncByteStream) -> None:
        self._whole = whole

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        ends = asyncio.get_running_loop().time() + WITHIN
        left = LARGEST
        pieces = aiter(self._whole)
        with suppress(TimeoutError):
            while left > 0:
                async with asyncio.timeout_at(ends):
                    piece = await anext(pieces, b"")
                if not piece:
                    return
                yield piece[:left]
                left -= len(piece)

    @override
    async def aclose(self) -> None:
        await self._whole.aclose()
