"""What is typed and not sent: kept for each conversation, whatever happens."""

from __future__ import annotations

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
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(lambda: tasks.start(self.save()))

    def attach(self, services: ChatServices) -> None:
        """Begin to store."""
        self._services = services
        self._page.pane.composer.edited.connect(self._timer.start)

    async def save(self) -> None:
        """Store what is typed and not sent; an empty chat without a draft leaves no trace.

        Raises:
            StorageError: It can't be stored.
        """
        self._timer.stop()
        # While another conversation is turned to, what is typed is meant for that one.
        turn, page, services = self._page.turn, self._page, self._services
        text = page.pane.composer.text if turn is None else turn.left
        if services is None or text == page.conversation.draft:
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
