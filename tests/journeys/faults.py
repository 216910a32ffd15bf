"""What goes wrong between Chatloom and a server, and a proxy in between that makes it happen."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote

HTML = "<!doctype html><html><head><title>Sign in to the network</title></head></html>"


class Then(StrEnum):
    """What happens to a stream after its first words."""

    CUT = "cut"
    """The connection is closed in good order, but the body isn't whole."""

    RESET = "reset"
    """The connection is reset (RST)."""

    GARBLE = "garble"
    """An event that is no JSON, and the end of the connection."""

    STALL = "stall"
    """Nothing comes any more until the client gives up."""

    ERROR = "error"
    """The server says in the stream that it failed, quoting the key, and ends."""


@dataclass(frozen=True, slots=True)
class Through:
    """The request goes on to the server, and what it says comes back.

    Attributes:
        then: What happens after `words`; None lets the whole of it through.
        words: Deltas of text that come through before.
        pause: Seconds before each delta: a stream that drips.
    """

    then: Then | None = None
    words: int = 3
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Instead:
    """What the proxy answers itself; the server never hears of it.

    Attributes:
        status: The HTTP status.
        body: An object that is sent as JSON, or the text of a page.
        headers: More headers. In them, as in the body, what `echoed` knows is filled in.
    """

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, key: str) -> bytes:
        """Return all bytes of the response to a request with that key."""
        body, kind = self.body, "text/html; charset=utf-8"
        if not isinstance(body, str):
            body, kind = json.dumps(body), "application/json"
        data = echoed(body, key).encode()
        headers = {"Content-Type": kind, "Content-Length": len(data), "Connection": "close"}
        lines = [
            f"HTTP/1.1 {self.status} Said so",
            *(f"{name}: {value}" for name, value in {**headers, **self.headers}.items()),
        ]
        return echoed("\r\n".join([*lines, "", ""]), key).encode() + data


@dataclass(frozen=True, slots=True)
class Silence:
    """The request is read and nothing is sent, until the client goes."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """The connection ends before a byte of the response, with an RST."""


Fault = Through | Instead | Silence | HangUp

THROUGH = Through()


def echoed(text: str, key: str) -> str:
    """Return a text in which ``{key}``, ``{quoted}`` and ``{base64}`` are a key in that form."""
    forms = {
        "{key}": key,
        "{quoted}": quote(key, safe=""),
        "{base64}": base64.b64encode(key.encode()).decode(),
    }
    for name, form in forms.items():
        text = text.replace(name, form)
    return text


def refusal(
    status: int, message: str, code: str | None = None, kind: str = "api_error", **more: Any
) -> Instead:
    """Return a refusal as OpenAI words it; ``headers`` are the response's, all else its error's."""
    headers = more.pop("headers", {})
    error = {"message": message, "type": kind, "param": None, "code": code, **more}
    return Instead(status, {"error": error}, headers)


WRONG_KEY = refusal(
    401,
    "Incorrect API key provided: {key}. You can find your API key in your account.",
    "invalid_api_key",
    "invalid_request_error",
)
EMPTY_WALLET = refusal(
    429,
    "You exceeded your current quota, please check your plan and billing details.",
    "insufficient_quota",
    "insufficient_quota",
)
OVERLOADED = refusal(503, "Slow down, overloaded.", "server_is_overloaded", "server_error")
NO_SUCH_MODEL = refusal(
    404, "The model does not exist or you do not have access to it.", "model_not_found"
)
TOO_LONG = refusal(
    400,
    "This model's maximum context length is 4096 tokens. However, your messages resulted in 9000.",
    "context_length_exceeded",
    "invalid_request_error",
    param="messages",
)
HTML_PAGE = Instead(200, HTML)
HTML_ERROR = Instead(502, "<html><head><title>Bad gateway for {key}</title></head></html>")
ELSEWHERE = Instead(307, "", {"Location": "http://127.0.0.1:9/v1/chat/completions"})
NO_JSON = Instead(200, '{"id": "chatcmpl-1", "choices": [', {"Content-Type": "application/json"})


def too_many(seconds: float) -> Instead:
    """Return the refusal of a server that gets too many requests, and says how long to wait."""
    return refusal(
        429,
        "Rate limit reached for requests.",
        "rate_limit_exceeded",
        "requests",
        headers={"Retry-After": f"{seconds:g}"},
    )


def unsupported(param: str) -> Instead:
    """Return the refusal of a server whose model doesn't take a parameter."""
    return refusal(
        400,
        f"Unsupported parameter: '{param}' is not supported with this model.",
        "unsupported_parameter",
        "invalid_request_error",
        param=param,
    )
