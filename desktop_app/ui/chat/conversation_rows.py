"""The list of conversations as rows: section heads and the conversations below them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.titles import title_from
from desktop_app.ui.chat.transcript.moods import mood_words
from desktop_app.ui.overriding import override

if TYPE_CHECKING:
    from desktop_app.core.conversation import Conversation

Index = QModelIndex | QPersistentModelIndex
CONVERSATION = Qt.ItemDataRole.UserRole
NOTHING = QModelIndex()


class Row(NamedTuple):
    """A section head (no conversation) or a conversation."""

    text: str
    conversation: Conversation | None = None


class ConversationRows(QAbstractListModel):
    """Conversations under Pinned, Today, Yesterday, Previous 7 days and Older."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._conversations: list[Conversation] = []
        self._filter = ""
        self._rows: list[Row] = []

    def show(self, conversations: list[Conversation]) -> None:
        """Replace the conversations; they come newest first."""
        if conversations != self._conversations:
            self._conversations = conversations
            self._build()

    def set_filter(self, text: str) -> None:
        """Show only the conversations whose title holds `text`, in any case."""
        self._filter = text.strip().casefold()
        self._build()

    def row_of(self, conversation: str) -> int:
        """Return the row of a conversation, -1 where it isn't shown."""
        for number, row in enumerate(self._rows):
            if row.conversation is not None and row.conversation.id == conversation:
                return number
        return -1

    def conversation(self, index: Index) -> Conversation | None:
        """Return the conversation of a row, None for a section head."""
        return self._rows[index.row()].conversation if index.isValid() else None

    @property
    def is_empty(self) -> bool:
        """Whether there are no conversations at all, filtered or not."""
        return not self._conversations

    def title(self, conversation: Conversation) -> str:
        """Return what a conversation is called in the list; one never sent, by its draft."""
        return conversation.title or title_from(conversation.draft) or self.tr("New chat")

    @override
    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.text
        if role == CONVERSATION:
            return row.conversation
        if row.conversation is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.text.replace("<", "‹")
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and row.conversation.mood:
            return mood_words(row.conversation.mood)
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._rows[index.row()].conversation is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def _build(self) -> None:
        self.beginResetModel()
        self._rows = []
        section = ""
        today = datetime.now().astimezone().date()
        pinned = [c for c in self._conversations if c.pinned]
        for conversation in pinned + [c for c in self._conversations if not c.pinned]:
            title = self.title(conversation)
            if self._filter and self._filter not in title.casefold():
                continue
            head = self._section(conversation, today)
            if head != section:
                section = head
                self._rows.append(Row(head))
            self._rows.append(Row(title, conversation))
        self.endResetModel()

    def _section(self, conversation: Conversation, today: date) -> str:
        if conversation.pinned:
            return self.tr("Pinned")
        day = conversation.updated_at.astimezone().date()
        if day >= today:
            return self.tr("Today")
        if day == today - timedelta(days=1):
            return self.tr("Yesterday")
        if day > today - timedelta(days=8):
            return self.tr("Previous 7 days")
        return self.tr("Older")
