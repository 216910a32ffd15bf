"""What is done with conversations in the list, by menu, by key and by mouse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton

from desktop_app.core.conversation import Conversation, Message, Role, now
from tests.openai_server import Answer
from tests.ui.desk import Desk, click, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SLOW = Answer(text=("word ",) * 2000, rate=60)


@pytest.fixture
async def names(desk: Desk) -> list[str]:
    """Return the ids of three conversations with a question and an answer; the first is shown."""
    for number, name in enumerate(("one", "two", "three")):
        moment = datetime.now(UTC) - timedelta(days=2 * number)
        made = Conversation(id=name, title=name.capitalize(), updated_at=moment)
        question = Message(name, Role.USER, f"{name}?", created_at=moment, finished_at=now())
        await desk.store.add_prompt(made, question)
        answer = Message(name, Role.ASSISTANT, f"{name}!", parent=question.id, finished_at=now())
        await desk.store.add_message(
            Message(
                name,
                Role.ASSISTANT,
                answer.text,
                parent=question.id,
                created_at=moment,
                finished_at=now(),
            )
        )
    await desk.page.refresh_list()
    await open_one(desk, "one")
    return ["one", "two", "three"]


async def open_one(desk: Desk, name: str) -> None:
    desk.page.list.open(name)
    await until(lambda: desk.page.conversation.id == name and desk.page.turn is None)
    await desk.quiet()


def titles(desk: Desk) -> list[str]:
    rows = desk.page.list.rows
    return [rows.title(each) for each in rows.between(0, rows.rowCount())]


def select(desk: Desk, *names: str) -> None:
    desk.page.list.view.select(list(names), names[-1])
    desk.page.list.view.setFocus()


def press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(desk.page.list.view, key, modifiers or Qt.KeyboardModifier.NoModifier)


def menu(desk: Desk) -> QMenu:
    """Open the menu of what is selected."""
    desk.page.list.view.menu_wanted.emit(desk.window.mapToGlobal(QPoint(50, 200)))
    return desk.window.findChild(QMenu, "list_menu")


def labels(opened: QMenu) -> list[str]:
    found = [each.text() for each in opened.actions() if not each.isSeparator()]
    opened.close()
    return found


def pick(desk: Desk, label: str) -> None:
    """Choose something in the menu by its words."""
    opened = menu(desk)
    action = next(each for each in opened.findChildren(QAction) if each.text() == label)
    action.trigger()
    opened.close()


async def done(desk: Desk) -> None:
    await until(lambda: not desk.page.list.view.is_editing)
    await desk.quiet()


async def test_menu_tells_everything_with_its_keys(desk: Desk, names: list[str]) -> None:
    select(desk, "two")
    opened = menu(desk)
    keys = {each.text(): each.shortcut().toString() for each in opened.actions()}
    keys.pop("")
    assert keys == {
        "Open": "Return",
        "Rename": "F2",
        "Pin": "Ctrl+D",
        "Mark as unread": "Ctrl+U",
        "Tags": "",
        "Duplicate": "Ctrl+Shift+D",
        "Archive": "Ctrl+E",
        "Delete": "Del",
        "Delete for good…": "Shift+Del",
    }
    opened.close()


async def test_export_and_import_are_told_where_somebody_takes_them(
    desk: Desk, names: list[str]
) -> None:
    exported: list[list[str]] = []
    imported: list[None] = []
    select(desk, "two", "three")
    press(desk, Qt.Key.Key_S, CTRL)
    desk.page.list.export_wanted.connect(exported.append)
    desk.page.list.import_wanted.connect(lambda: imported.append(None))
    assert {"Export…", "Import…"} < set(labels(menu(desk)))
    pick(desk, "Export…")
    pick(desk, "Import…")
    press(desk, Qt.Key.Key_S, CTRL)
    assert exported == [["two", "three"], ["two", "three"]]
    assert len(imported) == 1


async def test_pin_by_menu_and_key(desk: Desk, names: list[str]) -> None:
    select(desk, "three")
    pick(desk, "Pin")
    await done(desk)
    assert titles(desk) == ["Three", "One", "Two"]
    assert "Unpin" in labels(menu(desk))
    select(desk, "two", "three")
    press(desk, Qt.Key.Key_D, CTRL)
    await done(desk)
    assert titles(desk) == ["Two", "Three", "One"]
    press(desk, Qt.Key.Key_D, CTRL)
    await done(desk)
    assert titles(desk) == ["One", "Two", "Three"]


async def test_rename_keeps_the_place(desk: Desk, names: list[str]) -> None:
    select(desk, "two")
    press(desk, Qt.Key.Key_F2)
    field = desk.find("title_field", QLineEdit)
    QTest.keyClicks(field, "Zwei")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await done(desk)
    assert titles(desk) == ["One", "Zwei", "Three"]
    assert (await desk.store.conversation("two")).title == "Zwei"


async def test_renaming_the_one_that_is_shown_is_not_taken_back(
    desk: Desk, names: list[str]
) -> None:
    select(desk, "one")
    pick(desk, "Rename")
    await until(lambda: desk.page.list.view.is_editing)
    field = desk.find("title_field", QLineEdit)
    QTest.keyClicks(field, "Eins")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await done(desk)
    desk.send("More")
    await desk.answered(4)
    assert titles(desk) == ["Eins", "Two", "Three"]


async def test_delete_and_bring_back(desk: Desk, names: list[str]) -> None:
    select(desk, "two", "three")
    press(desk, Qt.Key.Key_Delete)
    await done(desk)
    assert titles(desk) == ["One"]
    assert desk.page.conversation.id == "one"
    assert desk.find("undo_bar").accessibleName().startswith("Deleted 2 chat")
    click(desk.find("undo_button", QPushButton))
    await done(desk)
    assert titles(desk) == ["One", "Two", "Three"]
    select(desk, "two")
    pick(desk, "Delete")
    await done(desk)
    select(desk, "one")
    pick(desk, "Undo: Deleted “Two”.")
    await done(desk)
    assert titles(desk) == ["One", "Two", "Three"]


async def test_deleting_what_is_shown_shows_the_next(desk: Desk, names: list[str]) -> None:
    select(desk, "one")
    press(desk, Qt.Key.Key_Delete)
    await done(desk)
    assert (desk.page.conversation.id, titles(desk)) == ("two", ["Two", "Three"])
    assert [each.id for each in desk.page.list.view.selected] == ["two"]
    desk.page.undoing.undo_last()
    await done(desk)
    assert desk.page.conversation.id == "one"
    select(desk, "one", "two", "three")
    press(desk, Qt.Key.Key_Delete)
    await done(desk)
    assert titles(desk) == []
    assert desk.page.conversation.id not in names
    assert desk.shown == []


async def test_the_last_one_shows_the_one_above(desk: Desk, names: list[str]) -> None:
    await open_one(desk, "three")
    select(desk, "three")
    press(desk, Qt.Key.Key_Delete)
    await done(desk)
    assert desk.page.conversation.id == "two"


async def test_undo_leads_nobody_away(desk: Desk, names: list[str]) -> None:
    select(desk, "one")
    press(desk, Qt.Key.Key_Delete)
    await done(desk)
    await open_one(desk, "three")
    desk.page.undoing.undo_last()
    await done(desk)
    assert desk.page.conversation.id == "three"


async def test_a_reply_is_stopped_first_and_kept(desk: Desk, names: list[str]) -> None:
    desk.server.script(SLOW)
    desk.send("Long one")
    await until(lambda: desk.is_replying and len(desk.shown) == 4 and desk.shown[-1].id)
    await until(lambda: desk.page._replies.of("one").text)
    select(desk, "one")
    press(desk, Qt.Key.Key_Delete)
    await done(desk)
    assert desk.page._replies.conversations == []
    assert desk.page.conversation.id == "two"
    desk.page.undoing.undo_last()
    await done(desk)
    assert len(desk.shown) == 4
    assert desk.shown[-1].text.startswith("word")
    assert not desk.page.list.rows.known("one").unread


async def test_archive_and_back(desk: Desk, names: list[str]) -> None:
    select(desk, "two")
    press(desk, Qt.Key.Key_E, CTRL)
    await done(desk)
    assert titles(desk) == ["One", "Three"]
    assert desk.page.undoing.words == "Archived “Two”."
    click(desk.find("archive_button", QPushButton))
    assert titles(desk) == ["Two"]
    select(desk, "two")
    pick(desk, "Bring back from the archive")
    await done(desk)
    assert titles(desk) == ["One", "Two", "Three"]


async def test_archiving_can_be_taken_back(desk: Desk, names: list[str]) -> None:
    select(desk, "two", "three")
    press(desk, Qt.Key.Key_E, CTRL)
    await done(desk)
    assert titles(desk) == ["One"]
    desk.press(Qt.Key.Key_Z, CTRL, desk.page.list.view)
    await done(desk)
    assert titles(desk) == ["One", "Two", "Three"]


async def test_duplicate_is_shown_and_whole(desk: Desk, names: list[str]) -> None:
    select(desk, "two")
    press(desk, Qt.Key.Key_D, CTRL | SHIFT)
    await done(desk)
    assert titles(desk) == ["Two (copy)", "One", "Two", "Three"]
    assert [each.text for each in desk.shown] == ["two?", "two!"]
    assert desk.page.conversation.id not in names


async def test_mark_unread_and_read(desk: Desk, names: list[str]) -> None:
    select(desk, "two", "three")
    press(desk, Qt.Key.Key_U, CTRL)
    await done(desk)
    rows = desk.page.list.rows
    assert [rows.known(name).unread for name in names] == [False, True, True]
    pick(desk, "Mark as read")
    await done(desk)
    assert [rows.known(name).unread for name in names] == [False, False, False]


@pytest.mark.parametrize("confirmed", [True, False])
async def test_delete_for_good_asks_for_a_word(
    desk: Desk, names: list[str], confirmed: bool
) -> None:
    select(desk, "one")
    press(desk, Qt.Key.Key_Delete, SHIFT)
    await until(lambda: desk.window.findChild(QLineEdit, "erasing_word"))
    if confirmed:
        QTest.keyClicks(desk.find("erasing_word"), "delete")
        click(desk.find("erasing_confirm"))
    else:
        click(desk.find("erasing_cancel"))
    await done(desk)
    assert (await desk.store.conversation("one") is None) is confirmed
    assert titles(desk) == (["Two", "Three"] if confirmed else ["One", "Two", "Three"])
    assert desk.page.conversation.id == ("two" if confirmed else "one")
    assert desk.page.undoing.words == ""


async def test_menu_without_anything_selected(desk: Desk) -> None:
    desk.page.list.view.menu_wanted.emit(QPoint(10, 10))
    assert (
        desk.window.findChild(QMenu, "list_menu") is None
        or not desk.window.findChild(QMenu, "list_menu").isVisible()
    )
