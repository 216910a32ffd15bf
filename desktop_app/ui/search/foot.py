"""The foot of the search: which keys do what."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import HINT, KEY_CAP, RADIUS_CARD, RADIUS_INLINE

_SIDE = 17
_CAP_PADDING = 5
_GAP = 8
_APART = 18


class Foot(QWidget):
    """Key caps with words; from the right on they are left out where there is no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._left = [
            (("↑", "↓"), self.tr("move")),
            (("Enter",), self.tr("open at the message")),
            (("Ctrl Enter",), self.tr("keep searching")),
        ]
        self._right = (("Esc",), self.tr("close"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, line_height(HINT) + 22)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QPainterPath()
        # Only the lower corners are round.
        area = QRectF(self.rect()).adjusted(1, 0, -1, -1)
        ground.addRoundedRect(
            area.adjusted(0, -RADIUS_CARD, 0, 0), RADIUS_CARD - 1, RADIUS_CARD - 1
        )
        painter.setClipRect(self.rect())
        painter.fillPath(ground, QColor(look.surface))
        painter.fillRect(QRectF(1, 0, self.width() - 2, 1), QColor(look.border))
        end = self.width() - _SIDE - self._width(*self._right)
        self._paint(painter, end, *self._right)
        x = float(_SIDE)
        for caps, words in self._left:
            width = self._width(caps, words)
            if x + width + _APART > end:
                break
            self._paint(painter, x, caps, words)
            x += width + _APART
        painter.end()

    def _width(self, caps: tuple[str, ...], words: str) -> float:
        lettering = QFontMetrics(font(HINT))
        return (
            sum(map(_cap_width, caps))
            + 4 * (len(caps) - 1)
            + _GAP
            + lettering.horizontalAdvance(words)
        )

    def _paint(self, painter: QPainter, x: float, caps: tuple[str, ...], words: str) -> None:
        look = colours()
        for cap in caps:
            box = QRectF(x, (self.height() - 16) / 2 + 0.5, _cap_width(cap), 16)
            painter.setPen(QColor(look.outline))
            painter.setBrush(QColor(look.raised))
            painter.drawRoundedRect(box, RADIUS_INLINE, RADIUS_INLINE)
            painter.setFont(font(KEY_CAP))
            painter.setPen(QColor(look.secondary))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
            x += box.width() + 4
        painter.setFont(font(HINT))
        line = QRectF(x - 4 + _GAP, 0, self.width(), self.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)


def _cap_width(cap: str) -> float:
    return max(22.0, QFontMetrics(font(KEY_CAP)).horizontalAdvance(cap) + 2.0 * _CAP_PADDING)
