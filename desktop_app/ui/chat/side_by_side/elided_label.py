"""A line of words that ends with an ellipsis where it has no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import Type


class ElidedLabel(QWidget):
    """Shows plain words in one role of the type; the whole of them is in the tool tip."""

    def __init__(self, words: str, role: Type, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._role = role
        self.setAccessibleName(words)
        # Qt would read a "<" as the beginning of HTML.
        self.setToolTip(words.replace("<", "‹"))

    @override
    def sizeHint(self) -> QSize:
        self.setFont(font(self._role))
        return QSize(40, self.fontMetrics().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(self._role))
        painter.setPen(QColor(colours().text))
        elide = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(self._words, elide, self.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(self.rect(), flags, words)
        painter.end()
