"""The round button that leads to the end, with the number of messages that came meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea

from desktop_app.ui.buttons import Button
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import KEY_CAP

SIDE = 28
"""Its width and height in pixels."""

_MARGIN = 10
_COUNT_HEIGHT = 16


class ToBottom(Button):
    """Stands in the right gutter above the composer while the end can't be seen."""

    def __init__(self, transcript: QAbstractScrollArea) -> None:
        super().__init__("", "plain", transcript.viewport(), icon_name="arrow-down")
        self._transcript = transcript
        self._new: set[str] = set()
        self.setObjectName("to_bottom_button")
        # Room above the circle for the number.
        self.setFixedSize(SIDE, SIDE)
        self.setStyleSheet(f"border-radius: {SIDE // 2}px; padding: 0;")
        self._name()
        self.hide()

    def count_new(self, message: str) -> None:
        """Count a message that came, or grew, while the end wasn't seen; each once."""
        if message not in self._new:
            self._new.add(message)
            self._name()
            self.update()

    def forget(self) -> None:
        """Everything new has been seen."""
        if self._new:
            self._new.clear()
            self._name()

    def place(self, right: int, *, shown: bool) -> None:
        """Take the place right of the column that ends at `right`, or hide."""
        if not shown:
            self.forget()
            if self.hasFocus():
                # Hidden with the focus, it would hand it to whatever comes next.
                self._transcript.setFocus()
        view = self._transcript.viewport()
        self.move(min(right + _MARGIN, view.width() - SIDE - 8), view.height() - SIDE - _MARGIN)
        self.setVisible(shown)
        self.raise_()

    def _name(self) -> None:
        words = self.tr("To the bottom")
        if self._new:
            words = self.tr("To the bottom: %n new message(s)", "", len(self._new))
        self.setAccessibleName(words)
        self.setToolTip(words)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._new:
            return
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = str(min(len(self._new), 99))
        width = max(QFontMetricsF(font(KEY_CAP)).horizontalAdvance(words) + 8, _COUNT_HEIGHT)
        area = QRectF(0, 0, width, _COUNT_HEIGHT)
        area.moveTopRight(QPointF(self.width(), 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.accent)
        painter.drawRoundedRect(area, _COUNT_HEIGHT / 2, _COUNT_HEIGHT / 2)
        painter.setPen(look.accent_text)
        painter.setFont(font(KEY_CAP))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
