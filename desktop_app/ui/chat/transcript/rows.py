"""The messages of a branch: how many there are, which of them are here, how high each is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from desktop_app.core.conversation import Message
from desktop_app.ui.chat.transcript.heights import Heights
from desktop_app.ui.chat.transcript.laid.block import Workshop
from desktop_app.ui.chat.transcript.row import Row

PAGE = 64
"""Messages that are read at a time."""

_KEPT = 512
"""Messages that stay here; a branch may have any number."""

_LAID = 40
"""Rows that stay laid out when they can't be seen any more."""

_ESTIMATE = 120
"""Pixels of a message that was never here."""

RowMaker = Callable[[Message, str], Row]


class Rows:
    """The rows of one branch by their positions, from 0.

    Attributes:
        heights: Their heights in pixels; estimates for what was never laid out.
        width: Of a row in pixels, for the estimates.

    Args:
        make: Makes the row of a message and its author's name.
    """

    def __init__(self, make: RowMaker) -> None:
        self._make = make
        self._here: dict[int, Row] = {}
        self._numbers: dict[str, int] = {}
        self._laid: dict[int, None] = {}
        self._asked: set[int] = set()
        self.width = 600
        self.heights = Heights(0, _ESTIMATE)

    @property
    def count(self) -> int:
        """How many messages the branch has, here or not."""
        return self.heights.count

    def reset(self, count: int) -> None:
        """Begin anew with a branch of `count` messages, none of which is here."""
        for row in self._here.values():
            row.release()
            row.drop_notice()
            row.close_editor()
        self._here.clear()
        self._numbers.clear()
        self._laid.clear()
        self._asked.clear()
        self.heights = Heights(count, _ESTIMATE)

    def fill(self, first: int, messages: Iterable[tuple[Message, str]]) -> None:
        """Take messages in, from position `first` on; those that are here already stay."""
        for number, (message, author) in enumerate(messages, first):
            self._asked.discard(number // PAGE)
            if number < self.count and number not in self._here:
                self._put(number, message, author)

    def add(self, message: Message, author: str) -> Row:
        """Add a message at the end."""
        number = self.count
        self.heights.count = number + 1
        return self._put(number, message, author)

    def cut(self, first: int) -> None:
        """Take the messages from position `first` on away."""
        for number in [number for number in self._here if number >= first]:
            row = self._here.pop(number)
            row.release()
            row.drop_notice()
            row.close_editor()
            del self._numbers[row.id]
            self._laid.pop(number, None)
        # A page that was asked for before may not come: it belongs to another branch now.
        self._asked.clear()
        self.heights.truncate(first)

    def at(self, number: int) -> Row | None:
        """Return the row at a position; None where it isn't here."""
        return self._here.get(number)

    def number(self, message: str) -> int | None:
        """Return the position of a message by its id; None where it isn't here."""
        return self._numbers.get(message)

    def here(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows that are here with their positions, in order."""
        for number in sorted(self._here):
            yield number, self._here[number]

    def laid(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows that were laid out lately, with their positions."""
        for number in list(self._laid):
            yield number, self._here[number]

    def restyle(self, workshop: Workshop) -> None:
        """Lay everything out anew with `workshop` when it is seen the next time."""
        for row in self._here.values():
            row.restyle(workshop)

    def forget_asked(self, first: int) -> None:
        """Tell of the page that begins at position `first` again, once it is needed again."""
        self._asked.discard(first // PAGE)

    def missing_pages(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return which pages must be read to have the rows from `first` to `last` here.

        Each is the first position and the one behind the last, and is told once.
        """
        pages: list[tuple[int, int]] = []
        for page in range(max(first, 0) // PAGE, min(last, self.count - 1) // PAGE + 1):
            start, end = page * PAGE, min((page + 1) * PAGE, self.count)
            wanted = range(max(first, start), min(last + 1, end))
            if page not in self._asked and any(number not in self._here for number in wanted):
                self._asked.add(page)
                pages.append((start, end))
        return pages

    def touch(self, number: int) -> None:
        """Remember that a row was laid out just now."""
        self._laid.pop(number, None)
        self._laid[number] = None

    def tidy(self, first: int, last: int) -> None:
        """Let go of what is far from the rows `first` to `last`, which can be seen."""
        for number in list(self._laid)[: max(len(self._laid) - _LAID, 0)]:
            row = self._here[number]
            if not row.live and not first <= number <= last:
                del self._laid[number]
                row.release()
                row.drop_notice()
        if len(self._here) > 2 * _KEPT:
            self._forget(first, last)

    def _put(self, number: int, message: Message, author: str) -> Row:
        row = self._make(message, author)
        row.width = self.width
        self._here[number] = row
        self._numbers[message.id] = number
        self.heights[number] = row.guess
        return row

    def _forget(self, first: int, last: int) -> None:
        far = sorted(self._here, key=lambda number: abs(number - (first + last) / 2))
        for number in far[_KEPT:]:
            row = self._here[number]
            if not row.is_worked_on and not first <= number <= last:
                row.release()
                row.drop_notice()
                del self._here[number], self._numbers[row.message.id]
                self._laid.pop(number, None)
