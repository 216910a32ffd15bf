"""The left column: a button for a new chat, a filter, and the conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.buttons import Button
from desktop_app.ui.icons import icon, paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import KEY_CAP, UI

if TYPE_CHECKING:
    from desktop_app.core.conversation import Conversation
    from desktop_app.ui.chat.conversation_rows import ConversationRows
    from desktop_app.ui.chat.conversation_rows_view import ConversationRowsView

_SIDE = 10


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
        self._view: ConversationRowsView | None = None
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
        self._gap = QWidget(self)
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
        rows.addWidget(self._gap, 1)
        self._column = rows
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

    @property
    def rows(self) -> ConversationRows:
        """The model of the list."""
        return self.view.rows

    @property
    def view(self) -> ConversationRowsView:
        """The list itself; made when it is first used, for the first frame shows no rows."""
        if self._view is None:
            from desktop_app.ui.chat.conversation_rows_view import ConversationRowsView

            self._view = ConversationRowsView(self)
            self._view.clicked.connect(self._open)
            self._view.activated.connect(self._open)
            self._column.replaceWidget(self._gap, self._view)
            self._gap.hide()
        return self._view

    def _open(self, index: QModelIndex) -> None:
        conversation = self.rows.conversation(index)
        if conversation is not None and conversation.id != self._current:
            self.chosen.emit(conversation)

    def _filtered(self, text: str) -> None:
        self.rows.set_filter(text)
        self._select()

    def _select(self) -> None:
        row = self.rows.row_of(self._current)
        index = self.rows.index(row) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        if row < 0:
            self.view.clearSelection()
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

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().sidebar))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(colours().border))
        painter.end()
