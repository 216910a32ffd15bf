"""A picture that can be zoomed and moved; sharp at every scale of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours
from desktop_app.ui.tokens import LIGHT

STEP = 1.25
"""By how much a button or a key zooms."""
_WHEEL_STEP = 1.2
_NOTCH = 120
_LARGEST = 8.0
_MARGIN = 16
_PAN = 60
_SQUARE = 8
_PANS: dict[int, QPointF] = {
    Qt.Key.Key_Left: QPointF(_PAN, 0),
    Qt.Key.Key_Right: QPointF(-_PAN, 0),
    Qt.Key.Key_Up: QPointF(0, _PAN),
    Qt.Key.Key_Down: QPointF(0, -_PAN),
}
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class PictureCanvas(QWidget):
    """Shows one picture. At 100 % a pixel of the picture is a pixel of the screen.

    Signals:
        zoomed: Another part of the picture is shown, or at another scale.
    """

    zoomed = Signal()

    def __init__(self, image: QImage, size: QSize, parent: QWidget | None = None) -> None:
        """Show `image`, whose real size in pixels is `size`: it may be a smaller copy."""
        super().__init__(parent)
        self._levels: Sequence[QImage] = [image]
        self._size = QSize(size)
        self._scale = 1.0
        self._centre = QPointF(size.width() / 2, size.height() / 2)
        self._fitted = True
        self._held: QPointF | None = None
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.fit()

    @property
    def percent(self) -> int:
        """How large the picture is shown."""
        return max(1, round(self._scale * 100))

    @property
    def is_fitted(self) -> bool:
        """Whether the whole picture is shown, and follows the size of the canvas."""
        return self._fitted

    @property
    def can_zoom_in(self) -> bool:
        """Whether it may be shown larger."""
        return self._scale < self._largest()

    @property
    def can_zoom_out(self) -> bool:
        """Whether it may be shown smaller."""
        return self._scale > self._smallest()

    @property
    def shown_part(self) -> QRectF:
        """The part of the picture that can be seen, in its pixels."""
        whole = QRectF(0, 0, self._size.width(), self._size.height())
        room = self._room()
        part = QRectF(0, 0, room.width() / self._scale, room.height() / self._scale)
        part.moveCenter(self._centre)
        return part.intersected(whole)

    def show_levels(self, levels: Sequence[QImage]) -> None:
        """Paint the same picture from sharper copies of it; each is half as large as the last."""
        self._levels = levels
        self.update()

    def fit(self) -> None:
        """Show the whole picture, but no larger than it stands in a page."""
        self._fitted = True
        self._show(self._fit_scale(), self._middle())

    def toggle(self, at: QPointF | None = None) -> None:
        """Show the picture at 100 %, or whole where it is shown otherwise."""
        if self._fitted:
            self.zoom(1 / self._scale, at)
        else:
            self.fit()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show it larger or smaller; the point `at` of the canvas, or its middle, stays there."""
        scale = min(max(self._scale * factor, self._smallest()), self._largest())
        dpr = self.devicePixelRatioF()
        middle = QRectF(self.rect()).center()
        away = ((at or middle) - middle) * dpr
        self._fitted = scale == self._fit_scale()
        self._show(scale, self._centre + away / self._scale - away / scale)

    def pan(self, by: QPointF) -> None:
        """Move the picture by a way on the canvas, as far as there is more of it to see."""
        self._show(self._scale, self._centre - by * self.devicePixelRatioF() / self._scale)

    def _show(self, scale: float, centre: QPointF) -> None:
        self._scale = scale
        room = self._room()
        self._centre = QPointF(
            _kept(centre.x(), room.width() / scale, self._size.width()),
            _kept(centre.y(), room.height() / scale, self._size.height()),
        )
        self._point()
        self.update()
        self.zoomed.emit()

    def _room(self) -> QSize:
        """Return the size of the canvas in pixels of the screen."""
        return (QRectF(self.rect()).size() * self.devicePixelRatioF()).toSize()

    def _middle(self) -> QPointF:
        return QPointF(self._size.width() / 2, self._size.height() / 2)

    def _fit_scale(self) -> float:
        dpr = self.devicePixelRatioF()
        room = QRectF(self.rect()).size() * dpr
        wide = max(room.width() - 2 * _MARGIN * dpr, 1) / max(self._size.width(), 1)
        high = max(room.height() - 2 * _MARGIN * dpr, 1) / max(self._size.height(), 1)
        return min(wide, high, dpr)

    def _smallest(self) -> float:
        return min(self._fit_scale(), 1.0)

    def _largest(self) -> float:
        return max(_LARGEST, self._fit_scale())

    def _is_larger_than_room(self) -> bool:
        room = self._room()
        shown = self._target().size()
        return shown.width() > room.width() or shown.height() > room.height()

    def _point(self) -> None:
        if not self._is_larger_than_room():
            self.unsetCursor()
        elif self._held is None:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def _target(self) -> QRect:
        """Return where the picture lies, in pixels of the screen and on their grid."""
        room = self._room()
        width = max(1, round(self._size.width() * self._scale))
        height = max(1, round(self._size.height() * self._scale))
        left = round(room.width() / 2 - self._centre.x() * self._scale)
        top = round(room.height() / 2 - self._centre.y() * self._scale)
        return QRect(left, top, width, height)

    def _level(self, width: int) -> QImage:
        """Return the copy to be drawn `width` wide: the smallest that is no smaller."""
        enough = [level for level in self._levels if level.width() >= width]
        return enough[-1] if enough else self._levels[0]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        dpr = self.devicePixelRatioF()
        line = max(1, round(dpr))
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.code))
        painter.save()
        painter.scale(1 / dpr, 1 / dpr)
        target = self._target()
        level = self._level(target.width())
        if level.hasAlphaChannel():
            _paint_squares(painter, target.intersected(QRect(QPoint(0, 0), self._room())), dpr)
        same = level.size() == target.size()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not same)
        painter.drawImage(target, level)
        painter.setPen(QPen(QColor(look.border), line))
        painter.drawRect(QRectF(target).adjusted(-line / 2, -line / 2, line / 2, line / 2))
        painter.restore()
        if self._ringed and self.hasFocus():
            painter.setPen(QPen(QColor(look.focus), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settle()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle()
        return super().event(event)

    def _settle(self) -> None:
        if self._fitted or self._scale <= self._smallest():
            self.fit()
        else:
            self._show(self._scale, self._centre)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_WHEEL_STEP ** (event.angleDelta().y() / _NOTCH), event.position())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position()
            self._point()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.pan(event.position() - self._held)
            self._held = event.position()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self._point()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle(event.position())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _PANS.get(event.key())
        if way is None:
            super().keyPressEvent(event)
        else:
            self.pan(way)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in _BY_TAB
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()


def _kept(centre: float, seen: float, length: int) -> float:
    """Return where the middle of what is `seen` may lie so that no edge comes inside."""
    if seen >= length:
        return length / 2
    return min(max(centre, seen / 2), length - seen / 2)


def _paint_squares(painter: QPainter, area: QRect, dpr: float) -> None:
    """Paint what lies behind a picture that can be seen through: light, as most are made for."""
    painter.save()
    painter.setClipRect(area)
    painter.fillRect(area, QColor(LIGHT.raised))
    side = round(_SQUARE * dpr)
    for row, top in enumerate(range(area.top(), area.bottom() + 1, side)):
        for left in range(area.left() + row % 2 * side, area.right() + 1, 2 * side):
            painter.fillRect(left, top, side, side, QColor(LIGHT.border))
    painter.restore()
