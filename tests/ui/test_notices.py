from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, Failure
from desktop_app.ui import theme
from desktop_app.ui.notices import Action, Notice
from tests.ui.desk import click

FAILURE = Failure("It <b>broke</b>", "Try *again* later.", "Errno 5: <i>io</i>", "broke")


@pytest.fixture
def place(show: Callable[..., None]) -> QWidget:
    made = QWidget()
    show(made, 600, 400)
    return made


def shown(notice: Notice, width: int = 500) -> Notice:
    notice.resized.connect(lambda: notice.resize(width, notice.height_for(width)))
    notice.resize(width, notice.height_for(width))
    notice.show()
    return notice


def words(notice: Notice) -> list[str]:
    return [label.text() for label in notice.findChildren(QLabel) if label.isVisible()]


def button(notice: Notice, text: str) -> QAbstractButton:
    return next(
        b for b in notice.findChildren(QAbstractButton) if text in (b.text(), b.accessibleName())
    )


@pytest.mark.parametrize("failure", [FAILURE, AppError("It <b>broke</b>", "Try *again* later.")])
def test_tells_in_plain_text(place: QWidget, failure: Failure | AppError) -> None:
    notice = shown(Notice(failure, [], "warning", place))
    assert words(notice) == ["It <b>broke</b>", "Try *again* later."]
    assert notice.accessibleName() == "It <b>broke</b>. Try *again* later."
    for label in notice.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_values_are_filled_in(place: QWidget) -> None:
    error = AppError("No room in {folder}", "Empty {folder}.", folder="/data/{x}")
    notice = shown(Notice(error, [], "warning", place))
    assert words(notice) == ["No room in /data/{x}", "Empty /data/{x}."]


def test_details_are_folded_away(place: QWidget) -> None:
    notice = shown(Notice(FAILURE, [], "warning", place))
    assert FAILURE.detail not in words(notice)
    low = notice.height()
    click(button(notice, "Details"))
    assert FAILURE.detail in words(notice)
    assert notice.height() > low
    detail = next(x for x in notice.findChildren(QLabel) if x.text() == FAILURE.detail)
    assert detail.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    click(button(notice, "Details"))
    assert FAILURE.detail not in words(notice)
    assert notice.height() == low


def test_without_details_there_is_no_button_for_them(place: QWidget) -> None:
    notice = shown(Notice(Failure("It broke"), [], "warning", place))
    assert notice.findChildren(QAbstractButton) == []
    assert words(notice) == ["It broke"]


def test_ways_out(place: QWidget) -> None:
    taken: list[str] = []
    actions = [
        Action("Try again", lambda: taken.append("again"), primary=True),
        Action("Elsewhere", lambda: taken.append("elsewhere")),
    ]
    notice = shown(Notice(FAILURE, actions, "warning", place))
    click(button(notice, "Elsewhere"))
    click(button(notice, "Try again"))
    assert taken == ["elsewhere", "again"]
    assert button(notice, "Try again").property("kind") == "primary"


def test_can_be_closed_where_it_may(place: QWidget, qtbot: QtBot) -> None:
    notice = shown(Notice(FAILURE, [], "danger", place, closable=True))
    with qtbot.waitSignal(notice.dismissed):
        click(button(notice, "Close this notice"))


def test_opens_no_window_of_its_own(place: QWidget) -> None:
    """Not even for a moment: it would take the focus from whoever is typing."""
    before = len(QGuiApplication.topLevelWindows())
    notices = [shown(Notice(FAILURE, [], "warning", place)) for _ in range(5)]
    QApplication.processEvents()
    assert len(QGuiApplication.topLevelWindows()) == before
    assert place.isActiveWindow()
    assert len(notices) == 5


@pytest.mark.parametrize("width", [200, 900])
def test_long_words_have_room(place: QWidget, width: int) -> None:
    failure = Failure("A long title " * 10, "Long advice. " * 30, "x" * 50)
    notice = shown(Notice(failure, [], "warning", place), width)
    notice.layout().activate()
    for label in notice.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize(
    ("tone", "fill"),
    [("warning", "warning_soft"), ("danger", "danger_soft"), ("success", "positive_soft")],
)
def test_tone_is_a_colour_of_both_themes(
    place: QWidget, qapp: QApplication, tone: str, fill: str
) -> None:
    notice = shown(Notice(FAILURE, [], tone, place))
    for name in ("light", "dark"):
        theme.apply(qapp, name)
        image = notice.grab().toImage()
        seen = image.pixelColor(6, image.height() // 2).name()
        assert seen == getattr(theme.colours(), fill).lower()


def test_buttons_wrap_where_it_is_narrow(place: QWidget) -> None:
    actions = [Action(label, lambda: None) for label in ("Choose another one", "Try once more")]
    notice = Notice(FAILURE, actions, "warning", place)
    assert notice.height_for(240) > notice.height_for(500)
    shown(notice, 240)
    edges = [each.geometry().right() for each in notice.findChildren(QAbstractButton)]
    assert max(edges) < 240


def test_a_remark_is_one_line_with_what_can_be_done(place: QWidget) -> None:
    taken: list[str] = []
    remark = Failure("Six messages are not sent.", code="remark")
    action = Action("Send them", lambda: taken.append("sent"))
    notice = shown(Notice(remark, [action], "info", place, closable=True))
    assert notice.height() == 40
    send, close = button(notice, "Send them"), button(notice, "Close this notice")
    assert send.geometry().right() < close.geometry().left()
    click(send)
    assert taken == ["sent"]
