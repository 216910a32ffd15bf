"""What the list of conversations is read from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.conversation import Conversation
from desktop_app.core.listed import Listed, Seen
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.erasing import Erasing
from tests.storage.growing_tree import plant

START = datetime(2026, 3, 1, tzinfo=UTC)


async def make(store: Conversations, name: str, hours: int = 0, **marks: object) -> Conversation:
    conversation = Conversation(
        id=name, title=marks.pop("title", name), updated_at=START + timedelta(hours=hours), **marks
    )
    await store.save_conversation(conversation)
    return conversation


async def every(store: Conversations, portion: int = 1000) -> list[Listed]:
    return [each async for listed in store.listed(portion) for each in listed]


@pytest.mark.parametrize("portion", [1, 2, 3, 1000])
async def test_all_are_read_once_whatever_a_portion_is(store: Conversations, portion: int) -> None:
    for number, name in enumerate("abcdef"):
        # Some at the same moment: then the one made last is the newest.
        await make(store, name, number // 3, pinned=name in "be", archived=name in "ef")
    assert [each.id for each in await every(store, portion)] == ["b", "d", "c", "a", "e", "f"]


async def test_little_is_read(store: Conversations) -> None:
    await make(store, "c", 5, title="Trip Notes", mood="positive", unread=True, tags=("Reise",))
    (listed,) = await every(store)
    assert listed == Listed(
        id="c",
        number=1,
        title="Trip Notes",
        is_named=True,
        unread=True,
        mood="positive",
        tags=("Reise",),
        updated_at=int((START + timedelta(hours=5)).timestamp() * 1000),
        words="trip notes\nreise",
    )


async def test_one_that_was_never_sent_is_called_by_its_draft(store: Conversations) -> None:
    await make(store, "c", title="", draft="Hello there, how are you? " + "x" * 100_000)
    (listed,) = await every(store)
    assert (listed.title, listed.is_named) == ("Hello there, how are you?", False)


async def test_what_is_deleted_is_not_listed(store: Conversations) -> None:
    await make(store, "a")
    await make(store, "b")
    await store.delete_conversations(["a"])
    assert [each.id for each in await every(store)] == ["b"]


async def test_news_are_what_has_changed(store: Conversations) -> None:
    for name in "abc":
        await make(store, name)
    seen = await store.listing_seen()
    news = await store.listing_news(seen)
    assert (news.listed, news.deleted, news.total, news.seen) == ([], [], 3, seen)
    await store.rename("a", "Another")
    await store.delete_conversations(["b"])
    await make(store, "d")
    news = await store.listing_news(seen)
    assert [(each.id, each.title) for each in news.listed] == [("a", "Another"), ("d", "d")]
    assert (news.deleted, news.total) == (["b"], 3)
    await store.restore_conversations(["b"])
    assert [each.id for each in (await store.listing_news(news.seen)).listed] == ["b"]


async def test_drafts_are_looked_at_though_they_are_no_change(store: Conversations) -> None:
    await make(store, "a", title="", draft="One")
    seen = await store.listing_seen()
    await store.save_draft("a", "Two")
    assert await store.listing_seen() == seen
    assert (await store.listing_news(seen)).listed == []
    assert [each.title for each in (await store.listing_news(seen, ["a"])).listed] == ["Two"]


async def test_what_is_gone_for_good_is_found(store: Conversations, database: Database) -> None:
    for name in "abc":
        await make(store, name)
    await Erasing(database).erase(["a"])
    await store.delete_conversations(["b"])
    assert (await store.listing_news(Seen())).total == 1
    assert await store.gone_among(["a", "b", "c"]) == ["a", "b"]


async def test_another_process_is_seen(store: Conversations, tmp_path: Path) -> None:
    """Also what it deletes for good, which changes no conversation that is still there."""
    await make(store, "a")
    await plant(store, "b", q="")
    seen = await store.listing_seen()
    path = store._database._path
    async with open_database(path) as other:
        second = Conversations(other)
        assert (await second.listing_seen()).change == seen.change
        await second.rename("a", "Another")
        changed = await store.listing_seen()
        assert changed != seen
        await Erasing(other).erase(["b"])
    assert await store.listing_seen() != changed
    assert (await store.listing_news(changed)).total == 1


async def test_own_changes_are_seen(store: Conversations) -> None:
    await make(store, "a")
    seen = await store.listing_seen()
    await store.tag(["a"], "work")
    assert (await store.listing_seen()).change > seen.change


async def test_an_empty_database_has_nothing(store: Conversations) -> None:
    assert await every(store) == []
    news = await store.listing_news(await store.listing_seen())
    assert (news.listed, news.deleted, news.total) == ([], [], 0)
