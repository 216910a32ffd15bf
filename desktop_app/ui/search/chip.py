"""A chip: a filter of the search that opens its choices, and is taken off at its cross."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import HINT, RADIUS_BUTTON

_SIDE = 10
_ICON = 12
_GAP = 6
_LONGEST = 180


class Choice(NamedTuple):
    """One of the choices of a chip.

    Attributes:
        words: What is said of it.
        value: What is chosen; None for no filter.
    """

    words: str
    value: object = None


class Chip(QPushButton):
    """Says what is filtered by; a press opens the choices, or turns it over where it has none.

    Signals:
        chosen: The value of a choice; None when the filter is taken off.
    """

    chosen = Signal(object)

    def __init__(self, name: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._any = words
        self._words = words
        self._choices: list[Choice] = []
        self._is_set = False
        self._is_switch = False
        self.setAutoDefault(False)
        self.setStyleSheet("min-width: 0; min-height: 0; padding: 0; border: none;")
        self.setAccessibleName(words)
        self.clicked.connect(self._press)

    def be_a_switch(self) -> None:
        """Have no choices: a press sets the filter or takes it off."""
        self._is_switch = True
        self.setCheckable(True)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Have these choices."""
        self._choices = list(choices)

    def show_set(self, words: str) -> None:
        """Show that a filter is set, and which; empty for none."""
        self._is_set = bool(words)
        self._words = words or self._any
        self.setAccessibleName(self._words)
        if self._is_switch:
            self.setChecked(self._is_set)
        self.updateGeometry()
        self.update()

    @property
    def text_shown(self) -> str:
        """What stands on it."""
        return self._words

    @override
    def sizeHint(self) -> QSize:
        width = min(QFontMetrics(font(HINT)).horizontalAdvance(self._words), _LONGEST)
        beside = 0 if self._is_switch else _GAP + _ICON
        return QSize(width + 2 * _SIDE + beside + 2, line_height(HINT) + 10)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge = (
            (look.accent_soft, look.accent_soft) if self._is_set else (look.raised, look.outline)
        )
        if not self._is_set and (self.underMouse() or self.isDown()):
            fill = look.pressed if self.isDown() else look.hover
        painter.setPen(QColor(edge))
        painter.setBrush(QColor(fill))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, RADIUS_BUTTON, RADIUS_BUTTON)
        painter.setPen(QColor(look.link if self._is_set else look.text))
        painter.setFont(font(HINT))
        room = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        if not self._is_switch:
            room.setRight(room.right() - _GAP - _ICON)
            name = "close" if self._is_set else "chevron-down"
            colour = look.link if self._is_set else look.secondary
            paint_icon(painter, name, colour, QRectF(self._sign()))
        words = painter.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        on_cross = self._sign().adjusted(-_GAP, -_SIDE, _SIDE, _SIDE)
        if self._is_set and not self._is_switch and on_cross.contains(event.position().toPoint()):
            self.setDown(False)
            self.chosen.emit(None)
        else:
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_set and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.chosen.emit(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _sign(self) -> QRect:
        left = self.width() - _SIDE - _ICON
        return QRect(left, (self.height() - _ICON) // 2, _ICON, _ICON)

    def _press(self) -> None:
        if self._is_switch:
            self.chosen.emit(True if not self._is_set else None)
            return
        menu = QMenu(self)
        for choice in self._choices:
            action = menu.addAction(choice.words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, value=choice.value: self.chosen.emit(value))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
