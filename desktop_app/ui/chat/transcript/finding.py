"""What is looked for in a conversation, and where the reader has got to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from desktop_app.core.markdown.plain import piece_text
from desktop_app.ui.chat.transcript.laid.hits import Hits, Span
from desktop_app.ui.chat.transcript.places import Place
from desktop_app.ui.chat.transcript.row_text import Section

_LETTERS = re.compile(r"[^\W_]+")
_OTHERS = re.compile(r"[\W_]+")
_GONE = -1


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
        self._longest_word = ""
        self._number_in_row = 0
        self._counts: dict[int, int] = {}
        self._read: set[int] = set()
        self._order: list[int] = []

    def look_for(self, words: str) -> None:
        """Look for other words."""
        self.words = words
        self.current = None
        self.searching = bool(words)
        self._longest_word = max(_LETTERS.findall(words.casefold()), key=len, default="")
        self._counts.clear()
        self._read.clear()
        self._order.clear()

    def take(self, found: Iterable[tuple[int, int]]) -> None:
        """Add messages that hold the words: position and how often.

        Of those that were counted themselves, see `correct`, it is known better already.
        """
        self._counts.update(hit for hit in found if hit[0] not in self._read)
        self._order = sorted(self._counts)

    @property
    def total(self) -> int:
        """How often the words were found."""
        return sum(self._counts.values())

    @property
    def passed(self) -> int:
        """Which hit the reader is at, counted from 1; 0 before the first was gone to.

        It is 0, too, after what was gone to isn't shown any more.
        """
        if self.current is None or self._number_in_row == _GONE:
            return 0
        row = self.current.start.row
        before = sum(count for number, count in self._counts.items() if number < row)
        return min(before + self._number_in_row + 1, self.total)

    def spans(self, text: str) -> Sequence[Span]:
        """Return where the words stand in the text of a piece, in UTF-16 units."""
        return Hits(self.words).within(text)

    def rows_from(self, row: int, *, forward: bool) -> Iterator[int]:
        """Yield the messages with hits from `row` on, `row` itself first, and then round."""
        if forward:
            cut = bisect_left(self._order, row)
            yield from self._order[cut:] + self._order[:cut]
        else:
            cut = bisect_right(self._order, row)
            yield from reversed(self._order[cut:] + self._order[:cut])

    def hits_in(self, place: Place, section: Section, block: int) -> list[Hit]:
        """Return the hits in one block in reading order; none in one that isn't there any more.

        Args:
            place: Where the block begins.
            section: What it belongs to.
            block: Its number in there.
        """
        if block >= section.body.count or not self._may_hold(section.body.source(block)):
            return []
        return [
            Hit(place._replace(piece=number, offset=start), end - start)
            for number, piece in enumerate(section.body.pieces(block))
            for start, end in self.spans(piece_text(piece))
        ]

    def correct(self, row: int, hits: Sequence[Hit]) -> None:
        """Take over which hits a message really shows, whether any were told of or not.

        The one the reader is at may be another one of them than before, or none.
        """
        count = len(hits)
        self._read.add(row)
        at = bisect_left(self._order, row)
        if not count and self._counts.pop(row, 0):
            del self._order[at]
        elif count and row not in self._counts:
            self._order.insert(at, row)
        if count:
            self._counts[row] = count
        if self.current is not None and self.current.start.row == row:
            at = bisect_left(hits, self.current)
            self._number_in_row = at if at < count and hits[at] == self.current else _GONE

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
