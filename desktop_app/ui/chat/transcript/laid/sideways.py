"""Scrolling one wide piece sideways, while the transcript itself never does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_app.ui.chat.transcript.laid.look import Look

BAR = 12
"""Pixels at the lower edge that its scroll bar takes."""

_HANDLE = 6
_SHORTEST = 24


class Sideways:
    """How far a piece is scrolled, and its bar.

    Attributes:
        offset: Pixels that are scrolled out at the left.
    """

    def __init__(self) -> None:
        self.offset = 0.0
        self._room = 0.0
        self._width = 0.0

    @property
    def is_needed(self) -> bool:
        """Whether the piece is wider than there is room."""
        return self._width > self._room + 1

    def fit(self, room: float, width: float) -> None:
        """Take over how wide the piece is, and how much of it can be seen."""
        self._room, self._width = room, width
        self.scroll_to(self.offset)

    def scroll_to(self, offset: float) -> bool:
        """Scroll as far as that, or as far as there is something; return whether it moved."""
        wanted = min(max(offset, 0.0), max(self._width - self._room, 0.0))
        moved = wanted != self.offset
        self.offset = wanted
        return moved

    def reveal(self, left: float, right: float) -> bool:
        """Scroll until a stretch of the unscrolled piece can be seen; return whether it moved."""
        if left < self.offset:
            return self.scroll_to(left - self._room / 4)
        if right > self.offset + self._room:
            return self.scroll_to(right - self._room * 3 / 4)
        return False

    def drag(self, area: QRectF, pixels: float) -> bool:
        """Move the handle in `area` by `pixels`; return whether it moved."""
        return self.scroll_to(self.offset + pixels * self._width / max(area.width(), 1))

    def paint(self, painter: QPainter, area: QRectF, look: Look) -> None:
        """Paint the handle into `area`, if one is needed."""
        if not self.is_needed:
            return
        long = max(area.width() * self._room / self._width, _SHORTEST)
        travel = self.offset / max(self._width - self._room, 1) * (area.width() - long)
        handle = QRectF(area.left() + travel, area.top(), long, _HANDLE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("scroll"))
        painter.drawRoundedRect(handle, _HANDLE / 2, _HANDLE / 2)
