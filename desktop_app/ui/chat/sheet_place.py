"""Where the parameters stand: beside the chat, or over it where that would be too narrow."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QRect, QVariantAnimation, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui.motion import duration

_SLIDE_MS = 160
_LEAST_CHAT = 560
"""Pixels that the chat needs beside it."""

_SEEN_BESIDE = 40
"""Pixels of the chat that stay to be seen in the narrowest window."""


class SheetPlace(QObject):
    """Slides a sheet in and out at the right edge of an area.

    Signals:
        moved: The chat has more or less room.

    Args:
        sheet: What slides; hidden at first.
        width: Pixels it takes where there is room.
        fallback: Returns what gets the focus when what had it is gone.
    """

    moved = Signal()

    def __init__(self, sheet: QWidget, width: int, fallback: Callable[[], QWidget]) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self._width = width
        self._fallback = fallback
        self._area = QRect()
        self._open = False
        self._settled = False
        self._before: QWidget | None = None
        self._sliding = QVariantAnimation(self)
        self._sliding.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._sliding.valueChanged.connect(self._slide)
        self._sliding.finished.connect(self._arrived)
        sheet.hide()

    @property
    def is_open(self) -> bool:
        """Whether the sheet is there, or on its way."""
        return self._open

    @property
    def is_sliding(self) -> bool:
        """Whether the sheet is on its way."""
        return self._sliding.state() is QVariantAnimation.State.Running

    @property
    def beside(self) -> int:
        """Pixels that the chat leaves to the sheet."""
        # Not while it slides: the words of the chat are broken anew once, and not in every frame.
        return self._taken if self._settled and self._open and self._fits else 0

    def place(self, area: QRect) -> None:
        """Take the right edge of an area."""
        self._area = area
        if not self.is_sliding:
            self._put(1.0 if self._open else 0.0)

    def open(self, focused: QWidget) -> None:
        """Slide in, and give the focus to `focused`."""
        self._before = QApplication.focusWidget()
        self._open = True
        self._put(0.0)
        self._sheet.show()
        self._sheet.raise_()
        focused.setFocus()
        self._begin(0.0, 1.0)

    def close(self) -> None:
        """Slide out, and give the focus back."""
        if not self._open:
            return
        self._open = False
        before, self._before = self._before, None
        if self._sheet.isAncestorOf(self._sheet.window().focusWidget() or self._fallback()):
            (before if before is not None and before.isVisible() else self._fallback()).setFocus()
        self._settled = False
        self.moved.emit()
        self._begin(1.0, 0.0)

    @property
    def _fits(self) -> bool:
        return self._area.width() - self._width >= _LEAST_CHAT

    @property
    def _taken(self) -> int:
        return min(self._width, self._area.width() - _SEEN_BESIDE)

    def _begin(self, start: float, end: float) -> None:
        time = duration(_SLIDE_MS)
        self._sliding.stop()
        if not time:
            self._put(end)
            self._arrived()
            return
        self._sliding.setStartValue(start)
        self._sliding.setEndValue(end)
        self._sliding.setDuration(time)
        self._sliding.start()

    def _arrived(self) -> None:
        self._sheet.setVisible(self._open)
        self._settled = self._open
        self.moved.emit()

    def _slide(self, value: object) -> None:
        if isinstance(value, float):
            self._put(value)

    def _put(self, shown: float) -> None:
        area, taken = self._area, self._taken
        left = area.right() + 1 - round(taken * shown)
        self._sheet.setGeometry(left, area.top(), taken, area.height())
