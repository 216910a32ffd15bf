from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.core.listed import Listed, found_by
from desktop_app.ui.chat.conversation_rows import MIME, ConversationRows
from desktop_app.ui.chat.list_sections import place_of

TODAY = date(2026, 10, 20)
NOON = datetime(2026, 10, 20, 12).astimezone()
Numbers = Iterator[int]
_NUMBERS = count(1)


def talk(title: str, days: float = 0, **more: object) -> Listed:
    """Return a conversation that was written to `days` days ago."""
    number = more.pop("number", None) or next(_NUMBERS)
    name = more.pop("name", None) or f"{title}-{number}"
    moment = int((NOON - timedelta(days=days)).timestamp() * 1000)
    words = found_by(title, more.get("tags", ()))
    return Listed(name, number, title, bool(title), updated_at=moment, words=words, **more)


@pytest.fixture
def rows() -> ConversationRows:
    return made_rows()


def made_rows() -> ConversationRows:
    made = ConversationRows(today=TODAY)
    made.tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return made


def show(rows: ConversationRows, *talks: Listed) -> None:
    rows.add(sorted(talks, key=place_of))


def shown(rows: ConversationRows) -> list[str]:
    """Return the rows; section heads with a number sign."""
    found = []
    for number in range(rows.rowCount()):
        mark = "" if rows.at(number) is not None else "# "
        found.append(mark + str(rows.index(number).data()))
    return found


def test_sections_by_day_and_month(rows: ConversationRows) -> None:
    days = (0, 1, 2, 7, 8, 30, 290, 300, 660)
    show(rows, *[talk(str(number), number) for number in days])
    assert shown(rows) == [
        *("# Today", "0", "# Yesterday", "1", "# Previous 7 days", "2", "7"),
        *("# October", "8", "# September", "30", "# January", "290"),
        *("# December 2025", "300", "# December 2024", "660"),
    ]


def test_months_are_called_as_the_user_calls_them(rows: ConversationRows) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("ru"))
    try:
        show(rows, talk("a", 30), talk("b", 300))
        assert shown(rows) == ["# Сентябрь", "a", "# Декабрь 2025", "b"]
    finally:
        QLocale.setDefault(before)


def test_pinned_stand_first(rows: ConversationRows) -> None:
    show(rows, talk("a"), talk("b", 3, pinned=True), talk("c", 3))
    assert shown(rows) == ["# Pinned", "b", "# Today", "a", "# Previous 7 days", "c"]


@pytest.mark.parametrize("days", [-2, -40_000])
def test_what_comes_from_the_future_is_of_today(rows: ConversationRows, days: int) -> None:
    """The clock may have been set back, or be another one."""
    show(rows, talk("a", days), talk("b"))
    assert shown(rows) == ["# Today", "a", "b"]


def test_times_that_no_calendar_knows(rows: ConversationRows) -> None:
    odd = [
        talk(str(moment))._replace(updated_at=moment)
        for moment in (2**61, 1, 0, -1, -(2**61), 86_400_000 * 370)
    ]
    show(rows, *odd)
    assert len(shown(rows)) == len(odd) + 3
    for each in odd:
        assert rows.at(rows.row_of(each.id)) == each


def test_filter_by_title_and_tag(rows: ConversationRows) -> None:
    show(rows, talk("Chart talk", tags=("Work",)), talk("Straße"), talk("Poem", 1))
    rows.set_filter("  CHART ")
    assert shown(rows) == ["# Today", "Chart talk"]
    rows.set_filter("work")
    assert shown(rows) == ["# Today", "Chart talk"]
    rows.set_filter("STRASSE")
    assert shown(rows) == ["# Today", "Straße"]
    rows.set_filter("nothing")
    assert shown(rows) == []
    assert not rows.is_empty
    rows.set_filter("")
    assert len(shown(rows)) == 5


def test_filter_by_a_tag_as_it_is(rows: ConversationRows) -> None:
    show(rows, talk("a", tags=("work",)), talk("work"), talk("b", tags=("workshop", "x")))
    assert rows.tags == ["work", "workshop", "x"]
    rows.set_tag("work")
    assert shown(rows) == ["# Today", "a"]
    rows.set_filter("b")
    assert shown(rows) == []
    rows.set_tag("")
    assert shown(rows) == ["# Today", "b"]


def test_archived_ones_are_shown_by_themselves(rows: ConversationRows) -> None:
    show(rows, talk("a"))
    show(rows, talk("b", 1, archived=True))
    assert shown(rows) == ["# Today", "a"]
    assert rows.archived_count == 1
    rows.show_archived(archived=True)
    assert shown(rows) == ["# Yesterday", "b"]


def test_without_a_title_it_is_a_new_chat(rows: ConversationRows) -> None:
    show(rows, talk(""))
    assert shown(rows) == ["# Today", "New chat"]
    assert rows.unnamed == [rows.at(1).id]


def test_only_conversations_can_be_chosen(rows: ConversationRows) -> None:
    show(rows, talk("a"))
    head, row = rows.index(0), rows.index(1)
    assert rows.flags(head) == Qt.ItemFlag.NoItemFlags
    assert rows.flags(row) & Qt.ItemFlag.ItemIsSelectable
    assert rows.flags(row) & Qt.ItemFlag.ItemIsEnabled
    assert rows.flags(row) & Qt.ItemFlag.ItemIsDragEnabled
    assert rows.at(0) is None
    assert rows.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_rows_are_found_by_their_conversation(rows: ConversationRows) -> None:
    known = talk("a")
    show(rows, known, talk("b", 1))
    assert rows.at(rows.row_of(known.id)) == known
    assert rows.row_of("unknown") == -1
    rows.set_filter("b")
    assert rows.row_of(known.id) == -1
    assert rows.conversation(known.id).title == "a"


def test_words_for_screen_readers(rows: ConversationRows) -> None:
    show(rows, talk("a", unread=True, mood="positive", tags=("x", "y"), pinned=True))
    index = rows.index(1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "a, unread"
    said = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said == "Mood: positive. Pinned. Tags: x, y"
    rows.set_writing([rows.at(1).id])
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "a, a reply is being written, unread"


def test_tip_is_no_html(rows: ConversationRows) -> None:
    show(rows, talk("<b>a</b>", tags=("<i>",)))
    tip = rows.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "‹b>a‹/b>\nTags: ‹i>"


def test_what_is_dragged(rows: ConversationRows) -> None:
    show(rows, talk("a", name="one"), talk("b", 1, name="two"))
    dragged = rows.mimeData([rows.index(1), rows.index(3)])
    assert bytes(dragged.data(MIME).data()) == b"one\ntwo"


class Told:
    """What a model has told of its changes."""

    def __init__(self, rows: ConversationRows) -> None:
        self.told: list[str] = []
        for name in ("rowsInserted", "rowsRemoved", "rowsMoved", "dataChanged", "modelReset"):
            getattr(rows, name).connect(lambda *_, name=name: self.told.append(name))


def test_a_change_changes_a_row(rows: ConversationRows) -> None:
    first = talk("a")
    show(rows, first, talk("b", 1))
    told = Told(rows).told
    rows.change([first._replace(title="c", words="c", unread=True)], [])
    assert shown(rows) == ["# Today", "c", "# Yesterday", "b"]
    assert told == ["dataChanged"]


def test_nothing_is_told_where_nothing_has_changed(rows: ConversationRows) -> None:
    first = talk("a")
    show(rows, first)
    told = Told(rows).told
    rows.change([first], ["unknown"])
    rows.set_filter("  ")
    rows.set_today(TODAY)
    assert told == []


def test_what_is_written_to_moves_and_stays_itself(rows: ConversationRows) -> None:
    old = talk("old", 40)
    show(rows, talk("a"), talk("b", 1), old)
    index = QPersistentModelIndex(rows.index(rows.row_of(old.id)))
    told = Told(rows).told
    rows.change([old._replace(updated_at=talk("x", -0.1).updated_at)], [])
    assert shown(rows) == ["# Today", "old", "a", "# Yesterday", "b"]
    assert index.row() == 1
    assert told == ["rowsMoved", "dataChanged", "rowsRemoved"]


def test_a_pin_makes_its_section(rows: ConversationRows) -> None:
    first = talk("a")
    show(rows, first)
    rows.change([first._replace(pinned=True)], [])
    assert shown(rows) == ["# Pinned", "a"]
    rows.change([first], [])
    assert shown(rows) == ["# Today", "a"]


def test_the_last_of_a_section_takes_its_head_along(rows: ConversationRows) -> None:
    first = talk("a")
    show(rows, first, talk("b", 1))
    rows.change([], [first.id])
    assert shown(rows) == ["# Yesterday", "b"]
    rows.change([first], [])
    assert shown(rows) == ["# Today", "a", "# Yesterday", "b"]


def test_portions_come_at_the_end(rows: ConversationRows) -> None:
    talks = [talk(str(number), number) for number in range(20)]
    show(rows, *talks[:7])
    told = Told(rows).told
    show(rows, *talks[7:])
    assert "modelReset" not in told
    whole = made_rows()
    show(whole, *talks)
    assert shown(rows) == shown(whole)


def test_what_was_seen_later_is_not_overwritten(rows: ConversationRows) -> None:
    first = talk("a")
    rows.change([first._replace(title="new")], [])
    rows.add([first])
    assert shown(rows) == ["# Today", "new"]


def test_midnight(rows: ConversationRows) -> None:
    show(rows, talk("a"), talk("b", 1))
    assert rows.set_today(TODAY + timedelta(days=1))
    assert shown(rows) == ["# Yesterday", "a", "# Previous 7 days", "b"]
    assert not rows.set_today(TODAY + timedelta(days=1))


def test_a_title_is_changed_in_its_place(rows: ConversationRows) -> None:
    first = talk("a")
    show(rows, first)
    wanted: list[tuple[str, str]] = []
    rows.renamed.connect(lambda *told: wanted.append(told))
    assert rows.setData(rows.index(1), "  b \n c ")
    assert rows.setData(rows.index(1), "a")
    assert not rows.setData(rows.index(1), "   ")
    assert not rows.setData(rows.index(0), "x")
    assert wanted == [(first.id, "b c")]


TALKS = st.builds(
    talk,
    st.sampled_from(["", "a", "B", "<c>", "é"]),
    st.integers(-1, 800),
    number=st.integers(1, 8),
    pinned=st.booleans(),
    archived=st.booleans(),
    mood=st.sampled_from(["", "positive", "negative"]),
    tags=st.sampled_from([(), ("x",), ("y", "x")]),
).map(lambda each: each._replace(id=str(each.number)))
STEPS = st.one_of(
    st.tuples(st.just("change"), st.lists(TALKS, max_size=4, unique_by=lambda each: each.id)),
    st.tuples(st.just("go"), st.lists(st.integers(1, 8).map(str), max_size=3)),
    st.tuples(st.just("replace"), st.lists(TALKS, max_size=8, unique_by=lambda each: each.id)),
    st.tuples(st.just("filter"), st.sampled_from(["", "a", "zz", "x"])),
    st.tuples(st.just("tag"), st.sampled_from(["", "x", "y"])),
    st.tuples(st.just("archived"), st.booleans()),
    st.tuples(st.just("today"), st.integers(0, 3)),
)


def apply(rows: ConversationRows, known: dict[str, Listed], what: str, value: object) -> None:
    """Let a step happen to the rows, and to what they should know."""
    match what:
        case "change":
            rows.change(value, [])
            known |= {each.id: each for each in value}
        case "go":
            rows.change([], value)
            for name in value:
                known.pop(name, None)
        case "replace":
            rows.replace(value)
            known.clear()
            known |= {each.id: each for each in value}


def look(rows: ConversationRows, wanted: dict[str, object]) -> None:
    """Show what is wanted to be seen."""
    rows.set_filter(wanted["filter"])
    rows.set_tag(wanted["tag"])
    rows.show_archived(archived=wanted["archived"])


@given(st.lists(STEPS, max_size=12))
@settings(deadline=None, max_examples=150)
def test_whatever_comes_the_rows_are_as_if_built_anew(steps: list[tuple[str, object]]) -> None:
    rows, today = made_rows(), TODAY
    known: dict[str, Listed] = {}
    wanted: dict[str, object] = {"filter": "", "tag": "", "archived": False}
    for what, value in steps:
        apply(rows, known, what, value)
        wanted[what] = value
        today = max(today, TODAY + timedelta(days=value)) if what == "today" else today
        rows.set_today(today)
        look(rows, wanted)
        whole = ConversationRows(today=today)
        look(whole, wanted)
        whole.add(sorted(known.values(), key=place_of))
        assert shown(rows) == shown(whole)
        assert (rows.tags, sorted(rows.unnamed)) == (whole.tags, sorted(whole.unnamed))
        for name, each in known.items():
            row = rows.row_of(name)
            assert row == whole.row_of(name)
            assert row == -1 or rows.at(row) == each
    rows.tester.deleteLater()


def test_very_many_at_once_are_one_reset(rows: ConversationRows) -> None:
    talks = [talk(str(number), number) for number in range(300)]
    show(rows, *talks)
    told = Told(rows).told
    rows.change([each._replace(pinned=True) for each in talks], [])
    assert told == ["modelReset"]
    assert shown(rows)[:2] == ["# Pinned", "0"]
