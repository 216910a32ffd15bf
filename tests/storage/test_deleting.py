"""What is deleted is out of sight at once, can be brought back, and is gone when purged."""

from __future__ import annotations

from datetime import timedelta

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.erasing import Erasing
from desktop_app.storage.search import search
from tests.storage.growing_tree import leaf_of, names_of, plant

SOON = timedelta(minutes=1)


async def test_a_deleted_conversation_is_out_of_sight(
    store: Conversations, database: Database
) -> None:
    await plant(store, "c", q1="")
    await plant(store, "d", q2="")
    await store.delete_conversations(["c"])
    assert await store.conversation("c") is None
    assert [each.id for each in await store.list_conversations()] == ["d"]
    assert {hit.conversation for hit in await search(database, "words")} == {"d"}


async def test_a_deleted_conversation_comes_back_as_it_was(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1")
    before = await store.conversation("c")
    await store.delete_conversations(["c"])
    await store.restore_conversations(["c"])
    assert await store.conversation("c") == before
    assert await names_of(store, "c") == ["q1", "a1"]


async def test_what_was_deleted_twice_keeps_its_first_moment(
    store: Conversations, database: Database
) -> None:
    await plant(store, "c", q1="")
    await store.delete_conversations(["c"])
    later = now() + timedelta(milliseconds=1)
    await store.delete_conversations(["c"])
    assert await Erasing(database).purge(later) == ["c"]


async def test_a_message_goes_with_all_that_follow(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", q2="a1", a2="q2", a3="q2")
    assert await store.delete_message("q2") == "a1"
    assert await names_of(store, "c") == ["q1", "a1"]
    assert await leaf_of(store, "c") == "a1"


async def test_the_newest_beside_it_is_shown_instead(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", q2="a1", a2="q1")
    assert await store.delete_message("a2") == "q2"
    assert await store.versions(["a1"]) == {}


async def test_a_branch_that_is_not_shown_goes_without_a_change_of_what_is(
    store: Conversations,
) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1")
    assert await store.delete_message("a1") == "a2"
    assert await leaf_of(store, "c") == "a2"


async def test_the_only_beginning_leaves_nothing(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1")
    assert await store.delete_message("q1") is None
    assert await leaf_of(store, "c") is None
    assert await store.restore_message("q1") == "a1"
    assert await names_of(store, "c") == ["q1", "a1"]
    assert await leaf_of(store, "c") == "a1"


async def test_what_was_deleted_before_stays_deleted(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", q2="a1")
    await store.delete_message("q2")
    await store.delete_message("a1")
    await store.restore_message("a1")
    assert await names_of(store, "c") == ["q1", "a1"]
    await store.restore_message("q2")
    assert await names_of(store, "c") == ["q1", "a1", "q2"]


async def test_what_a_message_follows_on_comes_back_with_it(
    store: Conversations, database: Database
) -> None:
    await plant(store, "c", q1="", a1="q1", q2="a1")
    await store.delete_message("q2")
    await store.delete_message("q1")
    assert await store.restore_message("q2") == "q2"
    assert await names_of(store, "c") == ["q1", "a1", "q2"]
    assert await Erasing(database).purge(now() + SOON) == []


async def test_whoever_writes_on_below_what_was_deleted_brings_it_back(
    store: Conversations, database: Database
) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1")
    await store.delete_message("q1")
    await store.add_prompt(Conversation(id="c"), Message("c", Role.USER, parent="a1", id="q2"))
    assert await names_of(store, "c") == ["q1", "a1", "q2"]
    assert await leaf_of(store, "c") == "q2"
    await Erasing(database).purge(now() + SOON)
    assert await names_of(store, "c") == ["q1", "a1", "q2"]


async def test_a_deleted_conversation_that_is_written_to_comes_back(
    store: Conversations, database: Database
) -> None:
    await plant(store, "c", q1="")
    await store.delete_conversations(["c"])
    await store.add_message(Message("c", Role.ASSISTANT, parent="q1", id="a1"))
    assert await leaf_of(store, "c") == "a1"
    assert await Erasing(database).purge(now() + SOON) == []


async def test_what_is_being_erased_comes_back_neither_by_undo_nor_by_a_late_answer(
    store: Conversations, database: Database
) -> None:
    await plant(store, "c", q1="")
    await database.run("UPDATE conversation SET deleted_at = 0")
    await store.restore_conversations(["c"])
    await store.add_message(Message("c", Role.ASSISTANT, parent="q1", id="a1"))
    assert await store.conversation("c") is None


async def test_deleting_what_is_not_there_does_nothing(store: Conversations) -> None:
    assert await store.delete_message("nobody") is None
    assert await store.restore_message("nobody") is None
    await store.delete_conversations(["nobody"])


async def test_purging_takes_what_was_deleted_before_and_nothing_else(
    store: Conversations, database: Database
) -> None:
    await plant(store, "c", q1="", a1="q1")
    await plant(store, "d", q2="", a2="q2")
    await plant(store, "e", q3="")
    await store.delete_conversations(["c"])
    await store.delete_message("a2")
    assert await Erasing(database).purge(now() - SOON) == []
    assert await Erasing(database).purge(now() + SOON) == ["c", "d"]
    rows = await database.run("SELECT id FROM message ORDER BY id")
    assert [row["id"] for row in rows] == ["q2", "q3"]
    assert await store.restore_message("a2") is None
    await store.restore_conversations(["c"])
    assert await store.conversation("c") is None


async def test_purging_forgets_the_words(store: Conversations, database: Database) -> None:
    await plant(store, "c", q1="")
    await store.delete_message("q1")
    await Erasing(database).purge(now() + SOON)
    assert await database.run("SELECT 1 FROM message_words WHERE message_words MATCH 'words'") == []
