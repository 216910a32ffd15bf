from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton, QWidget

from desktop_app.core.listed import Listed, found_by
from desktop_app.ui import theme
from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.chat.conversation_rows import MIME
from desktop_app.ui.theme import colours
from tests.ui.desk import click

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def talk(title: str, days: int = 0, number: int = 1, **more: object) -> Listed:
    moment = datetime.now(UTC) - timedelta(days=days)
    return Listed(
        title,
        number,
        title,
        updated_at=int(moment.timestamp() * 1000),
        words=found_by(title, more.get("tags", ())),
        **more,
    )


TALKS = [
    talk("Chart talk", mood="positive", number=4),
    talk("Poem", number=3),
    talk("Trip notes", 3, mood="negative"),
    talk("Old", 100, mood="neutral"),
]


@pytest.fixture
def listed(show: Callable[..., None]) -> ConversationList:
    made = ConversationList()
    show(made, 264, 600)
    made.rows.add(TALKS)
    made.settle()
    made.tester = QAbstractItemModelTester(made.rows)
    return made


@pytest.fixture
def chosen(listed: ConversationList) -> list[str]:
    found: list[str] = []
    listed.chosen.connect(lambda conversation: found.append(conversation.title))
    return found


def view(listed: ConversationList) -> QListView:
    return listed.findChild(QListView, "conversation_list")


def filter_field(listed: ConversationList) -> QLineEdit:
    return listed.findChild(QLineEdit, "conversation_filter")


def click_row(
    listed: ConversationList, conversation: Listed, modifiers: Qt.KeyboardModifier = PLAIN
) -> None:
    index = listed.rows.index(listed.rows.row_of(conversation.id))
    place = view(listed).visualRect(index).center()
    QTest.mouseClick(view(listed).viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def selected(listed: ConversationList) -> list[str]:
    return [each.title for each in listed.view.selected]


def test_click_opens(listed: ConversationList, chosen: list[str]) -> None:
    click_row(listed, TALKS[2])
    assert chosen == ["Trip notes"]


def test_head_opens_nothing(listed: ConversationList, chosen: list[str]) -> None:
    place = view(listed).visualRect(listed.rows.index(0)).center()
    QTest.mouseClick(view(listed).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == []


def test_what_is_open_is_not_opened_again(listed: ConversationList, chosen: list[str]) -> None:
    listed.select(TALKS[2].id)
    click_row(listed, TALKS[2])
    assert chosen == []


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_by_keyboard_alone(listed: ConversationList, chosen: list[str], enter: Qt.Key) -> None:
    """Arrows pass over the heads, and opening waits for Enter."""
    listed.new_button.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert view(listed).hasFocus()
    QTest.keyClick(view(listed), Qt.Key.Key_Home)
    titles = [view(listed).currentIndex().data()]
    for _ in range(5):
        QTest.keyClick(view(listed), Qt.Key.Key_Down)
        titles.append(view(listed).currentIndex().data())
    assert titles == ["Chart talk", "Poem", "Trip notes", "Old", "Old", "Old"]
    assert chosen == []
    QTest.keyClick(view(listed), Qt.Key.Key_Up)
    QTest.keyClick(view(listed), enter)
    assert chosen == ["Trip notes"]


def test_enter_on_nothing_opens_nothing(listed: ConversationList, chosen: list[str]) -> None:
    listed.select("")
    view(listed).setFocus()
    view(listed).setCurrentIndex(listed.rows.index(-1))
    QTest.keyClick(view(listed), Qt.Key.Key_Return)
    assert chosen == []


def test_filter(listed: ConversationList) -> None:
    QTest.keyClicks(filter_field(listed), "poem")
    assert listed.rows.rowCount() == 2
    QTest.keyClicks(filter_field(listed), "x")
    empty = next(x for x in listed.findChildren(QLabel) if x.isVisible())
    assert empty.text() == "No title or tag matches."
    filter_field(listed).clear()
    assert not empty.isVisible()


def test_keys_of_the_filter(listed: ConversationList, chosen: list[str]) -> None:
    field = filter_field(listed)
    field.setFocus()
    QTest.keyClicks(field, "t")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert view(listed).hasFocus()
    assert selected(listed) == ["Chart talk"]
    QTest.keyClicks(view(listed), "r")
    assert (field.text(), field.hasFocus()) == ("tr", True)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chosen == ["Trip notes"]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_selection_comes_back_after_filtering(listed: ConversationList) -> None:
    listed.select(TALKS[1].id)
    filter_field(listed).setText("trip")
    assert selected(listed) == []
    filter_field(listed).clear()
    assert selected(listed) == ["Poem"]


def test_without_conversations_it_says_so(show: Callable[..., None]) -> None:
    made = ConversationList()
    show(made, 264, 600)
    made.settle()
    words = [x.text() for x in made.findChildren(QLabel) if x.isVisible()]
    assert words == ["Your chats will be listed here."]


def test_names(listed: ConversationList) -> None:
    assert view(listed).accessibleName() == "Conversations"
    button = listed.findChild(QPushButton, "new_chat_button")
    assert button.accessibleName() == "New chat"
    assert filter_field(listed).accessibleName() == "Filter conversations by title or tag"


def test_new_chat_by_mouse_and_keyboard(listed: ConversationList) -> None:
    wanted: list[None] = []
    listed.new_wanted.connect(lambda: wanted.append(None))
    click(listed.new_button)
    listed.new_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(listed.new_button, Qt.Key.Key_Space)
    assert len(wanted) == 2


# Several at once


def test_several_by_mouse_open_nothing(listed: ConversationList, chosen: list[str]) -> None:
    listed.select(TALKS[0].id)
    click_row(listed, TALKS[2], CTRL)
    assert selected(listed) == ["Chart talk", "Trip notes"]
    click_row(listed, TALKS[2], CTRL)
    click_row(listed, TALKS[1], SHIFT)
    assert set(selected(listed)) >= {"Poem", "Trip notes"}
    assert chosen == []
    click_row(listed, TALKS[3])
    assert (selected(listed), chosen) == (["Old"], ["Old"])


def test_several_by_keyboard(listed: ConversationList) -> None:
    listed.select(TALKS[0].id)
    view(listed).setFocus()
    for _ in range(2):
        QTest.keyClick(view(listed), Qt.Key.Key_Down, SHIFT)
    assert selected(listed) == ["Chart talk", "Poem", "Trip notes"]
    QTest.keyClick(view(listed), Qt.Key.Key_A, CTRL)
    assert selected(listed) == ["Chart talk", "Poem", "Trip notes", "Old"]


def test_what_comes_leaves_the_selection(listed: ConversationList) -> None:
    listed.select(TALKS[0].id)
    click_row(listed, TALKS[3], CTRL)
    listed.rows.change([talk("New", -1, 9), TALKS[3]._replace(unread=True)], [TALKS[1].id])
    listed.settle()
    assert selected(listed) == ["Chart talk", "Old"]
    many = [talk(f"Many {number}", 5, number) for number in range(10, 300)]
    listed.rows.change(many, [])
    assert selected(listed) == ["Chart talk", "Old"]


# Where it stands


@pytest.fixture
def long(listed: ConversationList) -> ConversationList:
    listed.rows.add([talk(f"Row {number}", 200 + number, 1) for number in range(300)])
    return listed


def top_row(listed: ConversationList) -> tuple[str, int]:
    """Return which conversation stands first on the screen, and where."""
    for row in listed.view.visible_rows:
        known = listed.rows.at(row)
        if known is not None:
            return known.title, view(listed).visualRect(listed.rows.index(row)).top()
    raise AssertionError


def test_every_place_leads_to_its_row(long: ConversationList) -> None:
    """Rows stand one below the other, without holes, from the first to the last."""
    shown, bottom = view(long), 0
    for row in range(long.rows.rowCount()):
        area = shown.visualRect(long.rows.index(row))
        assert area.top() == bottom
        bottom += area.height()
        for place in (area.topLeft(), area.bottomRight()):
            index = shown.indexAt(place)
            assert not index.isValid() or index.row() == row
    assert shown.verticalScrollBar().maximum() == bottom - shown.viewport().height()


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.change([talk("New", -1, 9)], []),
        lambda rows: rows.change([], [TALKS[0].id, TALKS[1].id]),
        lambda rows: rows.change([rows.known("Row 250")._replace(pinned=True)], []),
        lambda rows: rows.change([talk(f"N{number}", 0, number) for number in range(200)], []),
        lambda rows: rows.set_today(datetime.now(UTC).date() + timedelta(days=2)),
    ],
)
def test_what_changes_elsewhere_moves_nothing(
    long: ConversationList, change: Callable[[object], None]
) -> None:
    bar = view(long).verticalScrollBar()
    bar.setValue(3000)
    before = top_row(long)
    change(long.rows)
    assert top_row(long) == before
    assert bar.value() != 3000


def test_the_first_row_that_goes_leaves_the_next_one_where_it_is(long: ConversationList) -> None:
    view(long).verticalScrollBar().setValue(3005)
    first = long.rows.known(top_row(long)[0])
    following = [long.rows.at(row) for row in long.view.visible_rows][2]
    index = long.rows.index(long.rows.row_of(following.id))
    before = view(long).visualRect(index).top()
    long.rows.change([first._replace(pinned=True)], [])
    index = long.rows.index(long.rows.row_of(following.id))
    assert view(long).visualRect(index).top() == before


def test_at_the_beginning_one_sees_what_comes(long: ConversationList) -> None:
    long.rows.change([talk("New", -1, 9)], [])
    assert top_row(long)[0] == "New"


def test_keys_go_far(long: ConversationList) -> None:
    long.select(TALKS[0].id)
    view(long).setFocus()
    QTest.keyClick(view(long), Qt.Key.Key_End)
    assert long.view.current == "Row 299"
    assert "Row 299" in [long.rows.at(row).id for row in long.view.visible_rows]
    QTest.keyClick(view(long), Qt.Key.Key_PageUp)
    assert long.view.current not in ("Row 299", "")
    QTest.keyClick(view(long), Qt.Key.Key_Home)
    assert view(long).verticalScrollBar().value() == 0


# How it looks


def painted(listed: ConversationList, conversation: Listed) -> set[str]:
    """Return the colours of the marks of a conversation's row."""
    area = view(listed).visualRect(listed.rows.index(listed.rows.row_of(conversation.id)))
    image = view(listed).viewport().grab(area).toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width() - 40, image.width())
        for y in range(image.height())
    }


@pytest.mark.parametrize("name", ["light", "dark"])
def test_mood_is_painted_in_its_colour(
    listed: ConversationList, qapp: QApplication, name: theme.Theme
) -> None:
    theme.apply(qapp, name)
    for conversation in TALKS:
        seen = {
            mood
            for mood in ("positive", "neutral", "negative")
            if getattr(colours(), mood).lower() in painted(listed, conversation)
        }
        assert seen == ({conversation.mood} if conversation.mood else set())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_unread_or_written_has_a_dot(
    listed: ConversationList, qapp: QApplication, name: theme.Theme
) -> None:
    theme.apply(qapp, name)
    accent = colours().accent.lower()
    assert accent not in painted(listed, TALKS[1])
    listed.rows.change([TALKS[1]._replace(unread=True)], [])
    listed.rows.set_writing([TALKS[0].id])
    assert accent in painted(listed, TALKS[1])
    assert accent in painted(listed, TALKS[0])
    listed.rows.set_writing([])
    assert accent not in painted(listed, TALKS[0])


# In its place


def edit(listed: ConversationList, conversation: Listed) -> QLineEdit:
    listed.select(conversation.id)
    view(listed).setFocus()
    QTest.keyClick(view(listed), Qt.Key.Key_F2)
    return listed.findChild(QLineEdit, "title_field")


def test_a_title_is_changed_by_f2(listed: ConversationList) -> None:
    wanted: list[tuple[str, str]] = []
    listed.rows.renamed.connect(lambda *told: wanted.append(told))
    field = edit(listed, TALKS[1])
    assert (field.text(), field.selectedText()) == ("Poem", "Poem")
    assert field.accessibleName() == "Title"
    QTest.keyClicks(field, "Ode")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert wanted == [(TALKS[1].id, "Ode")]


def test_esc_leaves_a_title(listed: ConversationList) -> None:
    wanted: list[tuple[str, str]] = []
    listed.rows.renamed.connect(lambda *told: wanted.append(told))
    field = edit(listed, TALKS[1])
    QTest.keyClicks(field, "Ode")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert wanted == []
    assert not listed.view.is_editing


# The archive


def test_archive_is_reached_at_the_end(listed: ConversationList) -> None:
    assert listed.findChild(QPushButton, "archive_button") is None
    listed.rows.add([talk("Put away", archived=True)])
    listed.settle()
    button = listed.findChild(QPushButton, "archive_button")
    assert button.text() == "Archived: 1"
    click(button)
    assert listed.rows.rowCount() == 2
    assert button.text() == "Back to all chats"
    click(button)
    assert listed.rows.row_of(TALKS[0].id) > 0
    click(button)
    listed.rows.change([], ["Put away"])
    listed.settle()
    assert button.isHidden()
    assert listed.rows.row_of(TALKS[0].id) > 0


# Tags


@pytest.fixture
def tagged(listed: ConversationList) -> ConversationList:
    listed.rows.change(
        [
            TALKS[0]._replace(tags=("work",), words="chart talk\nwork"),
            TALKS[3]._replace(tags=("home", "work"), words="old\nhome\nwork"),
        ],
        [],
    )
    listed.settle()
    return listed


def drop(part: QWidget, *names: str) -> None:
    """Drop conversations on a part."""
    dragged = QMimeData()
    dragged.setData(MIME, "\n".join(names).encode())
    none = Qt.KeyboardModifier.NoModifier
    place, button = part.rect().center(), Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(place, Qt.DropAction.CopyAction, dragged, button, none)
    QApplication.sendEvent(part, entered)
    assert entered.isAccepted()
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, dragged, button, none)
    QApplication.sendEvent(part, event)


def test_without_tags_there_is_no_strip(listed: ConversationList) -> None:
    assert listed.findChild(QWidget, "tags") is None


def test_a_tag_filters_and_a_second_click_takes_it_back(tagged: ConversationList) -> None:
    chip = tagged.tags.chip("home")
    assert chip.accessibleName() == "Tag home"
    click(chip)
    assert [each.title for each in tagged.rows.between(0, 9)] == ["Old"]
    assert chip.isChecked()
    click(tagged.tags.chip("work"))
    assert not chip.isChecked()
    assert tagged.rows.rowCount() == 4
    click(tagged.tags.chip("work"))
    assert tagged.rows.row_of(TALKS[1].id) > 0


def test_a_tag_that_is_gone_filters_no_more(tagged: ConversationList) -> None:
    click(tagged.tags.chip("home"))
    tagged.rows.change([TALKS[3]], [])
    tagged.settle()
    assert tagged.tag == ""
    assert tagged.rows.row_of(TALKS[1].id) > 0
    tagged.rows.change([TALKS[0]], [])
    tagged.settle()
    assert tagged.tags.isHidden()


def test_dropping_on_a_tag(tagged: ConversationList) -> None:
    wanted: list[tuple[object, ...]] = []
    tagged.tag_wanted.connect(lambda *told: wanted.append(told))
    drop(tagged.tags.chip("home"), "a", "b")
    assert wanted == [("home", ["a", "b"], True)]


def test_a_new_tag_by_dragging(listed: ConversationList) -> None:
    wanted: list[tuple[object, ...]] = []
    listed.tag_wanted.connect(lambda *told: wanted.append(told))
    listed.view.dragging.emit(True)
    new = listed.findChild(QPushButton, "new_tag")
    assert new.isVisible()
    drop(new, "a")
    listed.view.dragging.emit(False)
    assert not new.isVisible()
    field = listed.findChild(QLineEdit, "tag_field")
    assert field.hasFocus()
    QTest.keyClicks(field, "  my  tag ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert wanted == [("my tag", ["a"], True)]
    assert listed.tags.isHidden()


def test_esc_names_no_tag(listed: ConversationList) -> None:
    wanted: list[tuple[object, ...]] = []
    listed.tag_wanted.connect(lambda *told: wanted.append(told))
    listed.name_tag(["a"])
    field = listed.findChild(QLineEdit, "tag_field")
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert wanted == []
    assert not field.isVisible()


def test_very_many_tags_leave_room_for_the_list(listed: ConversationList) -> None:
    listed.rows.change([TALKS[0]._replace(tags=tuple(f"tag {n}" for n in range(60)))], [])
    listed.settle()
    assert listed.tags.height() < 120
    assert view(listed).height() > 300


def test_menu_is_asked_for_by_mouse_and_key(listed: ConversationList) -> None:
    asked: list[QPoint] = []
    listed.view.menu_wanted.connect(asked.append)
    listed.select(TALKS[2].id)
    row = view(listed).visualRect(view(listed).currentIndex())
    QTest.mouseClick(view(listed).viewport(), Qt.MouseButton.RightButton, pos=row.center())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(view(listed), event)
    assert asked[-1] == view(listed).viewport().mapToGlobal(row.center())
