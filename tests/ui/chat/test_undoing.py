from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop_app.core.errors import AppError
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.undo_bar import SHOWN_MS, UndoBar
from desktop_app.ui.chat.undoing import KEPT, Undoing
from desktop_app.ui.tasks import Tasks
from tests.ui.desk import Desk, click, until


class Clock:
    """Seconds as a test sets them."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Done:
    """Things that were done, each of which can be taken back."""

    def __init__(self, undoing: Undoing) -> None:
        self._undoing = undoing
        self.taken_back: list[str] = []

    def do(self, name: str) -> None:
        async def undo() -> None:
            self.taken_back.append(name)

        self._undoing.offer(f"Deleted “{name}”.", undo)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pane(show: Callable[..., None]) -> ChatPane:
    made = ChatPane()
    show(made)
    made.show_empty(empty=False)
    return made


@pytest.fixture
def undoing(pane: ChatPane, clock: Clock) -> Undoing:
    return Undoing(pane, Tasks(), clock)


@pytest.fixture
def done(undoing: Undoing) -> Done:
    return Done(undoing)


def bar(pane: QWidget) -> UndoBar:
    found = pane.findChild(UndoBar)
    assert found is not None
    return found


async def test_bar_takes_back_by_a_click(pane: ChatPane, undoing: Undoing, done: Done) -> None:
    done.do("Trip notes")
    assert bar(pane).isVisible()
    assert bar(pane).accessibleName() == "Deleted “Trip notes”."
    click(bar(pane).button)
    assert bar(pane).isHidden()
    await until(lambda: done.taken_back == ["Trip notes"])
    assert undoing.words == ""


async def test_the_last_is_taken_back_first(undoing: Undoing, done: Done) -> None:
    done.do("a")
    done.do("b")
    assert undoing.words == "Deleted “b”."
    undoing.undo_last()
    assert undoing.words == "Deleted “a”."
    undoing.undo_last()
    undoing.undo_last()
    await until(lambda: done.taken_back == ["b", "a"])


async def test_bar_takes_back_what_it_says_and_only_once(pane: ChatPane, done: Done) -> None:
    done.do("a")
    done.do("b")
    bar(pane).undo_wanted.emit()
    bar(pane).undo_wanted.emit()
    await until(lambda: done.taken_back == ["b"])


def test_nothing_is_kept_longer_than_an_hour(undoing: Undoing, done: Done, clock: Clock) -> None:
    done.do("a")
    clock.now += KEPT / 2
    done.do("b")
    clock.now += KEPT / 2
    assert undoing.words == "Deleted “b”."
    clock.now += KEPT / 2
    assert undoing.words == ""
    undoing.undo_last()
    assert done.taken_back == []


def test_what_is_gone_for_good_is_not_offered(pane: ChatPane, undoing: Undoing, done: Done) -> None:
    done.do("a")
    undoing.forget()
    assert undoing.words == ""
    assert bar(pane).isHidden()


def test_changes_are_told(undoing: Undoing, done: Done) -> None:
    told: list[str] = []
    undoing.changed.connect(lambda: told.append(undoing.words))
    done.do("a")
    undoing.forget()
    assert told == ["Deleted “a”.", ""]


async def test_what_fails_can_be_tried_again(pane: ChatPane) -> None:
    told: list[AppError] = []
    undoing = Undoing(pane, Tasks(told.append))

    async def fails() -> None:
        raise AppError("It broke")

    undoing.offer("Deleted.", fails)
    undoing.undo_last()
    await until(lambda: told)
    assert undoing.words == "Deleted."


def test_bar_stands_between_transcript_and_composer(pane: ChatPane, done: Done) -> None:
    low = pane.transcript.geometry().bottom()
    done.do("a")
    assert pane.transcript.geometry().bottom() < bar(pane).geometry().top()
    assert bar(pane).geometry().bottom() < pane.composer.geometry().top()
    bar(pane).close_bar()
    assert pane.transcript.geometry().bottom() == low


def test_time_stands_still_under_pointer_and_focus(pane: ChatPane, done: Done) -> None:
    done.do("a")
    shown, place = bar(pane), QPointF(5, 5)
    # Wherever the pointer was left by another test.
    shown.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    shown.leaveEvent(QEnterEvent(place, place, place))
    assert shown.is_counting
    assert SHOWN_MS - 1000 < shown._timer.interval() <= SHOWN_MS
    shown.button.setFocus()
    assert not shown.is_counting
    pane.composer.field.setFocus()
    assert shown.is_counting
    shown.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=True)
    QApplication.sendEvent(shown, QEnterEvent(place, place, place))
    assert not shown.is_counting
    done.do("b")
    assert not shown.is_counting
    shown.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    shown.leaveEvent(QEnterEvent(place, place, place))
    assert shown.is_counting


def test_it_goes_by_itself_and_is_still_offered(
    pane: ChatPane, undoing: Undoing, done: Done
) -> None:
    done.do("a")
    bar(pane)._timer.timeout.emit()
    assert bar(pane).isHidden()
    assert undoing.words == "Deleted “a”."


def test_focus_goes_back_to_the_composer(pane: ChatPane, done: Done) -> None:
    done.do("a")
    pane.composer.field.setFocus()
    QTest.keyClick(pane.composer.field, Qt.Key.Key_Tab)
    assert bar(pane).button.hasFocus()
    bar(pane).close_bar()
    assert pane.composer.field.hasFocus()


CTRL = Qt.KeyboardModifier.ControlModifier


async def test_key_works_where_no_field_has_something_to_undo(desk: Desk) -> None:
    done = Done(desk.page.undoing)
    done.do("a")
    desk.type("x")
    desk.press(Qt.Key.Key_Z, CTRL, desk.field)
    assert desk.page.pane.composer.text == ""
    assert done.taken_back == []
    desk.press(Qt.Key.Key_Z, CTRL, desk.field)
    await until(lambda: done.taken_back == ["a"])
    done.do("b")
    desk.find("new_chat_button").setFocus()
    desk.press(Qt.Key.Key_Z, CTRL)
    await until(lambda: done.taken_back == ["a", "b"])


async def test_a_line_keeps_its_own_undo(desk: Desk) -> None:
    done = Done(desk.page.undoing)
    field = desk.find("conversation_filter", QLineEdit)
    desk.page.undoing.watch(field)
    done.do("a")
    field.setFocus()
    QTest.keyClicks(field, "x")
    desk.press(Qt.Key.Key_Z, CTRL, field)
    assert (field.text(), done.taken_back) == ("", [])
    desk.press(Qt.Key.Key_Z, CTRL, field)
    await until(lambda: done.taken_back == ["a"])
