"""A question with several answers: what is written, what has arrived, and where it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing

from PySide6.QtCore import QObject, Signal

from desktop_app.core.chat import Chat, MessageAdded, ReplyUpdate
from desktop_app.core.chat_together import Together
from desktop_app.core.conversation import Conversation, Message
from desktop_app.ui.chat.live_note import note_words
from desktop_app.ui.chat.live_reply import LiveReply
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.side_by_side.columns import AnswerColumns


class Comparison(QObject):
    """Follows the answers to one question and shows each in its column.

    Attributes:
        conversation: Where it was asked.
        columns: Where the answers are shown.
        chats: What writes them, in the order of the columns; empty where they were there before.
        live: The reply that stands for all of them in `Replies`; None while nothing is written.
        is_beginning: Whether it is just about to be written once more.

    Args:
        conversation: Where it was asked.
        columns: Where the answers are shown.
        chats: What writes them.
        history: The branch down to the question, in reading order.
        services: Where they are kept.
        replies: Those that are being written.

    Signals:
        added: An answer is stored beside the others.
    """

    added = Signal()

    def __init__(
        self,
        conversation: Conversation,
        columns: AnswerColumns,
        chats: Sequence[Chat],
        history: Sequence[Message],
        services: ChatServices,
        replies: Replies,
    ) -> None:
        super().__init__(columns)
        self.conversation = conversation
        self.columns = columns
        self.chats = chats
        self.live: LiveReply | None = None
        self.is_beginning = False
        self._question = history[-1].id
        self._replies = replies
        self._preferences = services.preferences
        self._together = Together(services.store, history, self._follow)
        self._lives: dict[int, LiveReply] = {}
        self._first = ""

    @property
    def answers(self) -> list[Message | None]:
        """The answers as far as they have come, in the order of the columns."""
        return [column.stands for column in self.columns.columns]

    @property
    def question(self) -> str:
        """The id of the question."""
        return self._question

    @property
    def first(self) -> str:
        """The id of the answer that the conversation stands at; empty before there is one."""
        return self._first

    @property
    def best(self) -> str:
        """The id of the first answer that says something, or of the first of all."""
        there = [each for each in self.answers if each is not None]
        saying = [each for each in there if each.text.strip()]
        return (saying or there)[0].id if there else ""

    async def write(self, live: LiveReply) -> None:
        """Have all answers written; cancelling stops them.

        Args:
            live: The reply that stands for all of them.

        Raises:
            StorageError: One can't be kept; the others have been written to their ends.
        """
        await self._run(live, dict(enumerate(self.chats)))

    async def write_again(self, number: int) -> None:
        """Have one answer written once more, beside the others, in the same column.

        Raises:
            StorageError: It can't be kept.
        """
        chat = self.chats[number]
        if self._together.is_running and self.live is not None:
            beside = LiveReply()
            self.live.beside.append(beside)
            self._expect(number, beside)
            await self._together.ask(number, chat)
        elif self._replies.of(self.conversation.id) is None:
            self.is_beginning = True
            with self._replies.begun(self.conversation) as live:
                self.is_beginning = False
                await self._run(live, {number: chat})

    def stop(self, number: int) -> None:
        """Stop one answer; the others go on."""
        self._together.stop(number)

    def stop_others(self, number: int) -> None:
        """Stop all but one."""
        for other in range(len(self.chats)):
            if other != number:
                self._together.stop(other)

    async def _run(self, live: LiveReply, chats: Mapping[int, Chat]) -> None:
        self.live = live
        first, *others = chats
        self._expect(first, live)
        for number in others:
            live.beside.append(LiveReply())
            self._expect(number, live.beside[-1])
        try:
            await self._together.run(chats)
        finally:
            self.live = None
            for number in chats:
                # Where all were stopped before it began.
                self.columns.columns[number].give_up(stopped=True)

    def _expect(self, number: int, live: LiveReply) -> None:
        self._lives[number] = live
        self.columns.columns[number].begin()

    async def _follow(self, number: int, updates: AsyncGenerator[ReplyUpdate, None]) -> None:
        live, column = self._lives[number], self.columns.columns[number]
        told = self._told(number, live, updates)
        # The one that is shown in the conversation is the first that was ever written.
        aside = bool(self._first) or number > 0
        try:
            await self._replies.follow(self.conversation, live, told, aside=aside)
        except asyncio.CancelledError:
            column.give_up(stopped=True)
            raise
        finally:
            if live.message is None:
                column.give_up(stopped=False)
            else:
                column.end(live.message)

    async def _told(
        self, number: int, live: LiveReply, updates: AsyncGenerator[ReplyUpdate, None]
    ) -> AsyncGenerator[ReplyUpdate, None]:
        """Yield what happens, and show it in the column once it has been taken in."""
        column = self.columns.columns[number]
        async with aclosing(updates):
            async for update in updates:
                yield update
                column.take(update)
                if isinstance(update, MessageAdded):
                    self._first = self._first or update.message.id
                    self.added.emit()
                elif not live.has_words:
                    attempts = self._preferences.settings.attempts
                    column.show_note(note_words(live, 0, attempts))
