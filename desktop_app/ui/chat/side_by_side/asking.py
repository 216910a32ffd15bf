"""Asks several models the same, and goes on with the answer that is chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject

from desktop_app.core.chat import Chat, answer, asked
from desktop_app.core.conversation import Conversation, Message
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.outgoing import Outgoing
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.side_by_side.answer_column import AnswerColumn
from desktop_app.ui.chat.side_by_side.columns import AnswerColumns
from desktop_app.ui.chat.side_by_side.models_button import ModelsButton
from desktop_app.ui.links import open_link
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

    def show_leaf(self, leaf: str | None, at: str | None = None) -> Coroutine[Any, Any, None]:
        """Show another branch of the conversation that is shown."""
        ...


@dataclass(slots=True)
class _Comparison:
    """A question with its answers.

    Attributes:
        conversation: Where it was asked.
        columns: Where they are shown.
        chats: Who answers, by column.
        history: The branch down to the question.
        tasks: What writes the answers, by column.
    """

    conversation: str
    columns: AnswerColumns
    chats: Sequence[Chat]
    history: Sequence[Message]
    tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)


class AskingSeveral(QObject):
    """Works the button in the composer and the columns.

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
        self._open: dict[str, _Comparison] = {}
        self.button = ModelsButton(lambda: services.models.known, page.pane.composer)
        page.pane.composer.add_button(self.button)

    async def take(self, text: str) -> bool:
        """Send a message to all models that are ticked; return whether there are several.

        A comparison that stands open in the conversation is closed first.

        Raises:
            StorageError: The message or an answer can't be kept.
        """
        await self.close(self._page.conversation.id)
        if not self.button.is_on:
            return False
        conversation, assistant = self._page.conversation, self._choices.assistant
        outgoing, wanted = Outgoing(self._services), list(self.button.chosen)
        with self._replies.begun(conversation) as live:
            live.sending = text
            history = await outgoing.history(conversation.active_leaf)
            models = [await self._choices.known_model(each, assistant) for each in wanted]
            chosen = replace(conversation, assistant=assistant.name)
            chats = [outgoing.chat(model, assistant, chosen) for model in models]
            await self._replies.follow(
                conversation, live, asked(chats[0], chosen, history, text), sent=text
            )
            stored = await self._services.store.conversation(conversation.id)
            history = await outgoing.history(stored.active_leaf if stored else None)
            if not history:
                return True  # It has been deleted meanwhile.
            names = [f"{model.name} · {model.provider_name}" for model in models]
            comparison = self._begin(conversation.id, text, names, chats, history)
            await self._all_written(comparison)
        return True

    async def choose(self, conversation: str, number: int) -> None:
        """Go on with one answer: the others stay beside it, and the choice is kept.

        Raises:
            StorageError: It can't be kept.
        """
        comparison = self._open[conversation]
        message = comparison.columns.columns[number].message
        if message is None:
            return
        await self._stop(comparison)
        answers = [column.message for column in comparison.columns.columns]
        others = [each.id for each in answers if each and each.text.strip() and each != message]
        await self._services.store.prefer(message.id, others)
        await self._leave(comparison, message.id)

    async def close(self, conversation: str) -> None:
        """Leave a comparison without a choice, with the first answer on the screen.

        Raises:
            StorageError: The branch can't be read.
        """
        comparison = self._open.get(conversation)
        if comparison is None:
            return
        await self._stop(comparison)
        answers = [column.message for column in comparison.columns.columns if column.message]
        await self._leave(comparison, answers[0].id if answers else None)

    def is_open(self, conversation: str) -> bool:
        """Whether a choice is still to be made in a conversation."""
        return conversation in self._open

    def show(self) -> None:
        """Show the comparison of the conversation that is shown, if one stands open there."""
        comparison = self._open.get(self._page.conversation.id)
        self._page.pane.show_in_place(comparison.columns if comparison else None)

    # How it works

    def _begin(
        self,
        conversation: str,
        question: str,
        names: Sequence[str],
        chats: Sequence[Chat],
        history: Sequence[Message],
    ) -> _Comparison:
        zoom = self._services.preferences.settings.zoom
        columns = AnswerColumns(question, names, zoom, self._page.pane)
        columns.hide()
        comparison = self._open[conversation] = _Comparison(conversation, columns, chats, history)
        start = self._tasks.start
        columns.closed.connect(lambda: start(self.close(conversation)))
        for number, column in enumerate(columns.columns):
            column.chosen.connect(partial(self._chosen, conversation, number))
            column.stop_wanted.connect(partial(self._stop_one, comparison, number))
            column.again_wanted.connect(partial(self._again, comparison, number))
            column.transcript.link_activated.connect(open_link)
            self._write(comparison, number)
        self.show()
        return comparison

    def _chosen(self, conversation: str, number: int) -> None:
        self._tasks.start(self.choose(conversation, number))

    def _stop_one(self, comparison: _Comparison, number: int) -> None:
        comparison.tasks[number].cancel()

    def _again(self, comparison: _Comparison, number: int) -> None:
        self._tasks.start(self._written_again(comparison, number))

    async def _written_again(self, comparison: _Comparison, number: int) -> None:
        conversation = await self._services.store.conversation(comparison.conversation)
        if conversation is None or self._replies.of(conversation.id) is not None:
            return
        with self._replies.begun(conversation):
            self._write(comparison, number)
            await self._all_written(comparison)

    def _write(self, comparison: _Comparison, number: int) -> None:
        column = comparison.columns.columns[number]
        column.begin()
        work = self._written(comparison.chats[number], comparison.history, column)
        comparison.tasks[number] = self._tasks.start(work)

    async def _written(self, chat: Chat, history: Sequence[Message], column: AnswerColumn) -> None:
        try:
            async with aclosing(answer(chat, history)) as updates:
                async for update in updates:
                    column.take(update)
        finally:
            # A stopped one tells of its end to nobody.
            if column.is_growing and column.message is not None:
                kept = await self._services.store.message(column.message.id)
                if kept is not None:
                    column.end(kept)

    async def _all_written(self, comparison: _Comparison) -> None:
        try:
            await asyncio.wait(list(comparison.tasks.values()))
        except asyncio.CancelledError:
            await self._stop(comparison)
            raise

    async def _stop(self, comparison: _Comparison) -> None:
        """Stop what is being written, and wait until what there is of it is kept."""
        running = [task for task in comparison.tasks.values() if not task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)

    async def _leave(self, comparison: _Comparison, leaf: str | None) -> None:
        del self._open[comparison.conversation]
        if leaf is not None:
            await self._services.store.show_branch(comparison.conversation, leaf)
        if self._page.shows(comparison.conversation):
            if leaf is not None:
                await self._page.show_leaf(leaf)
            self._page.pane.composer.field.setFocus()
        self.show()
        comparison.columns.deleteLater()
