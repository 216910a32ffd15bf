"""Server-sent events read from bytes, in whatever pieces the network brings them.

The format is the one of https://html.spec.whatwg.org/multipage/server-sent-events.html. Only whole
lines are looked at, so a character or a line end that is split between two pieces does no harm,
and the work for a delta does not grow with what came before.
"""

from __future__ import annotations

from desktop_app.core.errors import ProviderError

LIMIT = 16 * 1024 * 1024
"""Bytes that one event may hold."""

BOM = b"\xef\xbb\xbf"


ServerEvent = tuple[bytes, bytes]
"""The name of an event, empty for the usual ones, and its data lines joined by newlines."""


class EventReader:
    """Turns pieces of a stream into events. Feed it in order, then call `end`.

    Args:
        limit: Bytes that one event may hold.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._partial: list[bytes] = []
        self._partial_size = 0
        self._name = b""
        self._data: list[bytes] = []
        self._data_size = 0
        self._after_cr = False
        self._started = False

    def feed(self, piece: bytes) -> list[ServerEvent]:
        """Return the events that `piece` completes.

        Raises:
            ProviderError: An event is larger than the limit.
        """
        if self._after_cr and piece:
            # A CR ended the last line at once; the LF that belongs to it came only now.
            self._after_cr = False
            if piece.startswith(b"\n"):
                piece = piece[1:]
        if not piece:
            return []
        lines = piece.splitlines()
        whole = piece.endswith((b"\n", b"\r"))
        self._after_cr = piece.endswith(b"\r")
        rest = b"" if whole else lines.pop()
        events: list[ServerEvent] = []
        if lines:
            if self._partial:
                self._partial.append(lines[0])
                lines[0] = b"".join(self._partial)
                self._partial.clear()
                self._partial_size = 0
            self._take(lines, events)
        if rest:
            self._partial.append(rest)
            self._partial_size += len(rest)
        if self._partial_size + self._data_size > self._limit:
            raise ProviderError(
                "The server sent more in one piece than Chatloom takes",
                "What had arrived is kept. Try again, or pick another model.",
                f"One event holds more than {self._limit} bytes.",
                code="malformed_answer",
            )
        return events

    def end(self) -> list[ServerEvent]:
        """Return the last event, if all that is missing of it is the empty line behind it.

        Servers forget that line. A line that was cut is dropped: nobody knows what it said.
        """
        events: list[ServerEvent] = []
        self._partial.clear()
        self._take([b""], events)
        return events

    def _take(self, lines: list[bytes], events: list[ServerEvent]) -> None:
        if not self._started:
            self._started = True
            lines[0] = lines[0].removeprefix(BOM)
        data = self._data
        for line in lines:
            if not line:
                if data:
                    events.append((self._name, data[0] if len(data) == 1 else b"\n".join(data)))
                    data.clear()
                    self._data_size = 0
                self._name = b""
            elif line.startswith(b"data: "):
                data.append(line[6:])
                self._data_size += len(line)
            elif line.startswith(b"event: "):
                self._name = line[7:]
            else:
                self._field(line)

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
            self._data_size += len(line)
        elif name == b"event":
            self._name = value.removeprefix(b" ")
