"""A block of code: its language and Copy in a head, and lines that never wrap.

All lines are equally high, so nothing is laid out but the lines that are painted, however many
there are, and an open block is only appended to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from desktop_app.core.markdown.pieces import Code, Run
from desktop_app.ui.chat.transcript.laid.hits import Span
from desktop_app.ui.chat.transcript.laid.look import TAB, Look
from desktop_app.ui.chat.transcript.laid.part import Kind, Part
from desktop_app.ui.chat.transcript.laid.sideways import BAR, Sideways
from desktop_app.ui.chat.transcript.laid.text import LINE_BREAK, LaidText, Marks
from desktop_app.ui.chat.transcript.laid.utf16 import units
from desktop_app.ui.tokens import CODE_HEAD, RADIUS_BLOCK

_PADDING = 12
_LONGEST = 1000
"""Characters of a line that are laid out as one; what is longer is wrapped, as nobody reads it."""


class Colours(Protocol):
    """Where the colours of the lines come from; see `Colouring`."""

    def update(self, text: str, language: str, closed: bool) -> None:  # noqa: FBT001 - see there
        """Find the colours of `text`."""
        ...

    def stop(self) -> None:
        """Find no more."""
        ...

    @property
    def lines(self) -> Sequence[Sequence[tuple[int, int, str]]]:
        """For each line stretches of (start, length, name of a colour token)."""
        ...


class LaidCode:
    """One block of code.

    Attributes:
        length: UTF-16 units of the code.
        height: In pixels, once it is laid out.
        sideways: How far it is scrolled sideways.

    Args:
        code: The block.
        look: Fonts and colours.
        colours: The colours of the lines.
        label: The name of the language.
    """

    right_to_left = False

    def __init__(self, code: Code, look: Look, colours: Colours, label: str) -> None:
        self.length = 0
        self.height = 0
        self.sideways = Sideways()
        self._look = look
        self._colours = colours
        self._label = label
        self._language = code.language
        self._text = ""
        self._lines: list[str] = [""]
        self._starts: list[int] = [0]
        self._origins: list[Span] = [(0, 0)]
        """Of each line that is shown: the line of the code, and the unit in it where it begins."""
        self._widest = 0.0
        self._metrics = QFontMetricsF(look.code.font)
        self._laid: dict[int, LaidText] = {}
        self._line = look.code.line
        self._width = 0.0
        self.grow(code.text, closed=code.closed)

    def grow(self, text: str, *, closed: bool) -> None:
        """Show `text`, which continues what is shown; a `closed` one grows no more."""
        added, self._text = text[len(self._text) :], text
        first, *others = added.split("\n")
        number, unit = self._origins[-1]
        self._laid.pop(len(self._lines) - 1, None)
        self._set_last(self._lines[-1] + first, number, unit)
        for line in others:
            number += 1
            self._append(self._end + 1, number, 0)
            self._set_last(line, number, 0)
        self.length = self._end
        self._colours.update(text, self._language, closed)

    def close(self) -> None:
        """Look for colours no more."""
        self._colours.stop()

    def recolour(self, first: int, last: int) -> None:
        """Take the colours of lines `first` to `last` of the code anew."""
        for shown in list(self._laid):
            if first <= self._origins[shown][0] <= last:
                del self._laid[shown]

    def lay_out(self, width: float) -> int:
        """Fit it into `width` and return its height."""
        self._width = width
        self.sideways.fit(self._inner_width, self._widest)
        bar = BAR if self.sideways.is_needed else 0
        self.height = self._top + self._line * len(self._lines) + self._padding + bar
        return self.height

    def paint(self, painter: QPainter, at: QPointF, marks: Marks, clip: QRectF) -> None:
        """Paint it with its corner `at`, as far as it lies in `clip`."""
        self._paint_frame(painter, at)
        inner = QRectF(
            at.x() + self._padding / 2, at.y(), self._width - self._padding, self.height
        ).intersected(clip)
        painter.save()
        painter.setClipRect(inner, Qt.ClipOperation.IntersectClip)
        seen = inner.translated(-at)
        first = self._line_at(seen.top())
        last = self._line_at(seen.bottom())
        self._forget_far(first, last)
        for number in range(first, last + 1):
            place = at + self._place(number)
            self._at(number).paint(painter, place, self._marks_of(number, marks), inner)
        painter.restore()
        self.sideways.paint(painter, self._bar_area.translated(at), self._look)

    def position_at(self, point: QPointF) -> int:
        """Return the offset nearest to a point."""
        number = self._line_at(point.y())
        return self._starts[number] + self._at(number).position_at(point - self._place(number))

    def link_at(self, point: QPointF) -> str:
        """Return nothing: code has no links."""
        return ""

    def caret(self, offset: int) -> QRectF:
        """Return where a caret at `offset` stands."""
        number = self._line_of(offset)
        area = self._at(number).caret(offset - self._starts[number])
        return area.translated(self._place(number))

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the areas of a stretch."""
        found: list[QRectF] = []
        for number in range(self._line_of(start), self._line_of(end) + 1):
            begin = self._starts[number]
            areas = self._at(number).rects(max(start - begin, 0), end - begin)
            found += [area.translated(self._place(number)) for area in areas]
        return found

    def next_position(self, offset: int, *, forward: bool, word: bool) -> int:
        """Return where a caret goes to from `offset`."""
        number = self._line_of(offset)
        if not forward and self._origins[number][1] and offset == self._starts[number]:
            # In front of what was wrapped is no line break, but the rest of the line.
            number -= 1
        line, within = self._at(number), offset - self._starts[number]
        if forward and offset < self.length and within >= line.length:
            return offset + 1
        if not forward and offset and not within:
            return offset - 1
        return self._starts[number] + line.next_position(within, forward=forward, word=word)

    @property
    def text(self) -> str:
        """The code."""
        return self._text

    @property
    def parts(self) -> Sequence[Part]:
        """Its Copy button; the width is decided by who knows the words."""
        head = self._look.px(CODE_HEAD)
        return (Part(Kind.COPY_CODE, QRectF(0, 1, self._width - 4, head - 2), self._text),)

    @property
    def bar_area(self) -> QRectF:
        """Where its scroll bar can be taken hold of; empty for none."""
        return self._bar_area if self.sideways.is_needed else QRectF()

    # How the lines are kept

    def _set_last(self, line: str, number: int, unit: int) -> None:
        while len(line) > _LONGEST:
            part, line = line[:_LONGEST], line[_LONGEST:]
            self._keep_last(part)
            unit += units(part)
            self._append(self._end, number, unit)
        self._keep_last(line)

    def _keep_last(self, line: str) -> None:
        self._lines[-1] = line
        if line.isascii() and "\t" not in line:
            width = len(line) * self._look.column
        else:
            width = self._metrics.horizontalAdvance(line.expandtabs(TAB))
        self._widest = max(self._widest, width)

    def _append(self, start: int, number: int, unit: int) -> None:
        self._lines.append("")
        self._starts.append(start)
        self._origins.append((number, unit))

    @property
    def _end(self) -> int:
        return self._starts[-1] + units(self._lines[-1])

    def _at(self, number: int) -> LaidText:
        found = self._laid.get(number)
        if found is None:
            # A line separator breaks the lines of prose, but none of code: offsets stay the same.
            runs = (Run(self._lines[number].replace(LINE_BREAK, " ")),)
            found = LaidText(runs, self._look.code, self._look, wrap=False)
            spans = self._spans(number, found.length)
            found.colour(spans)
            self._laid[number] = found
        return found

    def _spans(self, number: int, length: int) -> list[tuple[int, int, str]]:
        line, unit = self._origins[number]
        coloured = self._colours.lines
        if line >= len(coloured):
            return []
        moved = [(start - unit, size, name) for start, size, name in coloured[line]]
        return [
            (max(start, 0), min(start + size, length) - max(start, 0), name)
            for start, size, name in moved
            if start < length and start + size > 0
        ]

    def _forget_far(self, first: int, last: int) -> None:
        if len(self._laid) > 4 * (last - first + 10):
            for number in [n for n in self._laid if not first <= n <= last]:
                del self._laid[number]

    # Where things are

    @property
    def _padding(self) -> int:
        return self._look.px(_PADDING)

    @property
    def _top(self) -> int:
        return self._look.px(CODE_HEAD) + self._padding - 3

    @property
    def _inner_width(self) -> float:
        return self._width - 2 * self._padding

    @property
    def _bar_area(self) -> QRectF:
        return QRectF(self._padding, self.height - BAR, self._inner_width, BAR)

    def _place(self, number: int) -> QPointF:
        return QPointF(self._padding - self.sideways.offset, self._top + number * self._line)

    def _line_at(self, y: float) -> int:
        return min(max(int((y - self._top) // self._line), 0), len(self._lines) - 1)

    def _line_of(self, offset: int) -> int:
        return max(bisect_right(self._starts, offset) - 1, 0)

    def _marks_of(self, number: int, marks: Marks) -> Marks:
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else self.length + 1
        return marks.within(start, end)

    def _paint_frame(self, painter: QPainter, at: QPointF) -> None:
        look = self._look
        painter.setPen(look.colour("border"))
        painter.setBrush(look.colour("code"))
        frame = QRectF(at.x(), at.y(), self._width, self.height).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_BLOCK, RADIUS_BLOCK)
        head = look.px(CODE_HEAD)
        line = QRectF(at.x() + 1, at.y() + head, self._width - 2, 1)
        painter.fillRect(line, look.colour("border"))
        painter.setPen(look.colour("secondary"))
        painter.setFont(look.hint.font)
        words = QRectF(at.x() + self._padding, at.y(), self._width / 2, head)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._label)
