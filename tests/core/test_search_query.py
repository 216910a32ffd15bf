from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.search_query import MARKS, Query, Sought, parse, without

TODAY = date(2026, 11, 25)


def words(*texts: str) -> tuple[Sought, ...]:
    return tuple(map(Sought, texts))


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", Query()),
        ("two words", Query(words("two", "words"))),
        ('"a phrase" and', Query((Sought("a phrase", exact=True), Sought("and")))),
        ('"not closed yet', Query((Sought("not closed yet", exact=True),))),
        ("from:me lag", Query(words("lag"), speaker="me")),
        ("From:ME", Query(speaker="me")),
        ("from:model", Query(speaker="model")),
        ("from:gpt-4.1", Query(speaker="gpt-4.1")),
        ('model:"gpt 4.1 mini"', Query(model="gpt 4.1 mini")),
        ("is:rated is:pinned", Query(marks=frozenset({"rated", "pinned"}))),
        ("mood:Negative", Query(mood="negative")),
        ("after:2026-11-03", Query(after=date(2026, 11, 3))),
        ("after:2026-11 before:2027", Query(after=date(2026, 11, 1), before=date(2027, 1, 1))),
        ("after:yesterday before:today", Query(after=date(2026, 11, 24), before=TODAY)),
        ("tag:work tag:travel", Query(tags=("work", "travel"))),
        ('in:"Trip notes"', Query(titles=("Trip notes",))),
    ],
)
def test_what_is_typed_is_read(typed: str, query: Query) -> None:
    assert parse(typed, TODAY) == query


@pytest.mark.parametrize(
    "typed",
    ["note:this", "http://example.org", "is:lovely", "mood:great", "before:soon", "after:2026-13",
     "before:2026-02-30", "before:0001-01-01", "a:b:c", ":x", "12:30"],
)  # fmt: skip
def test_what_is_no_filter_is_a_word(typed: str) -> None:
    assert parse(typed, TODAY) == Query(words(typed))


@pytest.mark.parametrize("typed", ["from:", "is:", "mood:", 'in:"', "before: "])
def test_the_beginning_of_a_filter_looks_for_nothing_yet(typed: str) -> None:
    assert parse(f"lag {typed}", TODAY) == Query(words("lag"))


def test_what_is_typed_wins_over_what_is_chosen() -> None:
    chosen = Query(speaker="me", mood="negative", marks=frozenset({"archived"}))
    both = parse("lag from:model is:rated", TODAY).over(chosen)
    assert both == Query(
        words("lag"), speaker="model", mood="negative", marks=frozenset({"archived", "rated"})
    )


def test_filters_are_taken_out_of_what_was_typed() -> None:
    typed = 'lag from:me "two words" is:archived is:rated after:2026 note:me'
    assert without(typed, ["from"], TODAY) == (
        'lag "two words" is:archived is:rated after:2026 note:me'
    )
    assert without(typed, ["is:archived", "after", "before"], TODAY) == (
        'lag from:me "two words" is:rated note:me'
    )


@given(st.text(max_size=60) | st.text("fromis:\"' 2026-1me", max_size=40))
def test_nothing_is_an_error(typed: str) -> None:
    query = parse(typed, TODAY)
    assert query.marks <= set(MARKS)
    assert all(each.text for each in query.words)
    assert not parse(without(typed, ["from", "is", "mood"], TODAY), TODAY).speaker
