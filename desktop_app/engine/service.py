"""The HTTP service: OpenAI's shapes on 127.0.0.1, for whoever has the key.

Web pages are kept out three times: they don't have the key, no answer allows another origin to
read it, and requests that carry a foreign ``Origin`` or ``Host`` (DNS rebinding) are refused.
"""

from __future__ import annotations

import secrets
import time
from http import HTTPStatus
from urllib.parse import urlsplit

import orjson
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from desktop_app.engine.chat_request import check_chat_request
from desktop_app.engine.forward import Forwarded
from desktop_app.engine.llama_child import LlamaChild
from desktop_app.engine.model_files import ServedModel
from desktop_app.engine.openai_errors import SERVER_ERROR, RefusedError

LARGEST_BODY = 32 * 1024 * 1024
"""Bytes of a request."""

_LOOPBACK = ("127.0.0.1", "localhost")


class Service:
    """The routes, over one child and its model."""

    def __init__(self, model: ServedModel, child: LlamaChild) -> None:
        self._model = model
        self._child = child
        self._created = int(time.time())

    def app(self, key: str) -> ASGIApp:
        """Return the application that answers requests carrying `key`."""
        routes = [
            Route("/health", self._health, methods=["GET"]),
            Route("/v1/models", self._models, methods=["GET"]),
            Route("/v1/models/{model:path}", self._one_model, methods=["GET"]),
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
        ]
        handlers = {
            RefusedError: _answer_refusal,
            HTTPException: _answer_http,
            ClientDisconnect: _answer_nobody,
            Exception: _answer_bug,
        }
        # Starlette types its handlers by the widest exception.
        return Guard(Starlette(routes=routes, exception_handlers=handlers), key)  # type: ignore[arg-type]

    async def _health(self, _request: Request) -> Response:
        return _json({"status": "ok"})

    async def _models(self, _request: Request) -> Response:
        return _json({"object": "list", "data": [self._described()]})

    async def _one_model(self, request: Request) -> Response:
        self._refuse_unknown(request.path_params["model"])
        return _json(self._described())

    async def _chat(self, request: Request) -> Response:
        body = await _body(request)
        asked = check_chat_request(body, self._child.abilities)
        self._refuse_unknown(asked["model"])
        stream = bool(asked.get("stream"))
        return Forwarded(self._child.client, self._child.abilities, body, stream=stream)

    def _described(self) -> dict[str, object]:
        return {
            "id": self._model.id,
            "object": "model",
            "created": self._created,
            "owned_by": "chatloom",
        }

    def _refuse_unknown(self, model: str) -> None:
        if model != self._model.id:
            raise RefusedError(
                HTTPStatus.NOT_FOUND,
                f"The model '{model}' does not exist.",
                param="model",
                code="model_not_found",
            )


class Guard:
    """Refuses whatever doesn't come from this computer with the key, before anything else runs."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._key = key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it with what is wrong."""
        if scope["type"] != "http":
            return
        try:
            self._check(Headers(scope=scope))
        except RefusedError as refusal:
            await refusal.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check(self, headers: Headers) -> None:
        host = headers.get("Host", "")
        origin = headers.get("Origin")
        if _host_name(f"//{host}") not in _LOOPBACK or origin not in (None, f"http://{host}"):
            raise RefusedError(
                HTTPStatus.FORBIDDEN,
                "This service answers only programs on this computer.",
                code="foreign_origin",
            )
        scheme, _, given = headers.get("Authorization", "").partition(" ")
        known = secrets.compare_digest(given.encode(), self._key)
        if scheme.lower() != "bearer" or not known:
            raise RefusedError(
                HTTPStatus.UNAUTHORIZED, "Incorrect API key provided.", code="invalid_api_key"
            )
        length = headers.get("Content-Length", "0")
        if length.isdecimal() and int(length) > LARGEST_BODY:
            raise _too_large()


def _host_name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


async def _body(request: Request) -> bytes:
    """Return the body, unless it turns out larger than it may be."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise _too_large()
        parts.append(part)
    return b"".join(parts)


def _too_large() -> RefusedError:
    return RefusedError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"The request is larger than {LARGEST_BODY // (1024 * 1024)} MB.",
        code="request_too_large",
    )


def _json(body: object) -> Response:
    return Response(orjson.dumps(body), media_type="application/json")


async def _answer_refusal(_request: Request, refusal: RefusedError) -> Response:
    return refusal.response()


async def _answer_http(request: Request, error: HTTPException) -> Response:
    where = f"{request.method} {request.url.path}"
    known = {
        HTTPStatus.NOT_FOUND: (f"Invalid URL ({where}).", "unknown_url"),
        HTTPStatus.METHOD_NOT_ALLOWED: (f"Not allowed: {where}.", "method_not_allowed"),
    }
    message, code = known.get(HTTPStatus(error.status_code), (error.detail, "invalid_request"))
    response = RefusedError(error.status_code, message, code=code).response()
    if error.headers:
        response.headers.update(error.headers)
    return response


async def _answer_nobody(_request: Request, _error: ClientDisconnect) -> Response:
    return Response(status_code=HTTPStatus.BAD_REQUEST)


async def _answer_bug(_request: Request, _error: Exception) -> Response:
    return RefusedError(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "The local engine failed on this request.",
        kind=SERVER_ERROR,
    ).response()
