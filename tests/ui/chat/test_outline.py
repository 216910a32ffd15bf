"""The outline of branches: what it lists, and that it leads there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView

from desktop_app.core.conversation import Fork, Role, now
from desktop_app.ui.chat.outline_panel import OutlinePanel
from desktop_app.ui.chat.outline_rows import OutlineRows, Twig, outlined
from desktop_app.ui.chat.transcript.laid.part import Kind
from tests.ui.chat.grown_tree import Tree, texts, three_ways
from tests.ui.chat.test_replying import talk
from tests.ui.desk import Desk, click
from tests.ui.painted import control, press

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def fork(name: str, depth: int, above: str | None = None, words: str = "") -> Fork:
    role = Role.ASSISTANT if depth % 2 else Role.USER
    return Fork(name, None, depth, role, words or name, now(), above)


class TestRows:
    def test_each_fork_is_followed_by_those_below_it(self) -> None:
        forks = [
            *(fork("a", 1), fork("b", 1)),
            *(fork("c", 2, "a"), fork("d", 2, "a")),
            *(fork("e", 5, "d"), fork("f", 5, "d")),
        ]
        found = outlined(forks, {"a", "c"})
        assert [(twig.fork.message, twig.level, twig.shown) for twig in found] == [
            ("a", 0, True),
            ("c", 1, True),
            ("d", 1, False),
            ("e", 2, False),
            ("f", 2, False),
            ("b", 0, False),
        ]

    def test_thousands_of_levels_are_no_trouble(self) -> None:
        forks = [fork("0", 0)]
        forks += [fork(str(number), number, str(number - 1)) for number in range(1, 5000)]
        assert outlined(forks, set())[-1].level == 4999

    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("## Smoothing\n\nKeep *one* `x`", "Smoothing Keep one x"),
            ("   ", "(no words)"),
        ],
    )
    def test_words_stand_in_one_line_without_marks(self, words: str, shown: str) -> None:
        assert Twig(fork("a", 1, words=words), 0, shown=False).words == shown

    def test_of_older_ones_the_day_is_told(self) -> None:
        old = Fork("a", None, 1, Role.USER, "a", datetime(2020, 3, 1, 12, tzinfo=UTC))
        assert "20" in Twig(old, 0, shown=False).when
        assert ":" not in Twig(old, 0, shown=False).when

    def test_it_is_a_sound_model(self, qapp: object) -> None:
        rows = OutlineRows()
        tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
        rows.show(outlined([fork("a", 1), fork("b", 1)], {"a"}))
        assert rows.rowCount() == 2
        assert rows.current == 0
        assert said(rows, 0).startswith("Model, level 1, shown, ")
        rows.show([])
        assert rows.current == -1
        del tester


def said(rows: QAbstractItemModel, number: int) -> str:
    index = rows.index(number, 0)
    return str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole))


def panel(desk: Desk) -> OutlinePanel:
    found = [each for each in desk.window.findChildren(OutlinePanel) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def listed(desk: Desk) -> list[str]:
    rows = panel(desk).rows
    return [str(rows.index(number).data()) for number in range(rows.rowCount())]


async def many(desk: Desk) -> Tree:
    tree = await three_ways(desk)
    await tree.add("Or so", "Then", below="Two")
    await tree.open()
    return tree


class TestPanel:
    async def test_the_button_is_there_once_there_is_more_than_one(self, desk: Desk) -> None:
        await desk.page.open_conversation(await talk(desk, "one", "way"))
        assert not desk.page.pane.branches_button.isVisible()
        await three_ways(desk)
        assert desk.page.pane.branches_button.isVisible()
        await desk.page.new_chat()
        await desk.quiet()
        assert not desk.page.pane.branches_button.isVisible()

    async def test_it_lists_where_the_conversation_went_different_ways(self, desk: Desk) -> None:
        await many(desk)
        desk.click("branches_button")
        await desk.quiet()
        assert listed(desk) == ["One", "Two", "And then", "Or so", "Three"]
        assert desk.find("outline", QListView).hasFocus()
        current = panel(desk).list.currentIndex()
        assert current.data() == "Or so"

    async def test_choosing_by_key_goes_there(self, desk: Desk) -> None:
        await many(desk)
        desk.press(Qt.Key.Key_O, CTRL_SHIFT, desk.window)
        await desk.quiet()
        desk.press(Qt.Key.Key_Home)
        desk.press(Qt.Key.Key_Return)
        await desk.quiet()
        assert texts(desk) == ["Why?", "One", "Go on", "One more"]
        assert desk.transcript.touch.focused_row == 1
        assert desk.transcript.hasFocus()

    async def test_choosing_by_mouse_goes_there(self, desk: Desk) -> None:
        await many(desk)
        desk.click("branches_button")
        await desk.quiet()
        panel(desk).list.clicked.emit(panel(desk).rows.index(2))
        await desk.quiet()
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]

    async def test_what_is_shown_already_is_only_gone_to(self, desk: Desk) -> None:
        await many(desk)
        before = texts(desk)
        desk.click("branches_button")
        await desk.quiet()
        panel(desk).list.clicked.emit(panel(desk).rows.index(1))
        await desk.quiet()
        assert texts(desk) == before
        assert desk.transcript.touch.focused_row == 1

    async def test_the_number_of_a_version_opens_it(self, desk: Desk) -> None:
        await many(desk)
        press(desk.transcript, control(desk.transcript, 1, Kind.VERSION))
        await desk.quiet()
        assert listed(desk)[0] == "One"

    async def test_esc_gives_the_focus_back(self, desk: Desk) -> None:
        await many(desk)
        desk.field.setFocus()
        desk.press(Qt.Key.Key_O, CTRL_SHIFT, desk.window)
        await desk.quiet()
        desk.press(Qt.Key.Key_Escape)
        assert desk.window.findChildren(OutlinePanel) == [] or not panel_is_open(desk)
        assert desk.field.hasFocus()

    async def test_of_one_branch_it_says_how_a_second_one_comes_about(self, desk: Desk) -> None:
        await desk.page.open_conversation(await talk(desk, "one", "way"))
        await desk.quiet()
        desk.press(Qt.Key.Key_O, CTRL_SHIFT, desk.window)
        await desk.quiet()
        assert listed(desk) == []
        assert not panel(desk).list.isVisible()
        click(panel(desk).close_button)
        assert not panel_is_open(desk)

    async def test_it_stays_in_a_small_window(self, desk: Desk) -> None:
        await many(desk)
        desk.window.resize(480, 480)
        desk.press(Qt.Key.Key_O, CTRL_SHIFT, desk.window)
        await desk.quiet()
        opened = panel(desk)
        assert opened.rect().contains(opened.list.parentWidget().geometry())

    async def test_screen_readers_find_names(self, desk: Desk) -> None:
        await many(desk)
        desk.click("branches_button")
        await desk.quiet()
        found = QAccessible.queryAccessibleInterface(panel(desk).list)
        assert found.text(QAccessible.Text.Name) == "Branches of this chat"
        assert said(panel(desk).rows, 3).startswith("You, level 2, shown, ")


def panel_is_open(desk: Desk) -> bool:
    return any(each.isVisible() for each in desk.window.findChildren(OutlinePanel))
