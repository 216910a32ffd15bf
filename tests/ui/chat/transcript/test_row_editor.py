"""What a message is changed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.transcript.row_editor import EditWords, RowEditor

WORDS = EditWords("Edit message", "Save and send", "Save only", "Enter sends")
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def editor(show: Callable[..., None]) -> RowEditor:
    made = RowEditor("Some words", WORDS, by_enter=True)
    show(made, 500, 200)
    made.field.setFocus()
    return made


def button(editor: RowEditor, name: str) -> QPushButton:
    found = editor.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


@pytest.mark.parametrize(
    ("key", "modifiers", "name"),
    [
        (Qt.Key.Key_Return, NONE, "accepted"),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, "accepted"),
        (Qt.Key.Key_Return, CTRL, "accepted"),
        (Qt.Key.Key_S, CTRL, "kept"),
        (Qt.Key.Key_Escape, NONE, "rejected"),
    ],
)
def test_keys(
    editor: RowEditor, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, name: str
) -> None:
    with qtbot.waitSignal(getattr(editor, name)):
        QTest.keyClick(editor.field, key, modifiers)
    assert editor.text == "Some words"


def test_shift_enter_starts_a_line(editor: RowEditor) -> None:
    QTest.keyClick(editor.field, Qt.Key.Key_Return, SHIFT)
    assert editor.text == "Some words\n"


def test_where_nothing_is_sent_enter_starts_a_line_and_ctrl_s_is_enough(
    show: Callable[..., None], qtbot: QtBot
) -> None:
    made = RowEditor("Words", EditWords("Better", "Save"), by_enter=False)
    show(made, 500, 200)
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert made.text == "Words\n"
    for key in (Qt.Key.Key_S, Qt.Key.Key_Return):
        with qtbot.waitSignal(made.accepted):
            QTest.keyClick(made.field, key, CTRL)


def test_nothing_but_spaces_is_not_taken(editor: RowEditor, qtbot: QtBot) -> None:
    editor.field.setPlainText(" \n ")
    with qtbot.assertNotEmitted(editor.accepted), qtbot.assertNotEmitted(editor.kept):
        QTest.keyClick(editor.field, Qt.Key.Key_Return)
        QTest.keyClick(editor.field, Qt.Key.Key_S, CTRL)
    assert not button(editor, "edit_accept").isEnabled()
    assert button(editor, "edit_cancel").isEnabled()


def test_esc_on_a_button_gives_up_too(editor: RowEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.rejected):
        QTest.keyClick(button(editor, "edit_keep"), Qt.Key.Key_Escape)


def test_tab_leads_to_the_buttons(editor: RowEditor) -> None:
    for name in ("edit_accept", "edit_keep", "edit_cancel"):
        QTest.keyClick(editor.window().focusWidget(), Qt.Key.Key_Tab)
        assert button(editor, name).hasFocus()


def test_it_wants_room_for_its_lines_up_to_a_number(editor: RowEditor, qtbot: QtBot) -> None:
    one = editor.height_for(500)
    with qtbot.waitSignal(editor.resized):
        editor.field.setPlainText("\n".join("line" for _ in range(5)))
    five = editor.height_for(500)
    assert five == one + 4 * editor.field.fontMetrics().lineSpacing()
    editor.field.setPlainText("\n".join("line" for _ in range(500)))
    assert editor.height_for(500) < one + 20 * editor.field.fontMetrics().lineSpacing()
    assert editor.field.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded


def test_a_narrower_one_is_higher(editor: RowEditor) -> None:
    editor.field.setPlainText("words and more of them " * 6)
    assert editor.height_for(260) > editor.height_for(900)
