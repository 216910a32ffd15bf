"""Answers that are gone on with, and histories that are cut."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace

import pytest

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import (
    CUT_OFF,
    MessageReopened,
    Turn,
    answer,
    carry_on,
    request_of,
)
from desktop_app.core.conversation import Message, Role, Status, Trace, Usage, now
from desktop_app.core.costs import Price
from desktop_app.core.errors import ProviderError
from desktop_app.core.events import Answering, Finished, TextDelta, UsageReported
from tests.core.diary import DONE, GLAD, Diary, Model, all_of, chat_with


@pytest.fixture
def diary() -> Diary:
    return Diary()


def _cut(text: str = "Could you send me the invoice for the") -> tuple[list[Message], Message]:
    """Return a question, and an answer to it that broke off."""
    question = Message("c", Role.USER, "Write to my landlord.", id="q")
    cut = Message(
        "c",
        Role.ASSISTANT,
        text,
        parent="q",
        status=Status.INTERRUPTED,
        failure=CUT_OFF,
        model="old",
        provider="there",
        usage=Usage(10, 5),
        cost=0.25,
        trace=Trace("chat", "one", 0.5, 2.0),
        finished_at=now(),
    )
    return [question], cut


async def test_going_on_writes_the_same_answer_on(diary: Diary) -> None:
    history, cut = _cut()
    diary.messages = {cut.id: cut}
    events = (Answering("chat", "two"), TextDelta("the invoice for"), TextDelta(" the two holes?"))
    chat = replace(
        chat_with(diary, *events, UsageReported(20, 4), Finished("stop")), price=Price(1e6, 1e6)
    )
    updates = await all_of(carry_on(chat, history, cut))
    (final,) = diary.messages.values()
    assert final.text == "Could you send me the invoice for the two holes?"
    assert (final.status, final.failure, final.finish_reason) == (Status.COMPLETE, None, "stop")
    assert (final.id, final.parent, final.created_at) == (cut.id, "q", cut.created_at)
    assert (final.model, final.provider, final.sentiment) == ("m", "here", GLAD)
    assert (final.usage, final.cost) == (Usage(30, 9), 24.25)
    assert final.trace is not None
    assert (final.trace.request_id, final.trace.attempts) == ("two", 2)
    assert diary.log[0] == "reopen_message"
    first, *rest = updates
    assert isinstance(first, MessageReopened)
    assert (first.message.text, first.message.status) == (cut.text, Status.INTERRUPTED)
    # What the model said once more was never shown.
    assert [each.text for each in rest if isinstance(each, TextDelta)] == [" two holes?"]
    assert isinstance(chat.model, Model)
    assert [turn.role.value for turn in chat.model.requests[0].turns] == [
        *("system", "user", "assistant", "user")
    ]


async def test_going_on_may_fail_again(diary: Diary) -> None:
    history, cut = _cut()
    diary.messages = {cut.id: cut}
    error = ProviderError("Busy", code="busy")
    await all_of(carry_on(chat_with(diary, error), history, cut))
    (final,) = diary.messages.values()
    assert (final.text, final.status) == (cut.text, Status.INTERRUPTED)
    assert final.failure == error.failure
    assert (final.usage, final.cost) == (Usage(10, 5), 0.25)


async def test_going_on_can_be_stopped_and_gone_on_with(diary: Diary) -> None:
    history, cut = _cut("Half")
    diary.messages = {cut.id: cut}
    async with aclosing(
        carry_on(chat_with(diary, TextDelta(" and"), 60.0), history, cut)
    ) as updates:
        async for update in updates:
            if isinstance(update, TextDelta):
                break
    (stopped,) = diary.messages.values()
    assert (stopped.text, stopped.status) == ("Half and", Status.STOPPED)
    await all_of(carry_on(chat_with(diary, TextDelta(" half"), Finished("stop")), history, stopped))
    (final,) = diary.messages.values()
    assert (final.text, final.status) == ("Half and half", Status.COMPLETE)
    assert final.trace is not None
    assert final.trace.attempts == 3


async def test_a_bug_while_going_on_counts_nothing_twice(diary: Diary) -> None:
    history, cut = _cut()
    diary.messages = {cut.id: cut}
    with pytest.raises(ZeroDivisionError):
        await all_of(
            carry_on(chat_with(diary, TextDelta(" two"), ZeroDivisionError()), history, cut)
        )
    (final,) = diary.messages.values()
    assert final.text == f"{cut.text} two"
    assert (final.usage, final.cost) == (Usage(10, 5), 0.25)


async def test_older_messages_are_not_sent_and_counted(diary: Diary) -> None:
    history = [
        Message("c", Role.USER, "One", id="1"),
        Message("c", Role.ASSISTANT, "Two", id="2", parent="1"),
        Message("c", Role.USER, "Three", id="3", parent="2"),
    ]
    chat = replace(chat_with(diary, *DONE), sent_from="3", assistant=Assistant("A"))
    await all_of(answer(chat, history))
    assert isinstance(chat.model, Model)
    assert chat.model.requests[0].turns == (Turn(Role.USER, "Three"),)
    assert diary.answer.trace is not None
    assert diary.answer.trace.left_out == 2
    assert request_of(diary.answer, history) == chat.model.requests[0]
