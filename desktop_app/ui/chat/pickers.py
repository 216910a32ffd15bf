"""The pickers above the transcript: which assistant answers, and which model."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, UI

_ICON = 16
_PAD = 8
_GAP = 6


class Picker(QPushButton):
    """A flat button that shows a choice; pressing it, or Down, opens what there is to choose from.

    It reads: label, icon, the choice in bold, a quiet remark, a chevron. When narrow, the label
    is left out.
    """

    def __init__(self, label: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._icon_name = icon_name
        self._choice = ""
        self._remark = ""
        self._narrow = False
        self.setProperty("kind", "flat")
        self.setAutoDefault(False)
        self.setAccessibleName(label)

    @property
    def choice(self) -> str:
        """What is shown as chosen."""
        return self._choice

    def show_choice(
        self, choice: str, remark: str = "", icon_name: str | None = None, why: str = ""
    ) -> None:
        """Show what is chosen; `remark` says more about it in quiet words, `why` its reason."""
        self._choice, self._remark = choice, remark
        if icon_name is not None:
            self._icon_name = icon_name
        words = " · ".join(filter(None, (choice, remark, why)))
        self.setAccessibleDescription(words)
        self.setToolTip(f"{self._label}: {words}".replace("<", "‹"))
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Leave the label out, or show it."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        width = 2 * _PAD + _ICON + _GAP + self._advance(_choice_font(), self._choice)
        if self._remark:
            width += _GAP + self._advance(font(HINT), f"· {self._remark}")
        if not self._narrow:
            width += self._advance(font(UI), self._label) + 2 * _GAP
        if self._icon_shown():
            width += _ICON + _GAP
        return QSize(width, 28)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 28)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.pressed if self.isDown() else look.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        x = _PAD
        if not self._narrow:
            x = self._words(painter, x, self._label, font(UI), look.secondary) + 2 * _GAP
        middle = self.height() / 2
        if self._icon_shown():
            paint_icon(painter, self._icon_name, look.secondary, QRectF(x, middle - 8, 16, 16))
            x += _ICON + _GAP
        x = self._words(painter, x, self._choice, _choice_font(), look.text)
        if self._remark:
            remark = f"· {self._remark}"
            x = self._words(painter, x + _GAP, remark, font(HINT), look.secondary)
        arrow = QRectF(x + 3, middle - 8, 16, 16)
        paint_icon(painter, "chevron-down", look.secondary, arrow)
        painter.end()

    def _icon_shown(self) -> bool:
        return bool(self._icon_name) and (self._narrow or self._icon_name != "person")

    def _words(self, painter: QPainter, x: int, text: str, words: QFont, colour: str) -> int:
        painter.setFont(words)
        painter.setPen(QColor(colour))
        room = max(0, self.width() - x - _PAD - _ICON)
        text = QFontMetrics(words).elidedText(text, Qt.TextElideMode.ElideRight, room)
        area = self.rect().adjusted(x, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        return x + self._advance(words, text)

    def _advance(self, words: QFont, text: str) -> int:
        return QFontMetrics(words).horizontalAdvance(text)

    @override
    def enterEvent(self, event: QEvent) -> None:
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.update()


class MenuPicker(Picker):
    """A picker that opens a menu."""

    def __init__(self, label: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(label, icon_name, parent)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setStyleSheet("QPushButton::menu-indicator { width: 0; image: none; }")

    @property
    def choices(self) -> QMenu:
        """The menu, to be filled."""
        return self._menu


def _choice_font() -> QFont:
    words = font(UI)
    words.setWeight(QFont.Weight.DemiBold)
    return words
