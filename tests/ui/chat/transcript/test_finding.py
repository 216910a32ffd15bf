from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.transcript.finding import Finding, Hit
from desktop_app.ui.chat.transcript.places import Place
from desktop_app.ui.chat.transcript.row import Row
from tests.ui.chat.transcript.laying_out import Materials, answered


@pytest.fixture
def materials(qtbot: QtBot) -> Materials:
    return Materials()


def looking_for(words: str, *found: tuple[int, int]) -> Finding:
    finding = Finding()
    finding.look_for(words)
    finding.take(found)
    return finding


def hits_of(finding: Finding, number: int, row: Row) -> list[Hit]:
    """Return the hits in the message at a position."""
    return [
        hit
        for name, section, block in row.blocks()
        for hit in finding.hits_in(Place(number, name), section, block)
    ]


def test_nothing_is_found_where_nothing_is_looked_for(materials: Materials) -> None:
    finding = Finding()
    assert finding.spans("some words") == []
    assert (finding.total, finding.passed, finding.searching) == (0, 0, False)
    assert list(finding.rows_from(0, forward=True)) == []
    assert hits_of(finding, 0, materials.row(answered("words"))) == []


def test_words_are_found_in_any_case_and_as_they_are() -> None:
    assert looking_for("one").spans("One ONE none") == [(0, 3), (4, 7), (9, 12)]
    assert looking_for("a.b*").spans("axb a.b* (a.b*)") == [(4, 8), (10, 14)]


@given(st.text("aб🙂 ", max_size=30), st.text("aб🙂", min_size=1, max_size=2))
def test_places_count_utf_16_units(text: str, words: str) -> None:
    encoded = text.encode("utf-16-le")
    spans = looking_for(words).spans(text)
    assert len(spans) == text.count(words)
    for start, end in spans:
        assert encoded[2 * start : 2 * end].decode("utf-16-le") == words


def test_block_that_is_not_there_any_more_holds_nothing(materials: Materials) -> None:
    section = materials.row(answered("one")).sections[0]
    assert looking_for("one").hits_in(Place(0, 7), section, 7) == []


def test_hits_of_a_message_come_in_reading_order(materials: Materials) -> None:
    text = "One 🙂 one.\n\n```\none\n```\n\n- two\n- one\n"
    finding = looking_for("one", (4, 1))
    assert hits_of(finding, 4, materials.row(answered(text))) == [
        Hit(Place(4, 0, 0, 0), 3),
        Hit(Place(4, 0, 0, 7), 3),
        Hit(Place(4, 1, 0, 0), 3),
        Hit(Place(4, 2, 1, 0), 3),
    ]


def test_thoughts_are_looked_through_where_they_are_shown(materials: Materials) -> None:
    row = materials.row(answered("one", reasoning="one"))
    finding = looking_for("one")
    assert len(hits_of(finding, 0, row)) == 1
    row.fold(unfolded=True)
    assert len(hits_of(finding, 0, row)) == 2


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("**un**seen", "unseen"),
        (r"snake\_case", "snake_case"),
        ("a `code` b", "a code b"),
        ("[the **link**](https://example.org)", "the link"),
        ("5 &lt; 6", "5 < 6"),
        ("caf&eacute;", "café"),
        ("one\ntwo", "one\ntwo"),
        ("***", "nothing"),
    ],
)
def test_words_are_found_as_they_are_shown(materials: Materials, source: str, words: str) -> None:
    found = hits_of(looking_for(words), 0, materials.row(answered(source)))
    assert len(found) == (words != "nothing")


def test_what_only_the_source_has_is_not_found(materials: Materials) -> None:
    row = materials.row(answered("[link](https://example.org) **bold**"))
    assert hits_of(looking_for("example"), 0, row) == []
    assert hits_of(looking_for("**"), 0, row) == []


def test_counts_are_corrected_by_what_is_shown() -> None:
    finding = looking_for("one", (0, 5), (1, 5))
    finding.correct(0, [Hit(Place(0), 3)])
    assert finding.total == 6
    finding.correct(1, [])
    assert finding.total == 1
    assert list(finding.rows_from(0, forward=True)) == [0]


def test_messages_that_nobody_told_of_are_counted_when_they_are_read() -> None:
    finding = looking_for("one", (1, 1), (9, 1))
    finding.correct(7, [Hit(Place(7), 3), Hit(Place(7, 1), 3)])
    assert finding.total == 4
    assert list(finding.rows_from(0, forward=True)) == [1, 7, 9]


def test_what_was_read_is_known_better_than_what_is_told_later() -> None:
    finding = looking_for("one")
    finding.correct(3, [])
    finding.correct(4, [Hit(Place(4), 3)])
    finding.take([(3, 2), (4, 2), (5, 2)])
    assert finding.total == 3


def test_reader_stays_at_a_hit_while_others_come_before_it() -> None:
    finding = looking_for("one", (2, 1))
    hits = [Hit(Place(2, 0), 3), Hit(Place(2, 1), 3)]
    finding.go_to(hits[1], 0)
    finding.correct(2, hits)
    assert (finding.passed, finding.total) == (2, 2)
    finding.correct(2, hits[:1])
    assert (finding.passed, finding.total) == (0, 1)
    assert finding.current == hits[1]


def test_messages_come_in_order_and_round() -> None:
    finding = looking_for("one", (7, 1), (2, 1))
    finding.take([(30, 1)])
    for start, wanted in [(0, [2, 7, 30]), (7, [7, 30, 2]), (8, [30, 2, 7]), (99, [2, 7, 30])]:
        assert list(finding.rows_from(start, forward=True)) == wanted
    for start, wanted in [(0, [30, 7, 2]), (7, [7, 2, 30]), (8, [7, 2, 30]), (99, [30, 7, 2])]:
        assert list(finding.rows_from(start, forward=False)) == wanted


def test_reader_knows_how_many_were_passed() -> None:
    finding = looking_for("one", (2, 3), (7, 2), (9, 1))
    assert finding.passed == 0
    finding.go_to(Hit(Place(2), 3), 0)
    assert finding.passed == 1
    finding.go_to(Hit(Place(7, 0, 0, 9), 3), 1)
    assert finding.passed == 5
    assert finding.passed <= finding.total == 6


def test_looking_for_other_words_begins_anew() -> None:
    finding = looking_for("one", (2, 3))
    assert finding.searching
    finding.go_to(Hit(Place(2), 3), 0)
    finding.look_for("two")
    assert (finding.current, finding.total, finding.passed) == (None, 0, 0)
    finding.look_for("")
    assert not finding.searching
