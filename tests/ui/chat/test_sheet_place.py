from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.sheet_place import SheetPlace

WIDE, NARROW = QRect(0, 44, 1000, 600), QRect(0, 44, 460, 600)


class Page(QWidget):
    """A chat with a sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = QLineEdit(self)
        self.sheet = QWidget(self)
        self.field = QLineEdit()
        QVBoxLayout(self.sheet).addWidget(self.field)
        self.place = SheetPlace(self.sheet, 340, lambda: self.chat)


@pytest.fixture
def page(show: Callable[..., None]) -> Page:
    made = Page()
    show(made, 1000, 644)
    made.chat.setFocus()
    made.place.place(WIDE)
    return made


def opened(page: Page, qtbot: QtBot, area: QRect = WIDE) -> None:
    page.place.place(area)
    page.place.open(page.field)
    qtbot.waitUntil(lambda: page.sheet.geometry().right() == area.right())


def test_slides_in_from_the_edge_with_the_focus(page: Page, qtbot: QtBot) -> None:
    assert not page.sheet.isVisible()
    page.place.open(page.field)
    assert page.sheet.isVisible()
    assert page.sheet.x() == 1000
    assert page.field.hasFocus()
    with qtbot.waitSignal(page.place.moved):
        pass
    assert page.sheet.geometry() == QRect(660, 44, 340, 600)


def test_the_chat_gives_way_once_and_not_in_every_frame(page: Page, qtbot: QtBot) -> None:
    widths: list[int] = []
    page.place.moved.connect(lambda: widths.append(page.place.beside))
    opened(page, qtbot)
    qtbot.waitUntil(lambda: widths == [340])
    page.place.close()
    assert widths == [340, 0]
    qtbot.waitUntil(lambda: not page.sheet.isVisible())


def test_stands_over_a_narrow_chat_and_leaves_some_of_it(page: Page, qtbot: QtBot) -> None:
    opened(page, qtbot, NARROW)
    qtbot.waitUntil(lambda: page.sheet.x() == 120)
    assert page.place.beside == 0
    page.place.place(QRect(0, 44, 300, 600))
    qtbot.waitUntil(lambda: page.sheet.geometry() == QRect(40, 44, 260, 600))


def test_gives_the_focus_back(page: Page, qtbot: QtBot) -> None:
    opened(page, qtbot)
    page.place.close()
    assert page.chat.hasFocus()
    assert not page.place.is_open


def test_leaves_the_focus_where_it_went(page: Page, qtbot: QtBot) -> None:
    other = QLineEdit(page)
    other.show()
    opened(page, qtbot)
    other.setFocus()
    page.place.close()
    assert other.hasFocus()


def test_can_turn_back_on_its_way(page: Page, qtbot: QtBot) -> None:
    page.place.open(page.field)
    page.place.close()
    page.place.open(page.field)
    qtbot.waitUntil(lambda: page.place.beside == 340)
    assert page.sheet.geometry().right() == WIDE.right()
    assert page.sheet.isVisible()


def test_closing_what_is_closed_does_nothing(page: Page) -> None:
    page.place.close()
    assert page.chat.hasFocus()
