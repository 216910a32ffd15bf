"""Cuts a long JSON file into the values it lists, without reading it as a whole.

What is cut is either a list, of which each object is one value, or objects one after another, such
as a single one. Only brackets and strings are looked at: whether a piece is JSON at all shows when
it is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_app.core.errors import Failure

LARGEST = 256 * 1024 * 1024
"""Bytes of one value; a longer one would take too much memory."""

DEEPEST = 1000
"""How many brackets may be open at a time in one value; the parser goes no deeper than 1024."""

TOO_LARGE = Failure(
    "This conversation is larger than 256 MB",
    "Remove the pictures from it in the program it comes from, then export it again.",
    code="import_too_large",
)
TOO_DEEP = Failure(
    "This is nested deeper than any conversation",
    "It may have been made to do harm, or to test programs.",
    code="import_too_deep",
)
CUT_OFF = Failure(
    "The file ends in the middle of a conversation",
    "It was not copied or downloaded to its end. Get it again, then import it again: what is here "
    "already is not taken twice.",
    code="import_cut_off",
)

# Everything up to the next bracket. Strings are passed over whole, whatever stands in them.
_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+([{}\[\]])', re.DOTALL)
_NO_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_IN_STRING = re.compile(rb"(?:[^\"\\]++|\\.)*+", re.DOTALL)
_OPENING = b"{["


class Splitter:
    """Takes the bytes of a file, in UTF-8, and gives the values in it as soon as they are whole.

    A value that can't be used is given as the reason why. Memory is bounded by `LARGEST`.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._in_string = False
        self._in_list = False
        self._depth = 0  # Of brackets in the present value.
        self._kept: list[bytes] = []
        self._size = 0
        self._trouble: Failure | None = None

    def feed(self, chunk: bytes) -> Iterator[bytes | Failure]:
        """Yield the values that end in `chunk`."""
        data = self._rest + chunk
        at = start = 0
        if self._in_string:
            at = self._end_of_string(data)
        while not self._in_string and (found := _BRACKET.match(data, at)):
            at = found.end()
            if self._depth == 0:
                start = at - 1
            if data[at - 1] in _OPENING:
                self._open(data[at - 1 : at])
            elif self._close():
                self._keep(data[start:at])
                yield self._value()
        at = self._pass_over(data, at)
        if self._depth:
            self._keep(data[start:at])
        self._rest = data[at:]

    def end(self) -> Iterator[Failure]:
        """Yield why the last value isn't whole, if it isn't."""
        if self._depth or self._in_list or self._in_string:
            yield CUT_OFF

    def _open(self, bracket: bytes) -> None:
        if self._depth == 0 and bracket == b"[" and not self._in_list:
            self._in_list = True
            return
        self._depth += 1
        if self._depth > DEEPEST:
            self._trouble = TOO_DEEP

    def _close(self) -> bool:
        """Count a closing bracket; return whether it closes a value."""
        if self._depth == 0:
            self._in_list = False
            return False
        self._depth -= 1
        return self._depth == 0

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > LARGEST and self._trouble is None:
            self._trouble = TOO_LARGE
        if self._trouble is None:
            self._kept.append(piece)
        else:
            self._kept.clear()

    def _value(self) -> bytes | Failure:
        value = self._trouble or b"".join(self._kept)
        self._kept, self._size, self._trouble = [], 0, None
        return value

    def _end_of_string(self, data: bytes) -> int:
        """Return where the string ends that began before `data`, or what of it is looked at."""
        found = _IN_STRING.match(data)
        at = found.end() if found else 0
        if at < len(data) and data[at] == ord('"'):
            self._in_string = False
            return at + 1
        return at

    def _pass_over(self, data: bytes, at: int) -> int:
        """Return up to where `data` need not be looked at again."""
        if self._in_string:
            return at
        found = _NO_BRACKET.match(data, at)
        at = found.end() if found else at
        if at < len(data):  # A string begins here that ends in a later chunk.
            self._in_string = True
            inside = _IN_STRING.match(data, at + 1)
            at = inside.end() if inside else at + 1
        return at
