"""Paints the rows of the list: section heads, and titles with their marks at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.core.listed import Listed
from desktop_app.ui.chat.conversation_rows import LISTED
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import RADIUS_BUTTON, SECTION, UI

SIDE = 10
"""Pixels left and right of the words of a row."""

_MARK = 14
_DOT = 7
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class RowState:
    """How a row stands at the moment.

    Attributes:
        selected: What is done is done with it.
        shown: It is the conversation that is shown.
        hovered: The pointer is on it.
        ringed: It has the focus, which came by keyboard.
        writing: A reply is being written in it.
    """

    selected: bool = False
    shown: bool = False
    hovered: bool = False
    ringed: bool = False
    writing: bool = False


def paint_head(painter: QPainter, area: QRect, title: str) -> None:
    """Paint the head of a section."""
    painter.setFont(font(SECTION))
    painter.setPen(QColor(colours().secondary))
    painter.drawText(area.adjusted(SIDE, 0, -SIDE, -6), Qt.AlignmentFlag.AlignBottom, title)


def paint_row(painter: QPainter, area: QRect, listed: Listed, title: str, state: RowState) -> None:
    """Paint a conversation."""
    look = colours()
    _paint_ground(painter, area, state)
    words = font(UI)
    strong = state.selected or state.shown or listed.unread
    words.setWeight(QFont.Weight.Medium if strong else QFont.Weight.Normal)
    painter.setFont(words)
    painter.setPen(QColor(look.text))
    marked = state.writing or listed.unread
    room = area.adjusted(SIDE, 0, -SIDE - _MARK - 8 - (_DOT + 6 if marked else 0), 0)
    title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, title)
    if marked:
        _paint_dot(painter, area, round_one=not state.writing)
    if listed.mood:
        left = area.right() - SIDE - _MARK + 2
        paint_mood(painter, left, area.center().y() + 0.5, listed.mood)


def _paint_ground(painter: QPainter, area: QRect, state: RowState) -> None:
    look = colours()
    fill = ""
    if state.selected:
        fill = look.accent_soft
    elif state.shown:
        fill = look.pressed
    elif state.hovered:
        fill = look.hover
    if fill:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(area), RADIUS_BUTTON, RADIUS_BUTTON)
    if state.ringed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look.focus), 2))
        ring = QRectF(area).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(ring, RADIUS_BUTTON, RADIUS_BUTTON)


def _paint_dot(painter: QPainter, row: QRect, *, round_one: bool) -> None:
    """Paint that something is unread, or as a square, like a live knot, that it is written."""
    left = row.right() - SIDE - _MARK - 4 - _DOT
    dot = QRectF(left, row.center().y() - _DOT / 2 + 0.5, _DOT, _DOT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours().accent))
    radius = _DOT / 2 if round_one else 1.5
    painter.drawRoundedRect(dot, radius, radius)


def paint_mood(painter: QPainter, left: float, middle: float, mood: str) -> None:
    """Paint a mouth, 14 pixels wide, that says a mood by its shape."""
    bend = {"positive": 5.0, "negative": -5.0}.get(mood, 0.0)
    start = middle - bend / 2.5
    path = QPainterPath()
    path.moveTo(left + 2, start)
    path.quadTo(left + _MARK / 2, start + bend * 1.6, left + _MARK - 2, start)
    pen = QPen(QColor(getattr(colours(), mood)), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


class TitleEditing(QStyledItemDelegate):
    """Makes the field in which a title is changed in its place, and paints what is dragged."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        listed = index.data(LISTED)
        if listed is not None:
            paint_row(painter, option.rect, listed, str(index.data()), RowState(selected=True))

    @override
    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        field = QLineEdit(parent)
        field.setObjectName("title_field")
        field.setAccessibleName(self.tr("Title"))
        field.setMaxLength(_LONGEST_TITLE)
        # The style sheet would make it higher than the row.
        field.setStyleSheet("QLineEdit { min-height: 0; padding: 0 8px; }")
        field.setFont(font(UI))
        return field

    @override
    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        editor.setGeometry(option.rect)
