"""What a piece stands in: how far that moves it in, the bar of a quote, the marker of an item."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop_app.core.markdown.pieces import Container, Containers
from desktop_app.ui.chat.transcript.laid.look import Look

_INDENT = {
    Container.QUOTE: 18,
    Container.BULLETS: 18,
    Container.NUMBERS: 27,
    Container.NOTE: 27,
}
_BAR = 3
_MARKER_GAP = 6
_BULLET = 2.2
_BOX = 13
_BULLETS = "•"
_UNTICKED = "☐"
_TICKED = "☑"


def inset(containers: Containers, look: Look) -> int:
    """Return how many pixels the containers move a piece in."""
    return sum(look.px(_INDENT[container]) for container in containers)


def paint_bars(
    painter: QPainter, containers: Containers, area: QRectF, look: Look, *, from_right: bool
) -> None:
    """Paint the bars of the quotes that a piece in `area` stands in."""
    x = 0
    for container in containers:
        if container is Container.QUOTE:
            left = area.right() - x - _BAR if from_right else area.left() + x
            painter.fillRect(QRectF(left, area.top(), _BAR, area.height()), look.colour("border"))
        x += look.px(_INDENT[container])


def paint_marker(
    painter: QPainter, marker: str, depth: int, area: QRectF, look: Look, *, from_right: bool
) -> None:
    """Paint what stands in front of an item.

    Args:
        painter: Where to.
        marker: See `Paragraph`.
        depth: How many lists the item is in; bullets differ by it, and 0 is a footnote.
        area: From the outer edge of the list to the words; as high as their first line.
        look: Fonts and colours.
        from_right: Whether the words are written from the right.
    """
    painter.setPen(look.colour("secondary"))
    if marker == _BULLETS:
        _paint_bullet(painter, depth, _near(area, look.px(10), from_right=from_right), look)
    elif marker in (_UNTICKED, _TICKED):
        centre = _near(area, look.px(11), from_right=from_right)
        _paint_box(painter, centre, look, ticked=marker == _TICKED)
    else:
        painter.setFont((look.chat if depth else look.aside).font)
        side = Qt.AlignmentFlag.AlignLeft if from_right else Qt.AlignmentFlag.AlignRight
        gap = _MARKER_GAP if from_right else -_MARKER_GAP
        wide = area.adjusted(-40, 0, 0, 0) if not from_right else area.adjusted(0, 0, 40, 0)
        painter.drawText(wide.translated(gap, 0), side | Qt.AlignmentFlag.AlignVCenter, marker)


def _near(area: QRectF, distance: float, *, from_right: bool) -> QPointF:
    x = area.left() + distance if from_right else area.right() - distance
    return QPointF(x, area.center().y())


def _paint_bullet(painter: QPainter, depth: int, centre: QPointF, look: Look) -> None:
    size = _BULLET * look.zoom
    colour = look.colour("secondary")
    if depth == 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(centre, size, size)
    elif depth == 2:
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, size, size)
    else:
        painter.fillRect(QRectF(centre.x() - size, centre.y() - size, 2 * size, 2 * size), colour)


def _paint_box(painter: QPainter, centre: QPointF, look: Look, *, ticked: bool) -> None:
    size = look.px(_BOX)
    box = QRectF(0, 0, size, size)
    box.moveCenter(centre)
    painter.setPen(QPen(look.colour("accent" if ticked else "control"), 1.3))
    painter.setBrush(look.colour("accent" if ticked else "raised"))
    painter.drawRoundedRect(box, 3, 3)
    if ticked:
        pen = QPen(look.colour("accent_text"), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(
            [
                box.topLeft() + QPointF(size * 0.25, size * 0.52),
                box.topLeft() + QPointF(size * 0.43, size * 0.70),
                box.topLeft() + QPointF(size * 0.76, size * 0.32),
            ]
        )
