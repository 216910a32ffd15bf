from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.chat.transcript.heights import Heights

CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.integers(0, 60), st.integers(0, 300)),
        st.tuples(st.just("grow"), st.integers(0, 20), st.just(0)),
        st.tuples(st.just("truncate"), st.integers(0, 60), st.just(0)),
    ),
    max_size=25,
)


def changed(count: int, estimate: int, changes: list[tuple[str, int, int]]) -> list[int]:
    """Return what a plain list becomes, while `Heights` beside it are checked at every step."""
    heights, plain = Heights(count, estimate), [estimate] * count
    for what, number, height in changes:
        if what == "set" and plain:
            heights[number % len(plain)] = plain[number % len(plain)] = height
        elif what == "grow":
            heights.count += number
            plain += [estimate] * number
        elif what == "truncate":
            heights.truncate(min(number, len(plain)))
            del plain[number:]
        check(heights, plain)
    return plain


def check(heights: Heights, plain: list[int]) -> None:
    tops = list(accumulate(plain, initial=0))
    assert heights.count == len(plain)
    assert [heights[index] for index in range(len(plain))] == plain
    assert [heights.top(index) for index in range(len(plain) + 1)] == tops
    assert heights.total == tops[-1]
    for y in {-1, 0, *tops, *(top + 1 for top in tops), *(top - 1 for top in tops)}:
        begun = [index for index, top in enumerate(tops[:-1]) if top <= y]
        assert heights.at(y) == (max(begun, default=0) if plain else -1)


@given(st.integers(0, 40), st.integers(0, 120), CHANGES)
def test_equals_a_plain_list_of_heights(
    count: int, estimate: int, changes: list[tuple[str, int, int]]
) -> None:
    changed(count, estimate, changes)


def test_nothing_is_at_any_height_where_there_is_nothing() -> None:
    assert Heights().at(0) == Heights().at(99) == -1
    assert Heights().total == 0


def test_what_grows_after_being_cut_has_the_estimate_again() -> None:
    heights = Heights(3, 10)
    heights[1] = heights[2] = 70
    heights.truncate(1)
    heights.count = 3
    assert [heights[index] for index in range(3)] == [10, 10, 10]
    assert heights.total == 30


def test_a_hundred_thousand_rows_cost_nothing_until_they_are_shown() -> None:
    heights = Heights(100_000, 120)
    assert heights.total == 12_000_000
    assert heights.at(11_999_999) == 99_999
    assert len(heights._nodes) == len(heights._differences) == 0
    heights[70_000] = 500
    assert heights.top(70_001) == 70_000 * 120 + 500
    assert len(heights._nodes) <= 25
    nodes = len(heights._nodes)
    heights.count += 1
    assert len(heights._nodes) == nodes
