from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.transcript.flow import NEAR_END, TOP, Anchor, Flow
from desktop_app.ui.chat.transcript.places import Place
from desktop_app.ui.chat.transcript.row_text import LEFT
from desktop_app.ui.chat.transcript.rows import PAGE
from tests.ui.chat.transcript.laying_out import WORDS, Materials, answered, asked, branch

WIDTH, VIEW = 600, 500


@pytest.fixture
def materials(qtbot: QtBot) -> Materials:
    return Materials()


def uneven(number: int) -> str:
    """Return the text of a message whose height no estimate meets."""
    kinds = [
        "Yes.",
        WORDS,
        "\n\n".join([WORDS * 3] * 12),
        "```python\n" + "x = 1\n" * 60 + "```",
        "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 25,
        "# Title\n\n- one\n- two\n\n> quoted\n\n" + WORDS * 2,
        "\n".join(["short"] * 40),
    ]
    return f"{number} {kinds[Random(number).randrange(len(kinds))]}"


def flow_of(count: int, materials: Materials | None = None) -> Flow:
    flow = Flow((materials or Materials()).rows(count, branch(count, uneven)))
    flow.fit(20, WIDTH, VIEW)
    return flow


def seen(flow: Flow) -> dict[tuple[int, int], int]:
    """Return where the blocks that can be seen begin, in pixels from the top of the view."""
    found = {}
    for number, row, y in flow.shown():
        if row is not None:
            for block, corner, _laid in row.visible(-y, VIEW - y):
                found[number, block] = round(y + corner.y())
    return found


def check(flow: Flow) -> None:
    """Check that all that can be seen is laid out and stands where it should."""
    for number, row, y in flow.shown():
        assert row is not None
        assert flow.rows.heights[number] == row.height
        assert flow.row_top(number) == y
    assert 0 <= flow.top <= flow.end


# What is seen stays


def scrolled(flow: Flow, pixels: int) -> None:
    """Scroll and check that what is seen moves by exactly so much, unless an end is reached."""
    before = seen(flow)
    distance = min(max(flow.top + pixels, 0), flow.end) - flow.top
    moved = flow.scroll_to(flow.top + pixels)
    after = seen(flow)
    check(flow)
    if 0 < flow.top < flow.end:
        assert moved == distance
    tracked = before.keys() & after.keys()
    assert tracked or abs(pixels) > VIEW / 2
    for block in tracked:
        assert after[block] == before[block] - moved


@pytest.mark.parametrize("step", [7, 60, 333, 480])
def test_what_is_seen_moves_by_what_is_scrolled_up(step: int) -> None:
    flow = flow_of(60)
    flow.settle()
    for _ in range(min(90, 9000 // step)):
        scrolled(flow, -step)
    assert not flow.following


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-499, 499), max_size=20), st.integers(0, 59))
def test_what_is_seen_moves_by_what_is_scrolled(steps: list[int], start: int) -> None:
    flow = flow_of(60)
    flow.show_row(start)
    for step in steps:
        scrolled(flow, step)


def test_scrolling_to_the_very_top_shows_the_first_message() -> None:
    flow = flow_of(40)
    for _ in range(400):
        flow.scroll_to(flow.top - 400)
        if flow.top == 0:
            break
    assert flow.top == 0
    assert flow.row_top(0) == TOP
    check(flow)


def test_long_way_leads_to_what_the_scroll_bar_says() -> None:
    flow = flow_of(200)
    for part in (0.2, 0.9, 0.5, 0.0, 1.0):
        wanted = flow.end * part
        flow.scroll_to(round(wanted))
        check(flow)
        assert flow.top == pytest.approx(flow.end * part, rel=0.2)
    assert flow.is_at_end


def test_messages_that_arrive_above_move_nothing(materials: Materials) -> None:
    count = 300
    messages = branch(count, uneven)
    flow = Flow(materials.rows(count, messages[200:], first=200))
    flow.fit(0, WIDTH, VIEW)
    while flow.rows.at(next(flow.shown()).number) is not None:
        flow.scroll_to(flow.top - 300)
    before = seen(flow)
    flow.rows.fill(128, messages[128:200])
    flow.settle()
    check(flow)
    assert before
    for block, y in seen(flow).items():
        assert before.get(block, y) == y
    for _ in range(20):
        scrolled(flow, -130)


# The end


def test_end_is_followed_while_it_grows(materials: Materials) -> None:
    flow = flow_of(10, materials)
    row = flow.rows.add(answered(""), "Model")
    row.begin()
    for _ in range(20):
        row.grow(f"\n\n{WORDS}")
        flow.rows.heights[10] = row.height
        flow.settle()
        assert flow.top == flow.end
        check(flow)


def test_reader_who_scrolled_up_stays_while_the_end_grows(materials: Materials) -> None:
    flow = flow_of(10, materials)
    row = flow.rows.add(answered(""), "Model")
    row.begin()
    flow.settle()
    flow.scroll_to(flow.top - 100)
    before = seen(flow)
    for _ in range(20):
        row.grow(f"\n\n{WORDS}")
        flow.rows.heights[10] = row.height
        flow.settle()
    assert seen(flow).items() >= {k: y for k, y in before.items() if k[0] < 10}.items()
    assert not flow.is_at_end


def test_end_is_followed_again_once_it_is_reached() -> None:
    flow = flow_of(10)
    flow.scroll_to(flow.end - 300)
    assert not flow.following
    flow.scroll_to(flow.end - NEAR_END)
    assert flow.following
    flow.scroll_to(flow.top - 1)
    assert not flow.following


def test_branch_that_fits_into_the_view_stands_at_its_top(materials: Materials) -> None:
    flow = Flow(materials.rows(1, [(asked("Hello"), "You")]))
    flow.fit(0, WIDTH, VIEW)
    assert (flow.top, flow.end) == (0, 0)
    assert flow.is_at_end
    assert flow.row_top(0) == TOP


def test_nothing_at_all_can_be_shown(materials: Materials) -> None:
    flow = Flow(materials.rows(0, []))
    flow.fit(0, WIDTH, VIEW)
    flow.scroll_to(50)
    assert list(flow.shown()) == []
    assert (flow.top, flow.end) == (0, 0)
    assert flow.place_at(QPointF(5, 5)) == Place(0)


# The size of the view


@pytest.mark.parametrize("width", [350, 450, 590, 900])
def test_other_width_keeps_the_words_at_the_top(width: int) -> None:
    flow = flow_of(40)
    flow.show_row(20)
    for step in (0, 170, 400, 777):
        flow.scroll_to(flow.top + step)
        before = flow.place_at(QPointF(20 + LEFT + 40, 2))
        flow.fit(20, width, VIEW)
        check(flow)
        after = flow.place_at(QPointF(20 + LEFT + 40, 2))
        assert after[:2] == before[:2]
        assert abs(after.offset - before.offset) < 300
        flow.fit(20, WIDTH, VIEW)
        assert abs(flow.place_at(QPointF(20 + LEFT + 40, 2)).offset - before.offset) < 300


def test_end_stays_in_view_at_any_size() -> None:
    flow = flow_of(20)
    for width, view in [(400, 500), (400, 200), (900, 800)]:
        flow.fit(0, width, view)
        assert flow.top == flow.end
        assert flow.following


def test_higher_view_shows_more_below() -> None:
    flow = flow_of(40)
    flow.show_row(10)
    before = seen(flow)
    flow.fit(20, WIDTH, 2 * VIEW)
    assert flow.row_top(10) == TOP
    check(flow)
    assert seen(flow).items() >= before.items()


def test_anchor_scales_with_the_block_it_stands_in() -> None:
    anchor = Anchor(3, 1, -200, 400)
    assert anchor.scaled(800) == Anchor(3, 1, -400, 800)
    assert anchor.scaled(400) is anchor
    assert Anchor(3, 1, 50, 400).scaled(800).y == 50
    assert Anchor(3, -1, -200, 0).scaled(800).y == -200
    # What is below it stays where it is.
    assert Anchor(3, 1, -430, 400).scaled(800) == Anchor(3, 1, -830, 800)
    assert anchor.moved(30) == Anchor(3, 1, -230, 400)


# Going somewhere


@pytest.mark.parametrize("number", [0, 17, 59])
def test_message_is_shown_from_its_beginning(number: int) -> None:
    flow = flow_of(60)
    flow.show_row(number)
    check(flow)
    assert flow.row_top(number) == TOP or flow.top == flow.end
    assert not flow.following


def test_block_is_shown_where_it_can_be_seen(materials: Materials) -> None:
    long = "\n\n".join(f"{number} {WORDS * 3}" for number in range(80))
    flow = Flow(materials.rows(3, [(asked(long), "You")] * 3))
    flow.fit(0, WIDTH, VIEW)
    for number, block in [(0, 40), (2, 79), (1, 0), (1, 1)]:
        flow.show_block(number, block)
        check(flow)
        row = flow.rows.at(number)
        assert row is not None
        assert 0 <= flow.row_top(number) + row.block_top(block) < VIEW
    top = flow.top
    flow.show_block(1, 1)
    assert flow.top == top


def test_block_of_a_message_that_is_not_here_moves_nothing(materials: Materials) -> None:
    flow = Flow(materials.rows(500, branch(64, uneven), first=436))
    flow.fit(0, WIDTH, VIEW)
    top = flow.top
    flow.show_block(3, 0)
    assert flow.top == top
    assert flow.place_at(QPointF(50, 50 - top)) == Place(0)


def test_stretch_is_revealed_with_some_room_around_it() -> None:
    flow = flow_of(60)
    flow.show_row(30)
    for top, bottom in [(-200, -180), (600, 620), (-3, 10), (485, 495)]:
        before = flow.top
        assert flow.reveal(top, bottom)
        moved = flow.top - before
        assert 40 <= top - moved <= VIEW - 40
    assert not flow.reveal(200, 220)


def test_place_is_found_where_it_stands() -> None:
    flow = flow_of(60)
    flow.show_row(30)
    for number, row, y in flow.shown():
        assert row is not None
        for block, corner, _laid in row.visible(-y, VIEW - y):
            place = flow.place_at(QPointF(20, y) + corner + QPointF(1, 1))
            assert place[:2] == (number, block)
    assert flow.corner(30) == QPointF(20, TOP)


# A hundred thousand


def test_only_what_is_seen_is_laid_out_of_a_hundred_thousand(materials: Materials) -> None:
    count = 100_000
    flow = Flow(materials.rows(count, branch(PAGE, uneven), first=count - PAGE))
    flow.fit(0, WIDTH, VIEW)
    asked_for: list[tuple[int, int]] = []
    for part in range(60):
        shown = list(flow.shown())
        for first, last in flow.rows.missing_pages(shown[0].number, shown[-1].number):
            asked_for.append((first, last))
            flow.rows.fill(first, branch(last - first, uneven))
            flow.settle()
        check(flow)
        flow.scroll_to(flow.top - 300 if part % 2 else (part * 7919 % 60) * flow.end // 60)
    laid = [row.laid_count for _number, row in flow.rows.here()]
    assert sum(1 for blocks in laid if blocks) <= 60
    assert sum(laid) < 1500
    assert len(laid) <= 1024 + PAGE
    assert len(asked_for) == len(set(asked_for))


def test_giant_message_keeps_few_blocks_laid_out(materials: Materials) -> None:
    giant = "\n\n".join(f"{number} {WORDS}" for number in range(1500))
    flow = Flow(materials.rows(1, [(answered(giant), "Model")]))
    flow.fit(0, WIDTH, VIEW)
    row = flow.rows.at(0)
    assert row is not None
    for _ in range(200):
        scrolled(flow, -400)
        assert row.laid_count < 200
