"""The ring around what has the focus, when the focus came by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours
from desktop_app.ui.tokens import RADIUS_BUTTON

_GAP = 2
_WIDTH = 2


class FocusRing(QWidget):
    """Lies over a window and draws a ring around the focused button."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._moving: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def follow(self, application: QApplication) -> None:
        """Follow the focus of `application` from now on."""
        application.focusChanged.connect(self._focused)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        pressed = kind == QEvent.Type.MouseButtonPress and watched is self._target
        if pressed or kind == QEvent.Type.Hide:
            self._leave()
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._surround()
        return False

    def _focused(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._leave()
        # A focus that came by mouse comes while its button is down.
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if isinstance(new, QAbstractButton) and not by_mouse and new.window() is self.window():
            self._target = new
            # What it lies in moves it, too, as when a page is scrolled.
            self._moving = [new]
            while (outer := self._moving[-1].parentWidget()) not in (None, self.window()):
                self._moving.append(outer)
            for part in self._moving:
                part.installEventFilter(self)
            self.show()
            self._surround()

    def _leave(self) -> None:
        if self._target is not None:
            for part in self._moving:
                # A window that is deleted loses the focus when parts of it are gone already.
                if isValid(part):
                    part.removeEventFilter(self)
            self._target, self._moving = None, []
        self.hide()

    def _surround(self) -> None:
        if self._target is None:
            return
        # Scrolled out of sight, it takes the ring along.
        self.setVisible(not self._target.visibleRegion().isEmpty())
        corner = self._target.mapTo(self.window(), QPoint(0, 0))
        room = _GAP + _WIDTH
        area = QRect(corner, self._target.size()).adjusted(-room, -room, room, room)
        self.setGeometry(area)
        self.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours().focus), _WIDTH))
        half = _WIDTH / 2
        radius = RADIUS_BUTTON + _GAP
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )
        painter.end()
