"""What the scripted server does with a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.openai_server import chat_bodies, response_bodies
from tests.openai_server.bodies import Content, Counts, error_body
from tests.openai_server.chat_bodies import chunk, completion

__all__ = [
    "RATE_LIMITS",
    "Answer",
    "Drop",
    "Ending",
    "Hang",
    "Refusal",
    "Script",
    "chunk",
    "completion",
    "error_body",
    "with_key",
]

RATE_LIMITS = {
    "x-ratelimit-limit-requests": "500",
    "x-ratelimit-limit-tokens": "30000",
    "x-ratelimit-remaining-requests": "0",
    "x-ratelimit-remaining-tokens": "29000",
    "x-ratelimit-reset-requests": "120ms",
    "x-ratelimit-reset-tokens": "2s",
}
"""Headers as OpenAI sends them."""


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
    FAILED = "failed"
    """``response.failed`` with `Answer.error`; Chat Completions has only `ERROR`."""


@dataclass(frozen=True)
class Answer:
    """A streamed answer, by either interface.

    Attributes:
        text: The deltas of the answer.
        reasoning: Deltas that come before it: in Responses those of a summary.
        reasoning_field: Local servers call it ``reasoning_content`` or ``reasoning``;
            ``reasoning_text`` are whole thoughts in Responses.
        refusal: The model says no with these deltas, after `text`.
        more_parts: Further parts of the text, in Responses; in Chat Completions they follow.
        more_reasoning: Further parts of the reasoning, likewise.
        unknown: Types of events that nobody knows, sent before the text, in Responses.
        delay: Seconds before the first byte of the response.
        rate: Deltas a second, 0 for as fast as they go.
        usage: Prompt and completion tokens, None where the server doesn't count.
        cached: Of the prompt tokens.
        reasoned: Of the completion tokens.
        cost: US dollars, as OpenRouter tells them.
        finish: The finish reason, None where the server never sends one.
        done: Whether ``[DONE]`` is sent, in Chat Completions.
        ending: See `Ending`.
        error: The body of the error in the stream.
        error_event: Whether that error is an SSE event named ``error``; in Responses then in the
            form that OpenAI describes, else as the body of an HTTP error.
        echo_key: Put what the client sent as its key into the message of that error.
        headers: More headers.
        chunked: Whether the end of the body can be told from a cut; False is HTTP/1.0's way.
        line_end: What ends a line: LF, CR or both.
        one_write: Send everything in one piece.
        drip: Send a byte at a time.
    """

    text: tuple[str, ...] = ("Hello", ", ", "world", ".")
    reasoning: tuple[str, ...] = ()
    reasoning_field: str = "reasoning_content"
    refusal: tuple[str, ...] = ()
    more_parts: tuple[tuple[str, ...], ...] = ()
    more_reasoning: tuple[tuple[str, ...], ...] = ()
    unknown: tuple[str, ...] = ()
    delay: float = 0.0
    rate: float = 0.0
    usage: tuple[int, int] | None = (9, 4)
    cached: int = 0
    reasoned: int = 0
    cost: float | None = None
    finish: str | None = "stop"
    done: bool = True
    ending: Ending = Ending.CLEAN
    error: dict[str, Any] = field(default_factory=lambda: error_body("It broke.", "server_error"))
    error_event: bool = False
    echo_key: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    chunked: bool = True
    line_end: str = "\n"
    one_write: bool = False
    drip: bool = False

    @property
    def content(self) -> Content:
        """What is said."""
        return Content(
            parts=tuple(filter(None, (self.text, *self.more_parts))),
            reasoning=tuple(filter(None, (self.reasoning, *self.more_reasoning))),
            reasoning_field=self.reasoning_field,
            refusal=self.refusal,
            finish=self.finish,
            counts=self.usage and Counts(*self.usage, self.cached, self.reasoned, self.cost),
        )

    def events(self, model: str, *, responses: bool = False, key: str = "") -> Iterator[bytes]:
        """Yield the server-sent events, each with its empty line.

        Args:
            model: Who answers.
            responses: By that interface, else by Chat Completions.
            key: What the client sent as its key, see `echo_key`.
        """
        error = with_key(self.error, key) if self.echo_key else self.error
        if responses:
            events = response_bodies.events(
                model,
                self.content,
                self.ending.value,
                error,
                flat_error=self.error_event,
                unknown=self.unknown,
            )
        else:
            events = chat_bodies.events(
                model,
                self.content,
                self.ending.value,
                error,
                named_error=self.error_event,
                done=self.done,
            )
        for name, data in events:
            lines = [f"event: {name}"] if name else []
            yield (self.line_end.join([*lines, f"data: {data}", "", ""])).encode()

    def whole(self, model: str, *, responses: bool = False) -> dict[str, Any]:
        """Return the one body that a request without ``stream`` gets."""
        if responses:
            return response_bodies.whole(model, self.content)
        return chat_bodies.completion(model, self)


@dataclass(frozen=True)
class Refusal:
    """An HTTP response that is no stream.

    Attributes:
        status: The HTTP status.
        body: An object that is sent as JSON, or any text.
        headers: More headers.
        content_type: Set by the kind of body if empty.
        delay: Seconds before the response.
        echo_key: Tell what the client sent as its key: in the message of the error, or wherever
            ``{key}`` stands in a text and in the headers.
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


def with_key(body: dict[str, Any], sent: str) -> dict[str, Any]:
    """Return an error that tells what the client sent as its key."""
    error = body.get("error")
    if not isinstance(error, dict):
        return {**body, "error": f"{error} You sent: {sent}"}
    return {**body, "error": {**error, "message": f"{error.get('message')} You sent: {sent}"}}
