"""Turning from one branch of the conversation that is shown to another."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import InputError
from desktop_app.ui.chat.branch_pages import Opened
from desktop_app.ui.chat.branch_reading import BranchReading
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.controls import Touch
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.view import Transcript
from desktop_app.ui.tasks import Tasks

_GONE = str(QT_TRANSLATE_NOOP("Failure", "This message is gone"))
_SINCE = str(QT_TRANSLATE_NOOP("Failure", "It has been deleted since it was found."))


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    def shows(self, conversation: str) -> bool:
        """Whether a conversation is the one that is shown."""
        ...

    def show_branch(self, leaf: str | None, opened: Opened) -> None:
        """Show another branch of the conversation that is shown, of which the end was read."""
        ...

    def open_conversation(self, conversation: Conversation) -> Coroutine[Any, Any, None]:
        """Show another conversation."""
        ...


class _Standing(NamedTuple):
    """Where the reader is: a message, its position, and where it begins in the view."""

    message: str
    number: int
    y: int
    touch: Touch


class Branching(QObject):
    """Shows what stands on another branch, and keeps the words where they are on the screen.

    A reply that is being written goes on whatever is shown, and is seen only on its own branch.

    Args:
        page: Where a conversation is shown.
        services: Where branches are kept.
        tasks: Runs what isn't waited for.
        reading: The branch that is shown.
        replies: The replies that are being written.
    """

    def __init__(
        self,
        page: Page,
        services: ChatServices,
        tasks: Tasks,
        reading: BranchReading,
        replies: Replies,
    ) -> None:
        super().__init__(reading)
        self._page = page
        self._tasks = tasks
        self._store = services.store
        self._reading = reading
        self._replies = replies
        self._turning = asyncio.Lock()
        page.pane.transcript.acted.connect(self._act)
        page.pane.version_wanted.connect(lambda step: tasks.start(self.switch_focused(step)))

    async def show_leaf(self, leaf: str | None, at: str | None = None) -> None:
        """Show the branch that ends with a message of the conversation that is shown.

        Args:
            leaf: That message; None for the empty branch before the first one.
            at: The message to stay at: it begins where the one at its position did. None to stay
                where the reader is, as far as both branches are one, and else to go to the end.

        Raises:
            StorageError: It can't be read, and nothing has changed; or it can't be kept which
                branch is shown.
        """
        conversation = self._page.conversation.id
        async with self._turning:
            leaf, opened = await self._opened(conversation, leaf)
            number = await self._store.branch_length(at) - 1 if at else -1
            if not self._page.shows(conversation):
                return  # The user has turned to another one.
            standing = self._standing(number, at)
            self._page.show_branch(leaf, opened)
            await self._stay(standing)
            await self._store.show_branch(conversation, leaf)

    async def switch(self, message: str, step: int) -> None:
        """Show the version before (-1) or behind (1) a message that is shown, if there is one.

        Raises:
            StorageError: As `show_leaf`.
        """
        versions = self._reading.pages.versions(message)
        wanted = versions.index(message) + step if message in versions else -1
        if 0 <= wanted < len(versions):
            other = versions[wanted]
            await self.show_leaf(await self._store.newest_leaf(other), other)

    async def switch_focused(self, step: int) -> None:
        """Show another version of the message the keyboard is at, or of the last with versions.

        Raises:
            StorageError: As `show_leaf`.
        """
        message = self._transcript.versioned
        if message is not None:
            await self.switch(message, step)

    async def show_message(self, conversation: str, message: str) -> None:
        """Show a message of any conversation on its branch, with the keyboard's focus.

        Raises:
            InputError: It is there no more.
            StorageError: It can't be read.
        """
        stored = await self._store.conversation(conversation)
        length = await self._store.branch_length(message)
        if stored is None or not length:
            raise InputError(_GONE, _SINCE, code="gone")
        if self._page.shows(conversation):
            if not await self._is_shown(message):
                await self.show_leaf(await self._store.newest_leaf(message), message)
        else:
            leaf = stored.active_leaf
            if leaf is None or await self._store.position(leaf, message) is None:
                leaf = await self._store.newest_leaf(message)
                await self._store.show_branch(conversation, leaf)
            await self._page.open_conversation(replace(stored, active_leaf=leaf))
        if self._page.shows(conversation):
            await self._go_to(message, length - 1)

    # How it works

    def _act(self, message: str, kind: Kind) -> None:
        if kind in (Kind.OLDER, Kind.NEWER):
            self._tasks.start(self.switch(message, 1 if kind is Kind.NEWER else -1))

    @property
    def _transcript(self) -> Transcript:
        return self._page.pane.transcript

    async def _opened(self, conversation: str, leaf: str | None) -> tuple[str | None, Opened]:
        """Read the end of a branch, and what a reply has added to it meanwhile."""
        while True:
            added = self._replies.added_to(conversation)
            live = self._replies.of(conversation)
            if live is not None and live.message is not None and live.message.parent == leaf:
                leaf = live.message.id
            opened = await self._reading.pages.open(leaf)
            if self._replies.added_to(conversation) == added:
                return leaf, opened

    def _standing(self, number: int, at: str | None) -> _Standing | None:
        view = self._transcript
        shown = {row.number: row for row in view.flow.shown()}
        if at is not None:
            if number in shown:
                return _Standing(at, number, shown[number].y, view.touch)
            return _Standing(at, number, view.flow.view // 3, Touch())
        first = min(shown, default=-1)
        row = view.rows.at(first)
        return None if row is None else _Standing(row.id, first, shown[first].y, view.touch)

    async def _stay(self, standing: _Standing | None) -> None:
        view, leaf = self._transcript, self._reading.pages.leaf
        if standing is None or standing.number >= view.rows.count:
            return
        view.stand(standing.number, standing.y, standing.touch)
        if view.rows.at(standing.number) is None:
            # In a long branch it is not among the last ones, which have been read.
            await self._reading.bring(standing.number)
        row = view.rows.at(standing.number)
        if row is not None and row.id != standing.message and self._reading.pages.leaf == leaf:
            view.to_bottom()

    async def _is_shown(self, message: str) -> bool:
        leaf = self._reading.pages.leaf
        return leaf is not None and await self._store.position(leaf, message) is not None

    async def _go_to(self, message: str, number: int) -> None:
        view = self._transcript
        if view.message(message) is None:
            await self._reading.bring(number)
        if view.message(message) is not None:
            view.setFocus()
            view.focus_row(number)
            view.point_out(message)
