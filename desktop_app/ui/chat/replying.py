"""The replies that are being written, in the conversation that is shown and in others."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import replace
from typing import Any, Protocol

from desktop_app.core.chat import (
    MessageAdded,
    MessageChanged,
    MessageReopened,
    ReplyUpdate,
)
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.events import ReasoningDelta, StreamEvent, TextDelta
from desktop_app.ui.chat.live_note import LiveNote
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

    def ended(self, message: Message, live: LiveReply) -> None:
        """Show what is to be said of an answer that has ended, in whatever conversation."""
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
        attempts: Returns how often a request is tried.
    """

    def __init__(
        self,
        page: Page,
        transcript: Transcript,
        store: Store,
        tasks: Tasks,
        attempts: Callable[[], int],
    ) -> None:
        self._page = page
        self._transcript = transcript
        self._store = store
        self._tasks = tasks
        self._note = LiveNote(transcript, attempts)
        self._live: dict[str, LiveReply] = {}
        self._added: Counter[str] = Counter()
        self._watchers: list[Callable[[], None]] = []

    def of(self, conversation: str) -> LiveReply | None:
        """Return the reply that is being written in a conversation, None for none."""
        return self._live.get(conversation)

    @property
    def conversations(self) -> list[str]:
        """The ids of the conversations in which one is being written."""
        return list(self._live)

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` whenever a reply begins or has ended, in any conversation."""
        self._watchers.append(changed)

    async def end(self, conversations: Collection[str]) -> None:
        """Stop the replies of some conversations, and wait until what there is of them is kept."""
        live = [each for name, each in self._live.items() if name in conversations]
        tasks = [each.task for each in live if each.task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def is_growing(self, message: str) -> bool:
        """Whether a message is being written."""
        return any(
            each.message is not None and each.message.id == message
            for live in self._live.values()
            for each in _all_of(live)
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

    def resume(self, live: LiveReply) -> None:
        """Show a reply that goes on, if its message is on the branch that is shown from now on.

        Or one of those beside it: a branch holds one of them at the most.
        """
        for each in _all_of(live):
            if each.message is not None:
                self._transcript.resume(each.message.id, each.text, each.reasoning)
                self._show_note(each)

    @contextmanager
    def begun(self, conversation: Conversation) -> Iterator[LiveReply]:
        """Show that a reply is being written, as long as this is entered."""
        live = LiveReply(asyncio.current_task())
        self._live[conversation.id] = live
        self._tell()
        try:
            yield live
        finally:
            self._note.stop(live)
            del self._live[conversation.id]
            self._tell()

    def _tell(self) -> None:
        self._page.show_replying()
        for watcher in self._watchers:
            watcher()

    async def follow(
        self,
        conversation: Conversation,
        live: LiveReply,
        updates: AsyncGenerator[ReplyUpdate, None],
        sent: str = "",
        *,
        aside: bool = False,
    ) -> None:
        """Follow a reply until it has ended and is shown as it is kept.

        Args:
            conversation: Where it is written.
            live: What has arrived of it.
            updates: What happens.
            sent: What stood in the composer when the user sent it.
            aside: Whether it is written beside another one, which is the one that is shown.

        Raises:
            StorageError: It can't be kept.
        """
        try:
            async with aclosing(updates):
                async for update in updates:
                    if aside and isinstance(update, MessageAdded):
                        live.message = update.message
                        self._added[conversation.id] += 1
                    else:
                        self._take(conversation, live, update, sent)
        finally:
            await self._show_final(live)

    def _take(
        self, conversation: Conversation, live: LiveReply, update: ReplyUpdate, sent: str
    ) -> None:
        shown = self._page.shows(conversation.id)
        match update:
            case MessageReopened(message):
                live.go_on(message)
                if shown:
                    self.resume(live)
            case MessageAdded(message):
                live.message = message if message.role is Role.ASSISTANT else None
                live.sending = ""
                self._added[conversation.id] += 1
                if shown:
                    self._page.add(message, sent)
                    # Another one that is waited for elsewhere must not tell so in this one.
                    self._show_note(live)
                elif sent and message.role is Role.USER:
                    self._tasks.start(self.forget_draft(message.conversation, sent))
            case MessageChanged(message):
                self._change(message, live)
            case _:
                self._take_event(live, update, shown=shown)

    def _take_event(self, live: LiveReply, event: StreamEvent, *, shown: bool) -> None:
        if isinstance(event, TextDelta | ReasoningDelta):
            live.take(event)
            if shown and self._is_seen(live):
                self._transcript.take(event)
        elif live.note(event) and shown:
            self._show_note(live)

    def _show_note(self, live: LiveReply) -> None:
        if self._is_seen(live):
            self._note.show(live)

    def _is_seen(self, live: LiveReply) -> bool:
        """Whether the branch that is shown ends with a reply: there may be others beside it."""
        return live.message is not None and self._transcript.is_growing(live.message.id)

    async def forget_draft(self, conversation: str, sent: str) -> None:
        """Keep no more as a draft what was on its way when the user turned elsewhere."""
        stored = await self._store.conversation(conversation)
        if stored is not None and stored.draft.startswith(sent):
            await self._store.save_draft(conversation, stored.draft[len(sent) :])

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
            live.message, live.ended = message, True
            self._transcript.end_message(message)
            self._page.ended(message, live)
        await self._page.refresh_list()


def _all_of(live: LiveReply) -> list[LiveReply]:
    """Return a reply and those beside it, without those that have ended."""
    return [each for each in (live, *live.beside) if not each.ended]
