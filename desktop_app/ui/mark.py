"""One icon that stands for itself, in a colour of the palette."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours


class Mark(QWidget):
    """Paints an icon as large as itself; for the eye alone, words beside it say the same."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, colour: str = "warning"
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._colour = colour

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = getattr(colours(), self._colour)
        paint_icon(painter, self._name, colour, QRectF(self.rect()))
        painter.end()
