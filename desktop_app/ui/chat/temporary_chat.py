"""Temporary chats: begun, marked, kept after all, or left and forgotten."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject

from desktop_app.core.conversation import Conversation
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.chat.listing import Listing
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.temporary_parts import (
    TemporaryBar,
    TemporaryButton,
    ask_about_leaving,
)
from desktop_app.ui.overriding import override
from desktop_app.ui.tasks import Tasks


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane
    list: ConversationList

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    @property
    def is_empty(self) -> bool:
        """Whether it has no messages."""
        ...

    def noted(self, conversation: Conversation) -> Conversation:
        """Return a conversation with what is picked for it."""
        ...

    def open_conversation(self, conversation: Conversation) -> Coroutine[Any, Any, None]:
        """Show another one."""
        ...

    async def save_draft(self) -> None:
        """Store what is typed and not sent."""
        ...


class TemporaryChat(QObject):
    """Works the parts that are seen of it.

    Args:
        page: Where a conversation is shown.
        services: What stands behind it.
        tasks: Runs what isn't waited for.
        replies: Those that are being written.
        listing: The list of what is kept.
    """

    def __init__(
        self,
        page: Page,
        services: ChatServices,
        tasks: Tasks,
        replies: Replies,
        listing: Listing,
    ) -> None:
        super().__init__(page.pane)
        self._page = page
        self._pane = pane = page.pane
        self._services = services
        self._tasks = tasks
        self._replies = replies
        self._listing = listing
        self._may_close = False
        self._forgotten = ""
        self.button = TemporaryButton(pane)
        self.bar = TemporaryBar(pane)
        pane.place_beside_parameters(self.button)
        pane.show_under_pickers(self.bar)
        self.button.clicked.connect(lambda: tasks.start(self.switch()))
        self.bar.keep_wanted.connect(lambda: tasks.start(self.keep()))
        self.bar.export_wanted.connect(lambda: page.list.export_wanted.emit([page.conversation.id]))
        pane.temporary_wanted.connect(lambda: tasks.start(self.begin()))
        pane.emptied.connect(self._show)
        pane.window().installEventFilter(self)
        self._show()

    @property
    def is_shown(self) -> bool:
        """Whether a temporary chat is shown."""
        return self._services.temporary.holds(self._page.conversation.id)

    async def begin(self) -> None:
        """Show an empty temporary chat; what is typed in another empty one goes along."""
        if not (self.is_shown and self._page.is_empty):
            conversation = self._page.noted(Conversation())
            await self._services.temporary.begin(conversation.id)
            await self._turn_to(conversation)

    async def switch(self) -> None:
        """Make the empty chat that is shown a temporary one, or one like others."""
        if self.is_shown:
            await self._turn_to(self._page.noted(Conversation()))
        else:
            await self.begin()
        self._show()

    async def keep(self) -> None:
        """Make a chat like others of the one that is shown.

        Raises:
            StorageError: It can't be stored, and is as before.
        """
        await self._page.save_draft()
        await self._services.temporary.keep()
        self._services.remember(self._page.conversation.id)
        self._show()
        await self._listing.refresh()

    async def may_leave(self, conversation: Conversation) -> bool:
        """Return whether another conversation may be shown now, asking where words would be lost.

        Raises:
            StorageError: The user wants to keep it, and it can't be stored.
        """
        holds, shown = self._services.temporary.holds, self._page.conversation.id
        if not self.is_shown or holds(conversation.id) or shown == self._forgotten:
            return True
        return await self._asked()

    async def forget(self) -> None:
        """Forget the temporary chat that is shown, which may be left then without a question."""
        if self.is_shown:
            shown = self._forgotten = self._page.conversation.id
            self._listing.overlook([shown])
            await self._replies.end([shown])
            await self._services.temporary.forget()

    async def _asked(self) -> bool:
        answer = "forget" if self._page.is_empty else await ask_about_leaving(self._pane.window())
        if answer == "keep":
            await self.keep()
        elif answer == "forget":
            await self.forget()
        else:
            await self._listing.refresh()  # It marks the one that is shown.
        return answer != "stay"

    async def _turn_to(self, conversation: Conversation) -> None:
        """Show an empty conversation; what is typed in an empty one goes along."""
        before, composer = self._page.conversation, self._pane.composer
        text = composer.text if self._page.is_empty else ""
        if text:
            composer.set_text("")
        await self._page.open_conversation(conversation)
        if self._page.conversation.id != conversation.id:
            return
        if text:
            composer.set_text(text)
            if before.draft and self.is_shown:
                # Not even what was typed before is left on disk.
                await self._services.erasing.erase([before.id])

    def _show(self) -> None:
        is_shown, is_empty = self.is_shown, self._page.is_empty
        self.button.setChecked(is_shown)
        self.button.setVisible(is_empty)
        can_export = not is_empty and self._page.list.can_export
        self.bar.show_ways(keep=not is_empty, export=can_export)
        self.bar.setVisible(is_shown)
        self._pane.place()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Close or self._may_close:
            return False
        if not self.is_shown or self._page.is_empty:
            return False
        event.ignore()
        self._tasks.start(self._close())
        return True

    async def _close(self) -> None:
        if await self._asked():
            self._may_close = True
            self._pane.window().close()
