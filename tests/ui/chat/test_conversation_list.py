from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton

from desktop_app.core.conversation import Conversation
from desktop_app.ui import theme
from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.theme import colours
from tests.ui.desk import click

TALKS = [
    Conversation(title=title, mood=mood, updated_at=datetime.now(UTC) - timedelta(days=days))
    for title, mood, days in (
        ("Chart talk", "positive", 0),
        ("Poem", "", 0),
        ("Trip notes", "negative", 3),
        ("Old", "neutral", 100),
    )
]


@pytest.fixture
def listed(show: Callable[..., None]) -> ConversationList:
    made = ConversationList()
    show(made, 264, 600)
    made.show_conversations(TALKS)
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


def click_row(listed: ConversationList, conversation: Conversation) -> None:
    index = listed.rows.index(listed.rows.row_of(conversation.id))
    place = view(listed).visualRect(index).center()
    QTest.mouseClick(view(listed).viewport(), Qt.MouseButton.LeftButton, pos=place)


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
    titles = []
    for _ in range(5):
        QTest.keyClick(view(listed), Qt.Key.Key_Down)
        titles.append(view(listed).currentIndex().data())
    assert titles[-1] == "Old"
    assert set(titles) <= {t.title for t in TALKS}
    assert {"Poem", "Trip notes"} <= set(titles)
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
    assert empty.text() == "No title matches."
    filter_field(listed).clear()
    assert not empty.isVisible()


def test_selection_comes_back_after_filtering(listed: ConversationList) -> None:
    listed.select(TALKS[1].id)
    filter_field(listed).setText("trip")
    assert view(listed).selectedIndexes() == []
    filter_field(listed).clear()
    assert [i.data() for i in view(listed).selectedIndexes()] == ["Poem"]


def test_without_conversations_it_says_so(show: Callable[..., None]) -> None:
    made = ConversationList()
    show(made, 264, 600)
    made.show_conversations([])
    words = [x.text() for x in made.findChildren(QLabel) if x.isVisible()]
    assert words == ["Your chats will be listed here."]


def test_names(listed: ConversationList) -> None:
    assert view(listed).accessibleName() == "Conversations"
    button = listed.findChild(QPushButton, "new_chat_button")
    assert button.accessibleName() == "New chat"
    assert filter_field(listed).accessibleName() == "Filter conversations by title"


def test_new_chat_by_mouse_and_keyboard(listed: ConversationList) -> None:
    wanted: list[None] = []
    listed.new_wanted.connect(lambda: wanted.append(None))
    click(listed.new_button)
    listed.new_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(listed.new_button, Qt.Key.Key_Space)
    assert len(wanted) == 2


def painted(listed: ConversationList, conversation: Conversation) -> set[str]:
    """Return the colours of a conversation's row."""
    area = view(listed).visualRect(listed.rows.index(listed.rows.row_of(conversation.id)))
    image = view(listed).viewport().grab(area).toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width() - 30, image.width())
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


def test_mood_is_told_in_words(listed: ConversationList) -> None:
    """A colour and a bend of a line are nothing to who can't see them."""
    index = listed.rows.index(listed.rows.row_of(TALKS[0].id))
    words = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert words == "Mood: positive"
    none = listed.rows.index(listed.rows.row_of(TALKS[1].id))
    assert not none.data(Qt.ItemDataRole.AccessibleDescriptionRole)
