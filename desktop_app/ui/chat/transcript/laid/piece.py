"""What every laid out piece of a message can do, and the simplest ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop_app.core.markdown.pieces import Formula, Run, Style
from desktop_app.ui.chat.transcript.laid.look import FormulaPicture, Look
from desktop_app.ui.chat.transcript.laid.part import Part
from desktop_app.ui.chat.transcript.laid.text import LaidText, Marks

_RULE_HEIGHT = 13
_FORMULA_INDENT = 18
_FORMULA_MARGIN = 4


class LaidPiece(Protocol):
    """A piece at a width. Points and areas are relative to its upper left corner, in pixels.

    Attributes:
        length: UTF-16 units of its text, see `piece_text`.
        height: Once it is laid out.
        right_to_left: Whether it begins at the right.
    """

    length: int
    height: int

    @property
    def right_to_left(self) -> bool:
        """Whether it begins at the right."""
        ...

    def lay_out(self, width: float) -> int:
        """Fit it into `width` and return its height."""
        ...

    def paint(self, painter: QPainter, at: QPointF, marks: Marks, clip: QRectF) -> None:
        """Paint it with its corner `at`, as far as it lies in `clip`."""
        ...

    def position_at(self, point: QPointF) -> int:
        """Return the offset nearest to a point."""
        ...

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link under a point; empty for none."""
        ...

    def caret(self, offset: int) -> QRectF:
        """Return where a caret at `offset` stands."""
        ...

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return the areas of a stretch."""
        ...

    def next_position(self, offset: int, *, forward: bool, word: bool) -> int:
        """Return where a caret goes to from `offset`."""
        ...

    @property
    def parts(self) -> Sequence[Part]:
        """What can be pressed in it."""
        ...


class Solid:
    """A piece that is one thing: it is selected as a whole, or isn't."""

    right_to_left = False

    def __init__(self, length: int) -> None:
        self.length = length
        self.height = 0
        self._width = 0.0

    def position_at(self, point: QPointF) -> int:
        """Return the nearer end of it."""
        return self.length if point.x() > self._width / 2 else 0

    def link_at(self, point: QPointF) -> str:
        """Return nothing: it is no link."""
        return ""

    def caret(self, offset: int) -> QRectF:
        """Return where a caret before or behind it stands."""
        return QRectF(self._width if offset else 0, 0, 1, self.height)

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return its area, if any of it is meant."""
        return [QRectF(0, 0, self._width, self.height)] if start < end else []

    def next_position(self, offset: int, *, forward: bool, word: bool) -> int:
        """Return its other end."""
        return self.length if forward else 0

    @property
    def parts(self) -> Sequence[Part]:
        """Nothing in it can be pressed."""
        return ()


class LaidRule(Solid):
    """A horizontal line."""

    def __init__(self, look: Look) -> None:
        super().__init__(0)
        self._look = look

    def lay_out(self, width: float) -> int:
        """Fit it into `width` and return its height."""
        self._width = width
        self.height = self._look.px(_RULE_HEIGHT)
        return self.height

    def paint(self, painter: QPainter, at: QPointF, marks: Marks, clip: QRectF) -> None:
        """Paint it with its corner `at`."""
        y = int(at.y()) + self.height // 2
        painter.fillRect(QRectF(at.x(), y, self._width, 1), self._look.colour("border"))


class LaidFormula(Solid):
    """A displayed formula that is ready."""

    def __init__(self, picture: FormulaPicture, length: int, look: Look) -> None:
        super().__init__(length)
        self._picture = picture
        self._look = look
        self._scale = 1.0

    def lay_out(self, width: float) -> int:
        """Fit it into `width`, made smaller if it must be, and return its height."""
        room = width - self._look.px(_FORMULA_INDENT)
        self._scale = min(1.0, room / max(self._picture.width, 1))
        self._width = width
        tall = (self._picture.ascent + self._picture.descent) * self._scale
        self.height = round(tall) + 2 * self._look.px(_FORMULA_MARGIN)
        return self.height

    def paint(self, painter: QPainter, at: QPointF, marks: Marks, clip: QRectF) -> None:
        """Paint it with its corner `at`."""
        picture = self._picture
        place = QRectF(
            at.x() + self._look.px(_FORMULA_INDENT),
            at.y() + self._look.px(_FORMULA_MARGIN),
            picture.width * self._scale,
            (picture.ascent + picture.descent) * self._scale,
        )
        marked = place.adjusted(-2, -2, 2, 2)
        if marks.hits:
            painter.fillRect(marked, self._look.colour("mark"))
        if marks.selected != (0, 0):
            painter.fillRect(marked, self._look.colour("selection"))
        painter.drawImage(place, picture.image)


def laid_formula(formula: Formula, look: Look) -> LaidPiece:
    """Lay out a displayed formula: its picture, or its source until that is ready."""
    picture = look.formula(formula.text, display=True)
    source = LaidText((Run(formula.source, Style.CODE),), look.code, look)
    if picture is None or picture.failed:
        return source
    return LaidFormula(picture, source.length, look)
