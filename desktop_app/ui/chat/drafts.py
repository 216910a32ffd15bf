"""What is typed and not sent: kept for each conversation, whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import StorageError
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.turn import Turn
from desktop_app.ui.tasks import Tasks

_PAUSE_MS = 400
_AGAIN_MS = 5000
"""How long to wait before what could not be stored is tried again: a disk may have room again."""


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    @property
    def turn(self) -> Turn | None:
        """The other conversation that is being turned to."""
        ...

    @property
    def is_empty(self) -> bool:
        """Whether the one that is shown has no messages."""
        ...

    def noted(self, conversation: Conversation) -> Conversation:
        """Return a conversation with what is picked for it."""
        ...

    def keep_in_mind(self, conversation: Conversation) -> None:
        """Note what is known of the conversation that is shown."""
        ...


class Drafts(QObject):
    """Stores what stands in the composer as it is typed, and shows it again.

    Args:
        page: Where a conversation is shown.
        tasks: Runs what isn't waited for.
    """

    def __init__(self, page: Page, tasks: Tasks) -> None:
        super().__init__(page.pane)
        self._page = page
        self._tasks = tasks
        self._services: ChatServices | None = None
        self._unsaved: dict[str, str] = {}
        self._tuned: set[str] = set()
        self._is_waiting = False
        self._timer = _timer(self, _PAUSE_MS, lambda: tasks.start(self._save_or_wait()))
        self._again = _timer(self, _AGAIN_MS, lambda: tasks.start(self._save_or_wait()))

    def attach(self, services: ChatServices) -> None:
        """Begin to store."""
        self._services = services
        self._page.pane.composer.edited.connect(self._save_soon)

    async def save(self) -> None:
        """Store what is typed and not sent; an empty chat without a draft leaves no trace.

        Raises:
            StorageError: It can't be stored.
        """
        self._timer.stop()
        # While another conversation is turned to, what is typed is meant for that one.
        turn, page, services = self._page.turn, self._page, self._services
        text = page.pane.composer.text if turn is None else turn.left
        if services is None:
            return
        await self._save_tuned(services)
        if text == page.conversation.draft:
            return
        drafted, empty = replace(page.conversation, draft=text), page.is_empty
        if text and empty:
            await services.store.save_conversation(page.noted(drafted))
        await services.store.save_draft(drafted.id, text)
        if not text and empty:
            await services.store.delete_if_empty(drafted.id)
        if drafted.id == page.conversation.id:
            page.keep_in_mind(replace(page.conversation, draft=text))
            if text:
                services.remember(drafted.id)

    async def _save_tuned(self, services: ChatServices) -> None:
        """Store an empty chat with instructions of its own: nobody could type them again."""
        tuned = self._page.conversation
        if tuned.instructions and self._page.is_empty and tuned.id not in self._tuned:
            await services.store.save_conversation(self._page.noted(tuned))
            await services.store.tune(tuned.id, tuned.instructions, tuned.parameters)
            self._tuned.add(tuned.id)
            services.remember(tuned.id)

    def _save_soon(self) -> None:
        # Not put off by the next key: whoever types without a pause loses no more either.
        if not self._timer.isActive():
            self._timer.start()

    async def _save_or_wait(self) -> None:
        """Store everything that is typed; what can't be stored is tried again until it can."""
        services = self._services
        try:
            await self.save()
            for conversation, text in list(self._unsaved.items()):
                if services is not None:
                    await services.store.save_draft(conversation, text)
                    if self._unsaved.get(conversation) == text:
                        del self._unsaved[conversation]
        except StorageError:
            self._wait()
            raise
        if self._is_waiting:
            self._is_waiting = False
            self._page.pane.withdraw_grave()
            if services is not None and services.spare is not None:
                await services.spare.forget()

    def _wait(self) -> None:
        self._is_waiting = True
        self._again.start()
        services, shown = self._services, self._page.conversation.id
        if services is None or services.spare is None:
            return
        typed = {**self._unsaved, shown: self._page.pane.composer.text}
        kept = {name: text for name, text in typed.items() if not services.temporary.holds(name)}
        self._tasks.start(services.spare.keep(kept))

    async def leave(self, left: str) -> None:
        """Store what is typed before another conversation is shown.

        Args:
            left: What stands in the composer and is meant for the one that is shown now.

        Raises:
            StorageError: It can't be stored, and nothing would lead back to it.
        """
        try:
            await self.save()
        except StorageError as error:
            if self._page.is_empty:
                raise  # Nothing in the list leads back to a chat that isn't stored.
            # A full disk can still be read: the words wait here until they can be kept.
            self._unsaved[self._page.conversation.id] = left
            self._wait()
            self._tasks.tell(error)

    def show(self, conversation: Conversation, left: str) -> None:
        """Show the draft of a conversation, and what was typed since the user turned to it.

        Args:
            conversation: The one that is shown from now on.
            left: What is meant for the one that was shown before.
        """
        composer = self._page.pane.composer
        typed = composer.text[len(left) :] if composer.text.startswith(left) else ""
        draft = self._unsaved.pop(conversation.id, conversation.draft)
        composer.set_text(draft + typed)


def _timer(parent: QObject, milliseconds: int, run: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(run)
    return timer
