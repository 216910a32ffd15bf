"""What lies over the chat has in common: its paper, its shadow, and a focus that stays in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours
from desktop_app.ui.tokens import RADIUS_CARD


class Shadow(NamedTuple):
    """A shadow around a card, drawn in rings.

    Attributes:
        reach: How many pixels it reaches; it has as many rings.
        down: How many pixels it lies lower than the card.
        light: How dark its innermost ring is in the light theme, from 0 to 1.
        dark: Likewise, in the dark theme.
    """

    reach: int
    down: int
    light: float
    dark: float

    def paint(self, over: QWidget, card: QWidget) -> None:
        """Paint it around `card` on `over`, which the card lies in."""
        painter = QPainter(over)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        area = QRectF(card.geometry()).translated(0, self.down)
        strength = self.dark if colours().dark else self.light
        for ring in range(1, self.reach + 1):
            shade = QColor("#000000")
            shade.setAlphaF(strength * (1 - ring / (self.reach + 1)))
            painter.setPen(shade)
            radius = RADIUS_CARD + ring
            painter.drawRoundedRect(area.adjusted(-ring, -ring, ring, ring), radius, radius)
        painter.end()


class FloatingCard(QWidget):
    """The paper; a click between its parts is none beside it."""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.border))
        painter.setBrush(QColor(look.raised))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CARD, RADIUS_CARD)
        painter.end()


def go_around(parts: Sequence[QWidget], *, forward: bool) -> bool:
    """Give the focus to the next of the parts that can be seen, behind the last to the first.

    Returns:
        Whether there is one.
    """
    seen = [part for part in parts if part.isVisible()]
    if not seen:
        return False
    focused = seen[0].window().focusWidget()
    index = seen.index(focused) if focused in seen else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    seen[(index + (1 if forward else -1)) % len(seen)].setFocus(reason)
    return True
