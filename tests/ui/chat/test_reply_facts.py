from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui import theme
from desktop_app.ui.chat.reply_facts import ReplyFacts
from desktop_app.ui.chat.reply_words import Fact

FACTS = [Fact("Model", "gpt"), Fact("Cost", "$0.0031"), Fact("Request id", "req_1", is_name=True)]
AT = QRect(80, 200, 28, 28)


@pytest.fixture
def page(show: Callable[..., None]) -> QWidget:
    made = QWidget()
    show(made, 900, 700)
    return made


def opened(page: QWidget, at: QRect = AT, facts: list[Fact] = FACTS) -> ReplyFacts:
    card = ReplyFacts(facts, at, page)
    card.open()
    QApplication.processEvents()
    return card


def test_tells_everything_and_reads_it_out(page: QWidget) -> None:
    card = opened(page)
    words = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert set(words) == {"About this reply", "Model", "gpt", "Cost", "$0.0031", "Request id"}
    assert card.card.hasFocus()
    assert card.card.accessibleName() == "About this reply"
    assert card.card.accessibleDescription() == "Model: gpt. Cost: $0.0031. Request id: req_1"


def test_stands_below_what_it_is_about_or_above(page: QWidget) -> None:
    below = opened(page)
    assert below.card.geometry().top() > AT.bottom()
    above = opened(page, QRect(80, 660, 28, 28))
    assert above.card.geometry().bottom() < 660
    assert above.card.x() == 80


@pytest.mark.parametrize("at", [QRect(0, 0, 9, 9), QRect(290, 290, 28, 28), QRect(0, 320, 28, 28)])
def test_stays_inside_a_small_window(page: QWidget, at: QRect) -> None:
    page.resize(320, 330)
    many = [*FACTS, *(Fact(f"Fact {number}", "words " * 9) for number in range(9))]
    card = opened(page, at, many)
    assert page.rect().contains(card.card.geometry())
    page.resize(300, 240)
    QApplication.processEvents()
    assert page.rect().contains(card.card.geometry())


@pytest.mark.parametrize("way", ["escape", "beside", "button"])
def test_is_closed(page: QWidget, qtbot: QtBot, way: str) -> None:
    card = opened(page)
    with qtbot.waitSignal(card.closed):
        if way == "escape":
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        elif way == "beside":
            QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(700, 600))
        else:
            QTest.mouseClick(card.card.close_button, Qt.MouseButton.LeftButton)
    assert not card.isVisible()


def test_a_click_in_it_closes_nothing(page: QWidget, qtbot: QtBot) -> None:
    card = opened(page)
    QTest.mouseClick(card.card, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert card.isVisible()


def test_tab_goes_around_in_it(page: QWidget) -> None:
    card = opened(page)
    names = []
    for _press in range(5):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.objectName() or focused.accessibleName())
    wanted = ["Close", "Request id: req_1", "copy_as_curl", "copy_as_python", "reply_facts"]
    assert names == wanted
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is card.copies["python"]


def test_the_id_is_copied_by_key(page: QWidget) -> None:
    card = opened(page)
    (field,) = card.findChildren(QLineEdit)
    assert field.isReadOnly()
    for _press in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "req_1"


def test_copying_is_asked_for_and_confirmed(page: QWidget, qtbot: QtBot) -> None:
    card = opened(page)
    for kind, button in card.copies.items():
        with qtbot.waitSignal(card.copy_wanted) as told:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert told.args == [kind]
    before = card.copies["curl"].grab().toImage()
    card.say_copied("curl")
    assert card.copies["curl"].grab().toImage() != before
    qtbot.waitUntil(lambda: card.copies["curl"].grab().toImage() == before)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_is_painted_as_a_card(page: QWidget, qapp: QApplication, name: theme.Theme) -> None:
    card = opened(page)
    theme.apply(qapp, name)
    QApplication.processEvents()
    image = card.card.grab().toImage()
    middle = image.height() // 2
    assert image.pixelColor(0, middle).name() == theme.colours().border.lower()
    assert image.pixelColor(5, middle).name() == theme.colours().raised.lower()
