"""Tabs and shortcuts, each by its keys and, where there is one, by its button."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.training.training_page import TrainingPage
from tests.ui.desk import Desk, until

CTRL = Qt.KeyboardModifier.ControlModifier

NAMES = {
    "composer": "Message",
    "send_button": "Send",
    "stop_button": "Stop",
    "transcript": "Conversation",
    "conversation_list": "Conversations",
    "model_picker": "Model",
    "assistant_picker": "Assistant",
    "tab_chat": "Chat",
    "tab_training": "Training",
    "new_chat_button": "New chat",
    "settings_button": "Settings",
    "search_field": "Search conversations",
}


def spoken(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize(("name", "words"), list(NAMES.items()))
async def test_names_that_others_build_on(desk: Desk, name: str, words: str) -> None:
    assert spoken(desk.find(name)) == words


async def test_every_button_has_a_name(desk: Desk) -> None:
    desk.send("Hello")
    await desk.answered()
    desk.window.show_training()
    nameless = [
        button
        for button in desk.window.findChildren(QAbstractButton)
        if not spoken(button) and button.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert nameless == []


async def test_who_starts_to_type_means_the_message(desk: Desk) -> None:
    desk.type("x")
    assert QApplication.focusWidget() is desk.field
    assert desk.page.pane.composer.text == "x"


@pytest.mark.parametrize("how", ["keys", "mouse"])
async def test_tabs(desk: Desk, how: str) -> None:
    def turn(name: str, key: Qt.Key) -> None:
        if how == "mouse":
            desk.click(name)
        else:
            desk.press(key, CTRL)

    turn("tab_training", Qt.Key.Key_2)
    page = desk.window.findChild(TrainingPage)
    assert page.isVisible()
    assert not desk.field.isVisible()
    assert desk.find("tab_training", QAbstractButton).isChecked()
    assert not desk.find("tab_chat", QAbstractButton).isChecked()
    turn("tab_chat", Qt.Key.Key_1)
    assert desk.field.isVisible()
    assert desk.field.hasFocus()
    assert desk.find("tab_chat", QAbstractButton).isChecked()


@pytest.mark.parametrize("how", ["keys", "mouse"])
async def test_new_chat(desk: Desk, how: str) -> None:
    desk.send("Hello")
    await desk.answered()
    if how == "mouse":
        desk.click("new_chat_button")
    else:
        desk.press(Qt.Key.Key_N, CTRL)
    await until(lambda: not desk.shown)
    assert desk.find("first_start").isVisible()
    assert desk.field.hasFocus()


async def test_new_chat_from_the_training_tab(desk: Desk) -> None:
    desk.send("Hello")
    await desk.answered()
    desk.press(Qt.Key.Key_2, CTRL)
    desk.press(Qt.Key.Key_N, CTRL)
    await until(lambda: not desk.shown)
    assert desk.field.isVisible()


async def test_sidebar(desk: Desk) -> None:
    assert desk.page.list.isVisible()
    desk.press(Qt.Key.Key_B, CTRL)
    assert not desk.page.list.isVisible()
    desk.press(Qt.Key.Key_B, CTRL)
    assert desk.page.list.isVisible()


@pytest.mark.parametrize("how", ["keys", "mouse", "card"])
async def test_settings(desk: Desk, how: str) -> None:
    wanted: list[str] = []
    desk.window.settings_wanted.connect(wanted.append)
    if how == "mouse":
        desk.click("settings_button")
    elif how == "keys":
        desk.press(Qt.Key.Key_Comma, CTRL)
    else:
        desk.page.pane.first_start.providers_wanted.emit()
    assert wanted == ["providers/new:openai/key" if how == "card" else ""]


async def test_card_leads_to_training(desk: Desk) -> None:
    desk.page.pane.first_start.training_wanted.emit()
    assert desk.window.findChild(TrainingPage).isVisible()


async def test_card_puts_a_question_into_the_composer(desk: Desk) -> None:
    card = desk.find("first_start")
    button = next(b for b in card.findChildren(QAbstractButton) if b.text() == "Try it")
    button.click()
    text = desk.page.pane.composer.text
    assert text
    assert desk.field.hasFocus()
    desk.press(Qt.Key.Key_Return)
    await desk.answered()
    assert desk.shown[0].text == text


async def test_shortcuts_do_not_write_into_the_field(desk: Desk) -> None:
    for key in (Qt.Key.Key_B, Qt.Key.Key_B, Qt.Key.Key_1, Qt.Key.Key_Comma):
        desk.press(key, CTRL)
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.pane.composer.text == ""


@pytest.mark.parametrize("how", ["close", "Ctrl+Q"])
async def test_closing_is_asked_for_and_waited_for(desk: Desk, how: str) -> None:
    closing: list[bool] = []
    desk.window.closing.connect(lambda: closing.append(True))
    if how == "close":
        desk.window.close()
    else:
        desk.press(Qt.Key.Key_Q, CTRL)
    assert closing == [True]
    assert desk.window.isVisible(), "It goes when everything is saved."


async def test_everything_can_be_reached_by_tab(desk: Desk) -> None:
    desk.send("Hello")
    await desk.answered()
    desk.type("next")
    seen: set[str] = set()
    for _ in range(30):
        focus = QApplication.focusWidget()
        seen.add(focus.objectName() or spoken(focus))
        control = desk.transcript.focused_control()
        seen.add("" if control is None else control.name)
        desk.press(Qt.Key.Key_Tab)
    assert seen >= {
        *("composer", "send_button", "transcript", "conversation_list", "new_chat_button"),
        *("model_picker", "assistant_picker", "settings_button", "Copy message"),
    }


async def test_training_says_honestly_what_it_is(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2, CTRL)
    words = [x.text() for x in desk.window.findChild(TrainingPage).findChildren(QLabel)]
    assert words[0] == "Training isn’t built yet"


@pytest.mark.qt_log_ignore("This plugin does not support raise")
async def test_comes_forward(desk: Desk) -> None:
    desk.window.showMinimized()
    desk.window.come_forward()
    assert not desk.window.isMinimized()
    await until(desk.window.isActiveWindow)


def test_first_frame_needs_nothing_behind_it(show: Callable[..., None]) -> None:
    window = MainWindow(Tasks())
    show(window, 1000, 700)
    window.repaint()
    assert window.is_painted
    assert window.findChild(QWidget, "composer").isVisible()


def test_narrow_window_can_be_typed_into_before_anything_is_there(
    show: Callable[..., None],
) -> None:
    window = MainWindow(Tasks())
    show(window, 600, 600)
    assert window.findChild(QWidget, "sidebar_button").isVisible()
    window.findChild(QWidget, "sidebar_button").click()
    window.show_training()
    window.show_chat()
