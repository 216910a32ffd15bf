from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea

from desktop_app.ui.chat.transcript.to_bottom import SIDE, ToBottom


@pytest.fixture
def area(show: Callable[..., None]) -> QAbstractScrollArea:
    made = QAbstractScrollArea()
    show(made, 800, 400)
    return made


@pytest.fixture
def button(area: QAbstractScrollArea) -> ToBottom:
    return ToBottom(area)


@pytest.mark.parametrize(("right", "beside"), [(600, True), (790, False), (2000, False)])
def test_stands_beside_the_column_but_within_the_view(
    area: QAbstractScrollArea, button: ToBottom, right: int, beside: bool
) -> None:
    button.place(right, shown=True)
    assert button.isVisible()
    assert area.viewport().rect().contains(button.geometry())
    assert (button.x() > right) == beside
    assert button.geometry().bottom() > area.viewport().height() - SIDE - 20


def test_tells_how_many_messages_came(button: ToBottom) -> None:
    assert button.accessibleName() == "To the bottom"
    button.count_new("one")
    button.count_new("one")
    button.count_new("two")
    assert button.accessibleName() == button.toolTip()
    assert "2" in button.accessibleName()
    button.forget()
    assert button.accessibleName() == "To the bottom"


def test_number_is_painted(button: ToBottom) -> None:
    button.place(600, shown=True)
    corner = QRect(SIDE - 12, 0, 12, 12)
    plain = button.grab().toImage().copy(corner)
    button.count_new("one")
    one = button.grab().toImage().copy(corner)
    for number in range(200):
        button.count_new(str(number))
    many = button.grab().toImage().copy(corner)
    assert plain != one
    assert one != many


def test_hidden_it_has_seen_everything(button: ToBottom) -> None:
    button.place(600, shown=True)
    button.count_new("one")
    button.place(600, shown=False)
    assert not button.isVisible()
    assert button.accessibleName() == "To the bottom"


def test_hidden_with_the_focus_it_gives_it_to_the_transcript(
    area: QAbstractScrollArea, button: ToBottom
) -> None:
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.place(600, shown=True)
    button.setFocus()
    assert button.hasFocus()
    button.place(600, shown=False)
    assert area.hasFocus()


def test_it_can_be_pressed_by_key(button: ToBottom) -> None:
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    button.place(600, shown=True)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert pressed == [1]
