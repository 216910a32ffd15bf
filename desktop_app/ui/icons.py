"""The shipped icons, drawn in the colours of the palette and sharp at every scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.core.shipped import shipped
from desktop_app.ui.overriding import override


@cache
def _drawing(name: str) -> str:
    return shipped("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = _drawing(name).replace("currentColor", colour)
    return QSvgRenderer(QByteArray(drawing.encode()))


def paint_icon(painter: QPainter, name: str, colour: str, area: QRectF) -> None:
    """Draw the icon `name` into `area`, its strokes in `colour`."""
    _renderer(name, colour).render(painter, area)


class _DrawnIcon(QIconEngine):
    """Paints the drawing anew for every size, in one colour per mode."""

    def __init__(self, name: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._disabled = disabled

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = self._disabled if mode == QIcon.Mode.Disabled else self._colour
        side = min(rect.width(), rect.height())
        area = QRectF(0, 0, side, side)
        area.moveCenter(QRectF(rect).center())
        paint_icon(painter, self._name, colour, area)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    @override
    def clone(self) -> QIconEngine:
        return _DrawnIcon(self._name, self._colour, self._disabled)


def icon(name: str, colour: str, disabled: str = "") -> QIcon:
    """Return the icon `name` in `colour`; `disabled` is used where the control is disabled."""
    return QIcon(_DrawnIcon(name, colour, disabled or colour))
