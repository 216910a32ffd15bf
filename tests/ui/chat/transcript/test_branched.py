"""Versions of messages on the painted page, and what is pointed out on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Message
from desktop_app.ui import theme
from desktop_app.ui.chat.transcript.controls import Touch
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.versions import VersionOf
from desktop_app.ui.chat.transcript.view import Transcript
from tests.ui.chat.transcript.laying_out import answered, asked, branch
from tests.ui.painted import control


@pytest.fixture
def transcript(show: Callable[..., None]) -> Transcript:
    made = Transcript()
    show(made, 800, 500)
    return made


def picture(transcript: Transcript, area: QRect) -> QImage:
    return transcript.viewport().grab(area).toImage()


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def knot(transcript: Transcript, number: int) -> QImage:
    """Return the picture of the knot of a message."""
    row = transcript.rows.at(number)
    assert row is not None
    corner = transcript.flow.corner(number) + QPointF(-2, row.header.center().y() - 8)
    return picture(transcript, QRect(corner.toPoint(), QSize(24, 24)))


@pytest.mark.parametrize("make", [asked, answered])
def test_a_knot_says_that_there_are_other_versions(
    transcript: Transcript, make: Callable[..., Message]
) -> None:
    message = make("Words")
    transcript.show_messages([(asked("First"), "You"), (message, "Somebody")])
    alone = knot(transcript, 1)
    transcript.show_versions({message.id: VersionOf(1, 2)})
    assert knot(transcript, 1) != alone
    transcript.show_versions({message.id: None})
    assert knot(transcript, 1) == alone


def test_versions_of_messages_that_are_not_here_are_nobodys(transcript: Transcript) -> None:
    transcript.show_messages(branch(2))
    transcript.show_versions({"gone": VersionOf(1, 2)})
    assert transcript.versioned is None


def test_screen_readers_are_told_once(transcript: Transcript, qtbot: QtBot) -> None:
    messages = branch(2)
    transcript.show_messages(messages)
    places = {messages[1][0].id: VersionOf(1, 2)}
    with qtbot.waitSignal(transcript.renamed) as told:
        transcript.show_versions(places)
    assert told.args == [messages[1][0].id]
    with qtbot.assertNotEmitted(transcript.renamed):
        transcript.show_versions(places)


def test_the_message_at_hand_is_that_of_the_keyboard_or_the_last(transcript: Transcript) -> None:
    messages = branch(6)
    transcript.show_messages(messages)
    ids = [message.id for message, _author in messages]
    transcript.show_versions({ids[1]: VersionOf(1, 2), ids[3]: VersionOf(2, 2)})
    assert transcript.versioned == ids[3]
    transcript.setFocus()
    transcript.focus_row(1)
    assert transcript.versioned == ids[1]
    transcript.focus_row(0)
    assert transcript.versioned == ids[3]


def test_what_is_pointed_out_is_tinted_for_a_moment(transcript: Transcript, qtbot: QtBot) -> None:
    message = answered("Words")
    transcript.show_messages([(message, "Model")])
    row = transcript.rows.at(0)
    assert row is not None
    soft = theme.colours().accent_soft.lower()
    area = row.box.translated(transcript.flow.corner(0)).toRect()
    assert soft not in colours(picture(transcript, area))
    transcript.point_out(message.id)
    assert soft in colours(picture(transcript, area))
    qtbot.waitUntil(lambda: not row.pointed_out)
    assert soft not in colours(picture(transcript, area))
    transcript.point_out("gone")


def test_a_message_stands_where_another_one_stood(transcript: Transcript) -> None:
    transcript.show_messages(branch(20))
    touch = Touch(focused_row=7)
    transcript.stand(7, 123, touch)
    assert transcript.flow.row_top(7) == 123
    assert transcript.touch is touch
    assert not transcript.flow.following


def test_a_rating_stays_seen_and_other_thumbs_do_not(transcript: Transcript) -> None:
    transcript.show_messages([(answered("Words", rating=1), "Model")])
    soft = theme.colours().accent_soft.lower()
    good, bad = (control(transcript, 0, kind) for kind in (Kind.GOOD, Kind.BAD))
    assert soft in colours(picture(transcript, good.area.toRect()))
    page = {theme.colours().window.lower()}
    assert colours(picture(transcript, bad.area.toRect())) == page
    transcript.touch.row = 0
    transcript.viewport().update()
    assert colours(picture(transcript, bad.area.toRect())) != page


def test_what_can_not_be_done_now_does_nothing_and_looks_so(
    transcript: Transcript, qtbot: QtBot
) -> None:
    message = asked("Words")
    transcript.show_messages([(message, "You")])
    transcript.set_busy(True)
    edit = control(transcript, 0, Kind.EDIT)
    with qtbot.assertNotEmitted(transcript.acted):
        transcript.do(edit)
    transcript.touch.row, transcript.touch.hovered = 0, edit.key
    seen = colours(picture(transcript, edit.area.toRect()))
    assert theme.colours().hover.lower() not in seen
    transcript.set_busy(False)
    with qtbot.waitSignal(transcript.acted) as told:
        transcript.do(control(transcript, 0, Kind.EDIT))
    assert told.args == [message.id, Kind.EDIT]
    seen = colours(picture(transcript, edit.area.toRect()))
    assert theme.colours().hover.lower() in seen


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_F2])
def test_an_answer_that_is_written_is_not_worked_on_by_key(
    transcript: Transcript, qtbot: QtBot, key: Qt.Key
) -> None:
    transcript.show_messages([(asked("Words"), "You")])
    transcript.add_message(answered("", parent="x"), "Model", live=True)
    transcript.setFocus()
    transcript.focus_row(1)
    with qtbot.assertNotEmitted(transcript.acted):
        qtbot.keyClick(transcript, key)
    transcript.focus_row(0)
    with qtbot.waitSignal(transcript.acted):
        qtbot.keyClick(transcript, key)
