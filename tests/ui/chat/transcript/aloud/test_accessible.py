from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTextBoundaryFinder
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QGuiApplication,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Message, Role, Status
from desktop_app.core.sentiment import Sentiment
from desktop_app.ui.chat.transcript.aloud import accessible
from desktop_app.ui.chat.transcript.aloud.accessible import Accessible
from desktop_app.ui.chat.transcript.places import Place, Selection
from desktop_app.ui.chat.transcript.reader import Reader
from desktop_app.ui.chat.transcript.versions import VersionOf
from desktop_app.ui.chat.transcript.view import Transcript

Event = QAccessible.Event
Kind = QAccessible.Role
PRESS = QAccessibleActionInterface.pressAction()
SET_FOCUS = QAccessibleActionInterface.setFocusAction()

HELLO = "Hello, wide world."
MARKDOWN = """\
Look at **this** and [that](https://example.org/a):

- one
- two

3. three

```python
print("four")
```
"""
SHOWN = 'Look at this and that:\n• one\n• two\n3. three\nprint("four")'
SCRIPTS = "a😀b שלום עולם 你好 e\u0301 👩\u200d👧 naïve"


def question(text: str = HELLO, **more: object) -> tuple[Message, str]:
    return Message("c", Role.USER, text, **more), "You"


def answer(text: str = MARKDOWN, **more: object) -> tuple[Message, str]:
    return Message("c", Role.ASSISTANT, text, **more), "Model"


@pytest.fixture
def transcript(show: Callable[..., None]) -> Transcript:
    made = Transcript()
    show(made, 900, 500)
    made.setFocus()
    return made


@pytest.fixture
def heard() -> list[QAccessibleEvent]:
    """What was told, oldest first."""
    return []


@pytest.fixture
def described(
    transcript: Transcript, heard: list[QAccessibleEvent], monkeypatch: pytest.MonkeyPatch
) -> Accessible:
    monkeypatch.setattr(transcript.accessible, "_tell", heard.append)
    return transcript.accessible


@pytest.fixture
def root(transcript: Transcript, described: Accessible) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(transcript)


@pytest.fixture
def listening() -> Iterator[None]:
    """Let Qt believe that a screen reader is running."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def children(parent: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [parent.child(index) for index in range(parent.childCount())]


def name(described: QAccessibleInterface) -> str:
    return described.text(QAccessible.Text.Name)


def description(described: QAccessibleInterface) -> str:
    return described.text(QAccessible.Text.Description)


def words(described: QAccessibleInterface) -> str:
    text = described.textInterface()
    return text.text(0, text.characterCount())


def part(row: QAccessibleInterface, wanted: str) -> QAccessibleInterface:
    (found,) = [child for child in children(row) if name(child) == wanted]
    return found


def press(control: QAccessibleInterface) -> None:
    control.actionInterface().doAction(PRESS)


def focus(described: QAccessibleInterface) -> None:
    described.actionInterface().doAction(SET_FOCUS)


def at(described: QAccessibleInterface, point: QPoint) -> QAccessibleInterface | None:
    return described.childAt(point.x(), point.y())


# What is found


def test_the_transcript_is_a_list_of_its_messages(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([question(), answer()])

    assert (name(root), root.role()) == ("Conversation", Kind.List)
    rows = children(root)
    assert [(name(row), row.role(), words(row)) for row in rows] == [
        ("You", Kind.ListItem, HELLO),
        ("Model", Kind.ListItem, SHOWN),
    ]
    assert [root.indexOfChild(row) for row in rows] == [0, 1]
    assert all(row.parent() is root for row in rows)
    assert root.child(2) is None


def test_tables_and_quotes_are_read_as_they_stand(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted\n\n---\n\nend"
    transcript.show_messages([answer(table)])

    assert words(root.child(0)) == "a\tb\n1\t2\nquoted\n\nend"


def test_the_thoughts_of_a_model_are_read_while_they_are_shown(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([answer("So it is.", reasoning="Is it so?")])
    row = root.child(0)
    assert words(row) == "So it is."

    press(part(row, "Show the reasoning"))

    assert words(row) == "Is it so?\nSo it is."
    press(part(row, "Hide the reasoning"))
    assert words(row) == "So it is."


def test_the_name_tells_what_is_special(transcript: Transcript, root: QAccessibleInterface) -> None:
    cut = answer(finish_reason="length")
    transcript.show_messages([question(), answer(status=Status.STOPPED), cut])
    transcript.add_message(*answer("", parent="p"), live=True)

    user, stopped, short, live = [name(row) for row in children(root)]

    assert user == "You"
    assert stopped.startswith("Model, stopped")
    assert short.startswith("Model, cut at the length limit")
    assert live == "Model, writing"


def test_the_beginning_of_a_message_is_read_aloud_with_its_name(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([question(), question("word " * 400)])
    short, long = children(root)

    assert description(short) == HELLO
    assert description(long).endswith("word…")
    assert len(description(long)) <= 1001


def test_a_mood_is_a_child_of_its_message_and_can_be_corrected(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([question(sentiment=Sentiment("positive", 0.8, 0.87))])
    mood = part(root.child(0), "Mood: positive")

    assert description(mood) == "87 % sure"
    assert mood.role() == Kind.Indicator
    assert PRESS in mood.actionInterface().actionNames()
    assert mood.parent() is root.child(0)


def test_what_can_be_pressed_is_a_button_or_a_link(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([answer(status=Status.STOPPED)])
    row = root.child(0)
    found = children(row)

    assert [(name(child), child.role()) for child in found] == [
        ("example.org", Kind.Link),
        ("Copy code", Kind.Button),
        ("Copy message", Kind.Button),
        ("Write a better answer", Kind.Button),
        ("Continue", Kind.Button),
        ("Answer again", Kind.Button),
        ("Fork into a new chat", Kind.Button),
        ("Good answer", Kind.Button),
        ("Bad answer", Kind.Button),
        ("About this reply", Kind.Button),
    ]
    assert [row.indexOfChild(child) for child in found] == list(range(10))


def test_pressing_does_what_a_click_does(
    transcript: Transcript, root: QAccessibleInterface, qtbot: QtBot
) -> None:
    message, author = answer(status=Status.STOPPED)
    transcript.show_messages([(message, author)])
    row = root.child(0)

    press(part(row, "Copy code"))
    assert QGuiApplication.clipboard().text() == 'print("four")'
    press(part(row, "Copy message"))
    assert QGuiApplication.clipboard().text() == MARKDOWN
    with qtbot.waitSignal(transcript.link_activated) as followed:
        press(part(row, "example.org"))
    assert followed.args == ["https://example.org/a"]
    with qtbot.waitSignal(transcript.again) as asked:
        press(part(row, "Answer again"))
    assert asked.args == [message.id]


def test_a_notice_is_a_child_of_its_message(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([question(), answer("Half an", status=Status.INTERRUPTED)])
    row = root.child(1)

    (notice,) = [child for child in children(row) if "interrupted" in name(child)]

    assert isinstance(notice.object(), QWidget)
    assert row.child(row.indexOfChild(notice)).object() is notice.object()


# Where it is


def area_of(transcript: Transcript, area: QRect) -> QRect:
    return area.translated(transcript.viewport().mapToGlobal(QPoint(0, 0)))


def test_what_is_at_a_point_is_found_from_above(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([question(), answer()])
    row = root.child(1)
    copy = part(row, "Copy code")

    assert at(root, row.rect().center()) is row
    assert at(row, copy.rect().center()) is copy
    assert at(row, row.rect().topLeft()) is None
    assert at(root, area_of(transcript, transcript.viewport().rect()).bottomLeft()) is None


@pytest.mark.parametrize("text", [HELLO, SCRIPTS, f"```\n{HELLO}\n\n{SCRIPTS}\n```"])
def test_every_character_is_found_where_it_is_painted(
    transcript: Transcript, root: QAccessibleInterface, text: str
) -> None:
    transcript.show_messages([question(), answer(text)])
    row = root.child(1)
    read = row.textInterface()
    shown = words(row)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, shown)

    ends = list(iter(finder.toNextBoundary, -1))
    assert ends[-1] == read.characterCount() == len(shown.encode("utf-16-le")) // 2
    for start, end in pairwise([0, *ends]):
        area = read.characterRect(start)
        character = read.text(start, end)
        assert character in shown
        assert row.rect().contains(area), character
        if character != "\n":
            # Of a letter that is read from right to left, the left half is nearer to the next one.
            assert start <= read.offsetAtPoint(area.center()) <= end, character


def test_a_marker_is_where_its_item_is(transcript: Transcript, root: QAccessibleInterface) -> None:
    transcript.show_messages([answer()])
    read = root.child(0).textInterface()
    marker, item = SHOWN.index("• two"), SHOWN.index("two")

    assert read.characterRect(marker) == read.characterRect(item)


def test_half_a_character_is_read_as_an_unknown_one(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([answer("a😀b")])
    read = root.child(0).textInterface()

    assert [read.text(offset, offset + 1) for offset in range(4)] == ["a", "\ufffd", "\ufffd", "b"]


def test_what_cannot_be_seen_says_so(transcript: Transcript, root: QAccessibleInterface) -> None:
    transcript.show_messages([question("word " * 900), answer()])
    above, below = children(root)

    assert above.state().offscreen == (above.rect().bottom() < area_of(transcript, QRect()).top())
    assert not below.state().offscreen
    transcript.to_top()
    assert below.state().offscreen
    assert not above.state().offscreen


def test_a_message_far_away_is_described_without_being_laid_out(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([answer(f"{number}\n\n{MARKDOWN}") for number in range(60)])
    first = root.child(0)

    assert words(first) == f"0\n{SHOWN}"
    assert [name(child) for child in children(first)][:2] == [
        "Copy message",
        "Write a better answer",
    ]
    assert first.textInterface().characterRect(5).isValid()
    assert transcript.rows.at(0).laid_count == 0


# What is done


def test_message_and_control_take_the_focus(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([question(), answer()])
    row = root.child(1)
    assert root.focusChild() is None

    focus(row)
    assert root.focusChild() is row
    assert (row.state().focused, row.focusChild()) == (True, None)

    copy = part(row, "Copy code")
    focus(copy)
    assert root.focusChild() is copy
    assert copy.state().focused
    assert not row.state().focused


def test_the_focus_goes_through_controls_by_tab(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([answer()])

    visited = []
    for _ in range(3):
        QTest.keyClick(transcript, Qt.Key.Key_Tab)
        visited.append(name(root.focusChild()))

    assert visited == ["example.org", "Copy code", "Copy message"]


def test_words_are_selected_across_pieces(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([question(), answer()])
    read = root.child(1).textInterface()
    start, end = SHOWN.index("that"), SHOWN.index("two")

    read.setSelection(0, start, end)

    assert transcript.selection == Selection(Place(1, 0, 0, start), Place(1, 1, 1, 0))
    assert read.cursorPosition() == end
    assert read.selectionCount() == 0
    read.setCursorPosition(start)
    assert transcript.selection.is_empty
    assert read.cursorPosition() == start


def test_words_are_scrolled_to(transcript: Transcript, root: QAccessibleInterface) -> None:
    transcript.show_messages([question("word " * 900), answer()])
    transcript.to_top()
    row = root.child(1)

    row.textInterface().scrollToSubstring(0, 4)

    assert not row.state().offscreen


# What is told


def test_nothing_is_told_while_nobody_listens(
    transcript: Transcript, described: Accessible, heard: list[QAccessibleEvent]
) -> None:
    transcript.show_messages([question(), answer()])
    described.focus_moved()
    described.caret_moved()
    described.announce("Hello")
    described.answered(transcript.messages[1].id)
    described.changed(transcript.messages[0].id)

    assert heard == []


@pytest.mark.usefixtures("listening")
def test_the_message_or_control_with_the_focus_is_told(
    transcript: Transcript,
    described: Accessible,
    root: QAccessibleInterface,
    heard: list[QAccessibleEvent],
) -> None:
    transcript.show_messages([question(), answer()])

    focus(root.child(1))
    assert heard[-1].type() == Event.Focus
    assert heard[-1].accessibleInterface() is root.child(1)

    copy = part(root.child(1), "Copy code")
    focus(copy)
    assert heard[-1].accessibleInterface() is copy


@pytest.mark.usefixtures("listening")
def test_the_caret_is_told_with_its_message(
    transcript: Transcript,
    described: Accessible,
    root: QAccessibleInterface,
    heard: list[QAccessibleEvent],
) -> None:
    transcript.show_messages([question(), answer()])

    root.child(1).textInterface().setSelection(0, 2, 9)

    (event,) = heard
    assert event.type() == Event.TextCaretMoved
    assert event.cursorPosition() == 9
    assert event.accessibleInterface() is root.child(1)


@pytest.mark.usefixtures("listening")
def test_new_names_are_told_only_where_somebody_knows_the_old_ones(
    transcript: Transcript,
    described: Accessible,
    root: QAccessibleInterface,
    heard: list[QAccessibleEvent],
) -> None:
    transcript.show_messages([question(), answer()])
    row = root.child(1)
    copy = part(row, "Copy code")
    known = [row, *children(row)]

    for message in transcript.messages:
        described.changed(message.id)

    assert copy in known
    assert [(event.type(), event.accessibleInterface()) for event in heard] == [
        (kind, one) for one in known for kind in (Event.NameChanged, Event.DescriptionChanged)
    ]


@pytest.mark.usefixtures("listening")
def test_a_finished_answer_is_announced_politely_with_its_first_words(
    transcript: Transcript, described: Accessible, heard: list[QAccessibleEvent]
) -> None:
    message, _ = answer("**word** " * 100)
    transcript.show_messages([(message, "SmolLM2 135M")])

    described.answered(message.id)

    (event,) = heard
    assert event.type() == Event.Announcement
    assert event.politeness() == QAccessible.AnnouncementPoliteness.Polite
    assert event.message().startswith("SmolLM2 135M has answered: word word")
    assert event.message().endswith("word…")
    assert len(event.message()) < 240


@pytest.mark.usefixtures("listening")
def test_an_answer_that_was_cut_off_is_not_announced_as_one(
    transcript: Transcript, described: Accessible, heard: list[QAccessibleEvent]
) -> None:
    message, author = answer(status=Status.STOPPED)
    transcript.show_messages([(message, author)])

    described.answered(message.id)

    (event,) = heard
    assert event.message().startswith("Model, stopped")


@pytest.mark.usefixtures("listening")
def test_nothing_is_told_while_an_answer_grows(
    transcript: Transcript,
    described: Accessible,
    root: QAccessibleInterface,
    heard: list[QAccessibleEvent],
    qtbot: QtBot,
) -> None:
    message, author = answer("", status=Status.INTERRUPTED)
    transcript.add_message(message, author, live=True)
    row = root.child(0)
    assert words(row) == ""

    for _ in range(50):
        transcript.grow("- word\n\n")
    qtbot.waitUntil(lambda: words(row).count("word") == 50)

    assert words(row) == "\n".join(["• word"] * 50)
    assert heard == []


# What is kept


def test_only_loaded_messages_are_children(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    known = [question(str(number)) for number in range(99_950, 100_000)]
    transcript.show_branch(100_000, 99_950, known)

    assert root.childCount() == 50
    assert words(root.child(49)) == "99999"


def test_nothing_is_described_before_it_is_asked_for(
    transcript: Transcript, described: Accessible
) -> None:
    transcript.show_messages([question(), answer()] * 20)
    root = QAccessible.queryAccessibleInterface(transcript)
    assert root.childCount() == 40
    assert described._rows.count == 0

    root.child(3)
    assert described._rows.count == 1


def test_messages_that_are_gone_are_let_go_of(
    transcript: Transcript, described: Accessible, root: QAccessibleInterface, qtbot: QtBot
) -> None:
    transcript.show_messages([question(), answer()])
    old = root.child(1)
    control = old.child(0)

    transcript.show_messages([question("another")])

    assert not old.isValid()
    assert (name(old), name(control), old.childCount()) == ("", "", 0)
    root.child(0)
    qtbot.waitUntil(lambda: not shiboken6.isValid(old))
    assert not shiboken6.isValid(control)
    assert described._rows.count == 1


def test_a_control_may_take_its_message_away(
    transcript: Transcript, root: QAccessibleInterface, qtbot: QtBot
) -> None:
    message, author = answer(status=Status.STOPPED)
    transcript.show_messages([question(), (message, author)])
    transcript.again.connect(lambda _message: transcript.cut(1))
    again = part(root.child(1), "Answer again")

    press(again)

    assert root.childCount() == 1
    assert not again.isValid()
    root.child(0)


def test_a_transcript_takes_its_descriptions_along() -> None:
    kept = len(accessible._KEPT)
    parent = QWidget()
    made = Transcript(parent)
    made.show_messages([question(), answer()])
    root = QAccessible.queryAccessibleInterface(made)
    row = root.child(0)

    parent.deleteLater()
    QApplication.sendPostedEvents(parent, QEvent.Type.DeferredDelete)

    assert not shiboken6.isValid(root)
    assert not shiboken6.isValid(row)
    assert len(accessible._KEPT) == kept


def test_a_transcript_that_is_collected_as_garbage_leaves_nothing_to_qt() -> None:
    kept = len(accessible._KEPT)
    for _ in range(5):
        made = Transcript()
        made.show_messages([question()])
        QAccessible.queryAccessibleInterface(made).child(0).child(0)
        made.itself = made
        del made
    gc.collect()

    assert len(accessible._KEPT) == kept


def test_a_transcript_stays_described_when_its_meta_object_changes(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    transcript.show_messages([question()])
    row = root.child(0)
    before = transcript.metaObject().methodCount()

    transcript.destroyed.connect(transcript.nextInFocusChain)

    assert transcript.metaObject().methodCount() > before
    now = QAccessible.queryAccessibleInterface(transcript)
    assert now.role() == Kind.List
    assert now.child(0) is row
    assert row.parent() is now


@pytest.mark.usefixtures("listening")
def test_what_qt_said_of_the_transcript_before_is_replaced(qtbot: QtBot) -> None:
    view = Reader()
    qtbot.addWidget(view)
    plain = QAccessible.queryAccessibleInterface(view)
    assert plain.role() != Kind.List

    view.kept = Accessible(view)

    assert QAccessible.queryAccessibleInterface(view).role() == Kind.List


def test_what_is_special_about_a_message_is_in_its_name(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    message, author = answer(rating=-1, corrected_text="Better")
    transcript.show_messages([(message, author)])
    transcript.show_versions({message.id: VersionOf(2, 3)})
    row = root.child(0)
    assert name(row) == f"{author}, Version 2 of 3, Your better answer, Bad answer"
    assert words(row) == "Better"
    transcript.do(next(c for c in transcript.controls_of(0) if c.label == "Original"))
    assert name(row) == f"{author}, Version 2 of 3, Bad answer"
    assert words(row) == SHOWN


def test_what_is_on_or_cannot_be_done_is_told(
    transcript: Transcript, root: QAccessibleInterface
) -> None:
    message, author = answer(rating=1)
    transcript.show_messages([(message, author)])
    transcript.show_versions({message.id: VersionOf(3, 3)})
    row = root.child(0)
    assert part(row, "Good answer").state().checked
    assert part(row, "Bad answer").state().checkable
    assert not part(row, "Bad answer").state().checked
    assert not part(row, "Copy message").state().checkable
    assert part(row, "Next version").state().disabled
    assert not part(row, "Previous version").state().disabled
