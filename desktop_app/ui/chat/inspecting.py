"""Telling how a reply came about, and copying its request as a program."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.core.chat import LONGEST_HISTORY
from desktop_app.core.chat_request import request_of
from desktop_app.core.conversation import Message
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.reply_facts import ReplyFacts
from desktop_app.ui.chat.reply_words import facts_of
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.controls import Control
from desktop_app.ui.tasks import Tasks


class Inspecting(QObject):
    """Opens the card of a reply in the chat that is shown."""

    def __init__(
        self, pane: ChatPane, services: ChatServices, tasks: Tasks, choices: Choices
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._services = services
        self._tasks = tasks
        self._choices = choices
        self._card: ReplyFacts | None = None
        pane.transcript.info_wanted.connect(self.tell)

    def tell(self, control: Control) -> None:
        """Show what is known of a reply, beside the control that asked for it."""
        row = self._pane.transcript.rows.at(control.key.row)
        if row is None:
            return
        self.close()
        message = row.message
        model = self._choices.author(message)
        facts = facts_of(message, model, self._choices.provider_of(message))
        card = ReplyFacts(facts, self._place(control), self._pane)
        card.copy_wanted.connect(
            lambda kind: self._tasks.start(self.copy_request(message, kind, card))
        )
        card.closed.connect(self._closed)
        self._card = card
        card.open()

    def close(self) -> None:
        """Take the card away, if there is one."""
        if self._card is not None:
            self._card.close_card()

    async def copy_request(self, message: Message, kind: str, card: ReplyFacts) -> None:
        """Put the request that a reply answered into the clipboard.

        Args:
            message: The reply.
            kind: As what: "curl" or "python".
            card: Says that it was done.

        Raises:
            AppError: The provider is gone.
        """
        store, parent = self._services.store, message.parent
        history = [] if parent is None else await store.history(parent, LONGEST_HISTORY)
        request = await asyncio.to_thread(request_of, message, history)
        QGuiApplication.clipboard().setText(
            await self._services.snippet(message.provider, request, kind)
        )
        if card is self._card:
            card.say_copied(kind)

    def _closed(self) -> None:
        self._card = None
        # As it was: the control that was pressed may have the focus in the transcript.
        self._pane.transcript.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self, control: Control) -> QRect:
        corner = self._pane.transcript.viewport().mapTo(self._pane, control.area.topLeft())
        return QRect(corner.toPoint(), control.area.size().toSize())
