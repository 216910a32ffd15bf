"""Where words stand in a text that may grow."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from desktop_app.ui.chat.transcript.laid.utf16 import units

Span = tuple[int, int]
"""The first UTF-16 unit of a stretch, and the one behind its last."""


class Hits:
    """The places of words in one text, found once; case is folded as Unicode has it.

    Attributes:
        words: What is looked for.

    Args:
        words: What is looked for; empty for nothing.
    """

    __slots__ = ("_end", "_end_units", "_folded", "_searched", "_spans", "words")

    def __init__(self, words: str) -> None:
        self.words = words
        self._folded = words.casefold()
        self._spans: list[Span] = []
        self._searched = 0
        """The characters of the text that were looked through."""
        self._end = 0
        """The character behind the last hit, and next the unit of it."""
        self._end_units = 0

    def within(self, text: str) -> Sequence[Span]:
        """Return where the words stand, in order and apart from each other.

        Args:
            text: The one of the last time, or that with something appended, which alone is looked
                through then.
        """
        if self._folded and len(text) > self._searched:
            # What was appended may have made a hit of the last characters.
            start = max(self._end, self._searched - len(self._folded) + 1)
            self._searched = len(text)
            found = _found(text[start:], self._folded)
            if text.isascii():
                self._spans += [(start + first, start + last) for first, last in found]
                self._end = self._end_units = self._spans[-1][1] if self._spans else 0
            else:
                for first, last in found:
                    self._add(text, start + first, start + last)
        return self._spans

    def _add(self, text: str, first: int, last: int) -> None:
        start = self._end_units + units(text[self._end : first])
        self._end, self._end_units = last, start + units(text[first:last])
        self._spans.append((start, self._end_units))


def _found(text: str, folded: str) -> Iterator[tuple[int, int]]:
    """Yield the first character of every hit and the one behind its last."""
    whole = text.casefold()
    if len(whole) == len(text):
        for match in re.finditer(re.escape(folded), whole):
            yield match.span()
        return
    # Every character is folded for itself, to one character or, like "ß", to more.
    starts = list(accumulate(map(len, map(str.casefold, text)), initial=0))
    at = whole.find(folded)
    while at >= 0:
        last = bisect_left(starts, at + len(folded))
        yield bisect_right(starts, at) - 1, last
        at = whole.find(folded, starts[last])
