"""The marks a user puts on conversations and answers."""

from __future__ import annotations

from desktop_app.core.conversation import Conversation
from desktop_app.storage.conversations import Conversations
from tests.storage.growing_tree import plant


async def _kept(store: Conversations, conversation: str = "c") -> Conversation:
    found = await store.conversation(conversation)
    assert found is not None
    return found


async def test_marks_are_kept_and_taken_away(store: Conversations) -> None:
    for name in "cde":
        await plant(store, name, **{f"q{name}": ""})
    await store.pin(["c", "d"], pinned=True)
    await store.archive(["d"], archived=True)
    await store.mark_unread(["e"], unread=True)
    assert [(await _kept(store, name)).pinned for name in "cde"] == [True, True, False]
    assert [each.id for each in await store.list_conversations()] == ["e", "c"]
    assert (await _kept(store, "e")).unread
    await store.pin(["c"], pinned=False)
    await store.archive(["d"], archived=False)
    await store.mark_unread(["e"], unread=False)
    assert not (await _kept(store)).pinned
    assert not (await _kept(store, "d")).archived
    assert not (await _kept(store, "e")).unread


async def test_marks_move_nothing_in_the_list(store: Conversations) -> None:
    await plant(store, "c", q1="")
    before = (await _kept(store)).updated_at
    await store.pin(["c"], pinned=True)
    await store.tag(["c"], "work")
    await store.rename("c", "Another")
    assert (await _kept(store)).updated_at == before


async def test_a_tag_is_put_on_once_and_in_order(store: Conversations) -> None:
    await plant(store, "c", q1="")
    await plant(store, "d", q2="")
    await store.tag(["c", "d"], "work")
    await store.tag(["c"], "ящик \U0001f4e6 'quoted\"")
    await store.tag(["c"], "work")
    assert (await _kept(store)).tags == ("work", "ящик \U0001f4e6 'quoted\"")
    assert (await _kept(store, "d")).tags == ("work",)
    await store.untag(["c", "d"], "work")
    assert (await _kept(store)).tags == ("ящик \U0001f4e6 'quoted\"",)
    assert (await _kept(store, "d")).tags == ()


async def test_the_queue_is_kept_in_order(store: Conversations) -> None:
    await plant(store, "c", q1="")
    await store.queue("c", ["first", "second\ud800"])
    assert (await _kept(store)).queued == ("first", "second\ufffd")
    await store.queue("c", [])
    assert (await _kept(store)).queued == ()


async def test_answers_are_judged(store: Conversations) -> None:
    await plant(store, "c", q1="", a1="q1", a2="q1")
    await store.rate("a1", -1)
    await store.correct("a1", "better")
    await store.prefer("a2", ["a1"])
    question, first, second = await store.messages("c")
    assert (first.rating, first.corrected_text, first.text) == (-1, "better", "words of a1")
    assert second.preferred_over == ("a1",)
    assert question.rating == 0
    await store.rate("a1", 0)
    await store.correct("a1", None)
    again = await store.message("a1")
    assert again is not None
    assert (again.rating, again.corrected_text) == (0, None)
