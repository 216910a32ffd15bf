from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.composer import Composer, MessageField
from desktop_app.ui.tokens import COMPOSER_LINES
from tests.ui.desk import click

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def composer(show: Callable[..., None]) -> Composer:
    holder = QWidget()
    made = Composer(holder)
    rows = QVBoxLayout(holder)
    rows.addWidget(made)
    rows.addWidget(QPushButton("Next"))
    rows.addStretch(1)
    show(holder, 600, 700)
    made.set_ready()
    made.field.setFocus()
    return made


@pytest.fixture
def sent(composer: Composer) -> list[str]:
    found: list[str] = []
    composer.submitted.connect(found.append)
    return found


def send_button(composer: Composer) -> QPushButton:
    return composer.findChild(QPushButton, "send_button")


def press(composer: Composer, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(composer.field, key, modifiers)


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Qt.Key.Key_Return, NONE), (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)],
)
def test_enter_sends(
    composer: Composer, sent: list[str], key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    composer.set_text("Hello")
    press(composer, key, modifiers)
    assert sent == ["Hello"]
    assert composer.text == "Hello", "It stays until it is on disk."


def test_button_sends(composer: Composer, sent: list[str]) -> None:
    composer.set_text("Hello")
    click(send_button(composer))
    assert sent == ["Hello"]


def test_shift_enter_starts_a_line(composer: Composer, sent: list[str]) -> None:
    composer.set_text("one")
    press(composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(composer.field, "two")
    assert composer.text == "one\ntwo"
    assert sent == []


def test_enter_of_an_input_method_does_not_send(composer: Composer, sent: list[str]) -> None:
    QApplication.sendEvent(composer.field, QInputMethodEvent("ni", []))
    press(composer, Qt.Key.Key_Return)
    assert sent == []
    composed = QInputMethodEvent("", [])
    composed.setCommitString("你")
    QApplication.sendEvent(composer.field, composed)
    assert composer.text == "你"
    press(composer, Qt.Key.Key_Return)
    assert sent == ["你"]


def test_enter_of_an_input_method_does_not_send_what_stood_before(
    composer: Composer, sent: list[str]
) -> None:
    composer.set_text("before ")
    QApplication.sendEvent(composer.field, QInputMethodEvent("ni", []))
    press(composer, Qt.Key.Key_Return)
    assert sent == []
    assert composer.text == "before "


def test_up_in_the_empty_field_recalls(composer: Composer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(composer.recall_wanted):
        press(composer, Qt.Key.Key_Up)
    composer.set_text("words")
    with qtbot.assertNotEmitted(composer.recall_wanted):
        press(composer, Qt.Key.Key_Up)


def test_tab_leaves_the_field(composer: Composer) -> None:
    composer.set_text("words")
    press(composer, Qt.Key.Key_Tab)
    assert not composer.field.hasFocus()
    assert composer.text == "words"
    assert QApplication.focusWidget() is send_button(composer)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert composer.field.hasFocus()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \u00a0"])
def test_nothing_is_sent_of_nothing(composer: Composer, sent: list[str], text: str) -> None:
    composer.set_text(text)
    assert not send_button(composer).isEnabled()
    press(composer, Qt.Key.Key_Return)
    assert sent == []
    assert composer.text == text.replace("\u00a0", " ") or composer.text == text


def test_nothing_is_sent_before_it_is_ready(show: Callable[..., None]) -> None:
    composer = Composer()
    show(composer)
    sent: list[str] = []
    composer.submitted.connect(sent.append)
    QTest.keyClicks(composer.field, "early words")
    press(composer, Qt.Key.Key_Return)
    assert sent == []
    assert composer.text == "early words"
    composer.set_ready()
    assert send_button(composer).isEnabled()


def test_while_a_reply_is_written_it_stops_it_and_lets_the_next_one_wait(
    composer: Composer, sent: list[str], qtbot: QtBot
) -> None:
    stop = composer.findChild(QPushButton, "stop_button")
    assert not stop.isVisible()
    composer.set_text("next")
    composer.set_replying(True)
    assert send_button(composer).accessibleDescription() == "Waits until the reply has ended"
    press(composer, Qt.Key.Key_Return)
    assert sent == ["next"]
    assert composer.text == "next"
    with qtbot.waitSignal(composer.stop_wanted):
        click(stop)
    composer.set_replying(False)
    assert not stop.isVisible()
    assert send_button(composer).accessibleDescription() == ""


def test_focus_stays_in_the_field_when_send_is_clicked(composer: Composer) -> None:
    composer.set_text("Hello")
    click(send_button(composer))
    composer.set_text("")
    composer.set_replying(True)
    assert composer.field.hasFocus()


def test_grows_to_ten_lines_then_scrolls(composer: Composer) -> None:
    field: MessageField = composer.field
    heights = []
    for count in (1, 2, 5, COMPOSER_LINES, 20, 50):
        composer.set_text("\n".join(["line"] * count))
        QApplication.processEvents()
        heights.append(field.height())
        bar = field.verticalScrollBar()
        assert (bar.maximum() > 0) == (count > COMPOSER_LINES), count
    assert heights[0] < heights[1] < heights[2] < heights[3]
    assert heights[3] == heights[4] == heights[5]
    assert abs(heights[3] - 10 * heights[0]) <= 20
    composer.set_text("")
    QApplication.processEvents()
    assert field.height() == heights[0]


def test_long_line_wraps_and_grows(composer: Composer) -> None:
    before = composer.field.height()
    composer.set_text("several words " * 20)
    QApplication.processEvents()
    assert composer.field.height() > 2 * before


def test_pasted_words_have_no_look(composer: Composer) -> None:
    rich = QMimeData()
    rich.setHtml("<h1>big</h1><img src='file:///etc/passwd'>")
    rich.setText("big")
    composer.field.insertFromMimeData(rich)
    assert composer.text == "big"


def test_names(composer: Composer) -> None:
    assert composer.field.objectName() == "composer"
    assert composer.field.accessibleName() == "Message"
    assert send_button(composer).text() == "Send"
    assert composer.findChild(QPushButton, "stop_button").text() == "Stop"
    composer.set_placeholder("Message SmolLM2")
    assert composer.field.placeholderText() == "Message SmolLM2"


def test_click_beside_the_words_is_a_click_into_the_field(composer: Composer) -> None:
    composer.field.clearFocus()
    QTest.mouseClick(composer, Qt.MouseButton.LeftButton, pos=composer.rect().bottomLeft())
    assert composer.field.hasFocus()


def test_every_edit_is_told(composer: Composer) -> None:
    found: list[str] = []
    composer.edited.connect(found.append)
    QTest.keyClicks(composer.field, "ab")
    assert found == ["a", "ab"]
