"""The bytes of one Chat Completions answer, read into events."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import orjson

from desktop_app.core.errors import ProviderError
from desktop_app.core.events import (
    Finished,
    ReasoningDelta,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from desktop_app.providers.connection import Connection
from desktop_app.providers.refusals import is_web_page, read_refusal
from desktop_app.providers.sse import LIMIT, EventReader, ServerEvent
from desktop_app.providers.translate import malformed, refused, web_page

_BLANK = b"\xef\xbb\xbf \t\r\n"
_ENOUGH = len(b"event:")
_SSE = re.compile(rb"(data|event|id|retry)?:")
_SHOWN = 300
"""Bytes of an unreadable answer that are quoted."""


class Answer:
    """One answer while it is read. Feed it in order, then call `end`.

    Servers do not always send the stream they were asked for: a whole completion as JSON is taken
    as well, and a web page is recognised. What counts is the first bytes, because the content
    types of small servers are often wrong.

    Attributes:
        finished: The server said that the answer is whole.
        done: Nothing more comes after it.
        failure: Why reading ended early. What came before it was returned as events.

    Args:
        connection: Who answers.
        model: The model that was asked for.
    """

    def __init__(self, connection: Connection, model: str) -> None:
        self.finished = False
        self.done = False
        self.failure: ProviderError | None = None
        self._connection = connection
        self._model = model
        self._body = bytearray()
        self._feed: Callable[[bytes], list[StreamEvent]] = self._feed_start
        self._reader = EventReader()
        self._has_text = False

    def feed(self, piece: bytes) -> list[StreamEvent]:
        """Return what `piece` brought, adjacent deltas of one kind joined."""
        return self._feed(piece)

    def end(self) -> list[StreamEvent]:
        """Return what is left when the connection has ended in good order."""
        if self._feed == self._feed_stream:
            return self._events(self._reader.end())
        body = bytes(self._body)
        if not body:
            return []
        if body[:1] in b"{[":
            return self._whole(body)
        self._fail_unread(body)
        return []

    def _feed_start(self, piece: bytes) -> list[StreamEvent]:
        self._body += piece
        head = bytes(self._body).lstrip(_BLANK)
        self._body[:] = head
        if len(head) < _ENOUGH:
            return []
        if _SSE.match(head):
            self._body.clear()
            self._feed = self._feed_stream
            return self._feed_stream(head)
        self._feed = self._feed_body
        return []

    def _feed_body(self, piece: bytes) -> list[StreamEvent]:
        self._body += piece
        if len(self._body) > LIMIT:
            self._fail_unread(bytes(self._body))
        return []

    def _feed_stream(self, piece: bytes) -> list[StreamEvent]:
        try:
            return self._events(self._reader.feed(piece))
        except ProviderError as error:
            self.failure = error
            return []

    def _events(self, arrived: list[ServerEvent]) -> list[StreamEvent]:
        joined = Joined()
        for name, data in arrived:
            self._take(name, data, joined)
            if self.failure is not None or self.done:
                break
        return joined.events()

    def _take(self, name: bytes, data: bytes, joined: Joined) -> None:
        if data == b"[DONE]":
            self.done = True
            if not self.finished and self._has_text:
                # Some servers never send a finish reason.
                self._finish("stop", joined)
            return
        try:
            chunk = orjson.loads(data)
        except orjson.JSONDecodeError:
            self._not_json(name, data)
            return
        if not isinstance(chunk, dict):
            self._fail(malformed(_quoted(data), self._connection))
        elif name == b"error" or _is_error(chunk):
            self._fail(refused(read_refusal(0, chunk), self._connection, self._model))
        else:
            self._chunk(chunk, "delta", joined)

    def _not_json(self, name: bytes, data: bytes) -> None:
        if name == b"error":
            words = data.decode(errors="replace")
            self._fail(refused(read_refusal(0, words), self._connection, self._model))
        elif data.strip():
            self._fail(malformed(_quoted(data), self._connection))

    def _chunk(self, chunk: dict[str, Any], part: str, joined: Joined) -> None:
        choices = chunk.get("choices")
        if choices:
            try:
                self._choice(choices[0], choices[0].get(part) or {}, joined)
            except (AttributeError, KeyError, TypeError):
                self._fail(malformed(_quoted(orjson.dumps(chunk)), self._connection))
        usage = chunk.get("usage")
        if usage and isinstance(usage, dict):
            read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
            if isinstance(read, int) and isinstance(written, int):
                joined.add(UsageReported(read, written))

    def _choice(self, choice: dict[str, Any], delta: dict[str, Any], joined: Joined) -> None:
        thought = delta.get("reasoning_content") or delta.get("reasoning")
        if thought and isinstance(thought, str):
            joined.reason(thought)
        # A refusal in words stands beside the content, which is null then.
        text = delta.get("content") or delta.get("refusal")
        if text and isinstance(text, str):
            self._has_text = True
            joined.say(text)
        reason = choice.get("finish_reason")
        if reason and not self.finished:
            self._finish(str(reason), joined)

    def _whole(self, body: bytes) -> list[StreamEvent]:
        joined = Joined()
        try:
            completion = orjson.loads(body)
        except orjson.JSONDecodeError:
            completion = None
        if isinstance(completion, list) and completion:
            completion = completion[0]
        if not isinstance(completion, dict):
            self._fail_unread(body)
        elif _is_error(completion):
            self._fail(refused(read_refusal(0, completion), self._connection, self._model))
        elif not completion.get("choices"):
            self._fail_unread(body)
        else:
            self._chunk(completion, "message", joined)
            if self.failure is None and not self.finished:
                self._finish("stop", joined)
        return joined.events()

    def _finish(self, reason: str, joined: Joined) -> None:
        self.finished = True
        joined.add(Finished(reason))

    def _fail_unread(self, body: bytes) -> None:
        text = body.decode(errors="replace")
        if is_web_page(text):
            self._fail(web_page(text, self._connection))
        else:
            self._fail(malformed(_quoted(body), self._connection))

    def _fail(self, failure: ProviderError) -> None:
        # What goes wrong behind a whole answer doesn't make it less whole.
        if not self.finished:
            self.failure = failure


class Joined:
    """Events in the order they came, adjacent deltas of one kind joined."""

    __slots__ = ("_events", "_kind", "_texts")

    def __init__(self) -> None:
        self._events: list[StreamEvent] = []
        self._texts: list[str] = []
        self._kind: type[TextDelta | ReasoningDelta] = TextDelta

    def say(self, text: str) -> None:
        """Add to the answer."""
        if self._kind is not TextDelta:
            self._flush()
            self._kind = TextDelta
        self._texts.append(text)

    def reason(self, text: str) -> None:
        """Add to what the model says to itself."""
        if self._kind is not ReasoningDelta:
            self._flush()
            self._kind = ReasoningDelta
        self._texts.append(text)

    def add(self, event: StreamEvent) -> None:
        """Add an event that is not joined with others."""
        self._flush()
        self._events.append(event)

    def events(self) -> list[StreamEvent]:
        """Return all of them."""
        self._flush()
        return self._events

    def _flush(self) -> None:
        if self._texts:
            self._events.append(self._kind("".join(self._texts)))
            self._texts.clear()


def _is_error(body: dict[str, Any]) -> bool:
    return bool(body.get("error")) or (
        "choices" not in body and "error" in (body.get("object"), body.get("type"))
    )


def _quoted(data: bytes) -> str:
    shown = data[:_SHOWN].decode(errors="replace")
    return f"{shown}…" if len(data) > _SHOWN else shown
