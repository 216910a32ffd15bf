from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Message, Role, Status
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.laid.table import LaidTable
from desktop_app.ui.chat.transcript.places import Place
from desktop_app.ui.chat.transcript.row_text import LEFT as TEXT
from desktop_app.ui.chat.transcript.view import Transcript
from tests.ui.chat.transcript.laying_out import WORDS, answered, branch
from tests.ui.painted import control

LEFT = Qt.MouseButton.LeftButton
TWO_LINKS = "[one](https://one.org) and [two](https://two.org)"
ROW = "| " + " | ".join(f"[link number {n}](https://h{n}.org/)" for n in range(14)) + " |\n"
WIDE = "| " + " | ".join(f"column number {n} with words" for n in range(14)) + " |\n"
WIDE += "|" + "---|" * 14 + "\n"


@pytest.fixture
def transcript(show: Callable[..., None]) -> Transcript:
    made = Transcript()
    show(made, 900, 500)
    return made


def show_answer(transcript: Transcript, text: str, **values: object) -> Message:
    message = answered(text, **values)
    transcript.show_messages([(message, "Model")])
    return message


def press(transcript: Transcript, point: QPointF) -> None:
    QTest.mousePress(transcript.viewport(), LEFT, pos=point.toPoint())


def move(transcript: Transcript, point: QPointF) -> None:
    QTest.mouseMove(transcript.viewport(), point.toPoint())


def release(transcript: Transcript, point: QPointF) -> None:
    QTest.mouseRelease(transcript.viewport(), LEFT, pos=point.toPoint())


def word(transcript: Transcript, place: Place) -> QPointF:
    """Return a point within the first letter behind a place."""
    area = transcript.caret_area(place)
    assert area is not None
    return area.center() + QPointF(2, 0)


class TestLinks:
    def test_one_opens_where_it_was_pressed_and_let_go(
        self, transcript: Transcript, qtbot: QtBot
    ) -> None:
        show_answer(transcript, TWO_LINKS)
        point = control(transcript, 0, Kind.LINK).area.center()
        press(transcript, point)
        with qtbot.waitSignal(transcript.link_activated) as told:
            release(transcript, point)
        assert told.args == ["https://one.org"]

    @pytest.mark.parametrize("pressed", ["the other link", "other words", "a control"])
    def test_one_that_was_not_pressed_does_not_open(
        self, transcript: Transcript, qtbot: QtBot, pressed: str
    ) -> None:
        show_answer(transcript, TWO_LINKS)
        one, two = (control(transcript, 0, Kind.LINK, nth).area.center() for nth in (0, 1))
        points = {
            "the other link": two,
            "other words": word(transcript, Place(0, 0, 0, 5)),
            "a control": control(transcript, 0, Kind.COPY).area.center(),
        }
        with qtbot.assertNotEmitted(transcript.link_activated):
            press(transcript, points[pressed])
            # Nothing may be selected by the way, which would open nothing by itself.
            transcript.select(None)
            release(transcript, one)

    def test_what_is_scrolled_out_of_a_table_is_not_pressed_beside_it(
        self, transcript: Transcript, qtbot: QtBot
    ) -> None:
        transcript.resize(1500, 500)
        show_answer(transcript, WIDE + ROW)
        row = transcript.rows.at(0)
        assert row is not None
        block = row.block(0)
        assert block is not None
        corner = transcript.flow.corner(0) + QPointF(TEXT, row.block_top(0))
        hidden = [
            area.center() + corner
            for piece, start, end, _address in block.links()
            for area in block.rects(piece, start, end)
        ]
        edge = transcript.flow.left + transcript.flow.width
        beside = [point for point in hidden if edge < point.x() < transcript.viewport().width()]
        assert beside
        with qtbot.assertNotEmitted(transcript.link_activated):
            for point in beside:
                press(transcript, point)
                release(transcript, point)


class TestAnotherBranch:
    def test_a_control_that_was_pressed_before_does_nothing(
        self, transcript: Transcript, qtbot: QtBot
    ) -> None:
        show_answer(transcript, "Some words.", status=Status.STOPPED)
        point = control(transcript, 0, Kind.AGAIN).area.center()
        with qtbot.assertNotEmitted(transcript.again):
            press(transcript, point)
            show_answer(transcript, "Some words.", status=Status.STOPPED)
            release(transcript, point)

    def test_nor_does_one_of_a_message_in_whose_place_is_another(
        self, transcript: Transcript, qtbot: QtBot
    ) -> None:
        before = show_answer(transcript, "Some words.", status=Status.STOPPED)
        point = control(transcript, 0, Kind.AGAIN).area.center()
        with qtbot.assertNotEmitted(transcript.again):
            press(transcript, point)
            transcript.cut(0)
            transcript.add_message(replace(before, id="other"), "Model")
            assert control(transcript, 0, Kind.AGAIN).area.contains(point)
            release(transcript, point)

    def test_what_was_being_selected_is_selected_no_further(self, transcript: Transcript) -> None:
        show_answer(transcript, WORDS)
        press(transcript, word(transcript, Place(0, 0, 0, 3)))
        show_answer(transcript, WORDS)
        move(transcript, word(transcript, Place(0, 0, 0, 20)))
        assert transcript.selection is None


class TestHovering:
    def test_what_is_scrolled_under_the_pointer_is_lit(
        self, transcript: Transcript, qtbot: QtBot
    ) -> None:
        transcript.show_messages(branch(40))
        transcript.scroll_by(-2000)
        point = QPointF(400, 250)
        move(transcript, point)
        before = transcript.touch.row
        transcript.scroll_by(-1000)
        qtbot.waitUntil(lambda: transcript.touch.row == transcript.row_at(point.y()))
        assert transcript.touch.row < before

    def test_so_is_the_shape_of_the_pointer(self, transcript: Transcript, qtbot: QtBot) -> None:
        text = f"[a link](https://a.org)\n\n{WORDS * 100}"
        transcript.show_messages([(answered(text), "Model")])
        transcript.to_top()
        point = control(transcript, 0, Kind.LINK).area.center()
        move(transcript, point)
        cursor = transcript.viewport().cursor
        assert cursor().shape() == Qt.CursorShape.PointingHandCursor
        transcript.scroll_by(300)
        qtbot.waitUntil(lambda: cursor().shape() == Qt.CursorShape.IBeamCursor)

    def test_nothing_is_lit_once_the_pointer_has_left(self, transcript: Transcript) -> None:
        transcript.show_messages(branch(40))
        move(transcript, QPointF(400, 250))
        QApplication.sendEvent(transcript.viewport(), QEvent(QEvent.Type.Leave))
        transcript.scroll_by(-1000)
        QTest.qWait(100)
        assert transcript.touch.row == -1


class TestWheel:
    def turn(self, transcript: Transcript, *angles: int) -> None:
        for angle in angles:
            QTest.wheelEvent(
                transcript.window().windowHandle(),
                QPointF(300, 200),
                QPoint(0, angle),
                QPoint(),
                Qt.KeyboardModifier.ControlModifier,
            )

    def test_many_small_turns_are_one_step_of_the_zoom(self, transcript: Transcript) -> None:
        self.turn(transcript, *[8] * 14)
        assert transcript.workplace.zoom == 1.0
        self.turn(transcript, 8)
        assert transcript.workplace.zoom == 1.1
        self.turn(transcript, *[-8] * 15)
        assert transcript.workplace.zoom == 1.0

    def test_two_notches_at_once_are_two_steps(self, transcript: Transcript) -> None:
        self.turn(transcript, 240)
        assert transcript.workplace.zoom == 1.25

    def test_turning_back_counts_from_there(self, transcript: Transcript) -> None:
        self.turn(transcript, 112, -120)
        assert transcript.workplace.zoom == 0.9


def test_a_bar_goes_on_to_be_dragged_while_its_table_grows(
    transcript: Transcript, qtbot: QtBot
) -> None:
    message = Message("c", Role.ASSISTANT, status=Status.INTERRUPTED)
    transcript.show_messages([(message, "Model")])
    transcript.resume(message.id, WIDE + ROW)

    def table() -> LaidTable:
        row = transcript.rows.at(0)
        block = None if row is None else row.block(0)
        assert block is not None
        assert block.table is not None
        return block.table

    row = transcript.rows.at(0)
    assert row is not None
    corner = transcript.flow.corner(0) + QPointF(TEXT, row.block_top(0))
    bar = table().bar_area.translated(corner).center() - QPointF(200, 0)
    press(transcript, bar)
    move(transcript, bar + QPointF(50, 0))
    offset, before = table().sideways.offset, table()
    assert offset > 0
    transcript.grow("| more |")
    qtbot.waitUntil(lambda: table() is not before)
    assert table().sideways.offset == offset
    move(transcript, bar + QPointF(100, 0))
    assert table().sideways.offset > offset
    release(transcript, bar)


class TestOffered:
    @pytest.fixture
    def offered(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Return what was offered to who pastes with the middle button."""
        found: list[str] = []

        def keep(_clipboard: QClipboard, text: str, mode: QClipboard.Mode) -> None:
            assert mode is QClipboard.Mode.Selection
            found.append(text)

        monkeypatch.setattr(QClipboard, "supportsSelection", lambda _clipboard: True)
        monkeypatch.setattr(QClipboard, "setText", keep)
        return found

    def test_what_was_selected_by_dragging_is_offered_once(
        self, transcript: Transcript, offered: list[str]
    ) -> None:
        show_answer(transcript, "Some words to read.")
        press(transcript, word(transcript, Place(0, 0, 0, 0)) - QPointF(2, 0))
        end = word(transcript, Place(0, 0, 0, 10)) - QPointF(2, 0)
        move(transcript, end)
        release(transcript, end)
        assert offered == ["Some words"]

    def test_pressing_something_else_offers_nothing_again(
        self, transcript: Transcript, offered: list[str]
    ) -> None:
        show_answer(transcript, "Some words.", reasoning="Thoughts.")
        transcript.select_all()
        point = control(transcript, 0, Kind.FOLD).area.center()
        press(transcript, point)
        release(transcript, point)
        assert offered == []

    def test_a_few_words_of_a_giant_are_offered_but_not_all_of_it(
        self, transcript: Transcript, offered: list[str]
    ) -> None:
        show_answer(transcript, f"{WORDS}\n\n" * 2000)
        transcript.select_all()
        transcript.offer_selection()
        assert offered == []
        last = transcript.flow.place_at(QPointF(transcript.flow.left + 60, 200))
        transcript.select(transcript.unit_at(last, 2))
        transcript.offer_selection()
        assert len(offered) == 1
        assert offered[0] in WORDS
