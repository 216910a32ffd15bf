"""The rows of the list of conversations: section heads, titles, and moods as small mouths."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.ui.chat.conversation_rows import CONVERSATION, ConversationRows
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import LIST_ROW, RADIUS_BUTTON, SECTION, UI

_MARK = 14
_SIDE = 10
_FIRST_HEAD = 34
_HEAD = 40


class _RowPainter(QStyledItemDelegate):
    """Paints section heads and titles with the mood as a small mouth."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        if index.data(CONVERSATION) is not None:
            return QSize(100, LIST_ROW)
        return QSize(100, _HEAD if index.row() else _FIRST_HEAD)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        conversation = index.data(CONVERSATION)
        if conversation is not None:
            self._paint_conversation(painter, option, index.data(), conversation.mood)
        else:
            painter.setFont(font(SECTION))
            painter.setPen(QColor(colours().secondary))
            area = option.rect.adjusted(_SIDE, 0, -_SIDE, -6)
            painter.drawText(area, Qt.AlignmentFlag.AlignBottom, index.data())
        painter.restore()

    def _paint_conversation(
        self, painter: QPainter, option: QStyleOptionViewItem, title: str, mood: str
    ) -> None:
        look = colours()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent_soft if selected else look.hover))
            painter.drawRoundedRect(QRectF(option.rect), RADIUS_BUTTON, RADIUS_BUTTON)
        if option.state & QStyle.StateFlag.State_KeyboardFocusChange and selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.focus), 2))
            ring = QRectF(option.rect).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, RADIUS_BUTTON, RADIUS_BUTTON)
        words = font(UI)
        words.setWeight(QFont.Weight.Medium if selected else QFont.Weight.Normal)
        painter.setFont(words)
        painter.setPen(QColor(look.text))
        area = option.rect.adjusted(_SIDE, 0, -_SIDE - _MARK - 8, 0)
        title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, title)
        if mood:
            self._paint_mood(painter, option.rect, mood)

    def _paint_mood(self, painter: QPainter, row: QRect, mood: str) -> None:
        left = row.right() - _SIDE - _MARK + 2
        middle = row.center().y() + 0.5
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


class ConversationRowsView(QListView):
    """The list itself; Enter and a click open the current row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = ConversationRows(self)
        self.setObjectName("conversation_list")
        self.setAccessibleName(self.tr("Conversations"))
        self.setModel(self.rows)
        self.setItemDelegate(_RowPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; outline: none; }")
        self.viewport().setAutoFillBackground(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
