"""Asks several models the same, and goes on with the answer that is chosen."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject

from desktop_app.core.chat import Chat, MessageAdded, MessageChanged, asked
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.errors import InputError
from desktop_app.core.models import ModelInfo
from desktop_app.ui.chat.branch_reading import BranchReading
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.outgoing import Outgoing
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.side_by_side.columns import AnswerColumns
from desktop_app.ui.chat.side_by_side.comparison import Comparison
from desktop_app.ui.chat.side_by_side.models_button import MOST
from desktop_app.ui.chat.side_by_side.models_choosing import ModelsChoosing
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.tasks import Tasks

_BUSY_CODE = "several_busy"
_BUSY = str(QT_TRANSLATE_NOOP("Failure", "Several models can be asked once this reply has ended"))
_LATER = str(
    QT_TRANSLATE_NOOP(
        "Failure",
        "Your message stays where it is. Stop the reply or wait, then send it; or ask one model, "
        "and it waits in line.",
    )
)


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane
    reading: BranchReading | None

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    def shows(self, conversation: str) -> bool:
        """Whether a conversation is the one that is shown."""
        ...

    def show_leaf(self, leaf: str | None, at: str | None = None) -> Coroutine[Any, Any, None]:
        """Show another branch of the conversation that is shown."""
        ...


class AskingSeveral(QObject):
    """Works what picks several models and the columns in which they answer.

    A comparison stands open in its conversation until an answer is chosen or it is left, also
    while another conversation is shown. What is being written goes on whatever is shown.

    Args:
        page: Where a conversation is shown.
        services: What stands behind it.
        tasks: Runs what isn't waited for.
        replies: Those that are being written.
        choices: Who is picked to answer.
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
        self._open: dict[str, Comparison] = {}
        self._left: dict[str, Comparison] = {}
        self.picking = ModelsChoosing(page.pane, services, tasks, choices)
        self.picking.placeholder = self._placeholder
        page.pane.transcript.acted.connect(self._act)
        replies.watch(self._replies_changed)
        if page.reading is not None:
            page.reading.turned.connect(self._turned)

    # What the user does

    async def take(self, text: str) -> bool:
        """Send a message to all models that are ticked; return whether there are several.

        A comparison that stands open in the conversation is left before.

        Raises:
            StorageError: The message or an answer can't be kept.
        """
        await self.close(self._page.conversation.id)
        wanted = self.picking.button.chosen
        if len(wanted) < 2 or self._replies.of(self._page.conversation.id) is not None:
            return False
        # All of it is taken now: the user may turn elsewhere while the history is read.
        conversation, assistant = self._page.conversation, self._choices.assistant
        outgoing = Outgoing(self._services)
        with self._replies.begun(conversation) as live:
            live.sending = text
            history = await outgoing.history(conversation.active_leaf)
            models = [await self._choices.known_model(each, assistant) for each in wanted]
            chosen = replace(
                conversation,
                assistant=assistant.name,
                model=models[0].id,
                provider=models[0].provider,
            )
            chats = [outgoing.chat(model, assistant, chosen) for model in models]
            questions: list[Message] = []
            kept = _noted(questions, asked(chats[0], chosen, history, text))
            await self._replies.follow(conversation, live, kept, sent=text)
            self.picking.sent()
            comparison = self._begun(chosen, [*history, questions[0]], models, chats)
            await comparison.write(live)
        return True

    def refuse(self) -> None:
        """Refuse to send to several while a reply is being written, for that is sent at once.

        Raises:
            InputError: Several are ticked and a reply is being written; the message stays.
        """
        live = self._replies.of(self._page.conversation.id)
        if self.picking.button.chosen and live is not None and not live.sending:
            raise InputError(_BUSY, _LATER, code=_BUSY_CODE)

    async def choose(self, conversation: str, number: int) -> None:
        """Go on with one answer: the others stay beside it, and the choice is kept.

        Those that are still being written are stopped, but for the one that is chosen.

        Raises:
            StorageError: It can't be kept.
        """
        comparison = self._open.get(conversation)
        chosen = comparison.answers[number] if comparison else None
        if comparison is None or chosen is None:
            return
        comparison.stop_others(number)
        others = [each.id for each in comparison.answers if each and each.text.strip()]
        await self._services.store.prefer(chosen.id, [each for each in others if each != chosen.id])
        await self._leave(comparison, await self._services.store.newest_leaf(chosen.id), chosen.id)

    async def close(self, conversation: str) -> None:
        """Leave a comparison without a choice, with the first answer that says something.

        Raises:
            StorageError: The branch can't be read.
        """
        comparison = self._open.get(conversation)
        if comparison is not None:
            # Versions that were there before stay as they were shown.
            best = comparison.best if comparison.chats else ""
            await self._leave(comparison, best, best)

    async def compare(self, message: str) -> None:
        """Show the versions of an answer that is shown beside each other.

        Raises:
            StorageError: They can't be read.
        """
        conversation, reading = self._page.conversation, self._page.reading
        left = self._left.pop(conversation.id, None)
        if left is not None and message in [each.id for each in left.answers if each]:
            self._show_open(left)
            return
        if reading is None or self._replies.of(conversation.id) is not None:
            return
        store = self._services.store
        found = [await store.message(each) for each in reading.pages.versions(message)[:MOST]]
        answers = [each for each in found if each is not None]
        question = await store.message(answers[0].parent or "") if answers else None
        if question is not None and self._page.shows(conversation.id):
            comparison = self._made(conversation, [question], answers, [])
            for column, answer in zip(comparison.columns.columns, answers, strict=True):
                column.show_answer(answer)
            self._show_open(comparison)

    def is_open(self, conversation: str) -> bool:
        """Whether an answer is to be chosen in a conversation."""
        return conversation in self._open

    def show(self) -> None:
        """Show the comparison of the conversation that is shown, if one stands open there."""
        comparison = self._open.get(self._page.conversation.id)
        self._page.pane.show_in_place(comparison.columns if comparison else None)
        if self._replies.of(self._page.conversation.id) is None:
            self._page.pane.withdraw(lambda error: error.code == _BUSY_CODE)
        self.picking.show()

    # How it works

    def _begun(
        self,
        conversation: Conversation,
        history: Sequence[Message],
        models: Sequence[ModelInfo],
        chats: Sequence[Chat],
    ) -> Comparison:
        names = [
            Message(conversation.id, history[-1].role, "", model=each.id, provider=each.provider)
            for each in models
        ]
        comparison = self._made(conversation, history, names, chats)
        self._show_open(comparison)
        return comparison

    def _made(
        self,
        conversation: Conversation,
        history: Sequence[Message],
        answers: Sequence[Message],
        chats: Sequence[Chat],
    ) -> Comparison:
        services, start = self._services, self._tasks.start
        settings = services.preferences.settings
        names = [self._called(each) for each in answers]
        columns = AnswerColumns(history[-1].text, names, settings.zoom, self._page.pane)
        columns.hide()
        comparison = Comparison(conversation, columns, chats, history, services, self._replies)
        comparison.added.connect(lambda: self._count(comparison))
        columns.closed.connect(lambda: start(self.close(conversation.id)))
        for number, column in enumerate(columns.columns):
            column.chosen.connect(partial(self._chosen, conversation.id, number))
            column.stop_wanted.connect(partial(comparison.stop, number))
            column.again_wanted.connect(partial(self._again, comparison, number))
            column.can_be_asked = bool(chats)
            if self._page.reading is not None:
                column.transcript.link_activated.connect(self._page.reading.open_link)
        return comparison

    def _called(self, answer: Message) -> str:
        """Return what stands over a column: there may be two models of one name."""
        author = self._choices.author(replace(answer, role=Role.ASSISTANT))
        provider = self._choices.provider_of(answer)
        return f"{author} · {provider}" if provider and provider != author else author

    def _show_open(self, comparison: Comparison) -> None:
        self._open[comparison.conversation.id] = comparison
        self.show()
        if self._page.shows(comparison.conversation.id):
            comparison.columns.announce()

    def _chosen(self, conversation: str, number: int) -> None:
        self._tasks.start(self.choose(conversation, number))

    def _again(self, comparison: Comparison, number: int) -> None:
        self._tasks.start(comparison.write_again(number))

    def _act(self, message: str, kind: Kind) -> None:
        if kind is Kind.COMPARE:
            self._tasks.start(self.compare(message))

    async def _leave(self, comparison: Comparison, leaf: str, at: str) -> None:
        name = comparison.conversation.id
        self._put_away(comparison)
        if not leaf:
            self._page.pane.transcript.mark_unanswered(comparison.question)
        elif not self._page.shows(name):
            await self._services.store.show_branch(name, leaf)
        elif leaf != self._page.conversation.active_leaf:
            await self._page.show_leaf(leaf, at)

    def _put_away(self, comparison: Comparison) -> None:
        """Show the transcript again; what is still being written can be looked at again."""
        name, columns = comparison.conversation.id, comparison.columns
        self._open.pop(name, None)
        focused = columns.window().focusWidget()
        had_focus = focused is not None and columns.isAncestorOf(focused)
        self.show()
        if had_focus:
            self._page.pane.composer.field.setFocus()
        if comparison.live is not None:
            self._left[name] = comparison
        else:
            columns.deleteLater()

    def _turned(self) -> None:
        """Another branch of a conversation is shown, whose comparison stood in its place."""
        comparison = self._open.get(self._page.conversation.id)
        if comparison is not None and comparison.columns.isVisible():
            self._put_away(comparison)

    def _replies_changed(self) -> None:
        for name, comparison in [*self._open.items()]:
            live = self._replies.of(name)
            others = live is not None and live is not comparison.live
            if others and not comparison.is_beginning:
                # The conversation goes on without a choice.
                self._put_away(comparison)
        for name, comparison in [*self._left.items()]:
            if self._replies.of(name) is None:
                del self._left[name]
                comparison.columns.deleteLater()

    def _count(self, comparison: Comparison) -> None:
        """Say of the answer that is shown that there are others beside it."""
        if self._page.shows(comparison.conversation.id) and self._page.reading is not None:
            self._tasks.start(self._page.reading.count_versions([comparison.first]))

    def _placeholder(self) -> str:
        """Return what the composer says while an answer is to be chosen; empty for nothing."""
        comparison = self._open.get(self._page.conversation.id)
        if comparison is None:
            return ""
        return self.tr("Choose an answer, or go on with the first")


async def _noted(
    questions: list[Message], updates: AsyncGenerator[MessageAdded | MessageChanged, None]
) -> AsyncGenerator[MessageAdded | MessageChanged, None]:
    """Yield how a question is kept, and note it as it is in the end."""
    async with aclosing(updates):
        async for update in updates:
            questions[:] = [update.message]
            yield update
