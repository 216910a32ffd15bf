"""The left column: a button for a new chat, a filter, and the conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.conversation_rows import CONVERSATION, ConversationRows
from desktop_app.ui.icons import icon, paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import KEY_CAP, LIST_ROW, RADIUS_BUTTON, SECTION, UI

if TYPE_CHECKING:
    from desktop_app.core.conversation import Conversation

_MARK = 14
_SIDE = 10
_FIRST_HEAD = 28
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


class NewChatButton(Button):
    """The button for a new chat, with its key at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "plain", parent)
        self.setObjectName("new_chat_button")
        self.setAccessibleName(self.tr("New chat"))
        self.setToolTip(self.tr("Start a new chat"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = colours()
        painter = QPainter(self)
        middle = self.height() / 2
        paint_icon(painter, "plus", look.secondary, QRectF(11, middle - 8, 16, 16))
        painter.setFont(font(UI))
        words = painter.font()
        words.setWeight(QFont.Weight.Medium)
        painter.setFont(words)
        painter.setPen(QColor(look.text))
        area = self.rect().adjusted(35, 0, -11, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self.tr("New chat"))
        painter.setFont(font(KEY_CAP))
        painter.setPen(QColor(look.secondary))
        keys = QKeySequence(QKeySequence.StandardKey.New).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        painter.drawText(
            area,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            keys.replace("+", " "),
        )
        painter.end()


class _Rows(QListView):
    """The list itself; Enter and a click open the current row."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ConversationList(QWidget):
    """Shows the conversations and tells which one is wanted.

    Signals:
        new_wanted: The user starts a new chat.
        chosen: The conversation the user opens.
    """

    new_wanted = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ConversationRows(self)
        self.new_button = NewChatButton(self)
        self.new_button.clicked.connect(self.new_wanted)
        self._filter = QLineEdit(self)
        self._filter.setObjectName("conversation_filter")
        self._filter.setPlaceholderText(self.tr("Filter"))
        self._filter.setAccessibleName(self.tr("Filter conversations by title"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._filtered)
        self._glass = QAction(self)
        self._filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._view = _Rows(self)
        self._prepare_view()
        self._empty = QLabel(self.tr("Your chats will be listed here."), self)
        self._empty.setContentsMargins(_SIDE - 4, 6, 0, 0)
        self._empty.setWordWrap(True)
        head = QVBoxLayout()
        head.setContentsMargins(4, 0, 5, 0)
        head.setSpacing(8)
        head.addWidget(self.new_button)
        head.addWidget(self._filter)
        head.addWidget(self._empty)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 12, 8, 8)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(self._view, 1)
        self._current = ""
        self._dress()

    def show_conversations(self, conversations: list[Conversation]) -> None:
        """Replace the list; they come newest first."""
        self.rows.show(conversations)
        self._select()

    def select(self, conversation: str) -> None:
        """Mark a conversation as the one that is shown, or none."""
        self._current = conversation
        self._select()

    def _prepare_view(self) -> None:
        self._view.setObjectName("conversation_list")
        self._view.setAccessibleName(self.tr("Conversations"))
        self._view.setModel(self.rows)
        self._view.setItemDelegate(_RowPainter(self._view))
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setMouseTracking(True)
        self._view.setUniformItemSizes(False)
        self._view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setStyleSheet("QListView { background: transparent; outline: none; }")
        self._view.viewport().setAutoFillBackground(False)
        self._view.setContentsMargins(0, 0, 0, 0)
        self._view.clicked.connect(self._open)
        self._view.activated.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        conversation = index.data(CONVERSATION)
        if conversation is not None and conversation.id != self._current:
            self.chosen.emit(conversation)

    def _filtered(self, text: str) -> None:
        self.rows.set_filter(text)
        self._select()

    def _select(self) -> None:
        row = self.rows.row_of(self._current)
        index = self.rows.index(row) if row >= 0 else QModelIndex()
        self._view.setCurrentIndex(index)
        if row < 0:
            self._view.clearSelection()
        nothing = self.rows.rowCount() == 0
        self._empty.setVisible(nothing)
        self._empty.setText(
            self.tr("Your chats will be listed here.")
            if self.rows.is_empty
            else self.tr("No title matches.")
        )

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_empty"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        look = colours()
        self._empty.setStyleSheet(f"color: {look.secondary};")
        self._filter.setStyleSheet(
            f"QLineEdit {{ border-color: {look.border}; }}"
            f"QLineEdit:focus {{ border-color: {look.accent}; }}"
        )
        self._glass.setIcon(icon("search", look.secondary))
        self._view.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().sidebar))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(colours().border))
        painter.end()
