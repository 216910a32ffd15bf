"""Keeps the list true: it is read once, and then only what has changed, here or elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import StorageError
from desktop_app.core.listed import Listed, Seen
from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import Store
from desktop_app.ui.tasks import Tasks

_LOOK_MS = 3000
"""How often it is asked whether another process has written, or a new day begun."""

_FIRST = 1000
"""Conversations that are there before anything else goes on; the others follow."""

_DRAFTS = 200
"""Conversations without a title that are looked at each time; nobody has as many."""


class Page(Protocol):
    """Where a conversation is shown."""

    list: ConversationList

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...


class Listing(QObject):
    """Shows in the list what is stored, and marks what was not seen.

    Args:
        page: Where a conversation is shown.
        replies: Those that are being written.
        store: Where they are kept.
        tasks: Runs what isn't waited for.
    """

    def __init__(self, page: Page, replies: Replies, store: Store, tasks: Tasks) -> None:
        super().__init__(page.list)
        self._page = page
        self._list = page.list
        self._replies = replies
        self._store = store
        self._tasks = tasks
        self._turn = asyncio.Lock()
        self._seen: Seen | None = None
        self._whole = False
        self._shown = ""
        self._writing: frozenset[str] = frozenset()
        self._overlooked: set[str] = set()
        replies.watch(self._replying)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._activated)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_again)
        self._timer.start()

    async def refresh(self) -> None:
        """Show what has changed since the list was read last.

        Raises:
            StorageError: It can't be read.
        """
        async with self._turn:
            if self._seen is None:
                await self._read_first()
            else:
                await self._read_news(self._seen)
        self._list.select(self._page.conversation.id)
        if self._page.conversation.id != self._shown:
            self._shown = self._page.conversation.id
            self._see_shown()

    async def look(self) -> None:
        """Ask whether something has changed, which costs next to nothing, and show it."""
        # What can't be read now is told by what the user does, not every few seconds.
        with suppress(StorageError):
            if self._seen is not None and await self._store.listing_seen() != self._seen:
                await self.refresh()

    def overlook(self, conversations: Sequence[str]) -> None:
        """Don't mark these as unread when their replies end, for the user ends them."""
        self._overlooked.update(conversations)

    # How it reads

    async def _read_first(self) -> None:
        seen = await self._store.listing_seen()
        portions = self._store.listed()
        read = 0
        async for portion in portions:
            self._list.rows.add(portion)
            read += len(portion)
            if read >= _FIRST:
                self._tasks.start(self._read_rest(portions))
                break
        else:
            self._whole = True
        self._seen = seen

    async def _read_rest(self, portions: AsyncGenerator[list[Listed], None]) -> None:
        async with aclosing(portions):
            while not self._whole:
                # Never between what is read of changes and what is shown of them.
                async with self._turn:
                    portion = await anext(portions, None)
                    self._whole = portion is None
                    self._list.rows.add(portion or [])
                self._list.settle()

    async def _read_news(self, seen: Seen) -> None:
        rows = self._list.rows
        news = await self._store.listing_news(seen, rows.unnamed[:_DRAFTS])
        if news.seen.change < seen.change and self._whole:
            # Another state was brought back.
            every = [each async for portion in self._store.listed() for each in portion]
            rows.replace(every)
        else:
            rows.change(news.listed, news.deleted)
        self._seen = news.seen
        if self._whole and news.total != rows.total:
            rows.change([], await self._store.gone_among(rows.ids))

    def _look_again(self) -> None:
        window = self._list.window()
        if not window.isVisible() or window.isMinimized() or self._turn.locked():
            return
        if not self._list.view.is_editing and self._list.rows.set_today():
            self._list.settle()
        self._tasks.start(self.look())

    # What was not seen

    def _activated(self) -> None:
        if self._list.isActiveWindow() and self._seen is not None:
            self._see_shown()
            self._tasks.start(self.look())

    def _replying(self) -> None:
        now = frozenset(self._replies.conversations)
        ended, self._writing = self._writing - now, now
        self._list.rows.set_writing(now)
        for name in ended - self._overlooked:
            if not self._sees(name):
                self._tasks.start(self._mark(name, unread=True))
        self._overlooked &= now

    def _sees(self, conversation: str) -> bool:
        """Whether the user has a conversation in view."""
        return conversation == self._page.conversation.id and self._list.isActiveWindow()

    def _see_shown(self) -> None:
        shown = self._list.rows.known(self._shown)
        if shown is not None and shown.unread and self._sees(shown.id):
            self._tasks.start(self._mark(shown.id, unread=False))

    async def _mark(self, conversation: str, *, unread: bool) -> None:
        await self._store.mark_unread([conversation], unread=unread)
        if unread and self._sees(conversation):
            # The user has turned to it meanwhile.
            await self._store.mark_unread([conversation], unread=False)
        await self.refresh()
