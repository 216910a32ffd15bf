"""What the user thinks of an answer: a thumb up or down, and how it should have been."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject

from desktop_app.core.conversation import Message, Role
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.row_editor import EditWords, RowEditor
from desktop_app.ui.chat.undoing import Undoing
from desktop_app.ui.tasks import Tasks


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane
    undoing: Undoing


class BetterAnswer(QObject):
    """Keeps ratings, and better answers beside the original ones.

    What is being written is remembered until it is saved or given up.

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
        self._unsaved: dict[str, str] = {}
        page.pane.transcript.acted.connect(self._act)

    async def rate(self, message: str, rating: int) -> None:
        """Keep what the user thinks of an answer; the same once more takes it back.

        Raises:
            StorageError: It can't be kept.
        """
        shown = self._answer(message)
        if shown is None:
            return
        wanted = 0 if shown.rating == rating else rating
        await self._store.rate(message, wanted)
        self._show(replace(self._answer(message) or shown, rating=wanted))

    def begin(self, message: str) -> None:
        """Let a better answer be written in the place of an answer, beginning with its words."""
        shown = self._answer(message)
        if shown is None:
            return
        words = EditWords(
            self.tr("Your better answer"),
            self.tr("Save better answer"),
            keys=self.tr("Ctrl+Enter saves, Esc cancels"),
        )
        editor = RowEditor(self._unsaved.get(message, shown.stands), words, by_enter=False)
        editor.field.textChanged.connect(lambda: self._unsaved.update({message: editor.text}))
        editor.accepted.connect(lambda: self._tasks.start(self.save(message, editor.text)))
        editor.rejected.connect(lambda: self._give_up(message))
        self._page.undoing.watch(editor.field)
        self._page.pane.transcript.open_editor(message, editor)

    async def save(self, message: str, text: str) -> None:
        """Keep a better answer beside an answer; the very same words are none.

        Raises:
            StorageError: It can't be kept; it is still there to be saved again.
        """
        shown = self._answer(message)
        if shown is None:
            return
        better = None if text == shown.text else text
        await self._correct(message, better)
        if self._page.pane.transcript.message(message) is not None:
            self._page.pane.transcript.close_editor()
        self._unsaved.pop(message, None)

    async def discard(self, message: str) -> None:
        """Take a better answer away; it can be brought back.

        Raises:
            StorageError: That can't be kept.
        """
        shown = self._answer(message)
        if shown is not None and shown.corrected_text is not None:
            await self._correct(message, None)
            again = partial(self._correct, message, shown.corrected_text)
            self._page.undoing.offer(self.tr("Removed your better answer."), again)

    def _act(self, message: str, kind: Kind) -> None:
        start = self._tasks.start
        if kind is Kind.EDIT:
            self.begin(message)
        elif kind in (Kind.GOOD, Kind.BAD):
            start(self.rate(message, 1 if kind is Kind.GOOD else -1))
        elif kind is Kind.DISCARD:
            start(self.discard(message))

    async def _correct(self, message: str, text: str | None) -> None:
        await self._store.correct(message, text)
        shown = self._answer(message)
        if shown is not None:
            self._show(replace(shown, corrected_text=text))

    def _show(self, message: Message) -> None:
        self._page.pane.transcript.change_message(message)

    def _give_up(self, message: str) -> None:
        self._page.pane.transcript.close_editor()
        self._unsaved.pop(message, None)

    def _answer(self, message: str) -> Message | None:
        shown = self._page.pane.transcript.message(message)
        return shown if shown is not None and shown.role is Role.ASSISTANT else None
