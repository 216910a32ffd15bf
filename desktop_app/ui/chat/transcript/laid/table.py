"""A table: columns as wide as their words, rows as high as their cells, sideways if it must."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from desktop_app.core.markdown.pieces import Align, Table
from desktop_app.ui.chat.transcript.laid.look import Look
from desktop_app.ui.chat.transcript.laid.part import Part
from desktop_app.ui.chat.transcript.laid.sideways import BAR, Sideways
from desktop_app.ui.chat.transcript.laid.text import UNLIMITED, LaidText, Marks
from desktop_app.ui.tokens import RADIUS_BLOCK

_PADDING = 12
_LINE_ROOM = 4
"""Pixels of a row beyond its words."""
_SLACK = 9
"""Pixels for one more digit: rows may follow in another part, whose columns are as wide."""

_NARROWEST = 96
_WIDEST = 320


class _Cell(NamedTuple):
    words: LaidText
    row: int
    column: int
    start: int
    """Where it begins in the text of the table."""


class LaidTable:
    """One table, or the next rows of one that was cut.

    Attributes:
        length: UTF-16 units of its text: cells parted by tabs, rows by line breaks.
        height: In pixels, once it is laid out.
        widths: The widths of its columns; those of the first part hold for all.
        is_cut_below: Whether more of it follows.
        sideways: How far it is scrolled sideways.

    Args:
        table: The piece.
        look: Fonts and colours.
        above: The first part of a table that was cut.
    """

    right_to_left = False

    def __init__(self, table: Table, look: Look, above: LaidTable | None = None) -> None:
        self.length = 0
        self.height = 0
        self.widths: list[float] = []
        self.is_cut_below = False
        self.sideways: Sideways = Sideways() if above is None else above.sideways
        self._above = above
        self._look = look
        self._aligns = table.columns
        self._has_head = bool(table.head)
        self._rows = [*([table.head] if table.head else []), *table.rows]
        self._cells = list(self._laid_cells())
        self._tops: list[int] = [0]
        self._width = 0.0

    def lay_out(self, width: float) -> int:
        """Fit it into `width` and return its height."""
        self._width = width
        self.widths = self._column_widths(width)
        heights = [0] * len(self._rows)
        for cell in self._cells:
            tall = cell.words.lay_out(max(self.widths[cell.column] - 2 * self._padding, 1))
            heights[cell.row] = max(heights[cell.row], tall + _LINE_ROOM)
        self._tops = list(accumulate(heights, initial=0))
        self.sideways.fit(width, sum(self.widths))
        self.join(below=self.is_cut_below)
        return self.height

    def join(self, *, below: bool) -> None:
        """Say whether more of the table follows, which then has the scroll bar for both."""
        self.is_cut_below = below
        bar = BAR if self.sideways.is_needed and not below else 0
        self.height = self._tops[-1] + 1 + bar

    def paint(self, painter: QPainter, at: QPointF, marks: Marks, clip: QRectF) -> None:
        """Paint it with its corner `at`, as far as it lies in `clip`."""
        frame = QRectF(at.x(), at.y(), self._width, self._tops[-1] + 1)
        painter.save()
        painter.setClipRect(frame.intersected(clip), Qt.ClipOperation.IntersectClip)
        self._paint_lines(painter, frame)
        for cell in self._cells:
            place = self._place(cell) + at
            if place.y() < clip.bottom() and place.y() + cell.words.height > clip.top():
                cell_marks = marks.within(cell.start, cell.start + cell.words.length + 1)
                cell.words.paint(painter, place, cell_marks, clip)
        painter.restore()
        if not self.is_cut_below:
            self.sideways.paint(painter, self._bar_area.translated(at), self._look)

    def position_at(self, point: QPointF) -> int:
        """Return the offset nearest to a point, of what isn't scrolled out."""
        point = QPointF(min(max(point.x(), 0), self._width), point.y())
        cell = self._cell_at(point)
        return cell.start + cell.words.position_at(point - self._place(cell))

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link under a point; empty for none."""
        if not 0 <= point.x() < self._width:
            return ""  # What is scrolled out stands there, unseen.
        cell = self._cell_at(point)
        return cell.words.link_at(point - self._place(cell))

    def caret(self, offset: int) -> QRectF:
        """Return where a caret at `offset` stands."""
        cell = self._cell_of(offset)
        return cell.words.caret(offset - cell.start).translated(self._place(cell))

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the areas of a stretch."""
        return [
            area.translated(self._place(cell))
            for cell in self._cells
            if cell.start < end and start <= cell.start + cell.words.length
            for area in cell.words.rects(max(start - cell.start, 0), end - cell.start)
        ]

    def next_position(self, offset: int, *, forward: bool, word: bool) -> int:
        """Return where a caret goes to from `offset`."""
        cell = self._cell_of(offset)
        within = offset - cell.start
        if forward and within >= cell.words.length:
            return min(offset + 1, self.length)
        if not forward and not within:
            return max(offset - 1, 0)
        return cell.start + cell.words.next_position(within, forward=forward, word=word)

    @property
    def links(self) -> Sequence[tuple[int, int, str]]:
        """The links of all cells: the first unit, the one behind the last, and the address."""
        return [
            (cell.start + start, cell.start + end, address)
            for cell in self._cells
            for start, end, address in cell.words.links
        ]

    @property
    def parts(self) -> Sequence[Part]:
        """Nothing in it can be pressed but its links."""
        return ()

    @property
    def bar_area(self) -> QRectF:
        """Where its scroll bar can be taken hold of; empty for none."""
        needed = self.sideways.is_needed and not self.is_cut_below
        return self._bar_area if needed else QRectF()

    # How it is made

    def _laid_cells(self) -> Iterator[_Cell]:
        start = 0
        for number, row in enumerate(self._rows):
            voice = self._look.head if self._has_head and not number else self._look.chat
            for column, runs in enumerate(row[: len(self._aligns)]):
                words = LaidText(runs, voice, self._look)
                yield _Cell(words, number, column, start)
                start += words.length + 1
        self.length = max(start - 1, 0)

    def _column_widths(self, width: float) -> list[float]:
        if self._above is not None and len(self._above.widths) == len(self._aligns):
            return self._above.widths
        natural = [0.0] * len(self._aligns)
        for cell in self._cells:
            cell.words.lay_out(UNLIMITED)
            wide = cell.words.natural_width + self._look.px(_SLACK) + 2 * self._padding
            natural[cell.column] = max(natural[cell.column], wide)
        return shared_out(natural, width, self._look.px(_NARROWEST), self._look.px(_WIDEST))

    # Where things are

    @property
    def _padding(self) -> int:
        return self._look.px(_PADDING)

    @property
    def _bar_area(self) -> QRectF:
        return QRectF(0, self.height - BAR + 3, self._width, BAR)

    def _place(self, cell: _Cell) -> QPointF:
        left = sum(self.widths[: cell.column]) + self._padding - self.sideways.offset
        align = self._aligns[cell.column]
        rest = self.widths[cell.column] - 2 * self._padding - cell.words.natural_width
        if cell.words.right_to_left:
            pass  # its lines stand at the right by themselves
        elif align is Align.END:
            left += max(rest, 0)
        elif align is Align.CENTRE:
            left += max(rest, 0) / 2
        return QPointF(round(left), self._tops[cell.row] + _LINE_ROOM / 2 + 1)

    def _cell_at(self, point: QPointF) -> _Cell:
        row = min(max(bisect_right(self._tops, point.y()) - 1, 0), len(self._rows) - 1)
        edges = list(accumulate(self.widths, initial=0.0))
        x = point.x() + self.sideways.offset
        column = min(max(bisect_right(edges, x) - 1, 0), len(self._aligns) - 1)
        fitting = [cell for cell in self._cells if cell.row == row and cell.column <= column]
        return fitting[-1] if fitting else self._cells[0]

    def _cell_of(self, offset: int) -> _Cell:
        number = bisect_right(self._cells, offset, key=lambda cell: cell.start) - 1
        return self._cells[max(number, 0)]

    def _paint_lines(self, painter: QPainter, frame: QRectF) -> None:
        look = self._look
        # Where it was cut, its round corners lie outside of what is painted.
        above = -RADIUS_BLOCK if self._above is not None else 0.5
        below = RADIUS_BLOCK if self.is_cut_below else -0.5
        box = frame.adjusted(0.5, above, -0.5, below)
        outline = QPainterPath()
        outline.addRoundedRect(box, RADIUS_BLOCK, RADIUS_BLOCK)
        if self._has_head:
            painter.save()
            painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
            head = QRectF(frame.left(), frame.top(), frame.width(), self._tops[1])
            painter.fillRect(head, look.colour("surface"))
            painter.restore()
        for top in self._tops[1:-1]:
            line = QRectF(frame.left(), frame.top() + top, frame.width(), 1)
            painter.fillRect(line, look.colour("border"))
        painter.setPen(look.colour("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)


def shared_out(
    natural: Sequence[float], room: float, narrowest: float, widest: float
) -> list[float]:
    """Return the widths of columns in `room` pixels.

    Columns that fit get what is left over in proportion. Those that don't are made narrower, the
    widest first, but never below `narrowest`; where even that is too much the table is wider than
    its room, and no column is wider than `widest`.

    Args:
        natural: What each column would need to be without a line break.
        room: What there is.
        narrowest: What a column that must be broken still gets.
        widest: What a column of a table that is scrolled gets at most.
    """
    total = sum(natural)
    if total <= room:
        return [width * room / total for width in natural] if total else list(natural)
    least = [min(width, narrowest) for width in natural]
    if sum(least) > room:
        return [min(width, widest) for width in natural]
    limit = _fair_limit(natural, least, room)
    return [max(low, min(width, limit)) for low, width in zip(least, natural, strict=True)]


def _fair_limit(natural: Sequence[float], least: Sequence[float], room: float) -> float:
    """Return the width above which columns are cut so that all of them fill `room`."""
    low, high = 0.0, max(natural)
    for _ in range(40):
        middle = (low + high) / 2
        taken = sum(max(a, min(b, middle)) for a, b in zip(least, natural, strict=True))
        low, high = (middle, high) if taken <= room else (low, middle)
    return low
