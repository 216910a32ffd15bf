"""What the scripted server does with a request, and the bytes that say it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Ending(StrEnum):
    """What happens after the last delta of an `Answer`."""

    CLEAN = "clean"
    CUT = "cut"
    """The connection is closed in good order, but the answer isn't whole."""
    RESET = "reset"
    """The connection is reset (RST)."""
    STALL = "stall"
    """Nothing comes any more until the client gives up."""
    GARBLE = "garble"
    """An event that is no JSON, then a clean end."""
    ERROR = "error"
    """`Answer.error` in the stream, then the end."""


@dataclass(frozen=True)
class Answer:
    """A streamed answer.

    Attributes:
        text: The deltas of the answer.
        reasoning: Deltas that come before it.
        reasoning_field: Local servers call it ``reasoning_content`` or ``reasoning``.
        delay: Seconds before the first byte of the response.
        rate: Deltas a second, 0 for as fast as they go.
        usage: Prompt and completion tokens, None where the server doesn't count.
        finish: The finish reason, None where the server never sends one.
        done: Whether ``[DONE]`` is sent.
        ending: See `Ending`.
        error: The body of the error in the stream.
        error_event: Whether that error is an SSE event named ``error``.
        chunked: Whether the end of the body can be told from a cut; False is HTTP/1.0's way.
        line_end: What ends a line: LF, CR or both.
        one_write: Send everything in one piece.
    """

    text: tuple[str, ...] = ("Hello", ", ", "world", ".")
    reasoning: tuple[str, ...] = ()
    reasoning_field: str = "reasoning_content"
    delay: float = 0.0
    rate: float = 0.0
    usage: tuple[int, int] | None = (9, 4)
    finish: str | None = "stop"
    done: bool = True
    ending: Ending = Ending.CLEAN
    error: dict[str, Any] = field(default_factory=lambda: error_body("It broke.", "server_error"))
    error_event: bool = False
    chunked: bool = True
    line_end: str = "\n"
    one_write: bool = False

    def events(self, model: str) -> Iterator[bytes]:
        """Yield the server-sent events, each with its empty line."""
        for words, name in ((self.reasoning, self.reasoning_field), (self.text, "content")):
            for word in words:
                yield self._event(json.dumps(chunk(model, {name: word})))
        if self.ending is Ending.GARBLE:
            yield self._event('{"choices": [{"delta": {"cont')
        if self.ending is Ending.ERROR:
            yield self._event(json.dumps(self.error), "error" if self.error_event else "")
        if self.ending in (Ending.CLEAN, Ending.GARBLE):
            yield from self._last_events(model)

    def _last_events(self, model: str) -> Iterator[bytes]:
        if self.finish is not None:
            yield self._event(json.dumps(chunk(model, {}, finish=self.finish)))
        if self.usage is not None:
            yield self._event(json.dumps(chunk(model, None, usage=self.usage)))
        if self.done:
            yield self._event("[DONE]")

    def _event(self, data: str, name: str = "") -> bytes:
        lines = [f"event: {name}"] if name else []
        return (self.line_end.join([*lines, f"data: {data}", "", ""])).encode()


@dataclass(frozen=True)
class Refusal:
    """An HTTP response that is no stream.

    Attributes:
        status: The HTTP status.
        body: An object that is sent as JSON, or any text.
        headers: More headers.
        content_type: Set by the kind of body if empty.
        delay: Seconds before the response.
        echo_key: Put what the client sent as its key into the message of the error.
    """

    status: int = 500
    body: dict[str, Any] | list[Any] | str | bytes = field(
        default_factory=lambda: error_body("It broke.", "server_error")
    )
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = ""
    delay: float = 0.0
    echo_key: bool = False


@dataclass(frozen=True)
class Hang:
    """The request is read and nothing is sent, until the client goes."""


@dataclass(frozen=True)
class Drop:
    """The connection ends before a byte of the response; `reset`: with an RST."""

    reset: bool = False


Script = Answer | Refusal | Hang | Drop


def error_body(message: str, code: str | None = None, **more: Any) -> dict[str, Any]:
    """Return OpenAI's error object."""
    return {"error": {"message": message, "type": "api_error", "param": None, "code": code, **more}}


def chunk(
    model: str,
    delta: dict[str, Any] | None,
    *,
    finish: str | None = None,
    usage: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """Return one chunk of a streamed completion; without a delta the last one with the counts."""
    choices = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": model,
        "choices": [] if delta is None else choices,
    }
    return body if usage is None else {**body, "usage": counts(usage)}


def completion(model: str, answer: Answer) -> dict[str, Any]:
    """Return the whole completion that a request without ``stream`` gets."""
    message = {"role": "assistant", "content": "".join(answer.text), "refusal": None}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": message,
                "logprobs": None,
                "finish_reason": answer.finish or "stop",
            }
        ],
    }
    return body if answer.usage is None else {**body, "usage": counts(answer.usage)}


def counts(usage: tuple[int, int]) -> dict[str, int]:
    """Return OpenAI's usage object."""
    return {
        "prompt_tokens": usage[0],
        "completion_tokens": usage[1],
        "total_tokens": sum(usage),
    }
