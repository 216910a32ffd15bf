"""The replies that are being written, in the conversation that is shown and in others."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Coroutine, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import replace
from typing import Any, Protocol

from desktop_app.core.chat import MessageAdded, MessageChanged, ReplyUpdate
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.events import ReasoningDelta, Retrying, TextDelta
from desktop_app.ui.chat.live_reply import LiveReply
from desktop_app.ui.chat.services import Store
from desktop_app.ui.chat.transcript.view import Transcript
from desktop_app.ui.tasks import Tasks


class Page(Protocol):
    """Where replies are shown."""

    def shows(self, conversation: str) -> bool:
        """Whether a conversation is the one that is shown."""
        ...

    def add(self, message: Message, sent: str) -> None:
        """Show a message that was added to the conversation that is shown.

        Args:
            message: It.
            sent: What stood in the composer when the user sent it.
        """
        ...

    def show_replying(self) -> None:
        """Show whether a reply is being written."""
        ...

    def refresh_list(self) -> Coroutine[Any, Any, None]:
        """Read the list of conversations again."""
        ...


class Replies:
    """Follows every reply to its end and shows what belongs to what is shown.

    Args:
        page: Where they are shown.
        transcript: Where their words are shown.
        store: Where they are kept.
        tasks: Runs what isn't waited for.
    """

    def __init__(self, page: Page, transcript: Transcript, store: Store, tasks: Tasks) -> None:
        self._page = page
        self._transcript = transcript
        self._store = store
        self._tasks = tasks
        self._live: dict[str, LiveReply] = {}
        self._added: Counter[str] = Counter()

    def of(self, conversation: str) -> LiveReply | None:
        """Return the reply that is being written in a conversation, None for none."""
        return self._live.get(conversation)

    @property
    def conversations(self) -> list[str]:
        """The ids of the conversations in which one is being written."""
        return list(self._live)

    def is_growing(self, message: str) -> bool:
        """Whether a message is being written."""
        return any(
            live.message is not None and live.message.id == message for live in self._live.values()
        )

    def added_to(self, conversation: str) -> int:
        """Return how many messages replies have added to a conversation.

        Who reads it before and after reading the conversation knows whether that may be outdated.
        """
        return self._added[conversation]

    def stop(self, conversation: str) -> None:
        """Stop the reply of a conversation, if there is one."""
        live = self._live.get(conversation)
        if live is not None and live.task is not None:
            live.task.cancel()

    @contextmanager
    def begun(self, conversation: Conversation) -> Iterator[LiveReply]:
        """Show that a reply is being written, as long as this is entered."""
        live = LiveReply(asyncio.current_task())
        self._live[conversation.id] = live
        self._page.show_replying()
        try:
            yield live
        finally:
            del self._live[conversation.id]
            self._page.show_replying()

    async def follow(
        self,
        conversation: Conversation,
        live: LiveReply,
        updates: AsyncGenerator[ReplyUpdate, None],
        sent: str = "",
    ) -> None:
        """Follow a reply until it has ended and is shown as it is kept.

        Raises:
            StorageError: It can't be kept.
        """
        try:
            async with aclosing(updates):
                async for update in updates:
                    self._take(conversation, live, update, sent)
        finally:
            await self._show_final(live)

    def _take(
        self, conversation: Conversation, live: LiveReply, update: ReplyUpdate, sent: str
    ) -> None:
        shown = self._page.shows(conversation.id)
        match update:
            case TextDelta() | ReasoningDelta():
                live.take(update)
                if shown:
                    self._transcript.take(update)
            case Retrying(seconds=seconds) if shown:
                self._transcript.show_waiting(seconds)
            case MessageAdded(message):
                live.message = message if message.role is Role.ASSISTANT else None
                self._added[conversation.id] += 1
                if shown:
                    self._page.add(message, sent)
            case MessageChanged(message):
                self._change(message, live)

    def _change(self, message: Message, live: LiveReply) -> None:
        if message.role is Role.ASSISTANT:
            live.message = message
            self._transcript.end_message(message)
        else:
            self._transcript.change_message(message)
            self._tasks.start(self._page.refresh_list())

    async def _show_final(self, live: LiveReply) -> None:
        if live.message is None:
            return
        message = live.message
        try:
            message = await self._store.message(message.id) or message
        finally:
            if len(message.text) < len(live.text):
                # It could not be kept whole: the words stay on the screen all the same.
                message = replace(message, text=live.text, reasoning=live.reasoning)
            self._transcript.end_message(message)
        await self._page.refresh_list()
