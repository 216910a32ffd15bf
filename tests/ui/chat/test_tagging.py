"""Tags in the window, with the database behind them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from desktop_app.core.conversation import Conversation
from tests.ui.desk import Desk, click, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
async def tags(desk: Desk) -> Callable[[], dict[str, tuple[str, ...]]]:
    """Make three conversations, of which the first is selected; return what tells their tags."""
    await desk.store.save_conversation(Conversation(id="a", title="A", tags=("work",)))
    await desk.store.save_conversation(Conversation(id="b", title="B", tags=("home", "work")))
    await desk.store.save_conversation(Conversation(id="c", title="C"))
    await desk.page.refresh_list()
    desk.page.list.view.select(["a", "c"], "c")
    desk.page.list.view.setFocus()
    rows = desk.page.list.rows
    return lambda: {name: rows.known(name).tags for name in "abc"}


async def done(desk: Desk) -> None:
    await until(lambda: not desk.page.list.view.is_editing)
    await desk.quiet()


def trigger(opened: QMenu, label: str) -> None:
    next(each for each in opened.findChildren(QAction) if each.text() == label).trigger()
    opened.close()


async def test_by_menu_for_all_that_are_selected(
    desk: Desk, tags: Callable[[], dict[str, tuple[str, ...]]]
) -> None:
    desk.page.list.view.menu_wanted.emit(QPoint(10, 10))
    opened = desk.find("tags_menu", QMenu)
    ticked = {each.text(): each.isChecked() for each in opened.actions() if each.isCheckable()}
    assert ticked == {"home": False, "work": False}
    trigger(opened, "work")
    await done(desk)
    assert tags() == {"a": ("work",), "b": ("home", "work"), "c": ("work",)}
    desk.find("list_menu", QMenu).close()
    await done(desk)
    desk.page.list.view.menu_wanted.emit(QPoint(10, 10))
    trigger(desk.window.findChildren(QMenu, "tags_menu")[-1], "work")
    await done(desk)
    assert tags() == {"a": (), "b": ("home", "work"), "c": ()}


async def test_a_new_one_by_key(desk: Desk, tags: Callable[[], dict[str, tuple[str, ...]]]) -> None:
    QTest.keyClick(desk.page.list.view, Qt.Key.Key_T, CTRL)
    field = desk.find("tag_field", QLineEdit)
    QTest.keyClicks(field, "trip")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await done(desk)
    assert tags() == {"a": ("work", "trip"), "b": ("home", "work"), "c": ("trip",)}
    assert desk.page.list.tags.chip("trip").isVisible()


def tag_menu(desk: Desk, tag: str) -> QMenu:
    desk.page.list.tags.chip(tag).menu_wanted.emit(QPoint(10, 10))
    return desk.find("tag_menu", QMenu)


async def test_rename_keeps_the_filter(
    desk: Desk, tags: Callable[[], dict[str, tuple[str, ...]]]
) -> None:
    click(desk.page.list.tags.chip("work"))
    trigger(tag_menu(desk, "work"), "Rename tag…")
    field = desk.find("tag_field", QLineEdit)
    assert field.text() == "work"
    QTest.keyClicks(field, "job")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await done(desk)
    assert tags() == {"a": ("job",), "b": ("home", "job"), "c": ()}
    assert desk.page.list.tag == "job"
    assert desk.page.list.tags.chip("job").isChecked()


async def test_remove_can_be_taken_back(
    desk: Desk, tags: Callable[[], dict[str, tuple[str, ...]]]
) -> None:
    trigger(tag_menu(desk, "work"), "Remove tag")
    await done(desk)
    assert tags() == {"a": (), "b": ("home",), "c": ()}
    assert desk.page.undoing.words == "Removed the tag “work”."
    desk.page.undoing.undo_last()
    await done(desk)
    assert tags() == {"a": ("work",), "b": ("home", "work"), "c": ()}
