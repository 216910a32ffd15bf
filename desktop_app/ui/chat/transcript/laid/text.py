"""Words of one paragraph, cell or line of code, laid out at a width.

`QTextLayout` does the shaping and breaks the lines; where they stand, and what is painted behind
the words, is decided here. There is no document, so nothing in the words can load anything.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from operator import itemgetter

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextLine

from desktop_app.core.markdown.pieces import Run, Runs, Style
from desktop_app.ui.chat.transcript.laid.hits import Span
from desktop_app.ui.chat.transcript.laid.look import (
    CHIP_PADDING,
    FormulaPicture,
    Look,
    Voice,
    spaced,
)
from desktop_app.ui.chat.transcript.laid.part import Part
from desktop_app.ui.chat.transcript.laid.utf16 import units
from desktop_app.ui.tokens import RADIUS_INLINE

LINE_BREAK = "\u2028"
UNLIMITED = 1e6
"""Pixels that are more than any line needs."""

_OBJECT = "\ufffc"
_LINE_END = 5
"""Pixels that a selected line break shows behind the last word."""
_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
    "\u200f\u202b\u202e\u2067]"
)
"""Letters that are written from the right, and controls after which any may be."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is painted behind the words.

    Attributes:
        selected: The stretch that is selected; (0, 0) for none.
        hits: What was found, in order and apart from each other.
        current: The hit that was gone to; (0, 0) for none.
    """

    selected: Span = (0, 0)
    hits: Sequence[Span] = ()
    current: Span = (0, 0)

    def within(self, start: int, end: int) -> Marks:
        """Return the marks of the stretch from `start` to `end`, counted from its start."""
        if self is UNMARKED:
            return self
        first = bisect_right(self.hits, start, key=itemgetter(1))
        last = bisect_left(self.hits, end, first, key=itemgetter(0))
        hits = [(max(a, start) - start, min(b, end) - start) for a, b in self.hits[first:last]]
        return Marks(_cut(self.selected, start, end), hits, _cut(self.current, start, end))


def _cut(span: Span, start: int, end: int) -> Span:
    first, last = max(span[0], start) - start, min(span[1], end) - start
    return (first, last) if first < last else (0, 0)


UNMARKED = Marks()


class LaidText:
    """Runs in one voice. Offsets are UTF-16 units of the text; a formula counts as its source.

    Attributes:
        length: UTF-16 units of the text.
        height: In pixels, once it is laid out.
        right_to_left: Whether the first letter is of a script that is written so; never of code.

    Args:
        runs: The words.
        voice: What they are set in.
        look: Where formats, colours and formulas come from.
        wrap: False for code, whose lines are as long as they are.
    """

    __slots__ = (
        "_chips", "_formats", "_formulas", "_layout", "_links", "_look", "_marked", "_tops",
        "_turns", "_voice", "_wrap", "height", "length", "right_to_left",
    )  # fmt: skip

    def __init__(self, runs: Runs, voice: Voice, look: Look, *, wrap: bool = True) -> None:
        self._voice = voice
        self._look = look
        self._wrap = wrap
        self._chips: list[Span] = []
        self._links: list[tuple[int, int, str]] = []
        self._formulas: list[tuple[int, int, FormulaPicture]] = []
        self._formats: list[QTextLayout.FormatRange] = []
        self._tops: list[int] = []
        self._marked: tuple[list[Span], list[QRectF]] = ([], [])
        self.length = 0
        text = "".join(map(self._add, runs))
        self.height = 0
        self._layout = QTextLayout(text, voice.font)
        self._turns = not text.isascii() and _FROM_RIGHT.search(text) is not None
        self.right_to_left = wrap and self._turns and _is_right_to_left(text)
        self._layout.setTextOption(look.option(wrap, self.right_to_left))
        self._make_room_for_chips()
        if self._formats:
            self._layout.setFormats(self._formats)

    def lay_out(self, width: float) -> int:
        """Break the lines for `width`, place them, and return the height, all in pixels."""
        self._tops.clear()
        self._marked = ([], [])
        self._layout.beginLayout()
        y = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width if self._wrap else UNLIMITED)
            self._tops.append(y)
            y += self._place(line, y)
        self._layout.endLayout()
        self.height = y
        return y

    def colour(self, spans: Sequence[tuple[int, int, str]]) -> None:
        """Give stretches of it (start, length, name of a colour token) their colours."""
        self._layout.setFormats([*self._formats, *(self._coloured(*span) for span in spans)])
        self.lay_out(UNLIMITED)

    @property
    def natural_width(self) -> float:
        """The width of its longest line as it was last laid out, in pixels."""
        return max((line.naturalTextWidth() for line in self._lines()), default=0.0)

    @property
    def links(self) -> Sequence[tuple[int, int, str]]:
        """Its links: the first unit, the one behind the last, and the address."""
        return self._links

    @property
    def parts(self) -> Sequence[Part]:
        """Nothing in it can be pressed but its links."""
        return ()

    def paint(self, painter: QPainter, at: QPointF, marks: Marks, clip: QRectF) -> None:
        """Paint it with its upper left corner `at`, as far as it lies in `clip`."""
        for chip in self._chips:
            self._paint_chip(painter, at, chip)
        self._paint_marks(painter, at, marks)
        painter.setPen(self._look.colour(self._voice.colour))
        self._layout.draw(painter, at, [], clip)
        for start, _end, formula in self._formulas:
            self._paint_formula(painter, at, start, formula)

    def position_at(self, point: QPointF) -> int:
        """Return the offset that is nearest to a point relative to the upper left corner."""
        line = self._line_at(point.y())
        if line is None:
            return 0
        return self._whole(line.xToCursor(self._without_hanging(line, point.x())), forward=True)

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link under a point; empty for none."""
        line = self._line_at(point.y()) if self._links and 0 <= point.y() < self.height else None
        if line is None or not line.naturalTextRect().left() <= point.x() <= (
            line.naturalTextRect().right()
        ):
            return ""
        x = self._without_hanging(line, point.x())
        unit = line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        return next((address for start, end, address in self._links if start <= unit < end), "")

    def caret(self, offset: int) -> QRectF:
        """Return where a caret at `offset` stands, relative to the upper left corner."""
        line = self._layout.lineForTextPosition(min(offset, self.length))
        if not line.isValid():
            return QRectF(0, 0, 1, self._voice.line)
        number = line.lineNumber()
        return QRectF(_x(line, offset), self._tops[number], 1, self._line_height(number))

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the areas of a stretch, line by line, relative to the upper left corner."""
        found: list[QRectF] = []
        for line in self._lines(max(self._layout.lineForTextPosition(start).lineNumber(), 0)):
            first = line.textStart()
            last = first + line.textLength()
            if first > end:
                break
            if (start < last and end > first) or first == last == start < end:
                top, height = self._tops[line.lineNumber()], self._line_height(line.lineNumber())
                for left, right in self._stretches(line, max(start, first), min(end, last)):
                    found.append(QRectF(left, top, right - left, height))
                if end > last:
                    x = _x(line, last)
                    found.append(QRectF(x - _LINE_END * self.right_to_left, top, _LINE_END, height))
        return found

    def next_position(self, offset: int, *, forward: bool, word: bool) -> int:
        """Return the place a caret goes to from `offset`: the next character's, or word's."""
        mode = QTextLayout.CursorMode.SkipWords if word else QTextLayout.CursorMode.SkipCharacters
        if forward:
            found = self._layout.nextCursorPosition(offset, mode)
        else:
            found = self._layout.previousCursorPosition(offset, mode)
        return self._whole(found, forward=forward)

    # How it is made

    def _add(self, run: Run) -> str:
        text = run.source if run.style & Style.FORMULA else run.text
        if "\n" in text:
            text = text.replace("\n", LINE_BREAK)
        start, size = self.length, units(text)
        self.length = end = start + size
        if not size:
            return ""
        if run.link:
            self._links.append((start, end, run.link))
        if run.style & Style.FORMULA:
            formula = self._look.formula(run.text, display=False)
            if formula is not None and not formula.failed:
                self._formulas.append((start, end, formula))
                self._format(start, 1, spaced(self._look.unseen, formula.width))
                return _OBJECT * size
        if run.style or run.link:
            self._format(start, size, self._look.format(run.style, self._voice, bool(run.link)))
        if run.style & Style.CODE:
            self._chips.append((start, end))
        return text

    def _make_room_for_chips(self) -> None:
        """Give the edges of the chips their room, behind the characters before and in them."""
        for start, end in self._chips:
            # Between words from the right, the right edge is the one before the code.
            last = end if self.right_to_left else end - 1
            for unit in (start - 1, last):
                if 0 <= unit < self.length:
                    self._format(unit, 1, self._look.room)

    def _format(self, start: int, length: int, look: QTextCharFormat) -> None:
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, length, look
        self._formats.append(made)

    def _coloured(self, start: int, length: int, name: str) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, length, self._look.coloured(name)
        return made

    def _place(self, line: QTextLine, y: int) -> int:
        """Give a line its place below `y`, and return its height."""
        ascent, descent = line.ascent(), line.descent()
        above, below = ascent, descent
        for start, _end, formula in self._formulas:
            if line.textStart() <= start < line.textStart() + line.textLength():
                above, below = max(above, formula.ascent), max(below, formula.descent)
        height = max(self._voice.line, ceil(above + below))
        baseline = y + (height - above - below) / 2 + above
        line.setPosition(QPointF(0, round(baseline - ascent)))
        return height

    # What is painted behind and in front

    def _paint_chip(self, painter: QPainter, at: QPointF, chip: Span) -> None:
        painter.setPen(self._look.colour("border"))
        painter.setBrush(self._look.colour("code"))
        padding = self._look.px(CHIP_PADDING)
        for area in self.rects(*chip):
            behind = padding if self.right_to_left else 0
            inner = area.adjusted(-padding, 0, behind, 0)
            box = inner.translated(at).adjusted(0, 1, 0, -1).toAlignedRect()
            painter.drawRoundedRect(
                QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_INLINE, RADIUS_INLINE
            )

    def _paint_marks(self, painter: QPainter, at: QPointF, marks: Marks) -> None:
        if marks.hits:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("mark"))
            painter.drawRects([area.translated(at) for area in self._areas_of(marks.hits)])
        if marks.selected != (0, 0):
            for area in self.rects(*marks.selected):
                painter.fillRect(area.translated(at), self._look.colour("selection"))
        if marks.current != (0, 0):
            painter.setPen(self._look.colour("warning"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for area in self.rects(*marks.current):
                painter.drawRect(area.translated(at).adjusted(0, 0, -1, -1))

    def _areas_of(self, hits: Sequence[Span]) -> list[QRectF]:
        """Return where hits are; they may be many, and are mostly those of the last time."""
        if self._marked[0] != hits:
            areas = [area for hit in hits for area in self.rects(*hit)]
            self._marked = (list(hits), areas)
        return self._marked[1]

    def _paint_formula(
        self, painter: QPainter, at: QPointF, start: int, formula: FormulaPicture
    ) -> None:
        line = self._layout.lineForTextPosition(start)
        baseline = line.y() + line.ascent()
        left = min(_x(line, start), _x(line, start + 1))
        painter.drawImage(QPointF(left, baseline - formula.ascent) + at, formula.image)

    # Where things are

    def _lines(self, first: int = 0) -> Iterator[QTextLine]:
        return map(self._layout.lineAt, range(first, self._layout.lineCount()))

    def _line_height(self, number: int) -> int:
        following = self._tops[number + 1] if number + 1 < len(self._tops) else self.height
        return following - self._tops[number]

    def _line_at(self, y: float) -> QTextLine | None:
        found = None
        for number, top in enumerate(self._tops):
            if found is None or top <= y:
                found = number
        return None if found is None else self._layout.lineAt(found)

    def _without_hanging(self, line: QTextLine, x: float) -> float:
        """Return `x` as `QTextLine.xToCursor` wants it.

        Where a line from the right is broken, spaces hang over its left edge; unlike everything
        else in Qt 6.11, that method takes the line to begin that much further to the right.
        """
        if not self.right_to_left:
            return x
        end = _x(line, line.textStart() + line.textLength())
        return x + max(line.naturalTextRect().left() - end, 0)

    def _whole(self, offset: int, *, forward: bool) -> int:
        """Return the edge of the formula that `offset` lies within: its picture is one thing."""
        for start, end, _formula in self._formulas:
            if start < offset < end:
                return end if forward else start
        return offset

    def _stretches(self, line: QTextLine, start: int, end: int) -> list[tuple[float, float]]:
        if not self._turns:
            return [(_x(line, start), _x(line, end))]
        if (start, end) == (line.textStart(), line.textStart() + line.textLength()):
            whole = line.naturalTextRect()
            return [(whole.left(), whole.right())]
        # Neighbours in the text need not be neighbours on the line: see each character by itself.
        found: list[tuple[float, float]] = []
        for unit in filter(self._layout.isValidCursorPosition, range(start, end)):
            left, right = _sides(line, unit)
            if found and abs(found[-1][1] - left) < 0.5:
                found[-1] = (found[-1][0], right)
            elif found and abs(found[-1][0] - right) < 0.5:
                found[-1] = (left, found[-1][1])
            else:
                found.append((left, right))
        return found


def _sides(line: QTextLine, unit: int) -> tuple[float, float]:
    """Return the left and the right edge of a character."""
    left, right = sorted((_x(line, unit), _x(line, unit, QTextLine.Edge.Trailing)))
    if left == right:
        # Where the direction turns, both are where the caret stands, at the letter before.
        for run in line.glyphRuns(unit, 1):
            advance = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())[0].x()
            left = run.positions()[0].x()
            right = left + advance
    return left, right


def _x(line: QTextLine, offset: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    placed: tuple[float, int] = line.cursorToX(offset, edge)  # type: ignore[assignment]
    return placed[0]


def _is_right_to_left(text: str) -> bool:
    """Return the direction of the first letter that has one (Unicode Annex 9, P2 and P3)."""
    from unicodedata import bidirectional

    for character in text[:500]:
        kind = bidirectional(character)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False
