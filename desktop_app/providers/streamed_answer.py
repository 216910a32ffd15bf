"""The bytes of one answer, whichever interface it is of."""

from __future__ import annotations

import logging
import math
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from desktop_app.core.errors import ProviderError
from desktop_app.core.events import Finished, StreamEvent, UsageReported
from desktop_app.providers.connection import Connection
from desktop_app.providers.joined_events import Joined
from desktop_app.providers.refusals import Refusal, is_web_page, read_refusal
from desktop_app.providers.scrub import scrub
from desktop_app.providers.sse import LIMIT, EventReader, ServerEvent
from desktop_app.providers.translate import malformed, refused, translate, web_page

logger = logging.getLogger(__name__)

_BLANK = b"\xef\xbb\xbf \t\r\n"
_ENOUGH = len(b"event:")
_SSE = re.compile(rb"(data|event|id|retry)?:")
_SHOWN = 300
"""Characters of an unreadable answer that are quoted."""

_LOOKED_AT = 10_000
"""Bytes of it in which secrets are looked for before it is cut."""

_LONGEST_WORD = 80
"""Characters of a finish reason, or of the name of an event; longer ones are none."""

_UNKNOWN_SHOWN = 20
"""Kinds of unknown events that are named in the log."""

_UNKNOWN_COUNTED = 200

_MOST_TOKENS = 10**12
"""More than any request has; servers that don't count send the largest number there is."""


class StreamedAnswer(ABC):
    """One answer while it is read. Feed it in order, then call `end`; at the very end `close`.

    Servers do not always send the stream they were asked for: a whole answer as JSON is taken
    as well, and a web page is recognised. What counts is the first bytes, because the content
    types of small servers are often wrong.

    Attributes:
        finished: The server said that the answer is whole.
        done: Nothing more comes after it.
        failure: Why reading ended early. What came before it was returned as events.
        refusal: What the server said, where that is why.
        headers: Those of the response.

    Args:
        connection: Who answers.
        model: The model that was asked for.
    """

    def __init__(self, connection: Connection, model: str) -> None:
        self.finished = False
        self.done = False
        self.failure: ProviderError | None = None
        self.refusal: Refusal | None = None
        self.headers: Mapping[str, str] = {}
        self._connection = connection
        self._model = model
        self._body = bytearray()
        self._feed: Callable[[bytes], list[StreamEvent]] = self._feed_start
        self._reader = EventReader()
        self._has_text = False
        self._unknown: Counter[str] = Counter()

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

    def refuse(self, refusal: Refusal) -> None:
        """Keep why the server doesn't answer, or doesn't go on."""
        if not self.finished:
            self.refusal = refusal
            self.fail(refused(refusal, self._connection, self._model))

    def fail(self, failure: ProviderError) -> None:
        """Keep why reading ended; what goes wrong behind a whole answer makes it no less whole."""
        if not self.finished:
            self.failure = failure

    def break_off(self, error: Exception) -> None:
        """Keep that the connection failed, see `translate`."""
        # Kept, not raised: as its context the original, which may quote the key, would be kept.
        self.fail(translate(error, self._connection, self._model, self.headers))

    def close(self) -> None:
        """Tell the log which events nobody here knows."""
        if self._unknown:
            names = (f"{n}x {name}" for name, n in self._unknown.most_common(_UNKNOWN_SHOWN))
            told = scrub(", ".join(names), self._connection.key)
            logger.info("Events that are not known were passed over: %s", told)

    @abstractmethod
    def _event(self, event: dict[str, Any], joined: Joined) -> None:
        """Take one event of the stream, which may tell of an error."""

    @abstractmethod
    def _take_whole(self, body: dict[str, Any], joined: Joined) -> bool:
        """Take a whole answer, or an error; return whether it was one."""

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
            event = orjson.loads(data)
        except orjson.JSONDecodeError:
            self._not_json(name, data)
            return
        if not isinstance(event, dict):
            self._fail_malformed(data)
        elif name == b"error":
            self._refuse_by(event)
        else:
            self._event(event, joined)

    def _not_json(self, name: bytes, data: bytes) -> None:
        if name == b"error":
            self.refuse(read_refusal(0, data.decode(errors="replace"), self.headers))
        elif data.strip():
            self._fail_malformed(data)

    def _refuse_by(self, error: dict[str, Any]) -> None:
        self.refuse(read_refusal(0, error, self.headers))

    def _whole(self, body: bytes) -> list[StreamEvent]:
        joined = Joined()
        try:
            answer = orjson.loads(body)
        except orjson.JSONDecodeError:
            answer = None
        if isinstance(answer, list) and answer:
            answer = answer[0]
        if not isinstance(answer, dict) or not self._take_whole(answer, joined):
            self._fail_unread(body)
        return joined.events()

    def _pass_over(self, kind: str) -> None:
        """Count an event that nobody here knows."""
        many = kind not in self._unknown and len(self._unknown) >= _UNKNOWN_COUNTED
        if many or len(kind) > _LONGEST_WORD:
            kind = "others"
        self._unknown[kind] += 1

    def _finish(self, reason: str, joined: Joined) -> None:
        self.finished = True
        # It is kept with the answer, and comes from the server.
        shown = scrub(reason, self._connection.key) if len(reason) <= _LONGEST_WORD else "other"
        joined.add(Finished(shown))

    def _fail_malformed(self, data: bytes) -> None:
        text = data[:_LOOKED_AT].decode(errors="replace")
        quoted = scrub(text, *self._connection.secrets, most=_SHOWN)
        self.fail(malformed(quoted, self._connection, self.headers))

    def _fail_unread(self, body: bytes) -> None:
        text = body.decode(errors="replace")
        if is_web_page(text):
            self.fail(web_page(text, self._connection, self.headers))
        else:
            self._fail_malformed(body)


def counted(usage: object, read: str, written: str) -> UsageReported | None:
    """Return what a server counted, None where it doesn't tell.

    Args:
        usage: The object of its counts.
        read: What the tokens that were read are called in there: ``prompt`` or ``input``.
        written: Likewise, ``completion`` or ``output``.
    """
    if not isinstance(usage, dict):
        return None
    tokens_read, tokens_written = (_count(usage, f"{what}_tokens") for what in (read, written))
    if tokens_read is None or tokens_written is None:
        return None
    return UsageReported(
        tokens_read,
        tokens_written,
        _count(usage.get(f"{read}_tokens_details"), "cached_tokens") or 0,
        _count(usage.get(f"{written}_tokens_details"), "reasoning_tokens") or 0,
        _dollars(usage),
    )


def _count(counts: object, name: str) -> int | None:
    number = counts.get(name) if isinstance(counts, dict) else None
    return number if type(number) is int and 0 <= number <= _MOST_TOKENS else None


def _dollars(usage: dict[str, Any]) -> float | None:
    """Return what a request cost, which OpenRouter tells beside the counts."""
    cost = usage.get("cost")
    if not isinstance(cost, int | float) or isinstance(cost, bool):
        return None
    return float(cost) if 0 <= cost < math.inf else None
