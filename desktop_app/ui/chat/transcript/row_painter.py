"""Paints a message: its place on the thread, its header, its words, and its controls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop_app.ui.chat.transcript.controls import (
    Control,
    Touch,
    paint_control,
    paint_focus,
)
from desktop_app.ui.chat.transcript.laid.block import MarksOf
from desktop_app.ui.chat.transcript.laid.look import Look
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_controls import header_end, mark_area, when_area
from desktop_app.ui.chat.transcript.row_text import KNOT, LEFT
from desktop_app.ui.icons import paint_icon
from desktop_app.ui.tokens import RADIUS_BLOCK, THREAD_OFFSET

_CARET_WIDTH = 8
_CARET_HEIGHT = 16
_THREAD = LEFT - THREAD_OFFSET
_QUIET = frozenset(
    {
        *(Kind.COPY, Kind.EDIT, Kind.AGAIN, Kind.FORK),
        *(Kind.GOOD, Kind.BAD, Kind.INFO, Kind.DISCARD),
    }
)
"""What shows itself only under the pointer or with the focus; its space is always there."""

_BEHIND_A_LINE = (Kind.GOOD, Kind.INFO)
_LINE = 14
_LINE_BEFORE = 8
_BEHIND = 2.5
"""Pixels that the second outline of a knot is further right and down."""


def paint_thread(painter: QPainter, x: float, top: float, bottom: float, look: Look) -> None:
    """Paint the thread of rows whose left edge is `x`."""
    painter.fillRect(QRectF(x + _THREAD, top, 1, bottom - top), look.colour("border"))


def paint_row(
    painter: QPainter,
    row: Row,
    at: QPointF,
    look: Look,
    clip: QRectF,
    marks: Callable[[int], MarksOf],
) -> None:
    """Paint a row but its thread and its controls.

    Args:
        painter: Where to.
        row: The message.
        at: Its upper left corner.
        look: Fonts and colours.
        clip: What must be painted.
        marks: Returns for the number of a block what is marked in it.
    """
    if row.is_user or row.pointed_out:
        painter.setPen(look.colour("border"))
        painter.setBrush(look.colour("accent_soft" if row.pointed_out else "surface"))
        box = row.box.translated(at).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, RADIUS_BLOCK, RADIUS_BLOCK)
    if not row.only_read:
        _paint_knot(painter, row, at, look)
        _paint_header(painter, row, at, look)
    for section in row.seen_sections:
        corner = at + QPointF(LEFT, section.top)
        section.body.paint(painter, corner, marks, clip, section.first)


def paint_controls(
    painter: QPainter, controls: Sequence[Control], number: int, touch: Touch, look: Look
) -> None:
    """Paint the controls of row `number` in their states."""
    near = touch.is_near(number)
    for control in controls:
        kind = control.key.kind
        if not near and _is_quiet(control) and control.key not in touch.done:
            continue
        if near and kind in _BEHIND_A_LINE:
            _paint_line(painter, control, look)
        if kind in (Kind.LINK, Kind.PICTURE):
            if control.key == touch.focused:
                paint_focus(painter, control.area, look)
        else:
            paint_control(painter, control, touch, look)


def _is_quiet(control: Control) -> bool:
    if control.chosen:
        return False
    # A word is offered; an icon is known to be there.
    offered = control.key.kind is Kind.AGAIN and bool(control.label)
    return control.key.kind in _QUIET and not offered


def _paint_line(painter: QPainter, control: Control, look: Look) -> None:
    """Paint the line between two groups of controls, before the first of the second one."""
    middle = control.area.center().y()
    x = round(control.area.left()) - _LINE_BEFORE
    painter.fillRect(QRectF(x, middle - _LINE / 2, 1, _LINE), look.colour("border"))


def paint_caret(painter: QPainter, row: Row, at: QPointF, look: Look) -> None:
    """Paint the streaming caret behind the last character of a row."""
    place = _end_of_text(row, look).translated(at)
    tall = look.px(_CARET_HEIGHT)
    caret = QRectF(place.left() + 3, place.center().y() - tall / 2, look.px(_CARET_WIDTH), tall)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent"))
    painter.drawRoundedRect(caret, 2, 2)


def _end_of_text(row: Row, look: Look) -> QRectF:
    section = row.sections[-1]
    body = section.body
    corner = QPointF(LEFT, section.top)
    if not body.count:
        return QRectF(corner.x() - 3, corner.y(), 1, look.name.line)
    block = body.block(body.count - 1)
    if not block.items:
        return QRectF(corner.x(), corner.y() + body.height, 1, look.name.line)
    last = len(block.items) - 1
    place = block.caret(last, block.items[last].laid.length)
    return place.translated(corner + QPointF(0, body.top(body.count - 1)))


def _paint_knot(painter: QPainter, row: Row, at: QPointF, look: Look) -> None:
    area = QRectF(0, 0, KNOT, KNOT)
    area.moveCenter(QPointF(at.x() + _THREAD + 0.5, at.y() + row.header.center().y()))
    if row.version is not None:
        _paint_second(painter, row, area.translated(_BEHIND, _BEHIND), look)
    if row.is_user:
        painter.setPen(QPen(look.colour("control"), 1.3))
        painter.setBrush(look.colour("window"))
        painter.drawEllipse(area.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        if row.version is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("window"))
            painter.drawRoundedRect(area.adjusted(-1, -1, 1, 1), 2, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent" if row.live else "control"))
        painter.drawRoundedRect(area, 1.5, 1.5)


def _paint_second(painter: QPainter, row: Row, area: QRectF, look: Look) -> None:
    """Paint the outline behind a knot that says: there are other versions."""
    painter.setPen(QPen(look.colour("control"), 1.3))
    painter.setBrush(look.colour("window"))
    outline = area.adjusted(0.5, 0.5, -0.5, -0.5)
    if row.is_user:
        painter.drawEllipse(outline)
    else:
        painter.drawRoundedRect(outline, 1.5, 1.5)


def _paint_header(painter: QPainter, row: Row, at: QPointF, look: Look) -> None:
    header = row.header.translated(at)
    painter.setFont(look.name.font)
    painter.setPen(look.colour("secondary"))
    room = header_end(row, look) - LEFT
    metrics = QFontMetricsF(look.name.font)
    name = metrics.elidedText(row.author, Qt.TextElideMode.ElideRight, max(room, 40))
    painter.drawText(header, Qt.AlignmentFlag.AlignVCenter, name)
    painter.setFont(look.hint.font)
    painter.setPen(look.colour("warning_text" if row.is_cut else "secondary"))
    when = when_area(row, look).translated(at)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(when.adjusted(-20, 0, 0, 0), flags, row.when)
    mark = mark_area(row, look)
    if not mark.isEmpty():
        paint_icon(painter, "warning", look.colours.warning, mark.translated(at))
