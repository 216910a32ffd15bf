"""Followers learn of every change, and of nothing twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from desktop_app.core.conversation import Message, Role
from desktop_app.core.sentiment import POSITIVE, Sentiment
from desktop_app.storage.conversations import Conversations
from tests.storage.growing_tree import plant

Deed = Callable[[Conversations], Awaitable[object]]
GLAD = Sentiment(POSITIVE, 0.5, 0.8)

DEEDS: dict[str, Deed] = {
    "rename": lambda store: store.rename("c", "Another"),
    "choose": lambda store: store.choose("c", model="m"),
    "tune": lambda store: store.tune("c", "Rhyme.", {}),
    "pin": lambda store: store.pin(["c"], pinned=True),
    "archive": lambda store: store.archive(["c"], archived=True),
    "unread": lambda store: store.mark_unread(["c"], unread=True),
    "tag": lambda store: store.tag(["c"], "work"),
    "branch": lambda store: store.show_branch("c", "q1"),
    "message": lambda store: store.add_message(Message("c", Role.USER, "more", parent="a1")),
    "growing": lambda store: store.finish_message(Message("c", Role.USER, "other", id="a1")),
    "rating": lambda store: store.rate("a1", 1),
    "correction": lambda store: store.correct("a1", "better"),
    "choice": lambda store: store.prefer("a1", ["x"]),
    "mood": lambda store: store.judge_message("a1", GLAD),
    "deleted message": lambda store: store.delete_message("a1"),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
async def test_a_change_is_told_once(store: Conversations, deed: Deed) -> None:
    await plant(store, "c", q1="", a1="q1")
    await plant(store, "d", q2="")
    number = (await store.changed_since(0)).number
    await deed(store)
    changed = await store.changed_since(number)
    assert [each.id for each in changed.conversations] == ["c"]
    assert changed.number > number
    assert await store.changed_since(changed.number) == (changed.number, [], [])


async def test_a_draft_is_nobodys_business(store: Conversations) -> None:
    await plant(store, "c", q1="")
    number = (await store.changed_since(0)).number
    await store.save_draft("c", "hm")
    await store.queue("c", ["hm"])
    assert (await store.changed_since(number)).conversations == []


async def test_deleting_and_bringing_back_are_told(store: Conversations) -> None:
    await plant(store, "c", q1="")
    number = (await store.changed_since(0)).number
    await store.delete_conversations(["c"])
    number, here, deleted = await store.changed_since(number)
    assert (here, deleted) == ([], ["c"])
    await store.restore_conversations(["c"])
    _number, here, deleted = await store.changed_since(number)
    assert ([each.id for each in here], deleted) == (["c"], [])
