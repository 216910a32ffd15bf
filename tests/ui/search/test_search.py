"""The search over the window, with the real window and the real database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.errors import StorageError
from desktop_app.core.found import Found, Place
from desktop_app.core.search_query import Query
from desktop_app.storage.searching import Searching
from desktop_app.ui.search.search_view import SearchView
from tests.ui.desk import Desk, click, until

CTRL = Qt.KeyboardModifier.ControlModifier
NOW = datetime.now(UTC).replace(microsecond=0)


async def say(desk: Desk, conversation: str, text: str, minutes: int, **fields: object) -> str:
    moment = NOW - timedelta(minutes=minutes)
    message = Message(
        conversation, Role.USER, text, created_at=moment, finished_at=moment, **fields
    )  # type: ignore[arg-type]
    await desk.store.add_prompt(
        Conversation(id=conversation, title=f"About {conversation}", created_at=moment,
                     updated_at=moment),
        message,
    )  # fmt: skip
    return message.id


def view(desk: Desk) -> SearchView:
    return desk.window.search.view


async def search(desk: Desk, words: str) -> list[str]:
    """Type words into the search, and return the snippets of what is found."""
    if not view(desk).isVisible():
        desk.press(Qt.Key.Key_K, CTRL)
    view(desk).field.clear()
    QTest.keyClicks(view(desk).field, words)
    await desk.quiet()
    return [hit.snippet for hit in view(desk).list.rows.hits]


def label(desk: Desk, name: str) -> str:
    found = desk.find(name, QLabel)
    return found.text() if found.isVisible() else ""


async def test_ctrl_k_and_the_field_of_the_top_bar_open_it(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    assert QApplication.focusWidget() is view(desk).field
    desk.press(Qt.Key.Key_Escape)
    assert not view(desk).isVisible()
    assert QApplication.focusWidget() is desk.field
    desk.click("search_field")
    assert view(desk).isVisible()
    await desk.quiet()


async def test_hits_come_as_one_types_the_newest_first(desk: Desk) -> None:
    await say(desk, "seals", "A walrus swims", 2)
    await say(desk, "tusks", "The walrus   sings", 1)
    assert await search(desk, "walr") == ["The walrus sings", "A walrus swims"]
    assert label(desk, "search_count") == "2 hit(s) in 2 chat(s)"
    assert view(desk).list.currentIndex().row() == 0
    assert await search(desk, "walrus sw") == ["A walrus swims"]


async def test_what_is_found_is_read_aloud(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await say(desk, "seals", "A walrus swims", 2)
    told: list[str] = []

    def tell(event: QAccessibleEvent) -> None:
        told.append(event.message())  # type: ignore[attr-defined]

    monkeypatch.setattr(QAccessible, "updateAccessibility", tell)
    await search(desk, "walrus")
    await until(lambda: told == ["1 hit(s) in 1 chat(s)"])
    await search(desk, "penguin")
    await until(lambda: len(told) == 2)
    assert told[-1].startswith("Nothing found.")
    hits = QAccessible.queryAccessibleInterface(view(desk).list)
    assert hits.text(QAccessible.Text.Name) == "Hits"
    await search(desk, "walrus")
    (row,) = (view(desk).list.rows.index(0),)
    assert str(row.data()).startswith("About seals, You, A walrus swims, ")


async def test_enter_opens_the_very_message(desk: Desk) -> None:
    wanted = await say(desk, "tusks", "A walrus swims", 2)
    for minute in range(60):
        await say(desk, "tusks", f"Nothing {minute}", 1, parent=None)
    await say(desk, "other", "Something else", 0)
    await search(desk, "walrus")
    desk.press(Qt.Key.Key_Return)
    assert not view(desk).isVisible()
    await desk.quiet()
    assert wanted in [message.id for message in desk.shown]


async def test_a_title_opens_its_conversation(desk: Desk) -> None:
    await say(desk, "tusks", "Ivory", 2)
    await search(desk, "about tusk")
    (hit,) = view(desk).list.rows.hits
    assert (hit.message, hit.snippet) == (None, "About tusks")
    desk.press(Qt.Key.Key_Return)
    await desk.quiet()
    assert [message.text for message in desk.shown] == ["Ivory"]


async def test_ctrl_enter_opens_and_keeps_searching(desk: Desk) -> None:
    await say(desk, "seals", "A walrus swims", 2)
    await say(desk, "tusks", "The walrus sings", 1)
    await search(desk, "walrus")
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return, CTRL)
    await desk.quiet()
    assert [message.text for message in desk.shown] == ["A walrus swims"]
    assert view(desk).isVisible()
    assert QApplication.focusWidget() is view(desk).field
    assert view(desk).list.currentIndex().row() == 1


async def test_a_click_opens_a_hit(desk: Desk) -> None:
    await say(desk, "tusks", "The walrus sings", 1)
    await search(desk, "walrus")
    hits = view(desk).list
    area = hits.visualRect(hits.rows.index(0))
    QTest.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    await desk.quiet()
    assert [message.text for message in desk.shown] == ["The walrus sings"]
    assert not view(desk).isVisible()


async def test_what_was_looked_for_is_kept_and_can_be_typed_over(desk: Desk) -> None:
    await say(desk, "tusks", "The walrus sings", 1)
    await search(desk, "walrus")
    desk.press(Qt.Key.Key_Escape)
    await say(desk, "tusks", "Another walrus", 0)
    desk.press(Qt.Key.Key_K, CTRL)
    await desk.quiet()
    assert len(view(desk).list.rows.hits) == 2
    assert view(desk).field.selectedText() == "walrus"


async def test_keys_below_it_do_nothing_meanwhile(desk: Desk) -> None:
    await say(desk, "tusks", "The walrus sings", 1)
    await search(desk, "walrus")
    desk.press(Qt.Key.Key_Return)
    await desk.quiet()
    desk.press(Qt.Key.Key_K, CTRL)
    for key in (Qt.Key.Key_N, Qt.Key.Key_F, Qt.Key.Key_2, Qt.Key.Key_B):
        desk.press(key, CTRL)
    await desk.quiet()
    assert view(desk).isVisible()
    assert [message.text for message in desk.shown] == ["The walrus sings"]


async def test_a_click_beside_it_closes_it(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    QTest.mouseClick(view(desk), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not view(desk).isVisible()
    await desk.quiet()


async def test_nothing_and_nothing_yet_are_said_in_words(desk: Desk) -> None:
    assert await search(desk, "") == []
    assert "from:me" in label(desk, "search_remark")
    assert label(desk, "search_count") == ""
    assert await search(desk, "walrus") == []
    assert "Archived" in label(desk, "search_remark")
    assert await search(desk, "walrus from:me") == []
    assert "Fewer filters" in label(desk, "search_remark")


async def test_chips_are_the_filters_that_are_typed(desk: Desk) -> None:
    await say(desk, "tusks", "The walrus sings", 1)
    await say(desk, "tusks", "A walrus replies", 0, model="gpt-4.1")
    chips = desk.window.search.view.chips
    assert len(await search(desk, "walrus from:me mood:negative")) == 0
    assert chips.speaker.text_shown == "Me"
    assert chips.mood.text_shown == "Negative"
    chips.mood.chosen.emit(None)
    await desk.quiet()
    assert view(desk).field.text() == "walrus from:me"
    assert len(view(desk).list.rows.hits) == 2
    chips.speaker.chosen.emit("model")
    await desk.quiet()
    # What is typed wins.
    assert chips.speaker.text_shown == "Me"
    view(desk).field.setText("walrus")
    await desk.quiet()
    assert chips.speaker.text_shown == "A model"
    assert view(desk).list.rows.hits == []
    chips.speaker.chosen.emit(None)
    chips.date.chosen.emit(NOW.astimezone().date() + timedelta(days=1))
    await desk.quiet()
    assert chips.date.text_shown.startswith("Since ")
    assert view(desk).list.rows.hits == []
    QTest.keyClick(chips.date, Qt.Key.Key_Delete)
    await desk.quiet()
    assert len(view(desk).list.rows.hits) == 2


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
async def test_a_chip_opens_its_choices(desk: Desk) -> None:
    await say(desk, "tusks", "The walrus sings", 1, model="acme/tusk-1")
    desk.press(Qt.Key.Key_K, CTRL)
    await desk.quiet()
    click(view(desk).chips.model)
    (menu,) = view(desk).chips.model.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Any model", "tusk-1"]
    menu.actions()[1].trigger()
    menu.close()
    await desk.quiet()
    assert view(desk).chips.model.text_shown == "tusk-1"
    assert len(view(desk).list.rows.hits) == 1


async def test_archived_chats_have_a_chip(desk: Desk) -> None:
    await say(desk, "tusks", "The walrus sings", 1)
    await desk.store.archive(["tusks"], archived=True)
    assert await search(desk, "walrus") == []
    click(view(desk).chips.archived)
    await desk.quiet()
    assert len(view(desk).list.rows.hits) == 1
    click(view(desk).chips.archived)
    await desk.quiet()
    assert view(desk).list.rows.hits == []


async def test_more_comes_as_one_scrolls(desk: Desk) -> None:
    for minute in range(120):
        await say(desk, "tusks", f"walrus {minute}", 500 - minute)
    rows = view(desk).list.rows
    assert len(await search(desk, "walrus")) == 50
    assert label(desk, "search_count") == "More than 50 hit(s)"
    for _ in range(9):
        desk.press(Qt.Key.Key_PageDown)
        await desk.quiet()
    bar = view(desk).list.verticalScrollBar()
    bar.setValue(bar.maximum())
    await until(lambda: len(rows.hits) > 50)
    while rows.has_more:
        view(desk).list.go_to(len(rows.hits) - 1)
        desk.press(Qt.Key.Key_Down)
        await desk.quiet()
    assert [hit.snippet for hit in rows.hits] == [f"walrus {n}" for n in reversed(range(120))]
    assert label(desk, "search_count") == "120 hit(s) in 1 chat(s)"


async def test_only_the_last_words_are_answered(desk: Desk) -> None:
    asked: list[str] = []
    given_up: list[str] = []

    class Slow(Searching):
        async def find(self, query: Query, limit: int, place: Place | None = None) -> Found:
            asked.append(query.words[-1].text)
            try:
                if query.words[-1].text != "walrus":
                    await asyncio.Event().wait()
            except asyncio.CancelledError:
                given_up.append(query.words[-1].text)
                raise
            return await super().find(query, limit, place)

    await say(desk, "tusks", "The walrus sings", 1)
    desk.window.attach_search(Slow(desk.database))
    desk.press(Qt.Key.Key_K, CTRL)
    for words in ("w", "wal", "walrus"):
        view(desk).field.setText(words)
        await until(lambda words=words: words in asked)  # type: ignore[misc]
    await desk.quiet()
    assert given_up == ["w", "wal"]
    assert [hit.snippet for hit in view(desk).list.rows.hits] == ["The walrus sings"]


async def test_a_failure_is_told_where_the_hits_would_be(desk: Desk) -> None:
    class Failing(Searching):
        async def find(self, query: Query, limit: int, place: Place | None = None) -> Found:
            raise StorageError("The disk is gone", "Look for it.", code="disk_error")

    desk.window.attach_search(Failing(desk.database))
    assert await search(desk, "walrus") == []
    assert label(desk, "search_remark") == "The disk is gone.\nLook for it."
    assert desk.told == []


async def test_it_fits_a_small_window(desk: Desk) -> None:
    await say(desk, "tusks", "The walrus sings", 1)
    desk.window.resize(480, 480)
    await search(desk, "walrus")
    card = view(desk).field.parentWidget()
    assert view(desk).rect().contains(card.geometry())
    for chip in view(desk).chips.all:
        assert card.rect().contains(chip.geometry().translated(view(desk).chips.pos()))
    assert desk.find("search_field").width() < 40


async def test_markup_is_words(desk: Desk) -> None:
    await say(desk, "tusks", "<b>walrus</b> &amp; <script>", 1)
    assert await search(desk, "walrus") == ["<b>walrus</b> &amp; <script>"]
    view(desk).grab()
