from __future__ import annotations

import asyncio
import inspect
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.chat import ConversationStore
from desktop_app.core.conversation import Conversation, Message, Role, Status, Usage, now
from desktop_app.core.errors import AppError, Failure, StorageError
from desktop_app.core.sentiment import Sentiment
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.erasing import Erasing
from desktop_app.storage.search import search

THEN = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
GLAD = Sentiment("positive", 0.5, 0.75)
SAD = Sentiment("negative", -0.5, 0.75)


def _prompt(conversation: str = "c", **fields: object) -> Message:
    return replace(Message(conversation, Role.USER, "Hello", finished_at=now()), **fields)


async def test_a_conversation_comes_back_whole(store: Conversations) -> None:
    whole = Conversation("c", "Title", "A", "m", "p", True, False, None, "draft", THEN, THEN, "")
    await store.save_conversation(whole)
    assert await store.conversation("c") == whole
    assert await store.conversation("other") is None


async def test_a_message_comes_back_whole(store: Conversations) -> None:
    await store.save_conversation(Conversation(id="c"))
    parent = _prompt(created_at=THEN)
    whole = Message(
        "c",
        Role.ASSISTANT,
        "Text \0 with everything 🙂",
        parent.id,
        status=Status.FAILED,
        reasoning="Hm",
        model="m",
        provider="p",
        usage=Usage(1, 0),
        cost=0.5,
        failure=Failure("T", "A", "D \ud800", "c"),
        created_at=THEN,
        finished_at=THEN,
        rating=-1,
        corrected_text="Better",
        sentiment=SAD,
        finish_reason="length",
    )
    await store.add_message(parent)
    await store.add_message(whole)
    assert await store.message(whole.id) == whole
    assert await store.message("other") is None
    assert await store.messages("c") == [parent, whole]
    assert await store.messages("other") == []


async def test_a_failure_keeps_what_another_language_needs(store: Conversations) -> None:
    failure = AppError("{who} is busy", "Wait.", code="busy", who="The \ud800").failure
    await store.save_conversation(Conversation(id="c"))
    await store.add_message(_prompt(id="q", failure=failure))
    kept = await store.message("q")
    assert kept is not None
    assert kept.failure is not None
    assert asdict(kept.failure) == asdict(failure)


async def test_failures_of_before_can_be_read(store: Conversations, database: Database) -> None:
    await store.save_conversation(Conversation(id="c"))
    await store.add_message(_prompt(id="q"))
    text = '{"title": "T {x}", "advice": "A", "detail": "D", "code": "c"}'
    await database.run("UPDATE message SET failure = ? WHERE id = ?", text, "q")
    kept = await store.message("q")
    assert kept is not None
    assert kept.failure == Failure("T {x}", "A", "D", "c")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=50))
def test_any_text_can_be_kept(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    from desktop_app.storage.rows import storable

    kept = storable(text)
    kept.encode()
    assert len(kept) <= len(text)
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert kept == text


async def test_half_a_character_does_no_harm(store: Conversations) -> None:
    await store.save_conversation(Conversation(id="c", title="\ud83d", draft="\ude42"))
    await store.add_message(_prompt(text="\ud83d\ude42 \ud83d", id="q"))
    message = await store.message("q")
    assert message is not None
    assert message.text == "🙂 \N{REPLACEMENT CHARACTER}"


async def test_adding_touches_the_conversation(store: Conversations) -> None:
    later = THEN + timedelta(seconds=9)
    await store.save_conversation(Conversation(id="c", created_at=THEN, updated_at=THEN))
    await store.add_message(_prompt(id="q", created_at=later))
    kept = await store.conversation("c")
    assert kept is not None
    assert (kept.active_leaf, kept.updated_at, kept.created_at) == ("q", later, THEN)
    # A clock that was set back moves nothing back.
    await store.add_message(_prompt(id="r", created_at=THEN))
    kept = await store.conversation("c")
    assert kept is not None
    assert (kept.active_leaf, kept.updated_at) == ("r", later)


async def test_an_old_copy_overwrites_nothing_newer(store: Conversations) -> None:
    old = Conversation(id="c", created_at=THEN, updated_at=THEN)
    await store.add_prompt(replace(old, title="Hello"), _prompt(id="q"))
    await store.judge_message("q", GLAD)
    await store.save_draft("c", "half a thou")
    await store.rename("c", "Mine")
    await store.choose("c", assistant="A", model="m")
    before = await store.conversation("c")
    await store.add_prompt(replace(old, title="Hello"), _prompt(id="r", parent="q"))
    after = await store.conversation("c")
    assert before is not None
    assert after is not None
    assert after == replace(before, active_leaf="r", updated_at=after.updated_at)
    assert after.title == "Mine"
    await store.save_conversation(replace(old, pinned=True))
    saved = await store.conversation("c")
    assert saved == replace(after, pinned=True, assistant="", model="")


async def test_a_missing_title_is_taken_over(store: Conversations) -> None:
    await store.save_conversation(Conversation(id="c", draft="Hel"))
    await store.add_prompt(Conversation(id="c", title="Hello"), _prompt())
    kept = await store.conversation("c")
    assert kept is not None
    assert (kept.title, kept.draft) == ("Hello", "Hel")
    await store.save_conversation(Conversation(id="c", title="New"))
    kept = await store.conversation("c")
    assert kept is not None
    assert kept.title == "New"


async def test_a_prompt_that_fails_leaves_no_conversation(store: Conversations) -> None:
    with pytest.raises(StorageError) as caught:
        await store.add_prompt(Conversation(id="c", title="T"), _prompt(parent="nowhere"))
    assert caught.value.code == "conversation_gone"
    assert await store.list_conversations() == []


async def test_a_message_of_a_deleted_conversation_is_told(store: Conversations) -> None:
    with pytest.raises(StorageError) as caught:
        await store.add_message(_prompt("gone"))
    assert caught.value.code == "conversation_gone"


async def test_growing_and_finishing(store: Conversations) -> None:
    await store.save_conversation(Conversation(id="c"))
    growing = Message("c", Role.ASSISTANT, id="a", status=Status.INTERRUPTED)
    await store.add_message(growing)
    await store.grow_message("a", "Hel", "Hm")
    assert await store.message("a") == replace(growing, text="Hel", reasoning="Hm")
    whole = replace(
        growing, text="Hello", status=Status.COMPLETE, usage=Usage(1, 2), finished_at=now()
    )
    await store.judge_message("a", GLAD)
    await store.finish_message(whole)
    # A save that comes late, and what users add, both keep their place.
    await store.grow_message("a", "Hel", "")
    assert await store.message("a") == replace(whole, sentiment=GLAD)


async def test_an_answer_to_a_deleted_conversation_vanishes(
    store: Conversations, database: Database
) -> None:
    await store.save_conversation(Conversation(id="c"))
    growing = Message("c", Role.ASSISTANT, id="a")
    await store.add_message(growing)
    await Erasing(database).erase(["c"])
    await store.grow_message("a", "x", "")
    await store.finish_message(replace(growing, finished_at=now()))
    await store.judge_message("a", GLAD)
    await store.save_draft("c", "x")
    assert await store.message("a") is None
    assert await store.conversation("c") is None


async def test_the_mood_follows_the_users_messages(store: Conversations) -> None:
    await store.save_conversation(Conversation(id="c"))
    for name in ("q", "r", "s"):
        await store.add_message(_prompt(id=name))
    await store.add_message(Message("c", Role.ASSISTANT, id="a"))

    async def mood() -> str:
        kept = await store.conversation("c")
        assert kept is not None
        return kept.mood

    assert await mood() == ""
    await store.judge_message("q", GLAD)
    assert await mood() == "positive"
    await store.judge_message("r", SAD)
    assert await mood() == "neutral"
    await store.judge_message("a", SAD)
    assert await mood() == "neutral"
    await store.judge_message("s", SAD)
    assert await mood() == "negative"


async def test_the_user_is_right_about_the_mood(store: Conversations) -> None:
    await store.save_conversation(Conversation(id="c"))
    await store.add_message(_prompt(id="q"))
    mine = replace(GLAD, source="user")
    await store.judge_message("q", SAD)
    await store.judge_message("q", mine)
    await store.judge_message("q", SAD)
    message = await store.message("q")
    assert message is not None
    assert message.sentiment == mine
    theirs = replace(SAD, source="user")
    await store.judge_message("q", theirs)
    message = await store.message("q")
    assert message is not None
    assert message.sentiment == theirs


async def test_the_list_is_newest_first_without_the_archive(store: Conversations) -> None:
    for name, seconds in (("old", 1), ("new", 3), ("mid", 2), ("same", 2)):
        moment = THEN + timedelta(seconds=seconds)
        await store.save_conversation(Conversation(id=name, updated_at=moment))
    await store.save_conversation(Conversation(id="hidden", archived=True))
    await store.rename("old", "Renamed")
    names = [conversation.id for conversation in await store.list_conversations()]
    assert names == ["new", "same", "mid", "old"]


async def test_picks_and_leaf(store: Conversations) -> None:
    await store.save_conversation(Conversation(id="c", assistant="A", model="m", provider="p"))
    await store.add_message(_prompt(id="q"))
    await store.choose("c", model="n", provider="")
    kept = await store.conversation("c")
    assert kept is not None
    picks = (kept.assistant, kept.model, kept.provider, kept.active_leaf)
    assert picks == ("A", "n", "", "q")


async def test_what_is_sent_is_kept_by_itself(store: Conversations) -> None:
    await store.save_conversation(Conversation(id="c", title="T", model="m"))
    await store.add_message(_prompt(id="q"))
    await store.tune("c", "Rhyme \ud800.", {"seed": 7, "top_p": None})
    await store.send_from("c", "q")
    await store.save_conversation(Conversation(id="c", title="T", model="n"))
    kept = await store.conversation("c")
    assert kept is not None
    assert (kept.instructions, kept.parameters) == ("Rhyme �.", {"seed": 7, "top_p": None})
    assert (kept.sent_from, kept.model) == ("q", "n")
    await store.tune("c", None, {})
    await store.send_from("c", None)
    kept = await store.conversation("c")
    assert kept is not None
    assert (kept.instructions, kept.parameters, kept.sent_from) == (None, {}, None)


async def test_a_reopened_message_grows_and_is_found_by_all_its_words(
    store: Conversations, database: Database
) -> None:
    answer = Message(
        "c",
        Role.ASSISTANT,
        "Walrus",
        status=Status.INTERRUPTED,
        failure=Failure("Cut"),
        finish_reason="length",
        finished_at=now(),
        usage=Usage(1, 2),
        sentiment=GLAD,
    )
    await store.save_conversation(Conversation(id="c"))
    await store.add_message(answer)
    await store.grow_message(answer.id, "late", "")
    assert (await search(database, "late")) == []

    await store.reopen_message(answer.id)
    kept = await store.message(answer.id)
    assert kept is not None
    assert (kept.text, kept.status, kept.failure) == ("Walrus", Status.INTERRUPTED, None)
    assert (kept.finish_reason, kept.finished_at) == ("", None)
    assert (kept.usage, kept.sentiment) == (Usage(1, 2), GLAD)

    await store.grow_message(answer.id, "Walrus and quokk", "")
    await store.grow_message(answer.id, "Walrus and penguin", "")
    await store.finish_message(
        replace(answer, text="Walrus and penguins.", status=Status.COMPLETE, failure=None)
    )
    for words, hits in (("walrus", 1), ("penguins", 1), ("penguin", 1), ("quokk", 0)):
        assert len(await search(database, words)) == hits, words
    await database.run("INSERT INTO message_words (message_words) VALUES ('integrity-check')")
    # Two finds of one word would be two rows of the index.
    rows = await database.run("SELECT count(*) AS hits FROM message_words('walrus')")
    assert rows[0]["hits"] == 1


async def test_deleting_takes_everything_along(store: Conversations, database: Database) -> None:
    await store.save_conversation(Conversation(id="c", title="Walrus"))
    await store.add_message(_prompt(id="q", text="walrus"))
    await store.add_message(_prompt(id="r", parent="q", text="walrus again"))
    await store.add_message(Message("c", Role.ASSISTANT, "walrus growing", parent="r"))
    assert len(await search(database, "walrus")) == 3
    await Erasing(database).erase(["c"])
    await Erasing(database).erase(["c"])
    assert await store.messages("c") == []
    assert await search(database, "walrus") == []
    await database.run("INSERT INTO message_words (message_words) VALUES ('integrity-check')")
    await database.run("INSERT INTO title_words (title_words) VALUES ('integrity-check')")


async def test_only_an_empty_conversation_is_deleted(store: Conversations) -> None:
    await store.save_conversation(Conversation(id="draft", draft="x"))
    await store.save_conversation(Conversation(id="full"))
    await store.add_message(_prompt("full"))
    await store.save_conversation(Conversation(id="empty", draft="  ", title="New"))
    names = ("draft", "full", "empty", "empty")
    deleted = [await store.delete_if_empty(name) for name in names]
    assert deleted == [False, False, True, False]
    assert len(await store.list_conversations()) == 2


async def test_many_at_once_do_not_mix(store: Conversations) -> None:
    async def one(number: int) -> None:
        name = str(number)
        await store.add_prompt(Conversation(id=name), _prompt(name, id=f"q{name}"))
        await store.judge_message(f"q{name}", GLAD)

    await asyncio.gather(*(one(number) for number in range(30)))
    kept = await store.list_conversations()
    assert len(kept) == 30
    assert {conversation.mood for conversation in kept} == {"positive"}


async def test_cancelling_at_any_moment_leaves_all_or_nothing(store: Conversations) -> None:
    for number in range(60):
        name = f"c{number}"
        task = asyncio.ensure_future(
            store.add_prompt(Conversation(id=name, title="T"), _prompt(name))
        )
        await asyncio.sleep(number * 0.0001)
        task.cancel()
        await asyncio.wait([task])
        conversation = await store.conversation(name)
        messages = await store.messages(name)
        assert (conversation is None) == (not messages)


def test_offers_what_a_reply_needs() -> None:
    for name, wanted in inspect.getmembers(ConversationStore, inspect.iscoroutinefunction):
        offered = inspect.signature(getattr(Conversations, name))
        assert list(offered.parameters) == list(inspect.signature(wanted).parameters), name
