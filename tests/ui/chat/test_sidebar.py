from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_app.ui.chat.chat_pane import ChatPane
from tests.ui.desk import Desk, until


def sidebar(desk: Desk) -> QWidget:
    return desk.page.list


def handle(desk: Desk) -> QWidget:
    return desk.page.sidebar._handle


async def resized(desk: Desk, width: int) -> None:
    desk.window.resize(width, 700)
    await until(lambda: desk.window.width() == width and desk.page.view.width() == width)


def drag(desk: Desk, width: int) -> None:
    edge = handle(desk)
    QTest.mousePress(edge, Qt.MouseButton.LeftButton, pos=QPoint(2, 200))
    target = edge.mapFromGlobal(desk.page.view.mapToGlobal(QPoint(width, 200)))
    QTest.mouseMove(edge, target)
    QTest.mouseRelease(edge, Qt.MouseButton.LeftButton, pos=target)


def pane(desk: Desk) -> ChatPane:
    return desk.page.pane


async def test_wide_window_shows_both_side_by_side(desk: Desk) -> None:
    await resized(desk, 1200)
    assert sidebar(desk).isVisible()
    assert pane(desk).x() == sidebar(desk).width()
    assert pane(desk).x() + pane(desk).width() == 1200
    assert not desk.find("sidebar_button").isVisible()


@pytest.mark.parametrize("how", ["Ctrl+B", "button"])
async def test_narrow_window_shows_the_list_over_the_chat(desk: Desk, how: str) -> None:
    await resized(desk, 700)
    assert not sidebar(desk).isVisible()
    assert pane(desk).width() == 700

    def toggle() -> None:
        if how == "button":
            desk.click("sidebar_button")
        else:
            desk.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)

    toggle()
    assert sidebar(desk).isVisible()
    assert pane(desk).width() == 700, "The chat doesn't move."
    toggle()
    assert not sidebar(desk).isVisible()


async def test_opening_a_chat_takes_it_away(desk: Desk) -> None:
    desk.send("Hello")
    await desk.answered()
    await resized(desk, 700)
    desk.click("sidebar_button")
    desk.click("new_chat_button")
    await until(lambda: not desk.shown)
    assert not sidebar(desk).isVisible()


async def test_click_into_the_chat_takes_it_away(desk: Desk) -> None:
    await resized(desk, 700)
    desk.click("sidebar_button")
    QTest.mouseClick(pane(desk), Qt.MouseButton.LeftButton, pos=QPoint(650, 300))
    assert not sidebar(desk).isVisible()


async def test_ctrl_b_hides_it_in_a_wide_window_and_it_is_remembered(desk: Desk) -> None:
    await resized(desk, 1200)
    desk.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not sidebar(desk).isVisible()
    assert pane(desk).width() == 1200
    assert desk.preferences.settings.sidebar_open is False
    async with Desk(desk.folder, desk.server) as again:
        assert not sidebar(again).isVisible()
        again.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        assert sidebar(again).isVisible()


async def test_narrow_and_wide_again_is_as_it_was(desk: Desk) -> None:
    await resized(desk, 1200)
    before = pane(desk).geometry()
    await resized(desk, 600)
    desk.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    await resized(desk, 1200)
    assert sidebar(desk).isVisible()
    assert pane(desk).geometry().width() == before.width()
    assert desk.preferences.settings.sidebar_open is True


@pytest.mark.parametrize(("to", "width"), [(300, 300), (50, 216), (900, 360)])
async def test_its_edge_is_dragged_within_bounds(desk: Desk, to: int, width: int) -> None:
    await resized(desk, 1200)
    drag(desk, to)
    assert abs(sidebar(desk).width() - width) <= 4
    assert desk.preferences.settings.sidebar_width == sidebar(desk).width()
    assert pane(desk).x() == sidebar(desk).width()


async def test_smallest_window_holds_everything(desk: Desk) -> None:
    desk.send("Hello")
    await desk.answered()
    smallest = desk.window.minimumSize()
    desk.window.resize(smallest)
    await until(lambda: desk.window.size() == smallest)
    inside = pane(desk).rect()
    for name in ("composer", "send_button", "model_picker", "assistant_picker", "transcript"):
        part = desk.find(name)
        place = part.rect().translated(part.mapTo(pane(desk), QPoint(0, 0)))
        assert inside.contains(place), name
