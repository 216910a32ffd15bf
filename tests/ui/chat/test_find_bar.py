from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTranslator
from PySide6.QtGui import QColor, QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui import theme
from desktop_app.ui.chat.find_bar import FindBar
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours
from tests.ui.desk import click
from tests.ui.pseudo_locale import make_translation

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
BUTTONS = ("Previous match", "Next match", "Close")


class Opened:
    """A bar over a text, and all that it asked for."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.text = QPlainTextEdit(window)
        self.bar = FindBar(window)
        self.asked: list[str] = []
        self.bar.words_changed.connect(lambda words: self.asked.append(f"find {words}"))
        self.bar.next_wanted.connect(lambda: self.asked.append("next"))
        self.bar.previous_wanted.connect(lambda: self.asked.append("previous"))
        self.bar.closed.connect(lambda: self.asked.append("closed"))

    @property
    def count(self) -> str:
        return self.bar.findChild(QLabel, "find_count").text()

    def button(self, name: str) -> QAbstractButton:
        found = self.bar.findChildren(QAbstractButton)
        return next(button for button in found if button.accessibleName() == name)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    def type(self, words: str) -> None:
        QTest.keyClicks(self.bar.field, words)

    def find(self, words: str, total: int = 3) -> None:
        """Put words in, and answer that there are matches."""
        self.bar.open(words)
        self.bar.show_count(1, total, searching=False)
        self.asked.clear()


@pytest.fixture
def opened(show: Callable[..., None]) -> Opened:
    window = QWidget()
    show(window, 700, 400)
    made = Opened(window)
    made.text.setGeometry(0, 100, 700, 300)
    made.text.show()
    made.text.setFocus()
    made.bar.place(QRect(0, 0, 700, 400))
    return made


def test_begins_hidden_and_opens_ready_for_typing(opened: Opened) -> None:
    assert opened.bar.isHidden()
    opened.bar.open()
    assert opened.bar.isVisible()
    assert opened.bar.field.hasFocus()
    assert (opened.bar.objectName(), opened.bar.field.objectName()) == ("find_bar", "find_field")
    assert opened.bar.field.accessibleName() == "Find in this conversation"
    assert opened.asked == []


def test_opens_with_what_is_selected(opened: Opened) -> None:
    opened.bar.open("  lag ")
    assert opened.bar.field.text() == "lag"
    assert opened.bar.field.selectedText() == "lag"
    assert opened.asked == ["find lag"]


@pytest.mark.parametrize("selected", ["", "  ", "two\nlines", "two\u2029paragraphs"])
def test_keeps_its_words_where_nothing_better_is_selected(opened: Opened, selected: str) -> None:
    opened.find("before")
    opened.bar.close_bar()
    opened.asked.clear()
    opened.bar.open(selected)
    assert opened.bar.field.selectedText() == "before"
    assert opened.asked == ["find before"]


def test_opened_again_it_takes_the_focus_and_finds_nothing_anew(opened: Opened) -> None:
    opened.find("lag")
    opened.text.setFocus()
    opened.bar.open()
    assert opened.bar.field.hasFocus()
    assert opened.bar.field.selectedText() == "lag"
    assert opened.asked == []


def test_asks_once_when_typing_pauses(opened: Opened, qtbot: QtBot) -> None:
    opened.bar.open()
    with qtbot.waitSignal(opened.bar.words_changed):
        opened.type("lag")
        assert opened.asked == []
    assert opened.asked == ["find lag"]


def test_same_words_are_not_asked_for_again(opened: Opened) -> None:
    opened.find("lag")
    opened.type("lag")
    opened.bar._pause.timeout.emit()
    assert opened.asked == []


def test_emptied_it_asks_at_once_for_nothing(opened: Opened) -> None:
    opened.find("lag")
    opened.press(Qt.Key.Key_Delete)
    assert opened.asked == ["find "]
    assert opened.count == ""
    assert not opened.button("Next match").isEnabled()


@pytest.mark.parametrize(
    ("key", "modifiers", "asked"),
    [
        (Qt.Key.Key_Return, NONE, "next"),
        (Qt.Key.Key_Enter, KEYPAD, "next"),
        (Qt.Key.Key_F3, NONE, "next"),
        (Qt.Key.Key_Return, SHIFT, "previous"),
        (Qt.Key.Key_Enter, SHIFT | KEYPAD, "previous"),
        (Qt.Key.Key_F3, SHIFT, "previous"),
        (Qt.Key.Key_Escape, NONE, "closed"),
    ],
)
def test_every_intent_has_a_key(
    opened: Opened, key: Qt.Key, modifiers: Qt.KeyboardModifier, asked: str
) -> None:
    opened.find("lag")
    opened.press(key, modifiers)
    assert opened.asked == [asked]


@pytest.mark.parametrize(
    ("name", "asked"), [("Previous match", "previous"), ("Next match", "next"), ("Close", "closed")]
)
def test_every_intent_has_a_button(opened: Opened, name: str, asked: str) -> None:
    opened.find("lag")
    assert opened.button(name).toolTip().startswith(name)
    click(opened.button(name))
    assert opened.asked == [asked]
    if asked != "closed":
        opened.press(Qt.Key.Key_Return)
        opened.press(Qt.Key.Key_Space)
        assert opened.asked == [asked] * 3


def test_f3_goes_on_from_the_conversation_while_the_bar_is_open(opened: Opened) -> None:
    opened.find("lag")
    opened.text.setFocus()
    opened.press(Qt.Key.Key_F3)
    assert opened.asked == ["next"]
    opened.bar.close_bar()
    opened.press(Qt.Key.Key_F3)
    assert opened.asked == ["next", "closed"]


@pytest.mark.parametrize("name", ["", *BUTTONS])
def test_escape_closes_the_bar_and_does_nothing_else(opened: Opened, name: str) -> None:
    stopped: list[None] = []
    shortcut = QShortcut(QKeySequence("Esc"), opened.window)
    shortcut.activated.connect(lambda: stopped.append(None))
    opened.find("lag")
    if name:
        opened.button(name).setFocus()
    opened.press(Qt.Key.Key_Escape)
    assert opened.asked == ["closed"]
    assert opened.bar.isHidden()
    assert stopped == []
    opened.text.setFocus()
    opened.press(Qt.Key.Key_Escape)
    assert stopped == [None]


def test_closes_once_and_asks_for_nothing_afterwards(opened: Opened) -> None:
    opened.bar.open()
    opened.type("lag")
    opened.bar.close_bar()
    opened.bar.close_bar()
    assert not opened.bar._pause.isActive()
    assert opened.asked == ["closed"]


@pytest.mark.parametrize("way", ["escape", "button"])
def test_gives_the_focus_back(opened: Opened, way: str) -> None:
    opened.find("lag")
    opened.bar.open()
    if way == "escape":
        opened.press(Qt.Key.Key_Escape)
    else:
        click(opened.button("Close"))
    assert opened.text.hasFocus()


def test_takes_no_focus_from_where_it_went(opened: Opened) -> None:
    opened.find("lag")
    elsewhere = QPlainTextEdit(opened.window)
    elsewhere.show()
    elsewhere.setFocus()
    opened.bar.close_bar()
    assert elsewhere.hasFocus()


def test_who_had_the_focus_may_be_gone(opened: Opened) -> None:
    opened.find("lag")
    opened.text.deleteLater()
    QApplication.sendPostedEvents(opened.text, QEvent.Type.DeferredDelete)
    opened.press(Qt.Key.Key_Escape)
    assert opened.asked == ["closed"]


def test_enter_before_the_pause_finds_what_is_written(opened: Opened) -> None:
    opened.bar.open()
    opened.type("lag")
    opened.press(Qt.Key.Key_Return)
    assert opened.asked == ["find lag"]
    opened.bar.show_count(1, 3, searching=False)
    opened.press(Qt.Key.Key_Return)
    assert opened.asked == ["find lag", "next"]


def test_enter_belongs_to_the_input_method_while_it_composes(opened: Opened) -> None:
    opened.find("lag")
    QApplication.sendEvent(opened.bar.field, QInputMethodEvent("に", []))
    opened.press(Qt.Key.Key_Return)
    assert "next" not in opened.asked
    composed = QInputMethodEvent()
    composed.setCommitString("日")
    QApplication.sendEvent(opened.bar.field, composed)
    opened.press(Qt.Key.Key_Return)
    assert opened.asked[-1] == "find 日"


@pytest.mark.parametrize(
    ("current", "total", "searching", "words"),
    [
        (3, 17, False, "3 of 17"),
        (3, 17, True, "3 of 17…"),
        (0, 17, False, "17 matches"),
        (0, 0, False, "no matches"),
        (0, 0, True, "searching…"),
    ],
)
def test_tells_where_the_user_is(
    opened: Opened, english: None, current: int, total: int, *, searching: bool, words: str
) -> None:
    opened.bar.open("lag")
    opened.bar.show_count(current, total, searching=searching)
    assert opened.count == words
    assert opened.bar.field.accessibleDescription() == words


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    """Know the plural, which the source alone does not."""

    class Plurals(QTranslator):
        @override
        def translate(self, context: str, source: str, comment: str = "", n: int = -1) -> str:
            return source.replace("%n", str(n))

        @override
        def isEmpty(self) -> bool:
            return False

    translator = Plurals()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_without_matches_there_is_no_way_through_them(opened: Opened) -> None:
    opened.find("lag")
    opened.bar.show_count(0, 0, searching=True)
    assert opened.button("Next match").isEnabled()
    opened.bar.show_count(0, 0, searching=False)
    assert not opened.button("Next match").isEnabled()
    assert not opened.button("Previous match").isEnabled()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F3):
        opened.press(key)
        opened.press(key, SHIFT)
    assert opened.asked == []


def test_button_that_is_switched_off_hands_the_focus_to_the_field(opened: Opened) -> None:
    opened.find("lag")
    opened.button("Previous match").setFocus()
    opened.bar.show_count(0, 0, searching=False)
    assert opened.bar.field.hasFocus()


def test_tab_goes_through_its_parts(opened: Opened) -> None:
    opened.find("lag")
    for name in BUTTONS:
        opened.press(Qt.Key.Key_Tab)
        assert opened.button(name).hasFocus()


def test_click_between_its_parts_goes_to_the_field(opened: Opened) -> None:
    opened.find("lag")
    opened.text.setFocus()
    QTest.mouseClick(opened.bar, Qt.MouseButton.LeftButton, NONE, QPoint(4, 20))
    assert opened.bar.field.hasFocus()


def test_stands_at_the_top_right_and_fits_a_narrow_window(opened: Opened) -> None:
    wide = QRect(100, 44, 900, 500)
    opened.bar.place(wide)
    assert opened.bar.width() == 420
    assert (opened.bar.geometry().right(), opened.bar.y()) == (wide.right() - 8, wide.top() + 8)
    narrow = QRect(0, 44, 400, 400)
    opened.bar.place(narrow)
    assert narrow.contains(opened.bar.geometry())
    opened.bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    opened.bar.place(wide)
    assert opened.bar.x() == wide.left() + 8


def test_long_words_have_room(opened: Opened, tmp_path: Path, qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load(str(make_translation(tmp_path)))
    qapp.installTranslator(translator)
    try:
        bar = FindBar(opened.window)
        bar.place(QRect(0, 0, 480, 400))
        bar.open("lag")
        for numbers in ((0, 0), (0, 999), (999, 999)):
            bar.show_count(*numbers, searching=True)
            bar.layout().activate()
            label = bar.findChild(QLabel, "find_count")
            assert label.width() >= label.sizeHint().width()
            assert bar.field.width() >= 100
    finally:
        qapp.removeTranslator(translator)


def test_follows_the_theme(opened: Opened, qapp: QApplication) -> None:
    opened.find("lag")
    for name in ("light", "dark"):
        theme.apply(qapp, name)
        image = opened.bar.grab().toImage()
        assert image.pixelColor(200, 0) == QColor(colours().accent)
        assert image.pixelColor(200, 3) == QColor(colours().raised)
    opened.text.setFocus()
    assert opened.bar.grab().toImage().pixelColor(200, 0) == QColor(colours().control)
