"""Copies of conversations and of branches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from desktop_app.core.conversation import Conversation, Message, Role, Status, Usage
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.search import search
from tests.storage.growing_tree import leaf_of, plant

LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)


async def _shape(store: Conversations, conversation: str) -> list[tuple[str, str | None]]:
    """Return what the messages say, each with what its parent says."""
    messages = await store.messages(conversation)
    texts = {message.id: message.text for message in messages}
    return [(each.text, texts.get(each.parent or "")) for each in messages]


async def _original(store: Conversations) -> Conversation:
    found = await store.conversation("c")
    assert found is not None
    return found


async def test_a_duplicate_has_all_branches(store: Conversations, database: Database) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1", q2="a1")
    original = await _original(store)
    await store.duplicate(original, replace(original, id="d", title="Copy"))
    assert await _shape(store, "d") == await _shape(store, "c")
    ids = {message.id for message in await store.messages("d")}
    assert ids.isdisjoint({"q1", "a1", "a2", "q2"})
    leaf = await leaf_of(store, "d")
    assert leaf is not None
    assert await store.branch_length(leaf) == 3
    assert {hit.conversation for hit in await search(database, "q2")} == {"c", "d"}


async def test_a_fork_has_one_branch_down_to_its_leaf(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1", q2="a1")
    await store.fork("a1", Conversation(id="d", title="Fork"))
    assert await _shape(store, "d") == [("words of q1", None), ("words of a1", "words of q1")]
    leaf = await leaf_of(store, "d")
    assert leaf is not None
    assert await store.branch_length(leaf) == 2


async def test_marks_and_choices_go_along(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1")
    await store.rate("a2", 1)
    await store.correct("a2", "better")
    await store.prefer("a2", ["a1"])
    original = replace(await _original(store), sent_from="q1")
    await store.duplicate(original, replace(original, id="d"))
    question, passed_over, chosen = await store.messages("d")
    assert (chosen.rating, chosen.corrected_text) == (1, "better")
    assert chosen.preferred_over == (passed_over.id,)
    copy = await store.conversation("d")
    assert copy is not None
    assert copy.sent_from == question.id


async def test_a_choice_over_what_is_not_copied_is_none(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1")
    await store.prefer("a2", ["a1"])
    await store.fork("a2", Conversation(id="d"))
    assert (await store.messages("d"))[-1].preferred_over == ()


async def test_what_is_deleted_is_not_copied(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1")
    await store.delete_message("a1")
    original = await _original(store)
    await store.duplicate(original, replace(original, id="d"))
    assert [text for text, _parent in await _shape(store, "d")] == ["words of q1", "words of a2"]


async def test_a_copy_has_cost_nothing(store: Conversations) -> None:
    await plant(store, "c", q1="")
    reply = Message("c", Role.ASSISTANT, "a", parent="q1", id="a1", usage=Usage(3, 4), cost=0.5)
    await store.add_message(reply)
    await store.finish_message(reply)
    original = await _original(store)
    await store.duplicate(original, replace(original, id="d"))
    assert (await store.spent_since(LONG_AGO)).cost == 0.5
    assert (await store.spent_in("d")).cost == 0
    (_question, copy) = await store.messages("d")
    assert copy.usage == Usage(3, 4)
    assert copy.trace is not None
    assert copy.trace.copied


async def test_the_copy_of_a_growing_answer_ends_where_it_is(
    store: Conversations, database: Database
) -> None:
    await plant(store, "c", q1="")
    growing = Message(
        "c", Role.ASSISTANT, "half an answ", parent="q1", id="a1", status=Status.INTERRUPTED
    )
    await store.add_message(growing)
    await store.fork("a1", Conversation(id="d"))
    copy = (await store.messages("d"))[-1]
    assert copy.status is Status.INTERRUPTED
    assert [hit.conversation for hit in await search(database, "answ")] == ["d"]


async def test_a_long_branch_keeps_its_places(store: Conversations) -> None:
    chain = {f"q{number}": f"q{number - 1}" if number else "" for number in range(1234)}
    await plant(store, "c", **chain)
    await store.fork("q1233", Conversation(id="d"))
    leaf = await leaf_of(store, "d")
    assert leaf is not None
    assert await store.branch_length(leaf) == 1234
    (message,) = await store.branch_page(leaf, 777, 1)
    assert message.text == "words of q777"
