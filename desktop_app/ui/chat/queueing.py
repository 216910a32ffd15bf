"""Messages that are sent while a reply is being written: they wait, and go out one by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import MessageAdded, ReplyUpdate, reply
from desktop_app.core.conversation import Conversation, Role, Status
from desktop_app.core.errors import StorageError
from desktop_app.core.models import ModelInfo
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.outgoing import Outgoing
from desktop_app.ui.chat.queue_rows import QueueRows
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.tasks import Tasks


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


@dataclass(slots=True)
class _Line:
    """What waits in one conversation.

    Attributes:
        texts: The messages in their order.
        sending: One that has left them and isn't stored as a message yet.
        paused: Whether they wait for the user, because the reply before them did not end well.
        replying: Whether a reply was being written when one looked last.
    """

    texts: list[str]
    sending: str | None = None
    paused: bool = False
    replying: bool = False


class Queueing(QObject):
    """Keeps what waits, shows it, and sends it when its turn has come.

    Args:
        page: Where a conversation is shown.
        services: What stands behind it.
        tasks: Runs what isn't waited for.
        replies: Those that are being written.
        choices: Who is picked to answer in the conversation that is shown.
    """

    def __init__(
        self, page: Page, services: ChatServices, tasks: Tasks, replies: Replies, choices: Choices
    ) -> None:
        super().__init__(page.pane)
        self._page = page
        self._services = services
        self._tasks = tasks
        self._replies = replies
        self._choices = choices
        self._lines: dict[str, _Line] = {}
        self._turn = asyncio.Lock()
        self.rows = QueueRows(page.pane)
        page.pane.show_waiting(self.rows)
        self.rows.send_wanted.connect(lambda: tasks.start(self.send_now()))
        self.rows.edit_wanted.connect(lambda number: tasks.start(self.edit(number)))
        self.rows.remove_wanted.connect(lambda number: tasks.start(self.remove(number)))
        replies.watch(self._replies_changed)
        self.show()

    # What the user does

    async def take(self, text: str) -> bool:
        """Let a message wait if it can't be sent now; return whether it waits.

        It leaves the composer once it is stored.

        Raises:
            StorageError: It can't be stored, and stays in the composer.
        """
        conversation = self._page.conversation.id
        line = self._lines.get(conversation)
        in_turn = line is not None and (line.texts or line.sending) and not line.paused
        live = self._replies.of(conversation)
        if not in_turn and live is None:
            return False
        if live is not None and live.sending:
            return True  # Sent twice, such as by a double press: it is on its way.
        await self._change(conversation, [*(line.texts if line else []), text])
        composer = self._page.pane.composer
        if self._page.shows(conversation) and composer.text.startswith(text):
            composer.set_text(composer.text[len(text) :])
        return True

    async def edit(self, number: int) -> None:
        """Put a message that waits back into the composer, before what is typed there.

        Raises:
            StorageError: It can't be stored that it waits no more.
        """
        texts, composer = self._shown_texts, self._page.pane.composer
        if number < len(texts):
            text = texts.pop(number)
            await self._change(self._page.conversation.id, texts)
            typed = composer.text
            composer.set_text(f"{text}\n\n{typed}" if typed.strip() else text)
            composer.field.setFocus()

    async def remove(self, number: int) -> None:
        """Forget a message that waits.

        Raises:
            StorageError: It can't be stored that it waits no more.
        """
        texts = self._shown_texts
        if number < len(texts):
            del texts[number]
            await self._change(self._page.conversation.id, texts)
            self._page.pane.composer.field.setFocus()

    async def send_now(self) -> None:
        """Send the first that waits, stopping the reply that is being written."""
        conversation = self._page.conversation.id
        line = self._lines.get(conversation)
        if line is None or not line.texts:
            return
        self._page.pane.composer.field.setFocus()
        await self._replies.end([conversation])
        line.paused = False
        await self._send_next(conversation)

    def show(self) -> None:
        """Show what waits in the conversation that is shown."""
        shown = self._page.conversation
        if shown.id not in self._lines and shown.queued:
            # Left over from another run of the program: whoever left it shall say when.
            self._lines[shown.id] = _Line(list(shown.queued), paused=True)
        line = self._lines.get(shown.id)
        replying = self._replies.of(shown.id) is not None
        if line is None:
            self.rows.show_texts([], paused=False)
        else:
            self.rows.show_texts(line.texts, paused=line.paused and not replying)

    # How it works

    @property
    def _shown_texts(self) -> list[str]:
        line = self._lines.get(self._page.conversation.id)
        return list(line.texts) if line else []

    async def _change(self, conversation: str, texts: list[str]) -> None:
        line = self._lines.setdefault(conversation, _Line([]))
        before = list(line.texts)
        # The list itself changes, for a message that is on its way takes it along.
        line.texts[:] = texts
        line.replying = self._replies.of(conversation) is not None
        first = [] if line.sending is None else [line.sending]
        try:
            await self._services.store.queue(conversation, [*first, *texts])
        except StorageError:
            line.texts[:] = before
            raise
        finally:
            self.show()

    def _replies_changed(self) -> None:
        for conversation, line in self._lines.items():
            replying = self._replies.of(conversation) is not None
            ended = line.replying and not replying
            line.replying = replying
            if ended and line.texts and not line.paused:
                self._tasks.start(self._go_on(conversation))
        self.show()

    async def _go_on(self, conversation: str) -> None:
        """Send the next one if the reply before it has ended well, else wait for the user."""
        line, store = self._lines[conversation], self._services.store
        stored = await store.conversation(conversation)
        if stored is None:
            del self._lines[conversation]  # It has been deleted.
            return
        last = await store.message(stored.active_leaf) if stored.active_leaf else None
        well = last is not None and last.role is Role.ASSISTANT and last.status is Status.COMPLETE
        line.paused = not well
        self.show()
        if well:
            await self._send_next(conversation)

    async def _send_next(self, conversation: str) -> None:
        """Send the first that waits, unless a reply is being written."""
        line = self._lines[conversation]
        async with self._turn:
            stored = await self._services.store.conversation(conversation)
            busy = line.sending is not None or self._replies.of(conversation) is not None
            if stored is None or not line.texts or busy:
                return
            line.sending = line.texts.pop(0)
            self._tasks.start(self._send(stored, line, line.sending))

    async def _send(self, conversation: Conversation, line: _Line, text: str) -> None:
        outgoing = Outgoing(self._services)
        wanted, assistant = self._picks(conversation)
        try:
            with self._replies.begun(conversation) as live:
                line.replying = True
                history = await outgoing.history(conversation.active_leaf)
                model = await self._choices.known_model(wanted, assistant)
                chosen = replace(
                    conversation, assistant=assistant.name, model=model.id, provider=model.provider
                )
                chat = outgoing.chat(model, assistant, chosen)
                updates = _noted(line, reply(chat, chosen, history, text, line.texts))
                await self._replies.follow(conversation, live, updates)
        finally:
            if line.sending is not None:
                # It could not be sent, and stands where it stood.
                line.texts.insert(0, line.sending)
                line.sending, line.paused = None, True
            self.show()

    def _picks(self, conversation: Conversation) -> tuple[ModelInfo, Assistant]:
        if self._page.shows(conversation.id):
            return self._choices.model, self._choices.assistant
        return self._choices.picks_of(conversation)


async def _noted(
    line: _Line, updates: AsyncGenerator[ReplyUpdate, None]
) -> AsyncGenerator[ReplyUpdate, None]:
    """Yield the updates of a reply; once its question is stored, it waits no more."""
    async with aclosing(updates):
        async for update in updates:
            if isinstance(update, MessageAdded) and update.message.role is Role.USER:
                line.sending = None
            yield update
