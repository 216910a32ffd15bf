"""Rows one below the other, and the part of them that can be seen.

Only rows that can be seen are laid out. The heights of all others are estimates; whatever is
corrected above the reader's eyes changes where the page is, not where the words are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF

from desktop_app.ui.chat.transcript.places import Place
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.rows import Rows

TOP = 14
"""Pixels above the first message."""

NEAR_END = 24
"""Pixels from the end within which the reader counts as being there."""

_ROUNDS = 12
_MANY_BLOCKS = 160


@dataclass(frozen=True, slots=True)
class Anchor:
    """A block that keeps its place on the screen while what is above it gets its real height.

    Attributes:
        row: The position of its message.
        block: The block, -1 for the header of the message.
        y: Where its upper edge stands, in pixels from the top of the view; often above it.
        height: The height of the block when that was so.
    """

    row: int = 0
    block: int = -1
    y: int = TOP
    height: int = 0

    def moved(self, pixels: int) -> Anchor:
        """Return where it stands after scrolling down by `pixels`."""
        return Anchor(self.row, self.block, self.y - pixels, self.height)

    def scaled(self, height: int) -> Anchor:
        """Return where it stands once it is `height` high, so that the same words are on top."""
        if not self.height or self.y >= 0 or height == self.height:
            return self
        below = self.y + self.height
        y = round(self.y * height / self.height) if below > 0 else below - height
        return Anchor(self.row, self.block, y, height)


class Shown(NamedTuple):
    """A row that can be seen.

    Attributes:
        number: Its position.
        row: None while it isn't here.
        y: Where it begins, in pixels from the top of the view.
    """

    number: int
    row: Row | None
    y: int


class Flow:
    """Where the reader is in the rows of a branch. All sizes are in pixels.

    Attributes:
        rows: The messages.
        width: Of a row.
        view: The height of what can be seen.
        left: Where rows begin.
        top: How much of the page is above the view.
        following: Whether the end stays in view, whatever is added.

    Args:
        rows: The messages.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.width = 600
        self.view = 400
        self.left = 0
        self.top = 0
        self.following = True
        self._anchor = Anchor()

    @property
    def end(self) -> int:
        """The largest `top` there is: with the end in view."""
        return max(TOP + self.rows.heights.total - self.view, 0)

    @property
    def is_at_end(self) -> bool:
        """Whether the reader sees the end."""
        return self.top >= self.end - NEAR_END

    def fit(self, left: int, width: int, view: int) -> None:
        """Take over the size of the view; the reader goes on at the same words."""
        narrower = width != self.width
        self.left, self.width, self.view = left, width, view
        self.rows.width = width
        self.settle(rescaled=narrower)

    def scroll_to(self, top: int) -> int:
        """Go as far down as there is something; the end is followed from when it is reached.

        Returns how far what was seen before has gone up. If `top` changes by something else, then
        because what is above got its real height.
        """
        before = self._anchor
        top = min(max(top, 0), self.end)
        distance = top - self.top
        self._anchor = before.moved(distance)
        if abs(distance) >= self.view:
            self._anchor = self._anchor_at(top)
        self.following = top >= self.end - NEAR_END and distance >= 0
        self.settle()
        return self.top - self._anchored(before)

    def show_row(self, number: int) -> None:
        """Go to where a message begins."""
        self.stand(number, TOP)

    def stand(self, number: int, y: int) -> None:
        """Go where a message begins `y` pixels below the top of the view."""
        self._anchor = Anchor(number, -1, y)
        self.following = False
        self.settle()

    def show_block(self, number: int, block: int) -> None:
        """Make sure that the beginning of a block can be seen."""
        row = self.rows.at(number)
        if row is None:
            return
        y = self.row_top(number) + row.block_top(block)
        if not 0 <= y < self.view - NEAR_END:
            self._anchor = Anchor(number, block, self.view // 3)
            self.following = False
            self.settle()

    def settle(self, *, rescaled: bool = False) -> None:
        """Lay out what can be seen until nothing moves any more.

        Args:
            rescaled: Blocks get other heights at the same words: the width or the type changed.
        """
        for _ in range(_ROUNDS):
            wanted = self.end if self.following else self._anchored(self._anchor, rescaled=rescaled)
            self.top = min(max(wanted, 0), self.end)
            if not self._lay_out():
                break
        self._anchor = self._anchor_at(self.top)
        self._let_go()

    def shown(self) -> Iterator[Shown]:
        """Yield the rows that can be seen, from the top."""
        heights = self.rows.heights
        number = max(heights.at(self.top - TOP), 0)
        y = TOP + heights.top(number) - self.top
        while number < self.rows.count and y < self.view:
            yield Shown(number, self.rows.at(number), y)
            y += heights[number]
            number += 1

    def row_top(self, number: int) -> int:
        """Return where a row begins, in pixels from the top of the view."""
        return TOP + self.rows.heights.top(number) - self.top

    def corner(self, number: int) -> QPointF:
        """Return the upper left corner of a row in the view."""
        return QPointF(self.left, self.row_top(number))

    def place_at(self, point: QPointF) -> Place:
        """Return the place in the text that is nearest to a point of the view."""
        number = max(self.rows.heights.at(int(self.top + point.y()) - TOP), 0)
        row = self.rows.at(number)
        if row is None:
            return Place(number)
        return Place(number, *row.spot_at(point - self.corner(number)))

    def reveal(self, top: float, bottom: float, margin: int = 40) -> bool:
        """Scroll until a stretch of the view can be seen; return whether that was needed."""
        if top < margin and self.top > 0:
            self.scroll_to(self.top + int(top) - margin)
        elif bottom > self.view - margin and self.top < self.end:
            self.scroll_to(self.top + int(bottom) - self.view + margin)
        else:
            return False
        return True

    def _anchored(self, anchor: Anchor, *, rescaled: bool = False) -> int:
        """Return the `top` at which an anchor stands where it says."""
        row = self.rows.at(anchor.row)
        inside = 0
        if row is not None and anchor.block != -1:
            inside = row.block_top(anchor.block)
            if rescaled:
                anchor = anchor.scaled(row.block_height(anchor.block))
        return TOP + self.rows.heights.top(anchor.row) + inside - anchor.y

    def _anchor_at(self, top: int) -> Anchor:
        number = max(self.rows.heights.at(top - TOP), 0)
        y = TOP + self.rows.heights.top(number) - top
        row = self.rows.at(number)
        if row is not None:
            block, block_top = row.block_at(-y)
            if block != -1:
                return Anchor(number, block, y + block_top, row.block_height(block))
        return Anchor(number, -1, y)

    def _lay_out(self) -> bool:
        """Lay out the rows that can be seen; return whether one of them changed its height."""
        changed = False
        heights = self.rows.heights
        for number, row, y in self.shown():
            if row is None:
                continue
            height = row.lay_out(self.width, -y, self.view - y)
            self.rows.touch(number)
            if height != heights[number]:
                heights[number] = height
                changed = True
        return changed

    def _let_go(self) -> None:
        seen = list(self.shown())
        if not seen:
            return
        self.rows.tidy(seen[0].number, seen[-1].number)
        for shown in seen:
            if shown.row is not None and shown.row.laid_count > _MANY_BLOCKS:
                shown.row.release(-shown.y - self.view, 2 * self.view - shown.y)
