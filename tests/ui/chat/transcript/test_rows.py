from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Status
from desktop_app.core.errors import Failure
from desktop_app.ui.chat.transcript.rows import PAGE, Rows
from tests.ui.chat.transcript.laying_out import Materials, answered, asked, branch


@pytest.fixture
def materials(qtbot: QtBot) -> Materials:
    return Materials()


def whole(materials: Materials, count: int) -> Rows:
    return materials.rows(count, branch(count, lambda number: f"Message {number}"))


def texts(rows: Rows) -> list[str]:
    return [row.message.text for _number, row in rows.here()]


def lay_out(rows: Rows, first: int, last: int) -> None:
    """Do what the flow does with the rows that can be seen."""
    for number in range(first, last + 1):
        row = rows.at(number)
        if row is not None:
            rows.heights[number] = row.lay_out(600, 0, 1000)
            rows.touch(number)
    rows.tidy(first, last)


def test_rows_are_found_by_position_and_by_message(materials: Materials) -> None:
    messages = branch(5, str)
    rows = materials.rows(5, messages)
    assert rows.count == 5
    for number, (message, author) in enumerate(messages):
        row = rows.at(number)
        assert row is not None
        assert (row.message, row.author) == (message, author)
        assert rows.number(message.id) == number
    assert rows.at(5) is None
    assert rows.number("gone") is None


def test_rows_are_added_and_taken_away_at_the_end(materials: Materials) -> None:
    rows = whole(materials, 2)
    height = rows.heights.total
    message = answered("new")
    row = rows.add(message, "Model")
    assert (rows.count, rows.number(message.id), rows.at(2)) == (3, 2, row)
    rows.heights[2] = 700
    rows.cut(2)
    assert (rows.count, rows.number(message.id), rows.at(2)) == (2, None, None)
    assert rows.heights.total == height


def test_other_branch_keeps_nothing(materials: Materials) -> None:
    failed = answered("x", status=Status.FAILED, failure=Failure("It failed"))
    rows = materials.rows(1, [(failed, "Model")])
    lay_out(rows, 0, 0)
    row = rows.at(0)
    assert row is not None
    assert row.notice is not None
    rows.reset(7)
    assert (rows.count, texts(rows), rows.number(failed.id)) == (7, [], None)
    assert (row.laid_count, row.notice) == (0, None)
    assert list(rows.laid()) == []


# Pages


def test_missing_pages_are_told_once(materials: Materials) -> None:
    rows = materials.rows(1000, branch(40, str), first=960)
    assert rows.missing_pages(970, 990) == []
    assert rows.missing_pages(900, 990) == [(896, 960)]
    assert rows.missing_pages(900, 990) == []
    assert rows.missing_pages(100, 200) == [(64, 128), (128, 192), (192, 256)]
    assert rows.missing_pages(-30, 5) == [(0, 64)]


def test_last_page_ends_with_the_branch(materials: Materials) -> None:
    rows = materials.rows(70, [])
    assert rows.missing_pages(60, 900) == [(0, 64), (64, 70)]
    assert materials.rows(0, []).missing_pages(-24, 24) == []


def test_pages_fill_the_gaps_and_replace_nothing(materials: Materials) -> None:
    rows = materials.rows(130, branch(10, str), first=64)
    before = rows.at(70)
    rows.fill(60, branch(100, lambda number: f"filled {number}"))
    assert rows.at(70) is before
    assert [rows.at(number).message.text for number in (60, 63, 64, 74)] == [  # type: ignore[union-attr]
        "filled 0",
        "filled 3",
        "0",
        "filled 14",
    ]
    assert rows.at(130) is None
    assert rows.missing_pages(60, 129) == []


# What stays


def test_rows_that_are_not_seen_any_more_are_let_go_of(materials: Materials) -> None:
    rows = whole(materials, 200)
    for first in range(0, 190, 5):
        lay_out(rows, first, first + 9)
    laid = [number for number, row in rows.here() if row.laid_count]
    assert len(laid) <= 41
    assert set(range(185, 195)) <= set(laid)
    assert [number for number, _ in rows.laid()] == laid
    heights = {rows.heights[number] for number in range(195)}
    assert 120 not in heights


def test_rows_that_are_seen_stay_however_many(materials: Materials) -> None:
    rows = whole(materials, 100)
    lay_out(rows, 0, 99)
    assert all(row.laid_count for _number, row in rows.here())


def test_live_row_is_never_let_go_of(materials: Materials) -> None:
    rows = whole(materials, 1500)
    live = rows.at(1)
    assert live is not None
    live.begin()
    for first in range(0, 1500, 50):
        lay_out(rows, first, first + 9)
    assert rows.at(1) is live
    assert live.laid_count
    live.end(live.message)
    lay_out(rows, 1490, 1499)
    assert not live.laid_count


def test_messages_far_away_are_forgotten_and_read_again(materials: Materials) -> None:
    count = 1200
    rows = materials.rows(count, [])
    messages = branch(count, str)
    for first in range(0, count, PAGE):
        rows.missing_pages(first, first + PAGE - 1)
        rows.fill(first, messages[first : first + PAGE])
        lay_out(rows, first, min(first + 5, count - 1))
    here = [number for number, _row in rows.here()]
    assert len(here) <= 1024 + PAGE
    assert here[-1] == count - 1
    assert rows.at(0) is None
    assert rows.number(messages[0][0].id) is None
    assert rows.heights[0] != 120
    assert rows.missing_pages(0, 10) == [(0, PAGE)]
    rows.fill(0, messages[:PAGE])
    assert rows.number(messages[0][0].id) == 0
    assert rows.missing_pages(0, 10) == []


def test_type_of_another_size_reaches_all(materials: Materials) -> None:
    rows = materials.rows(2, [(asked("a"), "You"), (answered("b"), "Model")])
    lay_out(rows, 0, 1)
    heights = [rows.heights[0], rows.heights[1]]
    rows.restyle(materials.workshop(zoom=2.0))
    lay_out(rows, 0, 1)
    assert all(rows.heights[number] > height for number, height in enumerate(heights))
