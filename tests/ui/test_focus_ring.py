from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.focus_ring import FocusRing
from desktop_app.ui.theme import colours
from tests.ui.desk import Desk, click


@pytest.fixture
def window(show: Callable[..., None], qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    rows = QVBoxLayout(made)
    for part in (QLineEdit(), QPushButton("One"), QPushButton("Two")):
        rows.addWidget(part)
    show(made, 300, 200)
    FocusRing(made).follow(qapp)
    made.findChild(QLineEdit).setFocus()
    yield made
    made.setFocus()


def ring(window: QWidget) -> FocusRing:
    return window.findChild(FocusRing)


def buttons(window: QWidget) -> list[QPushButton]:
    return window.findChildren(QPushButton)


def tab() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)


def test_keyboard_shows_it_around_the_button(window: QWidget) -> None:
    assert not ring(window).isVisible()
    tab()
    assert QApplication.focusWidget() is buttons(window)[0]
    assert ring(window).isVisible()
    assert ring(window).geometry().contains(buttons(window)[0].geometry())
    tab()
    assert ring(window).geometry().contains(buttons(window)[1].geometry())


def test_it_can_be_seen(window: QWidget) -> None:
    tab()
    edge = ring(window).geometry()
    pixel = window.grab(QRect(edge.topLeft(), edge.size())).toImage().pixelColor(20, 0)
    assert pixel.name() == colours().focus.lower()


def test_it_goes_along_when_its_page_is_scrolled(
    show: Callable[..., None],
    qapp: QApplication,
) -> None:
    inside = QWidget()
    rows = QVBoxLayout(inside)
    for number in range(20):
        rows.addWidget(QPushButton(str(number)))
    page = QScrollArea()
    page.setWidget(inside)
    show(page, 200, 200)
    FocusRing(page).follow(qapp)
    second = buttons(page)[1]
    second.setFocus()
    shown = ring(page)
    assert shown.geometry().center() == second.mapTo(page, second.rect().center())
    page.verticalScrollBar().setValue(20)
    assert shown.geometry().center() == second.mapTo(page, second.rect().center())
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    assert not shown.isVisible()
    page.verticalScrollBar().setValue(0)
    assert shown.isVisible()


def test_mouse_does_not_show_it(window: QWidget) -> None:
    click(buttons(window)[0])
    assert QApplication.focusWidget() is buttons(window)[0]
    assert not ring(window).isVisible()


def test_mouse_takes_it_away(window: QWidget) -> None:
    tab()
    QTest.mousePress(buttons(window)[0], Qt.MouseButton.LeftButton)
    assert not ring(window).isVisible()
    QTest.mouseRelease(buttons(window)[0], Qt.MouseButton.LeftButton)


def test_field_has_its_own_mark(window: QWidget) -> None:
    tab()
    window.findChild(QLineEdit).setFocus(Qt.FocusReason.TabFocusReason)
    assert not ring(window).isVisible()


def test_follows_its_button(window: QWidget) -> None:
    tab()
    window.resize(500, 400)
    QApplication.processEvents()
    assert ring(window).geometry().contains(buttons(window)[0].geometry())


def test_goes_with_its_button(window: QWidget) -> None:
    tab()
    buttons(window)[0].hide()
    assert not ring(window).geometry().contains(buttons(window)[0].geometry()) or (
        not ring(window).isVisible()
    )


def test_button_that_is_deleted_takes_it_along(window: QWidget) -> None:
    tab()
    gone = buttons(window)[0]
    gone.setParent(None)
    gone.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    QApplication.processEvents()
    tab()
    assert len(buttons(window)) == 1


def test_mouse_goes_through_it(window: QWidget) -> None:
    tab()
    place = buttons(window)[0].mapTo(window, QPoint(5, 5))
    assert window.childAt(place) is buttons(window)[0]


async def test_sending_by_mouse_shows_none(desk: Desk, qapp: QApplication) -> None:
    desk.window.follow_focus(qapp)
    ring = desk.window.findChild(FocusRing)
    desk.type("Hello")
    desk.click("send_button")
    await desk.answered()
    assert not ring.isVisible()
    assert desk.field.hasFocus()
