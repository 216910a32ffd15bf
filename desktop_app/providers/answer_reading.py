"""One request sent, and its response read to the end and not beyond.

Everything a delta passes through between the socket and the reply is in here: each generator more
on its way would be paid for with every delta.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from desktop_app.core.events import Answering, StreamEvent
from desktop_app.providers.posting import Post, ServerRefused
from desktop_app.providers.refusals import request_id
from desktop_app.providers.request_bodies import RequestBody
from desktop_app.providers.streamed_answer import StreamedAnswer

COUNTS_WITHIN = 5.0
"""Seconds in which the token counts must follow a finished answer."""

END_WITHIN = 0.2
"""Seconds in which the response must end after ``[DONE]``, for the connection to be kept."""


async def answered(
    post: Post, sent: RequestBody, answer: StreamedAnswer, failures: tuple[type[Exception], ...]
) -> AsyncGenerator[StreamEvent, None]:
    """Yield what one request brings, as its bytes arrive; what goes wrong is kept by `answer`.

    Args:
        post: Sends it.
        sent: The request.
        answer: Reads the bytes.
        failures: What `post` raises where there is no answer, or only a part of one.
    """
    try:
        async with post(sent) as response, aclosing(response.aiter_bytes()) as pieces:
            answer.headers = response.headers
            yield Answering(sent.transport.value, request_id(response.headers))
            async for piece in pieces:
                for event in answer.feed(piece):
                    yield event
                if answer.finished or answer.failure is not None:
                    break
            async for event in _rest(pieces, answer):
                yield event
    except ServerRefused as error:
        answer.refuse(error.refusal)
    except failures as error:
        answer.break_off(error)
    finally:
        answer.close()


async def _rest(
    pieces: AsyncGenerator[bytes, None], answer: StreamedAnswer
) -> AsyncGenerator[StreamEvent, None]:
    """Yield what is left at the end, or what still comes behind a whole answer."""
    if not answer.finished and answer.failure is None:
        for event in answer.end():
            yield event
    while answer.finished and (piece := await _more(pieces, answer)):
        for event in answer.feed(piece):
            yield event


async def _more(pieces: AsyncGenerator[bytes, None], answer: StreamedAnswer) -> bytes:
    """Return what still comes; nothing at the end, or when it takes long."""
    try:
        async with asyncio.timeout(END_WITHIN if answer.done else COUNTS_WITHIN):
            return await anext(pieces, b"")
    except TimeoutError:
        return b""
