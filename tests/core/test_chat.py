from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import (
    CUT_OFF,
    SAVE_EVERY,
    Chat,
    ChatRequest,
    MessageAdded,
    MessageChanged,
    ReplyUpdate,
    Turn,
    answer,
    carry_on,
    reply,
)
from desktop_app.core.conversation import (
    Conversation,
    Message,
    Role,
    Status,
    Usage,
)
from desktop_app.core.costs import Price
from desktop_app.core.errors import EngineError, ProviderError, StorageError
from desktop_app.core.events import (
    Finished,
    ReasoningDelta,
    Retrying,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from tests.core.diary import DONE, GLAD, Diary, Model, all_of, chat_with


@pytest.fixture
def diary() -> Diary:
    return Diary()


async def test_a_whole_reply(diary: Diary) -> None:
    chat = chat_with(diary, Retrying(2, 0.1, "busy"), ReasoningDelta("Hm"), *DONE)
    updates = await all_of(reply(chat, Conversation(id="c"), [], "Hello there. You?"))
    assert diary.log == [
        "add_prompt",
        "judge_message",
        "add_message",
        "request",
        "closed",
        "finish_message",
        "judge_message",
    ]
    assert diary.titles == ["Hello there. You?"]
    prompt, final = diary.messages.values()
    assert (prompt.text, prompt.role, prompt.parent, prompt.sentiment) == (
        "Hello there. You?",
        Role.USER,
        None,
        GLAD,
    )
    assert prompt.created_at == prompt.finished_at
    assert (final.text, final.reasoning, final.parent) == ("Hi you", "Hm", prompt.id)
    assert (final.status, final.usage, final.failure) == (Status.COMPLETE, Usage(3, 2), None)
    assert (final.model, final.provider, final.sentiment) == ("m", "here", GLAD)
    assert final.finished_at is not None
    assert final.finish_reason == "stop"
    assert [type(update) for update in updates] == [
        MessageAdded,
        MessageChanged,
        MessageAdded,
        Retrying,
        ReasoningDelta,
        TextDelta,
        TextDelta,
        UsageReported,
        Finished,
        MessageChanged,
    ]
    assert updates[-1] == MessageChanged(final)


@pytest.mark.parametrize("reason", ["length", "content_filter"])
async def test_why_the_server_ended_an_answer_is_kept(diary: Diary, reason: str) -> None:
    chat = chat_with(diary, TextDelta("Once upon"), Finished(reason), ProviderError("Too late"))
    await all_of(answer(chat, [Message("c", Role.USER, "One")]))
    (final,) = diary.messages.values()
    assert (final.status, final.finish_reason) == (Status.COMPLETE, reason)


async def test_an_answer_that_was_cut_off_has_no_finish_reason(diary: Diary) -> None:
    await all_of(answer(chat_with(diary, TextDelta("Once")), [Message("c", Role.USER, "One")]))
    (final,) = diary.messages.values()
    assert (final.status, final.finish_reason) == (Status.INTERRUPTED, "")


async def test_the_request_holds_instructions_and_the_branch(diary: Diary) -> None:
    chat = chat_with(diary, *DONE)
    history = [
        Message("c", Role.USER, "One"),
        Message("c", Role.ASSISTANT, "", status=Status.FAILED),
    ]
    await all_of(reply(chat, Conversation(id="c", title="Kept"), history, "Two"))
    assert isinstance(chat.model, Model)
    assert chat.model.requests == [
        ChatRequest(
            "m",
            # A failed answer is no turn, and strict servers want them by turns.
            (Turn(Role.SYSTEM, "Be kind."), Turn(Role.USER, "One\n\nTwo")),
            {"top_p": 1},
        )
    ]
    assert diary.titles == ["Kept"]
    assert next(iter(diary.messages.values())).parent == history[-1].id


async def test_no_instructions_no_system_turn(diary: Diary) -> None:
    chat = replace(chat_with(diary, *DONE), assistant=Assistant("A"))
    await all_of(answer(chat, [Message("c", Role.USER, "One")]))
    assert isinstance(chat.model, Model)
    assert chat.model.requests[0].turns == (Turn(Role.USER, "One"),)


async def test_a_failing_first_write_leaves_nothing_and_asks_nobody(diary: Diary) -> None:
    diary.fails = {"add_prompt"}
    with pytest.raises(StorageError):
        await all_of(reply(chat_with(diary, *DONE), Conversation(), [], "Hello"))
    assert diary.log == ["add_prompt"]
    assert not diary.messages


async def test_an_answer_that_cannot_be_begun_is_not_asked_for(diary: Diary) -> None:
    diary.fails = {"add_message"}
    with pytest.raises(StorageError):
        await all_of(answer(chat_with(diary, *DONE), [Message("c", Role.USER, "One")]))
    assert "request" not in diary.log
    assert not diary.messages


async def test_the_growing_answer_is_saved_while_it_grows(diary: Diary) -> None:
    chat = chat_with(diary, TextDelta("Hi"), SAVE_EVERY * 2.5, TextDelta("!"), Finished("stop"))
    await all_of(answer(chat, [Message("c", Role.USER, "One")]))
    # Once, for nothing came after it that was not saved at the end.
    assert diary.log.count("grow_message") == 1
    assert diary.answer.text == "Hi!"


async def test_a_stream_without_an_end_was_cut(diary: Diary) -> None:
    updates = await all_of(
        answer(chat_with(diary, TextDelta("Hi")), [Message("c", Role.USER, "One")])
    )
    assert (diary.answer.status, diary.answer.failure) == (Status.INTERRUPTED, CUT_OFF)
    assert updates[-1] == MessageChanged(diary.answer)


@pytest.mark.parametrize("error", [ProviderError("Busy", code="busy"), EngineError("Gone")])
@pytest.mark.parametrize(
    ("before", "status"),
    [((), Status.FAILED), ((ReasoningDelta("x"), TextDelta("")), Status.FAILED),
     ((TextDelta("Hi"),), Status.INTERRUPTED)],
)  # fmt: skip
async def test_a_failure_is_kept_with_the_words(
    diary: Diary, error: ProviderError | EngineError, before: tuple[StreamEvent], status: Status
) -> None:
    await all_of(answer(chat_with(diary, *before, error), [Message("c", Role.USER, "One")]))
    assert (diary.answer.status, diary.answer.failure) == (status, error.failure)
    assert (diary.answer.sentiment is None) == (not diary.answer.text)


async def test_a_failure_after_the_end_makes_the_answer_no_less_whole(diary: Diary) -> None:
    await all_of(
        answer(chat_with(diary, *DONE, ProviderError("Reset")), [Message("c", Role.USER, "1")])
    )
    assert (diary.answer.status, diary.answer.failure) == (Status.COMPLETE, None)


async def _begin(chat: Chat) -> asyncio.Future[None]:
    """Start an answer and wait until its first word is there."""
    begun = asyncio.Event()

    async def run() -> None:
        async with aclosing(answer(chat, [Message("c", Role.USER, "One")])) as stream:
            async for update in stream:
                if isinstance(update, TextDelta):
                    begun.set()

    task = asyncio.ensure_future(run())
    await begun.wait()
    return task


@pytest.mark.parametrize("times", [1, 2, 5])
async def test_stopping_keeps_the_words_and_judges_them(diary: Diary, times: int) -> None:
    task = await _begin(chat_with(diary, TextDelta("Hi"), 60.0))
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (diary.answer.text, diary.answer.status) == ("Hi", Status.STOPPED)
    assert diary.answer.sentiment == GLAD
    # The server sees the end before anything is written.
    assert diary.log[-3:] == ["closed", "finish_message", "judge_message"]


async def test_stopping_on_a_full_disk_says_so(diary: Diary) -> None:
    task = await _begin(chat_with(diary, TextDelta("Hi"), 60.0))
    diary.fails = {"finish_message"}
    task.cancel()
    with pytest.raises(StorageError):
        await task


@pytest.mark.parametrize("taken", [1, 2, 3])
async def test_closing_the_generator_stops_the_reply(diary: Diary, taken: int) -> None:
    chat = chat_with(diary, TextDelta("Hi"), TextDelta("!"), TextDelta("?"), Finished("stop"))
    updates = answer(chat, [Message("c", Role.USER, "One")])
    for _ in range(taken):
        await anext(updates)
    await updates.aclose()
    assert diary.answer.status is Status.STOPPED
    assert diary.answer.text == ["", "Hi", "Hi!"][taken - 1]


async def test_closing_after_the_end_keeps_a_whole_answer(diary: Diary) -> None:
    async with aclosing(answer(chat_with(diary, *DONE), [Message("c", Role.USER, "1")])) as updates:
        async for update in updates:
            if isinstance(update, Finished):
                break
    assert diary.answer.status is Status.COMPLETE


async def test_closing_a_reply_closes_its_answer(diary: Diary) -> None:
    updates = reply(chat_with(diary, TextDelta("Hi"), 60.0), Conversation(), [], "Hello")
    async for update in updates:
        if isinstance(update, TextDelta):
            break
    await updates.aclose()
    assert (diary.answer.text, diary.answer.status) == ("Hi", Status.STOPPED)


async def test_a_full_disk_in_mid_stream_does_not_stop_the_words(diary: Diary) -> None:
    pause = SAVE_EVERY * 1.5
    chat = chat_with(diary, TextDelta("Hi"), pause, TextDelta("!"), pause, Finished("stop"))
    diary.fails = {"grow_message", "finish_message"}
    seen: list[ReplyUpdate] = []

    async def watch() -> None:
        async for update in answer(chat, [Message("c", Role.USER, "One")]):
            seen.append(update)  # noqa: PERF401 - what came before the error counts

    with pytest.raises(StorageError):
        await watch()
    assert seen[1:] == [TextDelta("Hi"), TextDelta("!"), Finished("stop")]
    assert diary.log.count("grow_message") >= 2


async def test_space_that_is_free_again_saves_everything(diary: Diary) -> None:
    pause = SAVE_EVERY * 1.5
    chat = chat_with(diary, TextDelta("Hi"), pause, pause, Finished("stop"))
    diary.fails = {"grow_message"}
    async for update in answer(chat, [Message("c", Role.USER, "One")]):
        if isinstance(update, Finished):
            diary.fails = set()
    assert (diary.answer.text, diary.answer.status) == ("Hi", Status.COMPLETE)


async def test_a_bug_is_not_swallowed_and_the_words_are_kept(diary: Diary) -> None:
    with pytest.raises(ZeroDivisionError):
        await all_of(
            answer(
                chat_with(diary, TextDelta("Hi"), ZeroDivisionError()),
                [Message("c", Role.USER, "1")],
            )
        )
    assert (diary.answer.text, diary.answer.status) == ("Hi", Status.INTERRUPTED)


PRICE = Price(1e6, 2e6)


async def _found(price: Price | None) -> Price | None:
    return price


async def test_a_price_that_is_found_at_the_end_is_paid(diary: Diary) -> None:
    chat = replace(chat_with(diary, *DONE), find_price=lambda: _found(PRICE))
    await all_of(answer(chat, [Message("c", Role.USER, "Hello")]))
    (final,) = diary.messages.values()
    assert final.cost == 3 + 2 * 2
    assert final.sentiment == GLAD
    assert diary.log[-3:] == ["finish_message", "judge_message", "finish_message"]


async def test_what_was_paid_before_is_added(diary: Diary) -> None:
    before = Message("c", Role.ASSISTANT, "Half", usage=Usage(1, 1), cost=0.5)
    diary.messages = {before.id: before}
    chat = replace(chat_with(diary, *DONE), find_price=lambda: _found(PRICE))
    await all_of(carry_on(chat, [Message("c", Role.USER, "Hello")], before))
    assert diary.messages[before.id].cost == 0.5 + 3 + 2 * 2


async def test_a_price_that_nobody_knows_is_none(diary: Diary) -> None:
    chat = replace(chat_with(diary, *DONE), find_price=lambda: _found(None))
    await all_of(answer(chat, [Message("c", Role.USER, "Hello")]))
    assert [message.cost for message in diary.messages.values()] == [None]
