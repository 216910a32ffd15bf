"""What is done with all chats together: they end, or are what they were at another time."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Protocol

from PySide6.QtCore import QObject

from desktop_app.core.conversation import Conversation
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.chat.listing import Listing
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.temporary_chat import TemporaryChat
from desktop_app.ui.chat.undoing import Undoing


class Page(Protocol):
    """Where a conversation is shown."""

    list: ConversationList
    pane: ChatPane
    undoing: Undoing

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    @property
    def is_empty(self) -> bool:
        """Whether it has no messages."""
        ...

    def open_conversation(self, conversation: Conversation) -> Coroutine[Any, Any, None]:
        """Show another one."""
        ...

    def new_chat(self) -> Coroutine[Any, Any, None]:
        """Show an empty one."""
        ...

    async def save_draft(self) -> None:
        """Store what is typed and not sent."""
        ...


class AllChats(QObject):
    """Keeps what the window shows right while everything behind it changes.

    Args:
        parent: Who owns this.
        page: Where a conversation is shown.
        services: What stands behind it.
        replies: Those that are being written.
        listing: The list.
        temporary: Knows whether a temporary chat is shown.
    """

    def __init__(
        self,
        parent: QObject,
        page: Page,
        services: ChatServices,
        replies: Replies,
        listing: Listing,
        temporary: TemporaryChat,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._services = services
        self._replies = replies
        self._listing = listing
        self._temporary = temporary

    @property
    def shown(self) -> str:
        """The id of the chat that is shown, empty for one without messages."""
        return "" if self._page.is_empty else self._page.conversation.id

    @property
    def title(self) -> str:
        """What the chat that is shown is called."""
        listed = self._page.list.rows.known(self._page.conversation.id)
        # The page doesn't learn what a chat is called after its first message.
        return self._page.conversation.title if listed is None else listed.title

    async def stop_replies(self) -> None:
        """Stop every reply and wait until what there is of it is kept; keep what is typed, too.

        Raises:
            StorageError: What is typed can't be kept.
        """
        writing = self._replies.conversations
        self._listing.overlook(writing)
        await self._replies.end(writing)
        await self._page.save_draft()

    async def refresh(self) -> None:
        """Read the list again.

        Raises:
            StorageError: It can't be read.
        """
        await self._listing.refresh()

    async def begin_anew(self) -> None:
        """Show an empty new chat, forget what was typed, and let nothing be brought back.

        Raises:
            StorageError: The place of the draft can't be cleared.
        """
        page = self._page
        page.undoing.forget()
        page.pane.composer.set_text("")
        await self._temporary.forget()
        await page.new_chat()

    async def show_again(self) -> None:
        """Show the chat that is shown as it is stored now; where it is gone, an empty one.

        What is typed and not sent stays in the composer.

        Raises:
            StorageError: It can't be read.
        """
        page, composer = self._page, self._page.pane.composer
        page.undoing.forget()
        typed = composer.text
        stored = await self._services.store.conversation(page.conversation.id)
        # Otherwise it would be stored, and shown, as what was typed in a chat that is gone.
        composer.set_text("" if stored is None else stored.draft)
        if stored is None:
            await page.new_chat()
        else:
            await page.open_conversation(stored)
        composer.set_text(typed)
        await self._listing.refresh()
