"""Replies that go on while the reader is elsewhere: further up, or in another conversation."""

from __future__ import annotations

import asyncio

from desktop_app.core.assistants import Assistant
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.chat.branch_pages import Opened
from tests.openai_server import MODEL, Answer
from tests.storage.big_conversation import make
from tests.ui.desk import ACME, Desk, until


async def talk(desk: Desk, *texts: str) -> Conversation:
    """Store a conversation of these texts, said by turns."""
    conversation = Conversation(title=texts[0])
    parent: str | None = None
    for number, text in enumerate(texts):
        role = Role.ASSISTANT if number % 2 else Role.USER
        message = Message(conversation.id, role, text, parent=parent)
        if parent is None:
            await desk.store.add_prompt(conversation, message)
        else:
            await desk.store.add_message(message)
        parent = message.id
    return conversation


async def test_reading_far_above_does_not_end_a_reply(desk: Desk) -> None:
    conversation = make(desk.folder / "data" / "chatloom.db", 2_500)
    await desk.page.open_conversation(conversation)
    await desk.quiet()
    desk.server.script(Answer(text=tuple(f"w{n} " for n in range(400)), rate=200))
    desk.send("Go on!")
    await until(lambda: desk.is_replying and "w1 " in desk.shown[-1].text)
    for position in range(0, 2_400, 100):
        desk.transcript.go_to_row(position)
        await asyncio.sleep(0.02)
    desk.transcript.to_bottom()
    answer = await desk.answered(1)
    assert answer.text == "".join(f"w{n} " for n in range(400))
    kept = await desk.store.message(answer.id)
    assert kept is not None
    assert kept.text == answer.text


async def test_coming_back_while_the_question_is_saved_shows_it(desk: Desk) -> None:
    first = await talk(desk, "hi", "there")
    second = await talk(desk, "other", "conversation")
    await desk.page.open_conversation(first)
    await desk.quiet()
    slow_down(desk)
    desk.server.script(Answer(text=("one ", "two ", "three"), rate=4))
    desk.send("question?")
    await asyncio.sleep(0)
    desk.tasks.start(desk.page.open_conversation(second))
    await asyncio.sleep(0.01)
    desk.tasks.start(desk.page.open_conversation(first))
    await until(lambda: [m.text for m in desk.shown][-1:] == ["one two three"])
    await desk.quiet()
    assert [m.text for m in desk.shown] == ["hi", "there", "question?", "one two three"]
    desk.send("next")
    await desk.answered(6)
    stored = await desk.store.conversation(first.id)
    assert stored is not None
    branch = await desk.store.branch_page(stored.active_leaf or "", 0, 20)
    assert [m.text for m in branch][:5] == ["hi", "there", "question?", "one two three", "next"]


def slow_down(desk: Desk) -> None:
    """Let reading a branch and finding the model take their time."""
    reading, choices = desk.page.reading, desk.page.choices
    assert reading is not None
    assert choices is not None
    open_branch, known_model = reading.pages.open, choices.known_model

    async def slow_open(leaf: str | None) -> Opened:
        opened = await open_branch(leaf)
        await asyncio.sleep(0.15)
        return opened

    async def slow_model(chosen: ModelInfo, assistant: Assistant) -> ModelInfo:
        await asyncio.sleep(0.2)
        return await known_model(chosen, assistant)

    reading.pages.open = slow_open  # type: ignore[method-assign]
    choices.known_model = slow_model  # type: ignore[method-assign]


async def test_who_was_chosen_when_it_was_sent_answers(desk: Desk) -> None:
    first, other = await talk(desk, "hi", "there"), await talk(desk, "secret", "kept here")
    await desk.store.choose(other.id, model=BUILT_IN.id, provider=LOCAL_PROVIDER)
    read, history = asyncio.Event(), desk.store.history

    async def slow_history(leaf: str, characters: int) -> list[Message]:
        await read.wait()
        return await history(leaf, characters)

    desk.store.history = slow_history  # type: ignore[method-assign]
    await desk.page.open_conversation(first)
    desk.send("question?")
    await until(lambda: desk.is_replying)
    await desk.page.open_conversation(await desk.store.conversation(other.id) or other)
    assert desk.page.choices is not None
    assert desk.page.choices.model.provider == LOCAL_PROVIDER
    read.set()
    await desk.quiet()
    stored = await desk.store.conversation(first.id)
    assert stored is not None
    assert stored.draft == "", "It was sent, and must not be offered again."
    answer = await desk.store.message(stored.active_leaf or "")
    assert answer is not None
    assert (answer.provider, answer.model) == (ACME, MODEL)
    assert ("General", LOCAL_PROVIDER, BUILT_IN.id) not in (
        desk.preferences.settings.assistant_models
    )


async def test_what_is_typed_for_the_next_one_is_not_lost_when_it_is_stored(desk: Desk) -> None:
    first, other = await talk(desk, "hi", "there"), await talk(desk, "one", "two")
    await desk.page.open_conversation(first)
    slow_down(desk)
    desk.send("question?")
    await until(lambda: desk.is_replying)
    stored, opened = asyncio.Event(), asyncio.Event()
    reading = desk.page.reading
    assert reading is not None
    open_branch = reading.pages.open

    async def held(leaf: str | None) -> Opened:
        found = await open_branch(leaf)
        stored.set()
        await opened.wait()
        return found

    reading.pages.open = held  # type: ignore[method-assign]
    turning = desk.tasks.start(desk.page.open_conversation(other))
    desk.type(" for the other")
    await stored.wait()
    await until(lambda: "question?" in [message.text for message in desk.shown])
    opened.set()
    await turning
    assert desk.page.pane.composer.text == " for the other"
    await desk.quiet()
    kept = await desk.store.conversation(first.id)
    assert kept is not None
    assert kept.draft == ""
