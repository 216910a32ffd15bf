from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop_app.core.conversation import Message, Role, Status
from desktop_app.core.errors import Failure
from desktop_app.ui import theme
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.places import Place
from desktop_app.ui.chat.transcript.view import Transcript
from tests.ui.desk import click
from tests.ui.painted import (
    click_at,
    control,
    last_row,
    notice_button,
    press,
    rows,
    shown_text,
    words,
)

LONG = "Several words that fill a line or two of the transcript. " * 12


def talk(count: int) -> list[tuple[Message, str]]:
    """Return a dialogue of `count` messages with the names of their authors."""
    found: list[tuple[Message, str]] = []
    parent: str | None = None
    for number in range(count):
        role = Role.ASSISTANT if number % 2 else Role.USER
        message = Message("c", role, f"{number}: {LONG}", parent=parent)
        parent = message.id
        found.append((message, "You" if role is Role.USER else "Model"))
    return found


def answer(text: str, **values: object) -> list[tuple[Message, str]]:
    return [(replace(Message("c", Role.ASSISTANT, text), **values), "Model")]


@pytest.fixture
def transcript(show: Callable[..., None]) -> Transcript:
    made = Transcript()
    show(made, 900, 500)
    return made


@pytest.fixture
def growing(transcript: Transcript) -> Message:
    """Return a live message at the end of a dialogue that is higher than the window."""
    transcript.show_messages(talk(7))
    message = Message("c", Role.ASSISTANT, parent="p", status=Status.INTERRUPTED)
    transcript.add_message(message, "Model", live=True)
    return message


def to_bottom(transcript: Transcript) -> QAbstractButton:
    return transcript.findChild(QAbstractButton, "to_bottom_button")


def grow(transcript: Transcript, text: str, qtbot: QtBot) -> None:
    before = transcript.messages[-1].text
    transcript.grow(text)
    qtbot.waitUntil(lambda: transcript.messages[-1].text == before + text)


def is_at_bottom(transcript: Transcript) -> bool:
    bar = transcript.verticalScrollBar()
    return bar.value() == bar.maximum() == transcript.flow.end


def wheel(transcript: Transcript, angle: int) -> None:
    window = transcript.window()
    place = transcript.viewport().mapTo(window, transcript.viewport().rect().center())
    QTest.wheelEvent(window.windowHandle(), place, QPoint(0, angle))


def image(transcript: Transcript) -> QImage:
    return transcript.viewport().grab().toImage()


def reader_sees(transcript: Transcript) -> tuple[int, int, int]:
    """Return the message and the block at the top of the view, and where the block stands."""
    shown = next(iter(transcript.flow.shown()))
    assert shown.row is not None
    block, top = shown.row.block_at(-shown.y)
    return shown.number, block, shown.y + top


def test_shows_messages_in_their_order_at_the_end(transcript: Transcript) -> None:
    messages = talk(9)
    transcript.show_messages(messages)
    assert transcript.messages == [m for m, _ in messages]
    numbers = [shown.number for shown in transcript.flow.shown()]
    assert numbers == list(range(numbers[0], 9))
    assert is_at_bottom(transcript)
    assert not to_bottom(transcript).isVisible()


@pytest.mark.parametrize("width", [480, 1300, 700])
def test_messages_do_not_overlap_at_any_width(transcript: Transcript, width: int) -> None:
    transcript.show_messages(talk(5))
    transcript.resize(width, 500)
    for upper, lower in itertools.pairwise(transcript.flow.shown()):
        assert upper.row is not None
        assert lower.y == upper.y + upper.row.height
    assert is_at_bottom(transcript)


def test_follows_while_the_reader_is_at_the_bottom(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    for _ in range(4):
        grow(transcript, LONG, qtbot)
        assert is_at_bottom(transcript)
    assert not to_bottom(transcript).isVisible()


@pytest.mark.parametrize("how", ["wheel", "page up", "home", "scroll bar"])
def test_stays_where_the_reader_has_scrolled_to(
    transcript: Transcript, growing: Message, qtbot: QtBot, how: str
) -> None:
    grow(transcript, LONG, qtbot)
    bar = transcript.verticalScrollBar()
    if how == "wheel":
        wheel(transcript, 240)
    elif how == "page up":
        QTest.keyClick(transcript, Qt.Key.Key_PageUp)
    elif how == "home":
        QTest.keyClick(transcript, Qt.Key.Key_Home)
    else:
        middle = QPoint(bar.width() // 2, 3)
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=middle)
    QApplication.processEvents()
    there = bar.value()
    assert there < bar.maximum()
    for _ in range(3):
        grow(transcript, LONG, qtbot)
    assert bar.value() == there
    assert to_bottom(transcript).isVisible()
    whole = replace(growing, text=transcript.messages[-1].text, status=Status.COMPLETE)
    transcript.end_message(whole)
    assert bar.value() == there


def test_button_leads_back_and_it_follows_again(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    wheel(transcript, 1200)
    grow(transcript, LONG, qtbot)
    button = to_bottom(transcript)
    assert button.accessibleName().startswith("To the bottom: 1 new message")
    click(button)
    assert is_at_bottom(transcript)
    assert not button.isVisible()
    grow(transcript, LONG, qtbot)
    assert is_at_bottom(transcript)


def test_end_key_leads_back(transcript: Transcript, growing: Message, qtbot: QtBot) -> None:
    QTest.keyClick(transcript, Qt.Key.Key_Home)
    grow(transcript, LONG, qtbot)
    QTest.keyClick(transcript, Qt.Key.Key_End)
    grow(transcript, LONG, qtbot)
    assert is_at_bottom(transcript)


def test_scrolling_down_to_the_end_follows_again(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    wheel(transcript, 120)
    for _ in range(5):
        wheel(transcript, -120)
    grow(transcript, LONG, qtbot)
    assert is_at_bottom(transcript)


def test_button_stays_at_the_edge_while_text_grows_below(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    wheel(transcript, 600)
    place = to_bottom(transcript).pos()
    grow(transcript, LONG, qtbot)
    assert to_bottom(transcript).pos() == place


def test_question_of_the_user_is_shown_wherever_the_reader_was(transcript: Transcript) -> None:
    messages = talk(8)
    transcript.show_messages(messages)
    wheel(transcript, 1200)
    question = Message("c", Role.USER, "And now?", parent=messages[-1][0].id)
    transcript.add_message(question, "You")
    assert is_at_bottom(transcript)


class _Paints(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_deltas_are_joined_before_they_are_painted(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    paints = _Paints()
    transcript.viewport().installEventFilter(paints)
    for number in range(1000):
        transcript.grow(f"{number} ")
        if number % 100 == 0:
            QApplication.processEvents()
    expected = "".join(f"{number} " for number in range(1000))
    qtbot.waitUntil(lambda: transcript.messages[-1].text == expected)
    qtbot.wait(50)
    assert shown_text(last_row(transcript)).split() == expected.split()
    assert 0 < paints.count <= 60


def test_what_is_moved_and_painted_in_parts_looks_as_painted_anew(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    markdown = "# Head\n\nSome **words** and `code`.\n\n- one\n- two\n\n```py\nx = 1\n```\n\n"
    for start in range(0, len(markdown * 4), 9):
        grow(transcript, (markdown * 4)[start : start + 9], qtbot)
    transcript.end_message(
        replace(growing, text=transcript.messages[-1].text, status=Status.COMPLETE)
    )
    for angle in (120, 240, -120, -600):
        wheel(transcript, angle)
        QApplication.processEvents()
        window = transcript.window()
        seen = window.screen().grabWindow(window.winId()).toImage()
        wanted = window.grab().toImage()
        assert seen.convertToFormat(wanted.format()) == wanted


def test_final_state_loses_no_text_that_waits(transcript: Transcript, growing: Message) -> None:
    transcript.grow("one")
    transcript.end_message(replace(growing, text="one two", status=Status.STOPPED))
    assert shown_text(last_row(transcript)) == "one two"
    QTest.qWait(40)
    assert shown_text(last_row(transcript)) == "one two"


def test_what_is_laid_out_stays_when_the_answer_ends(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    grow(transcript, "# Head\n\nSome words.\n\nMore", qtbot)
    row = last_row(transcript)
    laid = row.block(0)
    transcript.grow(" and the end.")
    whole = "# Head\n\nSome words.\n\nMore and the end."
    transcript.end_message(replace(growing, text=whole, status=Status.COMPLETE))
    assert row.block(0) is laid
    assert shown_text(row).endswith("More and the end.")


def test_a_mood_that_comes_while_it_grows_does_not_end_it(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    grow(transcript, "one", qtbot)
    transcript.change_message(replace(growing, text="on"))
    grow(transcript, " two", qtbot)
    assert shown_text(last_row(transcript)) == "one two"


def test_resumed_message_goes_on_growing(transcript: Transcript, qtbot: QtBot) -> None:
    messages = talk(2)
    transcript.show_messages(messages)
    transcript.resume(messages[-1][0].id, "so far")
    grow(transcript, ", and more", qtbot)
    assert transcript.messages[-1].text == "so far, and more"


def test_resuming_or_changing_what_is_not_shown_does_nothing(transcript: Transcript) -> None:
    messages = talk(2)
    transcript.show_messages(messages)
    transcript.resume("gone", "text")
    transcript.change_message(replace(messages[0][0], id="gone"))
    transcript.grow("for nobody")
    QTest.qWait(30)
    assert transcript.messages == [m for m, _ in messages]


def test_text_of_another_conversation_never_lands_here(transcript: Transcript) -> None:
    transcript.show_messages(talk(1))
    transcript.add_message(Message("c", Role.ASSISTANT), "Model", live=True)
    transcript.grow("old")
    transcript.show_messages(talk(2))
    QTest.qWait(40)
    assert all("old" not in m.text for m in transcript.messages)


def test_what_is_cut_off_leaves_no_gap(transcript: Transcript) -> None:
    messages = talk(4)
    transcript.show_messages(messages)
    total = transcript.rows.heights.total
    transcript.cut(2)
    assert transcript.rows.heights.total < total
    assert transcript.messages == [message for message, _author in messages[:2]]
    assert last_row(transcript).last


def test_what_grows_is_not_shown_any_more_once_it_is_cut_off(transcript: Transcript) -> None:
    transcript.show_messages(talk(1))
    transcript.add_message(Message("c", Role.ASSISTANT, id="a"), "Model", live=True)
    assert transcript.is_growing("a")
    transcript.grow("old")
    transcript.cut(1)
    assert not transcript.is_growing("a")
    transcript.add_message(Message("c", Role.ASSISTANT, id="b"), "Model", live=True)
    assert transcript.is_growing("b")
    QTest.qWait(40)
    assert transcript.messages[-1].text == ""


class TestScrolling:
    @pytest.mark.parametrize(
        ("key", "distance"),
        [
            (Qt.Key.Key_Up, -46),
            (Qt.Key.Key_Down, 46),
            (Qt.Key.Key_PageUp, -454),
            (Qt.Key.Key_PageDown, 454),
        ],
    )
    def test_by_key(self, transcript: Transcript, key: Qt.Key, distance: int) -> None:
        transcript.show_messages(talk(40))
        transcript.scroll_by(-1500)
        number, block, y = reader_sees(transcript)
        QTest.keyClick(transcript, key)
        row = transcript.rows.at(number)
        assert row is not None
        assert transcript.flow.row_top(number) + row.block_top(block) == y - distance

    @pytest.mark.parametrize(
        "modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier]
    )
    def test_home_and_end_lead_to_the_ends(
        self, transcript: Transcript, modifier: Qt.KeyboardModifier
    ) -> None:
        transcript.show_messages(talk(40))
        QTest.keyClick(transcript, Qt.Key.Key_Home, modifier)
        assert transcript.verticalScrollBar().value() == 0
        QTest.keyClick(transcript, Qt.Key.Key_End, modifier)
        assert is_at_bottom(transcript)

    def test_the_finger_on_a_touchpad_moves_the_words_by_as_many_pixels(
        self, transcript: Transcript
    ) -> None:
        transcript.show_messages(talk(40))
        transcript.scroll_by(-1000)
        number, block, y = reader_sees(transcript)
        window = transcript.window()
        QTest.wheelEvent(window.windowHandle(), QPoint(300, 200), QPoint(0, 60), QPoint(0, 37))
        row = transcript.rows.at(number)
        assert row is not None
        assert transcript.flow.row_top(number) + row.block_top(block) == y + 37

    def test_going_up_through_what_was_never_laid_out_does_not_jump(
        self, transcript: Transcript
    ) -> None:
        lengths = [1, 300, 2, 4000, 5, 900, 1, 2500] * 4
        transcript.show_messages(answer("word " * n)[0] for n in lengths)
        while transcript.flow.top > 0:
            number, block, y = reader_sees(transcript)
            wheel(transcript, 120)
            row = transcript.rows.at(number)
            assert row is not None
            moved = transcript.flow.row_top(number) + row.block_top(block) - y
            assert moved == 60 or transcript.flow.top == 0

    def test_resizing_keeps_the_words_at_the_top(self, transcript: Transcript) -> None:
        transcript.show_messages(talk(60))
        transcript.scroll_by(-3000)
        number, block, _y = reader_sees(transcript)
        for width in (600, 1200, 480, 900):
            transcript.resize(width, 500)
            assert reader_sees(transcript)[:2] == (number, block)

    @pytest.mark.parametrize("step", [1, -1])
    def test_zooming_keeps_the_words_at_the_top(self, transcript: Transcript, step: int) -> None:
        transcript.show_messages(talk(60))
        transcript.scroll_by(-3000)
        number, block, _y = reader_sees(transcript)
        height = rows(transcript)[1].height
        for _ in range(3):
            transcript.zoom(step)
        assert reader_sees(transcript)[:2] == (number, block)
        assert (rows(transcript)[1].height > height) == (step > 0)
        transcript.zoom(0)
        assert transcript.workplace.zoom == 1.0

    def test_the_wheel_with_ctrl_zooms(self, transcript: Transcript, qtbot: QtBot) -> None:
        transcript.show_messages(talk(4))
        window = transcript.window()
        with qtbot.waitSignal(transcript.zoomed) as told:
            QTest.wheelEvent(
                window.windowHandle(),
                QPointF(300, 200),
                QPoint(0, 120),
                QPoint(),
                Qt.KeyboardModifier.ControlModifier,
            )
        assert told.args == [1.1]

    def test_the_button_counts_what_came_meanwhile(
        self, transcript: Transcript, growing: Message, qtbot: QtBot
    ) -> None:
        wheel(transcript, 600)
        transcript.end_message(replace(growing, text="done", status=Status.COMPLETE))
        for _ in range(2):
            late = Message("c", Role.ASSISTANT, parent=growing.id)
            transcript.add_message(late, "Model", live=True)
        button = to_bottom(transcript)
        assert button.accessibleName().startswith("To the bottom: 2 new message")
        click(button)
        assert button.accessibleName() == "To the bottom"


class TestPages:
    def messages(self, first: int, end: int) -> list[tuple[Message, str]]:
        return talk(end)[first:]

    def test_only_what_is_near_is_asked_for(self, transcript: Transcript, qtbot: QtBot) -> None:
        asked: list[tuple[int, int]] = []
        transcript.page_wanted.connect(lambda *page: asked.append(page))
        transcript.show_branch(100_000, 99_936, talk(64))
        assert asked == []
        transcript.to_top()
        assert asked == [(0, 64)]
        transcript.to_top()
        assert asked == [(0, 64)]

    def test_what_comes_does_not_move_what_is_read(self, transcript: Transcript) -> None:
        transcript.show_branch(1_000, 936, talk(64))
        while transcript.flow.top and reader_sees(transcript)[0] > 936:
            wheel(transcript, 240)
        seen = reader_sees(transcript)
        transcript.fill(872, talk(64))
        assert reader_sees(transcript) == seen
        wheel(transcript, 120)
        row = transcript.rows.at(seen[0])
        assert row is not None
        assert transcript.flow.row_top(seen[0]) + row.block_top(seen[1]) == seen[2] + 60

    def test_few_rows_are_laid_out_however_many_there_are(self, transcript: Transcript) -> None:
        transcript.show_messages(talk(500))
        for _ in range(100):
            wheel(transcript, 360)
        laid = [row for _number, row in transcript.rows.here() if row.laid_count]
        assert len(laid) <= 50


class TestSelecting:
    @pytest.fixture
    def two(self, transcript: Transcript) -> Transcript:
        question = Message("c", Role.USER, "First *line*.\nSecond line.")
        reply = Message("c", Role.ASSISTANT, "Some **bold** words.\n\n- one\n- two", parent="x")
        transcript.show_messages([(question, "You"), (reply, "Model")])
        return transcript

    def place(self, transcript: Transcript, place: Place) -> QPoint:
        area = transcript.caret_area(place)
        assert area is not None
        return area.center().toPoint()

    def drag(self, transcript: Transcript, start: Place, end: Place) -> None:
        view = transcript.viewport()
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(view, left, pos=self.place(transcript, start))
        QTest.mouseMove(view, self.place(transcript, end))
        QTest.mouseRelease(view, left, pos=self.place(transcript, end))

    def copied(self, transcript: Transcript) -> str:
        QTest.keyClick(transcript, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        return QGuiApplication.clipboard().text()

    def test_a_drag_selects_across_messages(self, two: Transcript) -> None:
        self.drag(two, Place(0, 0, 0, 6), Place(1, 0, 0, 9))
        assert self.copied(two) == "*line*.\nSecond line.\n\nModel\nSome bold"
        mime = QGuiApplication.clipboard().mimeData()
        assert bytes(mime.data("text/markdown").data()).decode().endswith("Some **bold**")

    def test_backwards_as_well(self, two: Transcript) -> None:
        self.drag(two, Place(1, 0, 0, 9), Place(1, 0, 0, 5))
        assert self.copied(two) == "bold"

    def test_markdown_has_keys_of_its_own(self, two: Transcript) -> None:
        self.drag(two, Place(1, 0, 0, 0), Place(1, 0, 0, 16))
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(two, Qt.Key.Key_C, both)
        assert QGuiApplication.clipboard().text() == "Some **bold** words."

    def test_two_clicks_select_a_word_and_three_the_paragraph(self, two: Transcript) -> None:
        point = self.place(two, Place(1, 0, 0, 7))
        click_at(two, point)
        click_at(two, point)
        assert self.copied(two) == "bold"
        click_at(two, point)
        assert self.copied(two) == "Some bold words."

    def test_shift_and_click_go_on_selecting(self, two: Transcript) -> None:
        click_at(two, self.place(two, Place(1, 0, 0, 5)))
        view, left = two.viewport(), Qt.MouseButton.LeftButton
        end = self.place(two, Place(1, 0, 0, 15))
        QTest.mouseClick(view, left, Qt.KeyboardModifier.ShiftModifier, end)
        assert self.copied(two) == "bold words"

    def test_everything_is_selected_by_key(self, two: Transcript) -> None:
        QTest.keyClick(two, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert self.copied(two) == (
            "You\nFirst *line*.\nSecond line.\n\nModel\nSome bold words.\n\n• one\n• two"
        )

    def test_arrows_with_shift_select_letters_words_and_lines(self, two: Transcript) -> None:
        click_at(two, self.place(two, Place(1, 0, 0, 5)))
        shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(two, Qt.Key.Key_Right, shift)
        assert self.copied(two) == "b"
        QTest.keyClick(two, Qt.Key.Key_Right, shift | ctrl)
        assert self.copied(two) == "bold "
        QTest.keyClick(two, Qt.Key.Key_Left, shift)
        assert self.copied(two) == "bold"
        QTest.keyClick(two, Qt.Key.Key_End, shift)
        assert self.copied(two) == "bold words."
        QTest.keyClick(two, Qt.Key.Key_Down, shift)
        assert "one" in self.copied(two)
        QTest.keyClick(two, Qt.Key.Key_Home, shift | ctrl)
        assert self.copied(two).startswith("You\nFirst")

    def test_shift_and_right_pass_from_piece_to_piece(self, two: Transcript) -> None:
        click_at(two, self.place(two, Place(0, 0, 0, 0)))
        steps = 0
        while two.selection is None or two.selection.caret < Place(1, 1, 1, 3):
            QTest.keyClick(two, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
            steps += 1
            assert steps < 100
        assert self.copied(two).endswith("• two")

    def test_escape_lets_go(self, two: Transcript) -> None:
        QTest.keyClick(two, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(two, Qt.Key.Key_Escape)
        assert two.selection is None

    def test_dragging_beyond_the_edge_scrolls(self, transcript: Transcript, qtbot: QtBot) -> None:
        transcript.show_messages(talk(40))
        transcript.scroll_by(-2000)
        top, view, left = transcript.flow.top, transcript.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(view, left, pos=QPoint(200, 200))
        QTest.mouseMove(view, QPoint(200, 560))
        qtbot.waitUntil(lambda: transcript.flow.top > top + 100)
        QTest.mouseRelease(view, left, pos=QPoint(200, 560))
        there = transcript.flow.top
        QTest.qWait(80)
        assert transcript.flow.top == there
        assert transcript.selection is not None
        assert not transcript.selection.is_empty

    def test_text_stays_while_it_is_selected_and_runs_on_after_a_click(
        self, transcript: Transcript, growing: Message, qtbot: QtBot
    ) -> None:
        grow(transcript, LONG * 2, qtbot)
        view, left = transcript.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(view, left, pos=QPoint(200, 200))
        QTest.mouseMove(view, QPoint(400, 260))
        top = transcript.flow.top
        grow(transcript, LONG * 2, qtbot)
        assert transcript.flow.top == top
        QTest.mouseRelease(view, left, pos=QPoint(400, 260))
        grow(transcript, LONG, qtbot)
        assert transcript.flow.top == top
        transcript.to_bottom()
        QTest.mouseClick(view, left, pos=QPoint(300, 300))
        grow(transcript, LONG, qtbot)
        assert is_at_bottom(transcript)

    def test_what_reaches_beyond_what_is_here_is_asked_for(
        self, transcript: Transcript, qtbot: QtBot
    ) -> None:
        transcript.show_branch(1000, 936, talk(64))
        transcript.select_all()
        with qtbot.waitSignal(transcript.copy_wanted) as told:
            transcript.copy(markdown=True)
        assert told.args[0].rows == range(1000)
        assert told.args[1] is True

    def test_selected_text_is_painted_so(self, two: Transcript) -> None:
        before = image(two)
        QTest.keyClick(two, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        after = image(two)
        area = two.caret_area(Place(1, 0, 0, 0))
        assert area is not None
        colour = after.pixelColor(area.topLeft().toPoint() + QPoint(1, 1))
        assert colour == QColor(theme.colours().selection)
        assert after != before


class TestGiantTables:
    def test_only_the_last_part_has_a_scroll_bar(self, transcript: Transcript) -> None:
        head = "|" + " a wide column here |" * 30 + "\n|" + "-|" * 30 + "\n"
        transcript.show_messages(answer(head + ("|" + " words |" * 30 + "\n") * 60))
        row = last_row(transcript)
        tables = [row.block(name) for name, _section, _block in row.blocks()]
        bars = [t.table.bar_area.isEmpty() for t in tables if t is not None and t.table]
        assert len(bars) > 1
        assert bars == [True] * (len(bars) - 1) + [False]


class TestControls:
    def test_a_message_is_copied_as_markdown(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("Some **bold** words."))
        press(transcript, control(transcript, 0, Kind.COPY))
        assert QGuiApplication.clipboard().text() == "Some **bold** words."

    def test_copy_says_for_a_moment_that_it_has(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("Words."))
        found = control(transcript, 0, Kind.COPY)
        press(transcript, found)
        assert found.key in transcript.touch.done

    def test_code_is_copied_bare(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("1. So:\n\n   ```py\n   x = 1\n   y = 2\n   ```"))
        press(transcript, control(transcript, 0, Kind.COPY_CODE))
        assert QGuiApplication.clipboard().text() == "x = 1\ny = 2"

    def test_a_control_let_go_elsewhere_does_nothing(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("Words."))
        point = control(transcript, 0, Kind.COPY).area.center().toPoint()
        view, left = transcript.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(view, left, pos=point)
        QTest.mouseMove(view, QPoint(300, 300))
        QTest.mouseRelease(view, left, pos=QPoint(300, 300))
        assert QGuiApplication.clipboard().text() == ""

    def test_a_link_is_told_by_click_and_by_key(self, transcript: Transcript, qtbot: QtBot) -> None:
        transcript.show_messages(answer("See [the page](https://example.org/a)."))
        found = control(transcript, 0, Kind.LINK)
        assert found.name == "example.org"
        with qtbot.waitSignal(transcript.link_activated) as told:
            press(transcript, found)
        assert told.args == ["https://example.org/a"]
        transcript.setFocus()
        QTest.keyClick(transcript, Qt.Key.Key_Tab)
        with qtbot.waitSignal(transcript.link_activated) as told:
            QTest.keyClick(transcript, Qt.Key.Key_Return)
        assert told.args == ["https://example.org/a"]

    def test_dragging_over_a_link_selects_and_opens_nothing(
        self, transcript: Transcript, qtbot: QtBot
    ) -> None:
        transcript.show_messages(answer("See [the page](https://example.org/a)."))
        area = control(transcript, 0, Kind.LINK).area
        view, left = transcript.viewport(), Qt.MouseButton.LeftButton
        with qtbot.assertNotEmitted(transcript.link_activated):
            QTest.mousePress(view, left, pos=area.topLeft().toPoint() + QPoint(2, 8))
            QTest.mouseMove(view, area.bottomRight().toPoint() - QPoint(4, 8))
            QTest.mouseRelease(view, left, pos=area.bottomRight().toPoint() - QPoint(4, 8))

    def test_tab_goes_through_the_controls_and_on(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("```\ncode\n```\n\n[a](https://a.org) [b](https://b.org)"))
        transcript.setFocus()
        gone = []
        for _ in range(4):
            QTest.keyClick(transcript, Qt.Key.Key_Tab)
            assert transcript.touch.focused is not None
            gone.append(transcript.touch.focused.kind)
        assert gone == [Kind.COPY_CODE, Kind.LINK, Kind.LINK, Kind.COPY]
        QTest.keyClick(transcript, Qt.Key.Key_Space)
        assert "https://b.org" in QGuiApplication.clipboard().text()
        QTest.keyClick(transcript, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        assert transcript.touch.focused.kind is Kind.LINK

    def test_tab_finds_what_is_further_down_in_the_message(self, transcript: Transcript) -> None:
        text = "[a](https://a.org)\n\n" + f"{LONG}\n\n" * 9 + "[b](https://b.org)"
        transcript.show_messages(answer(text))
        transcript.to_top()
        transcript.setFocus()
        QTest.keyClick(transcript, Qt.Key.Key_Tab)
        QTest.keyClick(transcript, Qt.Key.Key_Tab)
        focused = transcript.focused_control()
        assert focused is not None
        assert focused.value == "https://b.org"
        assert transcript.viewport().rect().contains(focused.area.center().toPoint())

    def test_a_link_with_the_focus_has_a_ring(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("See [the page](https://example.org/a)."))
        transcript.setFocus()
        before = image(transcript)
        QTest.keyClick(transcript, Qt.Key.Key_Tab)
        focused = transcript.focused_control()
        assert focused is not None
        ring = focused.area.adjusted(-1, -1, 1, 1)
        edge = ring.center().toPoint()
        edge.setY(round(ring.top()))
        after = image(transcript)
        assert after.pixelColor(edge) == QColor(theme.colours().focus)
        assert before.pixelColor(edge) != after.pixelColor(edge)

    def test_ctrl_and_arrows_go_from_message_to_message(self, transcript: Transcript) -> None:
        transcript.show_messages(talk(12))
        transcript.setFocus()
        ctrl = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(transcript, Qt.Key.Key_Up, ctrl)
        first = transcript.touch.focused_row
        QTest.keyClick(transcript, Qt.Key.Key_Up, ctrl)
        assert transcript.touch.focused_row == first - 1
        assert 0 <= transcript.flow.row_top(first - 1) < 60
        QTest.keyClick(transcript, Qt.Key.Key_Tab)
        QTest.keyClick(transcript, Qt.Key.Key_Return)
        assert QGuiApplication.clipboard().text().startswith(f"{first - 1}: ")

    def test_reasoning_is_folded_away_until_it_is_wanted(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("So it is.", reasoning="First I *think*."))
        assert shown_text(last_row(transcript)) == "So it is."
        found = control(transcript, 0, Kind.FOLD)
        assert (found.label, found.name) == ("Reasoning", "Show the reasoning")
        height = last_row(transcript).height
        press(transcript, found)
        assert shown_text(last_row(transcript)) == "First I think.\nSo it is."
        assert last_row(transcript).height > height
        press(transcript, control(transcript, 0, Kind.FOLD))
        assert last_row(transcript).height == height

    def test_reasoning_can_be_watched(
        self, transcript: Transcript, growing: Message, qtbot: QtBot
    ) -> None:
        transcript.think("One")
        qtbot.waitUntil(lambda: transcript.messages[-1].reasoning == "One")
        row = last_row(transcript)
        assert "thinking" in words(row)
        transcript.do(control(transcript, transcript.rows.count - 1, Kind.FOLD))
        transcript.think(" two")
        qtbot.waitUntil(lambda: "One two" in shown_text(row))
        grow(transcript, "Answer", qtbot)
        assert "writing" in words(row)

    def test_answer_again_is_offered_for_a_stopped_answer_at_the_end(
        self, transcript: Transcript, qtbot: QtBot
    ) -> None:
        stopped = answer("Hal", status=Status.STOPPED)
        transcript.show_messages(stopped)
        with qtbot.waitSignal(transcript.again) as told:
            press(transcript, control(transcript, 0, Kind.AGAIN))
        assert told.args == [stopped[0][0].id]
        transcript.add_message(Message("c", Role.USER, "Then?", parent=stopped[0][0].id), "You")
        assert not control(transcript, 0, Kind.AGAIN).label

    @pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
    def test_the_menu_has_what_can_be_done(self, transcript: Transcript, qtbot: QtBot) -> None:
        transcript.show_messages(answer("[a](https://a.org)\n\n```\ncode\n```"))
        area = control(transcript, 0, Kind.LINK).area
        global_place = transcript.viewport().mapToGlobal(area.center().toPoint())
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, area.center().toPoint(), global_place
        )
        QApplication.sendEvent(transcript.viewport(), event)
        menu = transcript.findChild(QMenu, "transcript_menu")
        labels = [action.text() for action in menu.actions() if action.text()]
        assert labels == [
            "Copy", "Copy as Markdown", "Open link", "Copy link address", "Copy message",
            "Write a better answer", "Answer again", "Fork into a new chat", "Good answer",
            "Bad answer", "About this reply", "Delete message",
            "Select all", "Find…",
        ]  # fmt: skip
        with qtbot.waitSignal(transcript.link_activated):
            next(a for a in menu.actions() if a.text() == "Open link").trigger()
        menu.close()

    @pytest.mark.qt_log_ignore("This plugin does not support raise")
    def test_tooltips_tell_where_a_link_leads(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("[apple.com](https://аpple.com/login)"))
        point = control(transcript, 0, Kind.LINK).area.center().toPoint()
        event = QHelpEvent(QEvent.Type.ToolTip, point, transcript.viewport().mapToGlobal(point))
        QApplication.sendEvent(transcript.viewport(), event)
        assert QToolTip.text() == "xn--pple-43d.com"


class TestFailures:
    FAILURE = Failure("The connection broke off", "Check your network.", "cut", "cut")

    def test_a_failed_answer_says_why_and_offers_a_way_out(
        self, transcript: Transcript, qtbot: QtBot
    ) -> None:
        transcript.show_messages(answer("Hal", status=Status.FAILED, failure=self.FAILURE))
        row = last_row(transcript)
        assert "failed" in words(row)
        assert "The connection broke off" in words(row)
        with qtbot.waitSignal(transcript.again):
            click(notice_button(row, "Try again"))

    def test_details_make_room_for_themselves(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("Hal", status=Status.FAILED, failure=self.FAILURE))
        row = last_row(transcript)
        height = row.height
        click(notice_button(row, "Details"))
        assert row.height > height
        assert transcript.rows.heights[0] == row.height

    def test_a_notice_goes_with_its_message(self, transcript: Transcript) -> None:
        failed = answer("Hal", status=Status.FAILED, failure=self.FAILURE)
        transcript.show_messages([*failed, *talk(20)])
        transcript.to_top()
        notice = transcript.rows.at(0).notice
        assert notice.isVisible()
        before = notice.y()
        wheel(transcript, -120)
        assert notice.y() == before - 60
        transcript.to_bottom()
        assert not notice.isVisible()

    def test_an_interrupted_answer_is_marked(self, transcript: Transcript) -> None:
        transcript.show_messages(answer("Hal", status=Status.INTERRUPTED))
        assert last_row(transcript).is_cut
        assert "The reply was interrupted" in words(last_row(transcript))


class TestLooking:
    def test_it_follows_the_theme(self, transcript: Transcript, qapp: QApplication) -> None:
        transcript.show_messages(answer("```\ncode\n```"))
        area = control(transcript, 0, Kind.COPY_CODE).area
        inside = area.bottomLeft().toPoint() + QPoint(-30, 20)
        for name in ("dark", "light"):
            theme.apply(qapp, name)
            shot = image(transcript)
            assert shot.pixelColor(2, 2) == QColor(theme.colours().window)
            assert shot.pixelColor(inside) == QColor(theme.colours().code)

    @pytest.mark.parametrize(
        "text",
        [
            "<b>bold</b> <script>alert(1)</script>",
            "<table>" * 40,
            '<img src="file:///etc/passwd"> <a href="file:///x">x</a>',
        ],
    )
    def test_html_is_shown_as_it_is(self, transcript: Transcript, text: str) -> None:
        transcript.show_messages(answer(text))
        assert shown_text(last_row(transcript)) == text

    def test_what_the_user_wrote_is_no_markup(self, transcript: Transcript) -> None:
        text = "# no *head*\n\n- <b>1</b>\n```\ncode\n```"
        transcript.show_messages([(Message("c", Role.USER, text), "You")])
        assert shown_text(last_row(transcript)) == text

    @pytest.mark.parametrize("text", ["x" * 200_000, "[" * 50_000, "> " * 30_000, "| a " * 20_000])
    def test_hostile_text_is_laid_out_in_parts(self, transcript: Transcript, text: str) -> None:
        transcript.show_messages(answer(text))
        transcript.to_top()
        assert last_row(transcript).laid_count < 40
