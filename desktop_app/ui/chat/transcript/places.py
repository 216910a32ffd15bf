"""Places in the text of a transcript, and the stretch between two of them."""

from __future__ import annotations

from typing import NamedTuple

_END = 1 << 60


class Place(NamedTuple):
    """A place between two characters; places compare in reading order.

    Attributes:
        row: The position of the message in its branch.
        block: The block of the message.
        piece: The piece of the block.
        offset: UTF-16 units from the beginning of the piece, as Qt counts.
    """

    row: int
    block: int = 0
    piece: int = 0
    offset: int = 0


def start_of_row(row: int) -> Place:
    """Return a place before everything in a message."""
    return Place(row, -_END)


def end_of_row(row: int) -> Place:
    """Return a place behind everything in a message."""
    return Place(row, _END, _END, _END)


class Selection(NamedTuple):
    """What is selected.

    Attributes:
        anchor: Where the selection began.
        caret: Where it goes on, which may be before the anchor.
    """

    anchor: Place
    caret: Place

    @property
    def start(self) -> Place:
        """The first of the two in reading order."""
        return min(self)

    @property
    def end(self) -> Place:
        """The last of the two in reading order."""
        return max(self)

    @property
    def rows(self) -> range:
        """The positions of the messages it touches."""
        return range(self.start.row, self.end.row + 1)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing between the two."""
        return self.anchor == self.caret

    def within(self, row: int, block: int, piece: int, length: int) -> tuple[int, int]:
        """Return the selected stretch of a piece as offsets; (0, 0) for none.

        Args:
            row: As in a `Place`.
            block: As in a `Place`.
            piece: As in a `Place`.
            length: The UTF-16 units of the piece.
        """
        here, start, end = (row, block, piece), self.start, self.end
        if not start[:3] <= here <= end[:3]:
            return (0, 0)
        first = start.offset if start[:3] == here else 0
        last = end.offset if end[:3] == here else length
        return (min(first, length), min(last, length))
