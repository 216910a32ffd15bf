"""Handing a chat request to the llama.cpp child, and its answer back.

A stream is passed on byte by byte, as it arrives. When the client goes away, the request to the
child is cancelled at once, which frees its slot.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

import httpx2
import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from desktop_app.engine.chat_request import Abilities
from desktop_app.engine.openai_errors import (
    INVALID_REQUEST,
    SERVER_ERROR,
    RefusedError,
    engine_lost,
)

_DONE = b"data: [DONE]"
_PATH = "/v1/chat/completions"
_JSON = {"Content-Type": "application/json"}
_LONGEST_ENDING = 64


class Forwarded(Response):
    """The answer to a checked chat request."""

    def __init__(
        self, client: httpx2.AsyncClient, abilities: Abilities, body: bytes, *, stream: bool
    ) -> None:
        super().__init__()
        self._client = client
        self._abilities = abilities
        self._request_body = body
        self._streamed = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward until the answer is whole or the client has left."""
        async with asyncio.TaskGroup() as group:
            forwarding = group.create_task(self._forward(scope, receive, send))
            leaving = group.create_task(_client_left(receive))
            await asyncio.wait({forwarding, leaving}, return_when=asyncio.FIRST_COMPLETED)
            forwarding.cancel()
            leaving.cancel()

    async def _forward(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = self._client.build_request(
            "POST", _PATH, content=self._request_body, headers=_JSON
        )
        try:
            answer = await self._client.send(request, stream=True)
        except httpx2.TransportError:
            await engine_lost().response()(scope, receive, send)
            return
        try:
            if self._streamed and answer.status_code == HTTPStatus.OK:
                await _pass_on(answer, send)
            else:
                await (await self._whole(answer))(scope, receive, send)
        finally:
            await answer.aclose()

    async def _whole(self, answer: httpx2.Response) -> Response:
        try:
            body = orjson.loads(await answer.aread())
        except (httpx2.TransportError, orjson.JSONDecodeError):
            return engine_lost().response()
        if answer.status_code != HTTPStatus.OK:
            return _refusal(answer.status_code, body, self._abilities).response()
        return Response(_completed(body), media_type="application/json")


async def _client_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _pass_on(answer: httpx2.Response, send: Send) -> None:
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
    await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": headers})
    ending = b""
    try:
        async for chunk in answer.aiter_raw():
            ending = (ending + chunk)[-_LONGEST_ENDING:]
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    except httpx2.TransportError:
        ending = b""
    # A stream that was cut without an error is cut all the same.
    last = b"" if _DONE in ending else b"\n\ndata: " + engine_lost().body() + b"\n\n"
    await send({"type": "http.response.body", "body": last, "more_body": False})


def _completed(body: dict[str, Any]) -> bytes:
    """Add what OpenAI's shape requires and llama.cpp leaves out."""
    for choice in body["choices"]:
        if choice.setdefault("logprobs", None):
            choice["logprobs"].setdefault("refusal", None)
        choice["message"].setdefault("refusal", None)
    return orjson.dumps(body)


def _refusal(status: int, body: Any, abilities: Abilities) -> RefusedError:  # noqa: ANN401 - any JSON
    error = body.get("error", {}) if isinstance(body, dict) else {}
    if error.get("type") == "exceed_context_size_error":
        return RefusedError(
            HTTPStatus.BAD_REQUEST,
            f"This model's maximum context length is {abilities.context} tokens. However, your "
            f"messages resulted in {error.get('n_prompt_tokens')} tokens. "
            "Please reduce the length of the messages.",
            param="messages",
            code="context_length_exceeded",
        )
    kind = INVALID_REQUEST if status < HTTPStatus.INTERNAL_SERVER_ERROR else SERVER_ERROR
    return RefusedError(
        status, str(error.get("message", "llama.cpp refused the request.")), kind=kind
    )
