from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.core.conversation import Conversation
from desktop_app.ui.chat.conversation_rows import ConversationRows

NOON = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)


def talk(title: str, days: int = 0, **more: object) -> Conversation:
    """Return a conversation that was written to `days` days ago."""
    return Conversation(title=title, updated_at=NOON - timedelta(days=days), **more)


@pytest.fixture
def rows() -> ConversationRows:
    made = ConversationRows()
    made.tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return made


def shown(rows: ConversationRows) -> list[str]:
    """Return the rows; section heads with a number sign."""
    found = []
    for number in range(rows.rowCount()):
        index = rows.index(number)
        mark = "" if rows.conversation(index) is not None else "# "
        found.append(mark + str(index.data()))
    return found


def test_sections_by_day(rows: ConversationRows) -> None:
    rows.show([talk(str(days), days) for days in (0, 1, 2, 7, 8, 400)])
    assert shown(rows) == [
        *("# Today", "0", "# Yesterday", "1"),
        *("# Previous 7 days", "2", "7", "# Older", "8", "400"),
    ]


def test_pinned_stand_first(rows: ConversationRows) -> None:
    rows.show([talk("a"), talk("b", 3, pinned=True), talk("c", 3)])
    assert shown(rows) == ["# Pinned", "b", "# Today", "a", "# Previous 7 days", "c"]


def test_tomorrow_is_today_where_clocks_differ(rows: ConversationRows) -> None:
    rows.show([talk("a", -2)])
    assert shown(rows) == ["# Today", "a"]


def test_filter_by_title(rows: ConversationRows) -> None:
    rows.show([talk("Chart talk"), talk("Straße"), talk("Poem", 1)])
    rows.set_filter("  CHART ")
    assert shown(rows) == ["# Today", "Chart talk"]
    rows.set_filter("STRASSE")
    assert shown(rows) == ["# Today", "Straße"]
    rows.set_filter("nothing")
    assert shown(rows) == []
    assert not rows.is_empty
    rows.set_filter("")
    assert len(shown(rows)) == 5


def test_without_a_title_it_is_a_new_chat(rows: ConversationRows) -> None:
    rows.show([talk("")])
    assert shown(rows) == ["# Today", "New chat"]
    rows.set_filter("new")
    assert shown(rows) == ["# Today", "New chat"]


def test_only_conversations_can_be_chosen(rows: ConversationRows) -> None:
    rows.show([talk("a")])
    head, row = rows.index(0), rows.index(1)
    assert rows.flags(head) == Qt.ItemFlag.NoItemFlags
    assert rows.flags(row) & Qt.ItemFlag.ItemIsSelectable
    assert rows.flags(row) & Qt.ItemFlag.ItemIsEnabled
    assert rows.conversation(head) is None
    assert rows.conversation(QModelIndex()) is None


def test_rows_are_found_by_their_conversation(rows: ConversationRows) -> None:
    known = talk("a")
    rows.show([talk("b"), known])
    assert rows.row_of(known.id) == 2
    assert rows.row_of("gone") == -1
    rows.set_filter("b")
    assert rows.row_of(known.id) == -1


def test_tooltip_shows_the_whole_title_and_no_markup(rows: ConversationRows) -> None:
    rows.show([talk("<b>x</b>")])
    assert rows.index(1).data(Qt.ItemDataRole.ToolTipRole) == "‹b>x‹/b>"
    assert rows.index(0).data(Qt.ItemDataRole.ToolTipRole) is None
    assert rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "<b>x</b>"


def test_what_does_not_change_keeps_the_rows(rows: ConversationRows) -> None:
    resets: list[None] = []
    rows.modelReset.connect(lambda: resets.append(None))
    conversations = [talk("a")]
    rows.show(conversations)
    rows.show(list(conversations))
    assert len(resets) == 1


TALKS = st.builds(
    talk,
    st.sampled_from(["", "a", "B", "<c>", "é"]),
    st.integers(-1, 12),
    pinned=st.booleans(),
    mood=st.sampled_from(["", "positive", "negative"]),
)


@given(st.lists(TALKS, max_size=12), st.sampled_from(["", "a", "zz"]))
@settings(deadline=None, max_examples=50)
def test_model_keeps_qt_s_rules(talks: list[Conversation], text: str) -> None:
    rows = ConversationRows()
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    talks.sort(key=lambda t: t.updated_at, reverse=True)
    rows.show(talks)
    rows.set_filter(text)
    names = [row for row in shown(rows) if row.startswith("# ")]
    assert len(names) == len(set(names)), "Every section stands once."
    wanted = [t for t in talks if text in (t.title or "New chat").casefold()]
    assert sum(not row.startswith("# ") for row in shown(rows)) == len(wanted)
    tester.deleteLater()
