from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.ui import theme
from desktop_app.ui.chat.pickers import MenuPicker, Picker


@pytest.fixture
def picker(show: Callable[..., None]) -> Picker:
    made = Picker("Model", "computer")
    show(made, 400, 28)
    made.show_choice("SmolLM2 135M", "this computer")
    return made


def test_says_what_is_chosen(picker: Picker) -> None:
    assert picker.accessibleName() == "Model"
    assert picker.accessibleDescription() == "SmolLM2 135M · this computer"
    assert picker.choice == "SmolLM2 135M"
    picker.show_choice("General")
    assert picker.accessibleDescription() == "General"


def test_tooltip_has_no_markup(picker: Picker) -> None:
    picker.show_choice("<b>x</b>")
    assert "<" not in picker.toolTip()


def test_narrow_is_narrower(picker: Picker) -> None:
    wide = picker.sizeHint().width()
    picker.set_narrow(True)
    assert picker.sizeHint().width() < wide


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("width", [120, 400])
def test_is_painted(picker: Picker, qapp: QApplication, name: theme.Theme, width: int) -> None:
    theme.apply(qapp, name)
    picker.show_choice("A model with a very long name that has no room", "somewhere else")
    picker.resize(width, 28)
    image = picker.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(width) for y in range(28)}
    assert len(colours) > 3
    assert theme.colours().text.lower() in colours


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_is_pressed_by_keyboard(picker: Picker, key: Qt.Key) -> None:
    pressed: list[bool] = []
    picker.clicked.connect(lambda: pressed.append(True))
    picker.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(picker, key)
    assert len(pressed) == 1


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_menu_opens_by_keyboard(show: Callable[..., None], qtbot: QtBot, key: Qt.Key) -> None:
    picker = MenuPicker("Assistant", "person")
    show(picker, 400, 28)
    opened: list[bool] = []
    picker.choices.addAction("one")

    def look() -> None:
        opened.append(QApplication.activePopupWidget() is picker.choices)
        picker.choices.close()

    picker.choices.aboutToShow.connect(lambda: QTimer.singleShot(30, look))
    picker.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(picker, key)
    qtbot.waitUntil(lambda: opened == [True])
