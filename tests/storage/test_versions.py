"""Which messages stand beside each other, and where branches lead."""

from __future__ import annotations

from desktop_app.core.conversation import Role
from desktop_app.storage.conversations import Conversations
from tests.storage.growing_tree import leaf_of, plant


async def test_only_messages_with_others_beside_them_have_versions(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1", q2="a2")
    assert await store.versions(["q1", "a1", "a2", "q2"]) == {
        "a1": ["a1", "a2"],
        "a2": ["a1", "a2"],
    }


async def test_first_messages_stand_beside_each_other_in_their_conversation(
    store: Conversations,
) -> None:
    await plant(store, "c", q1="", q2="")
    await plant(store, "d", q3="")
    assert await store.versions(["q1", "q3"]) == {"q1": ["q1", "q2"]}


async def test_what_is_unknown_has_no_versions(store: Conversations) -> None:
    assert await store.versions(["nobody"]) == {}
    assert await store.versions([]) == {}


async def test_the_newest_leaf_follows_what_was_written_last(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", q2="a1", a2="q1")
    assert await store.newest_leaf("q1") == "a2"
    assert await store.newest_leaf("a1") == "q2"
    assert await store.newest_leaf("q2") == "q2"


async def test_forks_are_told_by_depth_with_their_first_words(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1", q2="a1", q3="a1", a3="q3")
    forks = await store.forks("c")
    assert [(fork.message, fork.parent, fork.depth) for fork in forks] == [
        ("a1", "q1", 1),
        ("a2", "q1", 1),
        ("q2", "a1", 2),
        ("q3", "a1", 2),
    ]
    assert forks[0].words == "words of a1"
    assert forks[0].role is Role.ASSISTANT
    assert forks[2].role is Role.USER


async def test_a_fork_knows_the_next_one_above(store: Conversations) -> None:
    await plant(
        store, "c", q1="", a1="q1", a2="q1", q2="a1", a3="q2", q3="a3", q4="a3", q5="a2", a5="q5"
    )
    above = {fork.message: fork.above for fork in await store.forks("c")}
    assert above == {"a1": None, "a2": None, "q3": "a1", "q4": "a1"}


async def test_two_beginnings_are_forks(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", q2="")
    assert [fork.message for fork in await store.forks("c")] == ["q1", "q2"]


async def test_a_conversation_without_forks_has_none(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1")
    assert await store.forks("c") == []


async def test_showing_a_branch_moves_nothing_else(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1")
    before = await store.conversation("c")
    await store.show_branch("c", "a1")
    assert await leaf_of(store, "c") == "a1"
    after = await store.conversation("c")
    assert before is not None
    assert after is not None
    assert after.updated_at == before.updated_at
