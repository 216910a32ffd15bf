"""What is seen of the chat tab: the list of conversations and the pane beside it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.chat.sidebar import SidebarPlace
from desktop_app.ui.overriding import override


class ChatView(QWidget):
    """Holds the widgets; `ChatPage` works them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = ConversationList(self)
        self.pane = ChatPane(self)
        self.sidebar = SidebarPlace(self, self.list, self.pane)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.sidebar.place()
