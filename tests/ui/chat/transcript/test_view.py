from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop_app.core.conversation import Message, Role, Status
from desktop_app.core.sentiment import Sentiment
from desktop_app.ui.chat.transcript.message_view import MessageView
from desktop_app.ui.chat.transcript.prose import Prose
from desktop_app.ui.chat.transcript.view import Transcript
from tests.ui.desk import click

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
    return bar.value() == bar.maximum()


def wheel(transcript: Transcript, angle: int) -> None:
    window = transcript.window()
    place = transcript.viewport().mapTo(window, transcript.viewport().rect().center())
    QTest.wheelEvent(window.windowHandle(), place, QPoint(0, angle))


def test_shows_messages_in_their_order_at_the_end(transcript: Transcript) -> None:
    messages = talk(9)
    transcript.show_messages(messages)
    assert transcript.messages == [m for m, _ in messages]
    tops = [v.y() for v in transcript.findChildren(MessageView)]
    assert tops == sorted(tops)
    assert is_at_bottom(transcript)
    assert not to_bottom(transcript).isVisible()


def test_messages_do_not_overlap_at_any_width(transcript: Transcript) -> None:
    transcript.show_messages(talk(5))
    for width in (480, 1300, 700):
        transcript.resize(width, 500)
        QApplication.processEvents()
        views = sorted(transcript.findChildren(MessageView), key=lambda v: v.y())
        for upper, lower in itertools.pairwise(views):
            assert lower.y() >= upper.y() + upper.height()
        for prose in transcript.findChildren(Prose):
            assert prose.verticalScrollBar().maximum() == 0


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
    transcript.change_message(whole)
    assert bar.value() == there


def test_button_leads_back_and_it_follows_again(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    wheel(transcript, 1200)
    grow(transcript, LONG, qtbot)
    button = to_bottom(transcript)
    assert button.accessibleName() == "To the bottom"
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
    prose = transcript.findChildren(Prose)[-1]
    prose.viewport().installEventFilter(paints)
    changes: list[int] = []
    prose.document().contentsChanged.connect(lambda: changes.append(1))
    for number in range(1000):
        transcript.grow(f"{number} ")
        if number % 100 == 0:
            QApplication.processEvents()
    expected = "".join(f"{number} " for number in range(1000))
    qtbot.waitUntil(lambda: transcript.messages[-1].text == expected)
    qtbot.wait(50)
    assert prose.toPlainText().strip() == expected.strip()
    assert 0 < paints.count <= 40


def test_final_state_loses_no_text_that_waits(transcript: Transcript, growing: Message) -> None:
    transcript.grow("one")
    transcript.change_message(replace(growing, text="one two", status=Status.STOPPED))
    assert transcript.messages[-1].text == "one two"
    QTest.qWait(40)
    assert transcript.messages[-1].text == "one two"


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
    transcript.remove_message("gone")
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


def test_removed_message_leaves_no_gap(transcript: Transcript) -> None:
    messages = talk(3)
    transcript.show_messages(messages)
    height = transcript.widget().height()
    transcript.remove_message(messages[-1][0].id)
    assert transcript.widget().height() < height
    assert len(transcript.messages) == 2


def children(of: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [of.child(i) for i in range(of.childCount())]


def test_every_message_is_an_accessible_child(transcript: Transcript) -> None:
    mood = Sentiment("positive", 0.9, 0.9)
    question = Message("c", Role.USER, "I love <b>this</b>!", sentiment=mood)
    answer = Message("c", Role.ASSISTANT, "Thank you.", parent=question.id)
    transcript.show_messages([(question, "You"), (answer, "Model")])
    page = QAccessible.queryAccessibleInterface(transcript.widget())
    names = [child.text(QAccessible.Text.Name) for child in children(page)]
    assert names == ["You: I love <b>this</b>!", "Model: Thank you."]
    first = children(page)[0]
    inner = [c.text(QAccessible.Text.Name) for c in children(first)]
    assert "Mood: positive" in inner
    assert transcript.accessibleName() == "Conversation"


def test_finished_answer_is_read_as_it_is_shown(
    transcript: Transcript, growing: Message, qtbot: QtBot
) -> None:
    grow(transcript, "All of it", qtbot)
    transcript.change_message(replace(growing, text="All of it", status=Status.COMPLETE))
    view = transcript.findChildren(MessageView)[-1]
    assert view.accessibleName() == "Model: All of it"


def test_asking_again_and_links_are_passed_on(transcript: Transcript, qtbot: QtBot) -> None:
    transcript.show_messages(talk(2))
    view = transcript.findChildren(MessageView)[-1]
    with qtbot.waitSignal(transcript.again) as told:
        view.again.emit("id")
    assert told.args == ["id"]
    with qtbot.waitSignal(transcript.link_activated) as told:
        view.link_activated.emit("https://example.org")
    assert told.args == ["https://example.org"]
