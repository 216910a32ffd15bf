"""One question, answered by several models at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Protocol

from desktop_app.core.chat import Chat, MessageAdded, ReplyUpdate, answer
from desktop_app.core.conversation import Message
from desktop_app.core.to_the_end import to_the_end

Follow = Callable[[int, AsyncGenerator[ReplyUpdate, None]], Coroutine[Any, Any, None]]
"""Follows the answer of a number to its end; cancelling it stops that answer."""


class BranchStore(Protocol):
    """Where it is kept which branch is shown."""

    async def show_branch(self, conversation: str, leaf: str | None) -> None:
        """Store which branch is shown."""
        ...


class Together:
    """Has a question answered by several, each answer beside the others.

    Each is kept as it grows, as a single one is; how one ends is nothing to the others. The first
    one stays the end of the branch that is shown, whichever is stored last.

    Args:
        store: Where it is kept which branch is shown.
        history: The branch down to the question, in reading order.
        follow: Follows an answer.
    """

    def __init__(self, store: BranchStore, history: Sequence[Message], follow: Follow) -> None:
        self._store = store
        self._history = history
        self._follow = follow
        self._first: str | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._failures: list[BaseException] = []
        self._is_running = False

    @property
    def is_running(self) -> bool:
        """Whether `run` has not returned yet, so that `ask` adds to it."""
        return self._is_running

    async def run(self, chats: Mapping[int, Chat]) -> None:
        """Have the question answered by all of them, and by what `ask` adds until these end.

        They are stored in their order, and written at the same time. Cancelling this stops all,
        and waits until what there is of them is kept.

        Args:
            chats: What writes the answers, by their numbers.

        Raises:
            StorageError: One of them could not be kept; the others have gone on to their ends.
        """
        self._failures.clear()
        self._is_running = True
        try:
            for number, chat in chats.items():
                await self._begin(number, chat)
            await self._show_first()
            while self._tasks:
                await asyncio.wait(self._tasks.values())
        finally:
            self._is_running = False
            await to_the_end(self._stop_all())
        if self._failures:
            raise self._failures[0]

    async def ask(self, number: int, chat: Chat) -> None:
        """Have it answered once more, while others are being written.

        Raises:
            StorageError: It can't be kept which branch is shown.
        """
        await self._begin(number, chat)
        await self._show_first()

    def stop(self, number: int) -> None:
        """Stop one answer; the others go on."""
        task = self._tasks.get(number)
        if task is not None:
            task.cancel()

    async def _begin(self, number: int, chat: Chat) -> None:
        """Return once the answer is stored, or has ended before."""
        begun = asyncio.Event()
        updates = self._told(begun, chat)
        task = asyncio.get_running_loop().create_task(self._follow(number, updates))
        self._tasks[number] = task

        def ended(task: asyncio.Task[None]) -> None:
            begun.set()
            if self._tasks.get(number) is task:
                del self._tasks[number]
            error = None if task.cancelled() else task.exception()
            if error is not None:
                self._failures.append(error)

        task.add_done_callback(ended)
        await begun.wait()

    async def _told(self, begun: asyncio.Event, chat: Chat) -> AsyncGenerator[ReplyUpdate, None]:
        async with aclosing(answer(chat, self._history)) as updates:
            async for update in updates:
                if isinstance(update, MessageAdded):
                    self._first = self._first or update.message.id
                    begun.set()
                yield update

    async def _show_first(self) -> None:
        if self._first is not None:
            await self._store.show_branch(self._history[-1].conversation, self._first)

    async def _stop_all(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
