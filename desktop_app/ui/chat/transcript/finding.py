"""What is looked for in a conversation, and where the reader has got to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from desktop_app.core.markdown.plain import piece_text
from desktop_app.ui.chat.transcript.laid.text import Span
from desktop_app.ui.chat.transcript.laid.utf16 import units
from desktop_app.ui.chat.transcript.places import Place
from desktop_app.ui.chat.transcript.row import Section

_LETTERS = re.compile(r"[^\W_]+")
_OTHERS = re.compile(r"[\W_]+")


class Hit(NamedTuple):
    """One place where the words stand.

    Attributes:
        start: Where they begin.
        length: UTF-16 units of them.
    """

    start: Place
    length: int


class Finding:
    """The words that are looked for and the messages they were found in.

    Which messages hold the words is told from outside, because most messages may not be here;
    where in a message they stand is looked up when it is shown.

    Attributes:
        words: What is looked for; empty for nothing.
        current: The hit the reader went to.
        searching: Whether more messages may be told.
    """

    def __init__(self) -> None:
        self.words = ""
        self.current: Hit | None = None
        self.searching = False
        self._pattern: re.Pattern[str] | None = None
        self._longest_word = ""
        self._number_in_row = 0
        self._counts: dict[int, int] = {}
        self._order: list[int] = []

    def look_for(self, words: str) -> None:
        """Look for other words."""
        self.words = words
        self.current = None
        self.searching = bool(words)
        self._pattern = re.compile(re.escape(words), re.IGNORECASE) if words else None
        self._longest_word = max(_LETTERS.findall(words.casefold()), key=len, default="")
        self._counts.clear()
        self._order.clear()

    def take(self, found: Iterable[tuple[int, int]]) -> None:
        """Add messages that hold the words: position and how often."""
        self._counts.update(found)
        self._order = sorted(self._counts)

    @property
    def total(self) -> int:
        """How often the words were found."""
        return sum(self._counts.values())

    @property
    def passed(self) -> int:
        """Which hit the reader is at, counted from 1; 0 before the first was gone to."""
        if self.current is None:
            return 0
        row = self.current.start.row
        before = sum(self._counts[number] for number in self._order if number < row)
        return min(before + self._number_in_row + 1, self.total)

    def spans(self, text: str) -> list[Span]:
        """Return where the words stand in the text of a piece, in UTF-16 units."""
        if self._pattern is None:
            return []
        matches = [match.span() for match in self._pattern.finditer(text)]
        if not matches or text.isascii():
            return matches
        found: list[Span] = []
        at = passed = 0
        for start, end in matches:
            first = passed + units(text[at:start])
            at, passed = end, first + units(text[start:end])
            found.append((first, passed))
        return found

    def rows_from(self, row: int, *, forward: bool) -> Iterator[int]:
        """Yield the messages with hits from `row` on, `row` itself first, and then round."""
        if forward:
            cut = bisect_left(self._order, row)
            yield from self._order[cut:] + self._order[:cut]
        else:
            cut = bisect_right(self._order, row)
            yield from reversed(self._order[cut:] + self._order[:cut])

    def hits_in(self, place: Place, section: Section, block: int) -> list[Hit]:
        """Return the hits in one block in reading order.

        Args:
            place: Where the block begins.
            section: What it belongs to.
            block: Its number in there.
        """
        if not self._may_hold(section.body.source(block)):
            return []
        return [
            Hit(place._replace(piece=number, offset=start), end - start)
            for number, piece in enumerate(section.body.pieces(block))
            for start, end in self.spans(piece_text(piece))
        ]

    def correct(self, row: int, count: int) -> None:
        """Take over how many hits a message really shows: markup isn't counted any more."""
        if row in self._counts:
            self._counts[row] = count

    def go_to(self, hit: Hit, number_in_row: int) -> None:
        """Make a hit the one the reader is at."""
        self.current = hit
        self._number_in_row = number_in_row

    def _may_hold(self, source: str) -> bool:
        # Only one word of it: what is shown may lack the marks between words in the source.
        folded = source.casefold()
        if self._longest_word in folded or "&" in folded:
            return True
        # There may be marks within the word, too, and escapes.
        return self._longest_word in _OTHERS.sub("", folded)
