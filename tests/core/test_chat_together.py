from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace

import pytest

from desktop_app.core.chat import Chat, MessageAdded, ReplyUpdate
from desktop_app.core.chat_together import Together
from desktop_app.core.conversation import Message, Role, Status
from desktop_app.core.errors import ProviderError, StorageError
from desktop_app.core.events import StreamEvent, TextDelta
from tests.core.diary import DONE, Diary, Model, chat_with

QUESTION = Message("c", Role.USER, "Why?")


class Branching(Diary):
    """A diary that knows which branch is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.leaf: str | None = None

    async def add_message(self, message: Message) -> None:
        await super().add_message(message)
        self.leaf = message.id

    async def show_branch(self, conversation: str, leaf: str | None) -> None:
        self.leaf = leaf


class Group:
    """Several answers that are followed, as a window follows them."""

    def __init__(self, store: Branching) -> None:
        self.store = store
        self.updates: dict[int, list[ReplyUpdate]] = {}
        self.said = asyncio.Event()
        self.ended = {number: asyncio.Event() for number in range(3)}
        self.together = Together(store, [QUESTION], self.follow)

    async def follow(self, number: int, updates: AsyncGenerator[ReplyUpdate, None]) -> None:
        try:
            async with aclosing(updates):
                async for update in updates:
                    self.updates.setdefault(number, []).append(update)
                    self.said.set()
        finally:
            self.ended[number].set()

    def answers(self, number: int) -> list[Message]:
        """Return as they are stored what was answered under a number."""
        added = [u.message.id for u in self.updates[number] if isinstance(u, MessageAdded)]
        return [self.store.messages[each] for each in added]

    def text(self, number: int) -> str:
        return "".join(u.text for u in self.updates.get(number, []) if isinstance(u, TextDelta))

    async def until_said(self, number: int, text: str) -> None:
        while self.text(number) != text:
            self.said.clear()
            await self.said.wait()


@pytest.fixture
def store() -> Branching:
    return Branching()


@pytest.fixture
def group(store: Branching) -> Group:
    return Group(store)


def called(model: str, chat: Chat) -> Chat:
    return replace(chat, model_id=model)


def slow(store: Branching, *texts: str) -> Chat:
    """Return what says something and then says nothing more until it is stopped."""

    async def script() -> AsyncIterator[StreamEvent]:
        for text in texts:
            yield TextDelta(text)
        await asyncio.Event().wait()

    return replace(chat_with(store), model=Model(script, store.log))


async def test_all_answer_the_same_question(store: Branching, group: Group) -> None:
    chats = {number: called(f"m{number}", chat_with(store, *DONE)) for number in range(3)}
    await group.together.run(chats)
    answers = [group.answers(number)[0] for number in range(3)]
    assert [each.parent for each in answers] == [QUESTION.id] * 3
    assert [each.model for each in answers] == ["m0", "m1", "m2"]
    assert {each.text for each in answers} == {"Hi you"}
    assert {each.status for each in answers} == {Status.COMPLETE}
    # In this order they are versions of each other; the first one is shown.
    assert list(store.messages) == [each.id for each in answers]
    assert store.leaf == answers[0].id


async def test_they_are_written_at_the_same_time(store: Branching, group: Group) -> None:
    running = asyncio.ensure_future(group.together.run({0: slow(store, "a"), 1: slow(store, "b")}))
    await group.until_said(0, "a")
    await group.until_said(1, "b")
    assert group.together.is_running
    running.cancel()
    await asyncio.wait([running])


async def test_the_failure_of_one_does_not_end_the_others(store: Branching, group: Group) -> None:
    failing = chat_with(store, ProviderError("Busy", code="server_busy"))
    await group.together.run({0: failing, 1: chat_with(store, *DONE)})
    failed, whole = group.answers(0)[0], group.answers(1)[0]
    assert failed.status is Status.FAILED
    assert failed.failure is not None
    assert failed.failure.code == "server_busy"
    assert (whole.status, whole.text) == (Status.COMPLETE, "Hi you")


async def test_one_is_stopped_alone(store: Branching, group: Group) -> None:
    running = asyncio.ensure_future(
        group.together.run({0: slow(store, "half"), 1: slow(store, "other")})
    )
    await group.until_said(0, "half")
    await group.until_said(1, "other")
    group.together.stop(0)
    await group.ended[0].wait()
    assert group.answers(0)[0].status is Status.STOPPED
    assert group.answers(0)[0].text == "half"
    assert not running.done()
    group.together.stop(1)
    await running
    assert group.answers(1)[0].text == "other"


async def test_cancelling_stops_all_and_keeps_what_there_is(store: Branching, group: Group) -> None:
    running = asyncio.ensure_future(group.together.run({0: slow(store, "a"), 1: slow(store, "b")}))
    await group.until_said(1, "b")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    kept = [group.answers(number)[0] for number in range(2)]
    assert [(each.text, each.status) for each in kept] == [
        ("a", Status.STOPPED),
        ("b", Status.STOPPED),
    ]
    assert not group.together.is_running


async def test_what_can_not_be_kept_is_told_when_the_others_have_ended(
    store: Branching, group: Group
) -> None:
    broken = Branching()
    broken.fails = {"finish_message"}
    with pytest.raises(StorageError):
        await group.together.run({0: chat_with(broken, *DONE), 1: chat_with(store, *DONE)})
    assert group.answers(1)[0].status is Status.COMPLETE


async def test_the_first_that_could_be_stored_is_shown(store: Branching, group: Group) -> None:
    broken = Branching()
    broken.fails = {"add_message"}
    chats = {0: chat_with(broken, *DONE), 1: chat_with(store, *DONE), 2: chat_with(store, *DONE)}
    with pytest.raises(StorageError):
        await group.together.run(chats)
    assert store.leaf == group.answers(1)[0].id


async def test_one_more_is_asked_while_others_are_written(store: Branching, group: Group) -> None:
    failing = chat_with(store, ProviderError("Busy", code="server_busy"))
    running = asyncio.ensure_future(group.together.run({0: failing, 1: slow(store, "b")}))
    await group.until_said(1, "b")
    await group.together.ask(0, chat_with(store, *DONE))
    await group.until_said(0, "Hi you")
    assert not running.done()
    assert store.leaf == group.answers(0)[0].id
    group.together.stop(1)
    await running
    first, second = group.answers(0)
    assert (first.status, second.status) == (Status.FAILED, Status.COMPLETE)
    assert second.parent == QUESTION.id


async def test_one_more_is_asked_when_all_have_ended(store: Branching, group: Group) -> None:
    await group.together.run({0: chat_with(store, *DONE), 1: chat_with(store, *DONE)})
    first = store.leaf
    await group.together.run({1: chat_with(store, *DONE)})
    assert len(group.answers(1)) == 2
    assert store.leaf == first
