"""What is done about a reply that failed, broke off or was stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import answer, carry_on
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.errors import AppError, Failure
from desktop_app.core.leaving_out import oldest_to_leave_out, room_told
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.chat.branch_reading import BranchReading
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.live_reply import LiveReply
from desktop_app.ui.chat.outgoing import Outgoing
from desktop_app.ui.chat.remarks import remark_of
from desktop_app.ui.chat.remedies import (
    AGAIN,
    CONTINUE,
    ENGINE,
    EVERYTHING,
    MODEL,
    OLDEST,
    SETTINGS,
    TOO_LONG,
    Remedy,
    Trouble,
    remedies,
)
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.row_notice import has_part
from desktop_app.ui.chat.transcript.view import Transcript
from desktop_app.ui.notices import Action
from desktop_app.ui.tasks import Tasks

_WITHOUT_PROVIDER = (MODEL,)
"""What can be done where no provider was asked."""


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    @property
    def is_replying(self) -> bool:
        """Whether a reply is being written in it."""
        ...

    def send_from(self, conversation: str, message: str | None) -> None:
        """Note from which message on a conversation is sent."""
        ...

    def refresh_models(self) -> Coroutine[Any, Any, None]:
        """Ask every provider for its models and offer them."""
        ...


class Recovering(QObject):
    """Offers ways out of failures in the conversation that is shown, and goes them.

    Signals:
        settings_wanted: A page of the settings, and what is to be changed there, such as
            ``providers/acme/key``.
    """

    settings_wanted = Signal(str)

    def __init__(
        self,
        page: Page,
        services: ChatServices,
        tasks: Tasks,
        choices: Choices,
        replies: Replies,
        reading: BranchReading,
    ) -> None:
        super().__init__(reading)
        self._page = page
        self._services = services
        self._tasks = tasks
        self._choices = choices
        self._replies = replies
        self._reading = reading
        self._outgoing = Outgoing(services)
        self._oldest: dict[str, int] = {}
        transcript = self._transcript
        transcript.offers = self.offered
        transcript.again.connect(lambda message: tasks.start(self.answer_again(message)))
        transcript.remedy.connect(self.take)
        page.pane.again_wanted.connect(lambda: tasks.start(self.answer_last_again()))

    # What is offered

    def offered(self, message: Message, failure: Failure) -> list[Remedy]:
        """Return the ways out of how the last message ended."""
        oldest = 0
        if failure.code in TOO_LONG:
            if message.id in self._oldest:
                oldest = self._oldest[message.id]
            else:
                # The branch has to be read for that.
                self._tasks.start(self._count_oldest(message, failure))
        return remedies(
            Trouble(
                failure.code,
                message.provider,
                self._has_form(message.provider),
                has_part(message, failure),
                oldest,
            )
        )

    def actions(self, error: AppError, provider: str) -> list[Action]:
        """Return the ways out of a failure that belongs to no message.

        Args:
            error: It.
            provider: The id of the provider that could not be asked for its models, or empty.
        """
        trouble = Trouble(error.code, provider, self._has_form(provider))
        return [
            # None is the first to take: whoever works with another provider passes it over.
            Action(each.label, partial(self._take_for_provider, provider, each.name))
            for each in remedies(trouble)
            if provider or (error.code == "no_model" and each.name in _WITHOUT_PROVIDER)
        ]

    def show_remark(self, message: Message, left_out: list[str]) -> None:
        """Say quietly of an answer what was not sent for it.

        Args:
            message: It.
            left_out: Parameters that the model doesn't take.
        """
        conversation = self._page.conversation
        if message.conversation == conversation.id:
            remark = remark_of(message, left_out, conversation.sent_from)
            self._transcript.show_remark(message.id, remark)

    def ended(self, message: Message, live: LiveReply) -> None:
        """Say what is to be said of an answer that has just ended."""
        self.show_remark(message, live.left_out)

    # What is done

    def take(self, message: str, name: str) -> None:
        """Go one of the ways that were offered for a message."""
        start, shown = self._tasks.start, self._transcript.message(message)
        if name == AGAIN:
            start(self.answer_again(message))
        elif name == CONTINUE:
            start(self.carry_on(message))
        elif name == OLDEST:
            start(self.leave_out_oldest(message))
        elif name == EVERYTHING:
            start(self.send_everything(message))
        elif name == ENGINE:
            start(self.start_engine(message))
        elif shown is not None:
            self._take_for_provider(shown.provider, name)

    async def answer_again(self, message: str) -> None:
        """Have another answer written beside one, or the one that is missing.

        It is written by the model that is picked now; the other ones stay, see `versions`.

        Args:
            message: The answer, or the question without one.
        """
        old = self._at_rest(message)
        if old is None:
            return
        mine, conversation = old.role is Role.USER, self._page.conversation
        wanted, assistant = self._chosen
        with self._replies.begun(conversation) as live:
            history = await self._outgoing.history(old.id if mine else old.parent)
            model = await self._choices.known_model(wanted, assistant)
            chat = self._outgoing.chat(model, assistant, conversation)
            await self._replies.follow(conversation, live, answer(chat, history))

    async def answer_last_again(self) -> None:
        """Have another answer written beside the one at the end of the branch that is shown."""
        leaf = self._reading.pages.leaf
        if leaf is not None:
            await self.answer_again(leaf)

    async def carry_on(self, message: str) -> None:
        """Have an answer that ended before its end written on."""
        old = self._at_rest(message)
        if old is None:
            return
        conversation = self._page.conversation
        wanted, assistant = self._chosen
        with self._replies.begun(conversation) as live:
            stored = await self._services.store.message(old.id) or old
            if len(stored.text) < len(old.text):
                # It could not be kept whole; what is on the screen counts.
                stored = replace(stored, text=old.text, reasoning=old.reasoning)
            history = await self._outgoing.history(old.parent)
            model = await self._choices.known_model(wanted, assistant)
            chat = self._outgoing.chat(model, assistant, conversation)
            await self._replies.follow(conversation, live, carry_on(chat, history, stored))

    async def leave_out_oldest(self, message: str) -> None:
        """Send no more what is too much, and ask again.

        Raises:
            StorageError: That can't be kept; nothing is changed.
        """
        old, conversation = self._at_rest(message), self._page.conversation
        if old is None:
            return
        history = await self._outgoing.history(old.parent)
        count = self._oldest.get(message, 0)
        if not 0 < count < len(history):
            return
        await self._send_from(conversation, history[count].id)
        if conversation.id == self._page.conversation.id:
            await self.answer_again(message)

    async def send_everything(self, message: str) -> None:
        """Send the whole conversation again, from the next question on.

        Raises:
            StorageError: That can't be kept; nothing is changed.
        """
        await self._send_from(self._page.conversation, None)
        self._transcript.show_remark(message, None)

    async def start_engine(self, message: str) -> None:
        """Start the local engine again, and ask again."""
        await self._services.engine.start()
        await self.answer_again(message)

    # How it works

    @property
    def _transcript(self) -> Transcript:
        return self._page.pane.transcript

    @property
    def _chosen(self) -> tuple[ModelInfo, Assistant]:
        return self._choices.model, self._choices.assistant

    def _at_rest(self, message: str) -> Message | None:
        """Return a message that is shown, if nothing is being written."""
        self._leave_notice()
        return None if self._page.is_replying else self._transcript.message(message)

    def _leave_notice(self) -> None:
        """Take the focus out of the notice that is about to go, to where the reader goes on."""
        focused, transcript = QApplication.focusWidget(), self._transcript
        if focused is not None and focused is not transcript and transcript.isAncestorOf(focused):
            self._page.pane.composer.field.setFocus()

    def _has_form(self, provider: str) -> bool:
        built_in = provider in (LOCAL_PROVIDER, ENVIRONMENT_PROVIDER)
        return not built_in and provider in self._services.providers

    def _take_for_provider(self, provider: str, name: str) -> None:
        if name in SETTINGS:
            self.settings_wanted.emit(f"providers/{provider}/{name}")
        elif name == MODEL:
            self._page.pane.model_picker.click()
        elif name == ENGINE:
            self._choices.retry_engine()
        else:
            self._tasks.start(self._page.refresh_models())

    async def _count_oldest(self, message: Message, failure: Failure) -> None:
        # All of it is taken now: the user may turn elsewhere while the branch is read.
        asked, now = self._choices.model, (message.provider, message.model)
        context = asked.context if (asked.provider, asked.id) == now else None
        room, sent_from = room_told(failure.values, context), self._page.conversation.sent_from
        history = await self._outgoing.history(message.parent)
        count = await asyncio.to_thread(oldest_to_leave_out, history, sent_from, room)
        self._oldest[message.id] = count
        self._transcript.renew_notice(message.id)

    async def _send_from(self, conversation: Conversation, message: str | None) -> None:
        await self._services.store.send_from(conversation.id, message)
        self._oldest.clear()
        self._page.send_from(conversation.id, message)
