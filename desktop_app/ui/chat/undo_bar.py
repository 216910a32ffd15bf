"""The bar above the composer that says what was done a moment ago, with a way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QEnterEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import RADIUS_BLOCK, UI

SHOWN_MS = 10_000
"""How long it stands there, the time not counted in which the pointer or the focus is on it."""

_SIDE = 15
_HEIGHT = 38


class UndoBar(QWidget):
    """One quiet line with the words and a button, which goes by itself.

    Signals:
        undo_wanted: The user takes it back.
        moved: It has come or gone, and what stands above the composer is to be placed anew.
    """

    undo_wanted = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("undo_bar")
        self._words = ""
        self.button = Button(self.tr("Undo"), "link", self)
        self.button.setObjectName("undo_button")
        self.button.clicked.connect(self.undo_wanted)
        self.button.installEventFilter(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(_SIDE, 0, _SIDE - 4, 0)
        line.addStretch(1)
        line.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close_bar)
        self._left = SHOWN_MS
        self.hide()

    def show_words(self, words: str) -> None:
        """Show what was done, for a while from now on, and have it read aloud."""
        self._words = words
        self.setAccessibleName(words)
        self.button.setAccessibleDescription(words)
        self.setToolTip(words.replace("<", "‹"))
        self._left = SHOWN_MS
        self.show()
        self.raise_()
        self.update()
        self._go_on()
        self.moved.emit()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def close_bar(self) -> None:
        """Take it away."""
        if self.isHidden():
            return
        self._timer.stop()
        if self.button.hasFocus():
            # Otherwise the focus would go to whatever comes next in the window.
            self.focusPreviousChild()
        self.hide()
        self.moved.emit()

    @property
    def is_counting(self) -> bool:
        """Whether its time runs."""
        return self._timer.isActive()

    def _pause(self) -> None:
        if self._timer.isActive():
            self._left = max(self._timer.remainingTime(), 1)
            self._timer.stop()

    def _go_on(self) -> None:
        self._timer.stop()
        if self.isVisible() and not self.underMouse() and not self.button.hasFocus():
            self._timer.start(self._left)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, max(_HEIGHT, self.button.sizeHint().height() + 12))

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._pause()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._go_on()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._pause()
        elif event.type() == QEvent.Type.FocusOut:
            self._go_on()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.border))
        painter.setBrush(QColor(look.surface))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_BLOCK, RADIUS_BLOCK)
        painter.setFont(font(UI))
        painter.setPen(QColor(look.text))
        area = self.rect().adjusted(_SIDE, 0, 0, 0)
        area.setRight(self.button.x() - 8)
        words = painter.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideMiddle, area.width()
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        painter.end()
