"""The body of a response, read no further than is of use: a server may send one without an end."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2


async def body_of(response: httpx2.Response, largest: int) -> bytes | None:
    """Return the body of a response of which only the head has been read.

    Args:
        response: It.
        largest: How many bytes it may hold.

    Returns:
        The body, None where it is larger.
    """
    body = bytearray()
    async with aclosing(response.aiter_bytes()) as pieces:
        async for piece in pieces:
            body += piece
            if len(body) > largest:
                return None
    return bytes(body)
