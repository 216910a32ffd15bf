"""The button of the top bar that looks like a field; what it opens is made when it is pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, KEY_CAP, RADIUS_BUTTON, UI

_WIDTH, _HEIGHT = 248, 30
_ICON = 16
_SIDE = 10


class SearchButton(QPushButton):
    """Says what it is for and which keys do the same; an icon alone where there is no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = "Ctrl K"
        self._is_narrow = False
        self.setObjectName("search_field")
        self.setAccessibleName(self.tr("Search conversations"))
        self.setProperty("kind", "icon")
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Be an icon alone, or as wide as a field."""
        self._is_narrow = narrow
        # The style sheet would make it as narrow as an icon.
        size = QSize(_HEIGHT - 2, _HEIGHT - 2) if narrow else QSize(_WIDTH, _HEIGHT)
        self.setStyleSheet(
            f"min-width: {size.width()}px; max-width: {size.width()}px;"
            f"min-height: {size.height()}px; max-height: {size.height()}px;"
        )
        words = self.tr("Search all chats")
        self.setToolTip(f"{words} (Ctrl+K)" if narrow else "")
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._is_narrow or self.underMouse():
            self._paint_field(painter)
        left = (self.width() - _ICON) // 2 if self._is_narrow else _SIDE
        top = (self.height() - _ICON) // 2
        colour = look.text if self._is_narrow and self.underMouse() else look.secondary
        paint_icon(painter, "search", colour, QRectF(left, top, _ICON, _ICON))
        if not self._is_narrow:
            self._paint_words(painter)
        painter.end()

    def _paint_field(self, painter: QPainter) -> None:
        look = colours()
        held, hovered = self.isDown(), self.underMouse()
        if self._is_narrow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.pressed if held else look.hover))
        else:
            painter.setPen(QColor(look.control if hovered or held else look.outline))
            painter.setBrush(QColor(look.raised))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, RADIUS_BUTTON, RADIUS_BUTTON)

    def _paint_words(self, painter: QPainter) -> None:
        area = self.rect().adjusted(_SIDE + _ICON + 8, 0, -_SIDE, 0)
        painter.setPen(QColor(colours().secondary))
        painter.setFont(font(KEY_CAP if self.font().pixelSize() > UI.size else HINT))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | flags, self._keys)
        room = area.width() - painter.fontMetrics().horizontalAdvance(self._keys) - 8
        painter.setFont(font(UI))
        words = painter.fontMetrics().elidedText(
            self.tr("Search all chats"), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(QRect(area.topLeft(), QSize(room, area.height())), flags, words)

    @override
    def enterEvent(self, event: QEvent) -> None:
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.update()
