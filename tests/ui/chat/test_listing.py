"""The list of conversations in the window, with the database behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import StorageError
from desktop_app.core.listed import News, Seen
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.storage.erasing import Erasing
from desktop_app.ui.chat.listing import Listing
from tests.openai_server import Answer
from tests.ui.desk import Desk, until

SLOW = Answer(text=("word ",) * 60, rate=60)


@pytest.fixture
def listing(desk: Desk) -> Listing:
    workings = desk.page.workings
    assert workings is not None
    desk.tester = QAbstractItemModelTester(desk.page.list.rows)
    return workings.listing


@pytest.fixture
async def other(desk: Desk) -> AsyncIterator[Conversations]:
    """Yield the store as another process sees it."""
    async with open_database(desk.folder / "data" / "chatloom.db") as database:
        yield Conversations(database)


def titles(desk: Desk) -> list[str]:
    """Return the conversations of the list, from the top."""
    rows = desk.page.list.rows
    return [rows.title(each) for each in rows.between(0, rows.rowCount())]


async def make(store: Conversations, *names: str, hours: int = 0, **more: object) -> None:
    for number, name in enumerate(names):
        moment = datetime.now(UTC) - timedelta(hours=hours, minutes=number)
        await store.save_conversation(Conversation(id=name, title=name, updated_at=moment, **more))


async def test_first_message_brings_it_and_answers_move_it(desk: Desk) -> None:
    assert titles(desk) == []
    desk.send("First question")
    await desk.answered()
    assert titles(desk) == ["First question"]
    await desk.page.new_chat()
    desk.send("Second question")
    await desk.answered()
    assert titles(desk) == ["Second question", "First question"]
    assert [each.title for each in desk.page.list.view.selected] == ["Second question"]
    first = desk.page.list.rows.between(0, 9)[1].id
    desk.page.list.open(first)
    await until(lambda: desk.page.conversation.id == first)
    desk.send("More")
    await desk.answered(4)
    assert titles(desk) == ["First question", "Second question"]


async def test_drafts_are_called_by_what_is_typed(desk: Desk) -> None:
    desk.type("Buy milk")
    await desk.page.save_draft()
    await desk.page.refresh_list()
    assert titles(desk) == ["Buy milk"]
    desk.type(" and bread")
    await desk.page.save_draft()
    await desk.page.refresh_list()
    assert titles(desk) == ["Buy milk and bread"]
    desk.page.pane.composer.set_text("")
    await desk.page.save_draft()
    await desk.page.refresh_list()
    assert titles(desk) == []


async def test_other_processes_are_seen(desk: Desk, listing: Listing, other: Conversations) -> None:
    await make(other, "a", "b", "c")
    await listing.look()
    assert titles(desk) == ["a", "b", "c"]
    await other.rename("b", "B")
    await other.pin(["c"], pinned=True)
    await listing.look()
    assert titles(desk) == ["c", "a", "B"]
    await other.delete_conversations(["a"])
    await Erasing(other._database).erase(["c"])
    await listing.look()
    assert titles(desk) == ["B"]


async def test_timer_and_activation_look(
    desk: Desk, listing: Listing, other: Conversations
) -> None:
    await make(other, "a")
    listing._timer.timeout.emit()
    await until(lambda: titles(desk) == ["a"])
    await make(other, "b", hours=1)
    listing._activated()
    await until(lambda: titles(desk) == ["a", "b"])


async def test_nothing_is_read_where_nothing_has_changed(
    desk: Desk, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make(desk.store, "a")
    await listing.look()
    asked: list[Seen] = []
    news = desk.store.listing_news

    async def counted(seen: Seen, drafts: list[str]) -> News:
        asked.append(seen)
        return await news(seen, drafts)

    monkeypatch.setattr(desk.store, "listing_news", counted)
    await listing.look()
    assert asked == []
    await desk.store.rename("a", "b")
    await listing.look()
    assert len(asked) == 1


async def test_looking_complains_of_nothing(
    desk: Desk, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails() -> Seen:
        raise StorageError("It can’t be read", code="locked")

    monkeypatch.setattr(desk.store, "listing_seen", fails)
    await listing.look()
    assert desk.told == []


async def test_many_come_in_portions_and_all_come(tmp_path: Path, desk: Desk) -> None:
    async with desk.database.transaction() as run:
        await run(
            "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 2500)"
            " INSERT INTO conversation (id, title, assistant, model, provider, pinned, archived,"
            " draft, mood, created_at, updated_at) SELECT 'c' || x, 'Title ' || x, '', '', '',"
            " x % 500 = 0, x % 3 = 0, '', '', x, x * 10000000 FROM n"
        )
    async with Desk(tmp_path, desk.server) as again:
        rows = again.page.list.rows
        assert 1000 <= rows.total < 2500
        await until(lambda: rows.total == 2500)
        assert rows.archived_count == 833
        assert titles(again)[:5] == [
            *(f"Title {number}" for number in (2500, 2000, 1000, 500)),
            "Title 2498",
        ]
        await again.quiet()
        await Erasing(again.database).erase(["c2498"])
        await again.page.refresh_list()
        assert rows.total == 2499


async def test_an_older_state_that_is_brought_back(
    desk: Desk, listing: Listing, other: Conversations
) -> None:
    """As by restoring a backup: numbers of changes begin again where they were then."""
    await make(desk.store, "a", "b")
    for _ in range(5):
        await desk.store.mark_unread(["a"], unread=True)
    await listing.refresh()
    async with desk.database.transaction() as run:
        await run("DELETE FROM conversation")
        await run("UPDATE conversation SET changed = 0")
    await make(other, "c")
    await listing.look()
    assert titles(desk) == ["c"]


async def test_a_new_day_is_noticed(desk: Desk, listing: Listing) -> None:
    await make(desk.store, "a")
    await listing.look()
    rows = desk.page.list.rows
    rows.set_today(datetime.now().astimezone().date() + timedelta(days=1))
    assert rows.index(0).data() == "Yesterday"
    listing._timer.timeout.emit()
    assert rows.index(0).data() == "Today"
    await desk.quiet()


class TestUnread:
    async def test_a_reply_that_ends_elsewhere_is_marked(
        self, desk: Desk, listing: Listing
    ) -> None:
        desk.server.script(SLOW)
        desk.send("Long one")
        await until(lambda: desk.is_replying and len(desk.shown) == 2)
        busy = desk.page.conversation.id
        rows = desk.page.list.rows
        await until(lambda: rows.known(busy) is not None)
        assert busy in rows.writing
        await desk.page.new_chat()
        assert not rows.known(busy).unread
        await until(lambda: rows.known(busy).unread, 20)
        assert busy not in rows.writing
        assert (await desk.store.conversation(busy)).unread
        desk.page.list.open(busy)
        await until(lambda: not rows.known(busy).unread)
        await desk.quiet()
        assert not (await desk.store.conversation(busy)).unread

    async def test_one_that_is_seen_is_not_marked(self, desk: Desk, listing: Listing) -> None:
        desk.send("Hello")
        await desk.answered()
        assert not desk.page.list.rows.known(desk.page.conversation.id).unread

    async def test_while_the_window_is_not_active(
        self, desk: Desk, listing: Listing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(desk.page.list, "isActiveWindow", lambda: False)
        desk.send("Hello")
        await desk.answered()
        rows, shown = desk.page.list.rows, desk.page.conversation.id
        await until(lambda: rows.known(shown).unread)
        monkeypatch.setattr(desk.page.list, "isActiveWindow", lambda: True)
        listing._activated()
        await until(lambda: not rows.known(shown).unread)
