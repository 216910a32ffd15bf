"""What a reader does with the branch that is shown, beyond what the transcript can do by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.conversation import Message, Role
from desktop_app.core.errors import AppError
from desktop_app.core.sentiment.judgement import NEGATIVE, NEUTRAL, POSITIVE, Label, Sentiment
from desktop_app.ui.chat.branch_pages import BranchPages, Opened
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.judging import judge_missing
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.places import Selection
from desktop_app.ui.chat.transcript.rows import PAGE
from desktop_app.ui.links import open_link
from desktop_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.ui.chat.find_in_conversation import FindInConversation
    from desktop_app.ui.chat.transcript.row import Row

_SCORES: dict[Label, float] = {POSITIVE: 1.0, NEUTRAL: 0.0, NEGATIVE: -1.0}
_LARGE = 4096
"""Pixels of the longer side of a picture that is shown large."""


class BranchReading(QObject):
    """Brings pages, finds words, copies what isn't here, and opens links and pictures.

    Attributes:
        pages: The branch that is shown.

    Signals:
        failed: An `AppError` that the reader shall be told.
        versions_read: It is known of more messages, or of others, which have versions.
        judged: The mood of a message, and with it that of the conversation, has changed.
        turned: Another branch is shown, or another conversation.
    """

    failed = Signal(object)
    judged = Signal()
    versions_read = Signal()
    turned = Signal()
    _left = Signal()

    def __init__(
        self,
        pane: ChatPane,
        services: ChatServices,
        tasks: Tasks,
        author: Callable[[Message], str],
        is_growing: Callable[[str], bool],
    ) -> None:
        super().__init__(pane)
        self._author = author
        self._is_growing = is_growing
        self._copying: asyncio.Task[None] | None = None
        self._pane = pane
        self._services = services
        self._tasks = tasks
        self.pages = BranchPages(services.store, author)
        self._find: FindInConversation | None = None
        pane.transcript.set_zoom(services.preferences.settings.zoom)
        self._connect()

    def show(self, leaf: str | None, opened: Opened) -> None:
        """Show the branch of `leaf`, of which the end has been read."""
        self._left.emit()
        self.pages.show(leaf, opened)
        if self._find is not None:
            self._pane.find_bar.close_bar()
        named = self.pages.named(opened.messages)
        self._pane.transcript.show_branch(opened.length, opened.first, named)
        self._show_versions(message.id for message in opened.messages)
        self.turned.emit()

    def add(self, message: Message) -> bool:
        """Show a message that was added; one of the model's is about to grow.

        Where others follow the message it belongs to, the branch that goes on with it is shown in
        their place.

        Returns:
            Whether it is shown; else it belongs to another branch.
        """
        transcript, live = self._pane.transcript, message.role is not Role.USER
        if transcript.message(message.id) is None:
            is_version = message.parent != self.pages.leaf
            if is_version and not self._turn_to(message.parent):
                return False
            self.pages.add(message.id)
            transcript.add_message(message, self._author(message), live=live)
            if is_version:
                self._tasks.start(self.count_versions([message.id]))
            if self._find is not None:
                self._find.count_anew(transcript.rows.count - 1)
        elif live:
            # It was read from the store just before its reply told of it.
            transcript.resume(message.id, message.text)
        return True

    async def count_versions(self, messages: Sequence[str]) -> None:
        """Show anew how many versions messages have.

        Raises:
            StorageError: That can't be read.
        """
        await self.pages.read_versions(messages)
        self._show_versions(messages)

    def _turn_to(self, parent: str | None) -> bool:
        """Show the branch only up to a message; return whether it is on it, and here."""
        transcript = self._pane.transcript
        number = -1 if parent is None else transcript.rows.number(parent)
        if number is None:
            return False
        if self._find is not None:
            self._pane.find_bar.close_bar()
        transcript.cut(number + 1)
        self.pages.cut(number + 1, parent)
        return True

    def _show_versions(self, messages: Iterable[str]) -> None:
        places = {message: self.pages.place_of(message) for message in messages}
        self._pane.transcript.show_versions(places)
        self.versions_read.emit()

    def find(self) -> None:
        """Look for words in the conversation that is shown."""
        if not self.pages.length:
            return
        if self._find is None:
            # Most conversations are read without it.
            from desktop_app.ui.chat.find_in_conversation import Branch, FindInConversation

            branch = Branch(self._search, self._loose_row, self.bring)
            pane = self._pane
            self._find = FindInConversation(pane.find_bar, pane.transcript, self._tasks, branch)
        self._find.open()

    def open_link(self, address: str) -> None:
        """Open a link of a message in the browser, if it may be opened."""
        try:
            open_link(address)
        except AppError as error:
            self.failed.emit(error)

    async def show_picture(self, address: str, alt: str) -> None:
        """Show a picture of a message large.

        Raises:
            InputError: It can't be shown.
        """
        # Most conversations have none.
        from desktop_app.ui.picture_viewer import PictureViewer
        from desktop_app.ui.pictures import decoded, from_data_address

        leaf = self.pages.leaf
        data = await asyncio.to_thread(from_data_address, address)
        image = await asyncio.to_thread(decoded, data, _LARGE)
        if leaf is not None and self.pages.shows(leaf):
            viewer = PictureViewer(image, alt, data, self._tasks, self._pane.window())
            self._left.connect(viewer.reject)
            viewer.open()

    async def judge(self, messages: Iterable[Message]) -> None:
        """Judge the mood of what was cut off before it could be judged.

        Raises:
            StorageError: The mood can't be stored.
        """
        ended = [message for message in messages if not self._is_growing(message.id)]
        await judge_missing(self._services, ended, self._pane.transcript.change_message)

    async def correct_mood(self, message: str, label: Label) -> None:
        """Take over what mood the reader sees in a message.

        Raises:
            StorageError: It can't be stored.
        """
        transcript = self._pane.transcript
        shown = transcript.message(message)
        if shown is not None:
            mood = Sentiment(label, _SCORES[label], 1.0, "user")
            await self._services.store.judge_message(message, mood)
            transcript.change_message(replace(shown, sentiment=mood))
            self.judged.emit()

    def _connect(self) -> None:
        transcript, start = self._pane.transcript, self._tasks.start
        transcript.link_activated.connect(self.open_link)
        transcript.find_wanted.connect(self.find)
        transcript.picture_wanted.connect(lambda what, alt: start(self.show_picture(what, alt)))
        transcript.page_wanted.connect(lambda first, end: start(self._fill(first, end)))
        transcript.copy_wanted.connect(self._copy)
        transcript.mood_chosen.connect(lambda who, mood: start(self.correct_mood(who, mood)))
        transcript.zoomed.connect(lambda zoom: self._services.preferences.change(zoom=zoom))

    async def _fill(self, first: int, end: int) -> None:
        messages = await self.pages.fill(self._pane.transcript, first, end)
        self._show_versions(message.id for message in messages)
        await self.judge(messages)

    async def _loose_row(self, position: int) -> Row | None:
        read = await self.pages.read(position)
        return None if read is None else self._pane.transcript.loose_row(*read)

    async def bring(self, position: int) -> None:
        """Bring the message at a position into the transcript, with those around it.

        Raises:
            StorageError: It can't be read.
        """
        start = position // PAGE * PAGE
        await self._fill(start, start + PAGE)

    def _copy(self, selection: Selection, markdown: bool) -> None:  # noqa: FBT001 - a slot
        if self._copying is not None:
            self._copying.cancel()
        work = self.pages.copy(self._pane.transcript, selection, markdown=markdown)
        self._copying = self._tasks.start(work)

    async def _search(self, words: str) -> AsyncGenerator[list[tuple[int, int]], None]:
        leaf = self.pages.leaf
        if leaf is None:
            return
        async with aclosing(self._services.store.find_in_branch(leaf, words)) as portions:
            async for portion in portions:
                yield portion
