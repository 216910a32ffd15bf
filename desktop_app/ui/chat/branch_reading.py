"""What a reader does with the branch that is shown, beyond what the transcript can do by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from dataclasses import replace

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop_app.core.conversation import Message
from desktop_app.core.errors import AppError
from desktop_app.core.links import checked_link
from desktop_app.core.sentiment.judgement import NEGATIVE, NEUTRAL, POSITIVE, Label, Sentiment
from desktop_app.ui.chat.branch_pages import BranchPages, Opened
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.find_in_conversation import FindInConversation
from desktop_app.ui.chat.judging import judge_missing
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.places import Selection
from desktop_app.ui.chat.transcript.rows import PAGE
from desktop_app.ui.tasks import Tasks

_SCORES: dict[Label, float] = {POSITIVE: 1.0, NEUTRAL: 0.0, NEGATIVE: -1.0}
_LARGE = 4096
"""Pixels of the longer side of a picture that is shown large."""


class BranchReading(QObject):
    """Brings pages, finds words, copies what isn't here, and opens links and pictures.

    Attributes:
        pages: The branch that is shown.

    Signals:
        failed: An `AppError` that the reader shall be told.
        judged: The mood of a message, and with it that of the conversation, has changed.
    """

    failed = Signal(object)
    judged = Signal()

    def __init__(
        self,
        pane: ChatPane,
        services: ChatServices,
        tasks: Tasks,
        author: Callable[[Message], str],
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._services = services
        self._tasks = tasks
        self.pages = BranchPages(services.store, author)
        self._find = FindInConversation(
            pane.find_bar, pane.transcript, tasks, self._search, self._read
        )
        pane.transcript.set_zoom(services.preferences.settings.zoom)
        self._connect()

    def show(self, leaf: str | None, opened: Opened) -> None:
        """Show the branch of `leaf`, of which the end has been read."""
        self.pages.show(leaf, opened.length)
        self._pane.find_bar.close_bar()
        named = self.pages.named(opened.messages)
        self._pane.transcript.show_branch(opened.length, opened.first, named)

    def remove_last(self, message: Message) -> None:
        """Take the last message away."""
        self._pane.transcript.remove_message(message.id)
        self.pages.remove_last(message.parent)

    def find(self) -> None:
        """Look for words in the conversation that is shown."""
        if self.pages.length:
            self._find.open()

    def open_link(self, address: str) -> None:
        """Open a link of a message in the browser, if it may be opened."""
        try:
            QDesktopServices.openUrl(QUrl(checked_link(address)))
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

        data = from_data_address(address)
        image = await asyncio.to_thread(decoded, data, _LARGE)
        PictureViewer(image, alt, data, self._tasks, self._pane.window()).open()

    async def judge(self, messages: Iterable[Message]) -> None:
        """Judge the mood of what was cut off before it could be judged.

        Raises:
            StorageError: The mood can't be stored.
        """
        await judge_missing(self._services, messages, self._pane.transcript.change_message)

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
        transcript.copy_wanted.connect(lambda what, md: start(self._copy(what, markdown=md)))
        transcript.mood_chosen.connect(lambda who, mood: start(self.correct_mood(who, mood)))
        transcript.zoomed.connect(lambda zoom: self._services.preferences.change(zoom=zoom))

    async def _fill(self, first: int, end: int) -> None:
        await self.judge(await self.pages.fill(self._pane.transcript, first, end))

    async def _read(self, position: int) -> None:
        start = position // PAGE * PAGE
        await self.pages.fill(self._pane.transcript, start, start + PAGE)

    async def _copy(self, selection: Selection, *, markdown: bool) -> None:
        await self.pages.copy(self._pane.transcript, selection, markdown=markdown)

    async def _search(self, words: str) -> AsyncGenerator[list[tuple[int, int]], None]:
        leaf = self.pages.leaf
        if leaf is None:
            return
        async with aclosing(self._services.store.find_in_branch(leaf, words)) as portions:
            async for portion in portions:
                yield portion
