"""Messages that are sent while a reply is being written: they wait, and go out one by one."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import MessageAdded, ReplyUpdate, reply
from desktop_app.core.conversation import Conversation, Message, Role, Status
from desktop_app.core.errors import StorageError
from desktop_app.core.models import ModelInfo
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.live_reply import LiveReply
from desktop_app.ui.chat.outgoing import Outgoing
from desktop_app.ui.chat.queue_rows import QueueRows
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.turn import Turn
from desktop_app.ui.chat.undoing import Undoing
from desktop_app.ui.tasks import Tasks


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane
    undoing: Undoing

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    @property
    def turn(self) -> Turn | None:
        """The other conversation that is being turned to."""
        ...

    async def save_draft(self) -> None:
        """Store what is typed and not sent."""
        ...

    def shows(self, conversation: str) -> bool:
        """Whether a conversation is the one that is shown."""
        ...


class Choice(Protocol):
    """What may have to be decided before a conversation goes on."""

    def is_open(self, conversation: str) -> bool:
        """Whether it has to."""
        ...

    async def close(self, conversation: str) -> None:
        """Go on without a decision."""
        ...


@dataclass(slots=True)
class _Line:
    """What waits in one conversation.

    Attributes:
        texts: The messages in their order.
        sending: One that has left them and isn't stored as a message yet.
        paused: Whether they wait for the user, because the reply before them did not end well,
            or one of several is to be chosen.
        live: The reply that was being written when one looked last.
    """

    texts: list[str]
    sending: str | None = None
    paused: bool = False
    live: LiveReply | None = None

    @property
    def unsent(self) -> list[str]:
        """All that must not be lost, in its order."""
        return self.texts if self.sending is None else [self.sending, *self.texts]

    def put_back(self) -> None:
        """Let one that could not be sent wait again where it waited."""
        if self.sending is not None:
            self.texts.insert(0, self.sending)
            self.sending = None


class Queueing(QObject):
    """Keeps what waits, shows it, and sends it when its turn has come.

    Args:
        page: Where a conversation is shown.
        services: What stands behind it.
        tasks: Runs what isn't waited for.
        replies: Those that are being written.
        choices: Who is picked to answer in the conversation that is shown.
        choice: What may have to be decided first.
    """

    def __init__(
        self,
        page: Page,
        services: ChatServices,
        tasks: Tasks,
        replies: Replies,
        choices: Choices,
        choice: Choice,
    ) -> None:
        super().__init__(page.pane)
        self._page = page
        self._services = services
        self._tasks = tasks
        self._replies = replies
        self._choices = choices
        self._choice = choice
        self._lines: dict[str, _Line] = {}
        self._taken: set[tuple[str, str]] = set()
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
        in_turn = line is not None and line.texts and not line.paused
        live = self._replies.of(conversation)
        if not in_turn and live is None:
            return False
        if (live is not None and live.sending) or (conversation, text) in self._taken:
            return True  # Sent twice, such as by a double press: it is on its way.
        self._taken.add((conversation, text))
        try:
            await self._append(conversation, text)
            await self._leave_composer(conversation, text)
        finally:
            self._taken.remove((conversation, text))
        return True

    async def edit(self, number: int) -> None:
        """Put a message that waits back into the composer, before what is typed there.

        Raises:
            StorageError: It can't be stored, and still waits.
        """
        shown, composer = self._page.conversation.id, self._page.pane.composer
        text = self._pop(shown, number)
        if text is None:
            return
        typed = composer.text
        composer.set_text(f"{text}\n\n{typed}" if typed.strip() else text)
        composer.field.setFocus()
        try:
            # As a draft first: it must stand on the disk all the time.
            await self._page.save_draft()
            await self._keep(shown)
        except StorageError:
            self._insert(shown, number, text)
            if self._page.shows(shown) and composer.text.startswith(text):
                composer.set_text(composer.text[len(text) :].lstrip("\n"))
            raise

    async def remove(self, number: int) -> None:
        """Forget a message that waits, unless the user takes that back.

        Raises:
            StorageError: It can't be stored that it waits no more.
        """
        shown = self._page.conversation.id
        text = self._pop(shown, number)
        if text is None:
            return
        self._page.pane.composer.field.setFocus()
        try:
            await self._keep(shown)
        except StorageError:
            self._insert(shown, number, text)
            raise

        async def undo() -> None:
            self._insert(shown, number, text)
            await self._keep(shown)

        words = self.tr("Won’t be sent: “{text}”").format(text=" ".join(text.split()))
        self._page.undoing.offer(words, undo)

    async def send_now(self) -> None:
        """Send the first that waits, stopping the reply that is being written."""
        conversation = self._page.conversation.id
        line = self._lines.get(conversation)
        if line is None or not line.texts:
            return
        self._page.pane.composer.field.setFocus()
        await self._replies.end([conversation])
        await self._choice.close(conversation)
        await self._send_next(conversation)

    def show(self) -> None:
        """Show what waits in the conversation that is shown."""
        shown = self._page.conversation
        if shown.id not in self._lines and shown.queued:
            # Left over from another run of the program: whoever left it shall say when.
            self._lines[shown.id] = _Line(list(shown.queued), paused=True)
        line = self._lines.get(shown.id) or _Line([])
        self.rows.show_texts(line.texts, paused=line.paused, going=line.sending or "")

    # What waits

    async def _append(self, conversation: str, text: str) -> None:
        line = self._lines.setdefault(conversation, _Line([]))
        line.live = self._replies.of(conversation)
        line.texts.append(text)
        try:
            await self._keep(conversation)
        except StorageError:
            if text in line.texts:
                line.texts.remove(text)
            raise
        finally:
            self.show()

    async def _leave_composer(self, conversation: str, text: str) -> None:
        """Take a message that waits now out of what is typed; what was typed since stays."""
        composer, turn = self._page.pane.composer, self._page.turn
        shown = self._page.shows(conversation)
        if shown and composer.text.startswith(text):
            composer.set_text(composer.text[len(text) :])
        if shown and turn is not None:
            turn.left = turn.left.removeprefix(text)
        if shown and turn is None:
            await self._page.save_draft()
        else:
            await self._replies.forget_draft(conversation, text)

    def _pop(self, conversation: str, number: int) -> str | None:
        line = self._lines.get(conversation)
        text = line.texts.pop(number) if line and number < len(line.texts) else None
        self.show()
        return text

    def _insert(self, conversation: str, number: int, text: str) -> None:
        line = self._lines.setdefault(conversation, _Line([]))
        line.texts.insert(number, text)
        line.live = self._replies.of(conversation)
        line.paused = line.live is None
        self.show()

    async def _keep(self, conversation: str) -> None:
        """Store what waits, until that is what waits indeed: some may be sent meanwhile."""
        line, kept = self._lines[conversation], None
        while kept != line.unsent:
            kept = list(line.unsent)
            await self._services.store.queue(conversation, kept)

    # How it goes out

    def _replies_changed(self) -> None:
        for conversation, line in self._lines.items():
            before, line.live = line.live, self._replies.of(conversation)
            if line.live is not None:
                # Whatever it was that the others waited for, they follow this one now.
                line.paused = line.paused and line.live is before
            elif before is not None and line.texts:
                line.paused = not _ended_well(before) or self._choice.is_open(conversation)
                if not line.paused:
                    self._tasks.start(self._go_on(conversation, before.message))
        self.show()

    async def _go_on(self, conversation: str, answer: Message | None) -> None:
        """Send the next one behind an answer, unless the user has turned to another branch."""
        line = self._lines[conversation]
        try:
            stored = await self._services.store.conversation(conversation)
            if stored is None:
                del self._lines[conversation]  # It has been deleted.
            elif answer is not None and stored.active_leaf == answer.id:
                await self._send_next(conversation)
            else:
                line.paused = True
        except StorageError:
            line.paused = True
            raise
        finally:
            self.show()

    async def _send_next(self, conversation: str) -> None:
        """Send the first that waits, unless a reply is being written."""
        stored = await self._services.store.conversation(conversation)
        line = self._lines.get(conversation)
        if stored is None or not line or not line.texts or self._replies.of(conversation):
            return
        line.sending = text = line.texts.pop(0)
        with self._replies.begun(stored) as live:
            try:
                # Whoever deletes it from now on stops this; it may have been a moment ago.
                stored = await self._services.store.conversation(conversation)
                if stored is not None:
                    await self._send(stored, line, live, text)
            finally:
                line.put_back()

    async def _send(
        self, conversation: Conversation, line: _Line, live: LiveReply, text: str
    ) -> None:
        outgoing = Outgoing(self._services)
        wanted, assistant = self._picks(conversation)
        history = await outgoing.history(conversation.active_leaf)
        model = await self._choices.known_model(wanted, assistant)
        chosen = replace(
            conversation, assistant=assistant.name, model=model.id, provider=model.provider
        )
        chat = outgoing.chat(model, assistant, chosen)
        updates = self._noted(line, reply(chat, chosen, history, text, line.texts))
        await self._replies.follow(conversation, live, updates)

    def _picks(self, conversation: Conversation) -> tuple[ModelInfo, Assistant]:
        if self._page.shows(conversation.id):
            return self._choices.model, self._choices.assistant
        return self._choices.picks_of(conversation)

    async def _noted(
        self, line: _Line, updates: AsyncGenerator[ReplyUpdate, None]
    ) -> AsyncGenerator[ReplyUpdate, None]:
        """Yield the updates of a reply; once its question is stored, it waits no more."""
        async with aclosing(updates):
            async for update in updates:
                if isinstance(update, MessageAdded) and update.message.role is Role.USER:
                    line.sending = None
                    self.show()
                yield update


def _ended_well(live: LiveReply) -> bool:
    return live.message is not None and live.message.status is Status.COMPLETE
