"""Taking messages out of a conversation, and branches along into a new one."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject

from desktop_app.core.conversation import Conversation, now
from desktop_app.core.identity import new_id
from desktop_app.core.titles import title_from
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.undoing import Undoing
from desktop_app.ui.tasks import Tasks


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane
    undoing: Undoing

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    @property
    def is_replying(self) -> bool:
        """Whether a reply is being written in it."""
        ...

    def shows(self, conversation: str) -> bool:
        """Whether a conversation is the one that is shown."""
        ...

    async def show_leaf(self, leaf: str | None, at: str | None = None) -> None:
        """Show the branch that ends with a message, staying at a message."""
        ...

    def open_conversation(self, conversation: Conversation) -> Coroutine[Any, Any, None]:
        """Show another conversation."""
        ...

    def refresh_list(self) -> Coroutine[Any, Any, None]:
        """Read the list of conversations again."""
        ...


class Pruning(QObject):
    """Deletes messages with all that follow, so that it can be undone, and forks conversations.

    Args:
        page: Where a conversation is shown.
        services: Where it is kept.
        tasks: Runs what isn't waited for.
    """

    def __init__(self, page: Page, services: ChatServices, tasks: Tasks) -> None:
        super().__init__(page.pane)
        self._page = page
        self._store = services.store
        self._tasks = tasks
        page.pane.transcript.acted.connect(self._act)
        page.pane.transcript.menu_offers.append(self._offered)

    async def delete(self, message: str) -> None:
        """Delete a message with all that follow on every branch; it can be brought back.

        Raises:
            StorageError: It can't be kept; nothing is changed.
        """
        transcript, conversation = self._page.pane.transcript, self._page.conversation
        gone, number = transcript.message(message), transcript.rows.number(message)
        if gone is None or number is None or self._page.is_replying:
            return
        had_focus = transcript.hasFocus()
        leaf = await self._store.delete_message(message)
        undo = partial(self._restore, conversation.id, message, conversation.active_leaf)
        if self._page.shows(conversation.id):
            await self._page.show_leaf(leaf, gone.parent)
            if had_focus and transcript.rows.count:
                transcript.keep_focus(min(number, transcript.rows.count - 1))
        self._page.undoing.offer(self._words(gone.stands), undo)
        await self._page.refresh_list()

    async def fork(self, message: str) -> None:
        """Copy the branch up to a message into a new conversation, and show that.

        Raises:
            StorageError: It can't be kept; nothing is changed.
        """
        origin, moment = self._page.conversation, now()
        title = self.tr("{title} (fork)").format(title=origin.title or self.tr("Chat"))
        copy = replace(
            origin,
            id=new_id(),
            title=title,
            draft="",
            queued=(),
            pinned=False,
            archived=False,
            unread=False,
            created_at=moment,
            updated_at=moment,
        )
        await self._store.fork(message, copy)
        stored = await self._store.conversation(copy.id)
        if stored is not None and self._page.shows(origin.id):
            await self._page.open_conversation(stored)
        else:
            await self._page.refresh_list()

    async def _restore(self, conversation: str, message: str, leaf: str | None) -> None:
        restored = await self._store.restore_message(message)
        if restored is None:
            return
        if self._page.shows(conversation):
            await self._page.show_leaf(leaf, message)
        else:
            await self._store.show_branch(conversation, leaf)
        await self._page.refresh_list()

    def _act(self, message: str, kind: Kind) -> None:
        if kind is Kind.DELETE:
            self._tasks.start(self.delete(message))
        elif kind is Kind.FORK:
            self._tasks.start(self.fork(message))

    def _offered(self) -> list[tuple[str, Callable[[], object]]]:
        undoing = self._page.undoing
        if not undoing.words:
            return []
        # In a menu "&" would underline the next letter.
        words = self.tr("Undo: {what}").format(what=undoing.words).replace("&", "&&")
        return [(words, undoing.undo_last)]

    def _words(self, text: str) -> str:
        begins = title_from(text)
        if not begins:
            return self.tr("Deleted a message.")
        return self.tr("Deleted “{words}”.").format(words=begins)
