from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Message
from desktop_app.ui.chat.transcript.places import Place, Selection, end_of_row, start_of_row
from desktop_app.ui.chat.transcript.rows import Rows
from desktop_app.ui.chat.transcript.selecting import neighbour, unit_at
from tests.ui.chat.transcript.laying_out import Materials, answered, asked

DEFINED = "One\n\n[a]: /b\n\nTwo\n\n[c]: /d"


@pytest.fixture
def materials(qtbot: QtBot) -> Materials:
    return Materials()


def rows_of(materials: Materials, *messages: Message) -> Rows:
    return materials.rows(len(messages), [(message, "Somebody") for message in messages])


def walked(rows: Rows, *, forward: bool) -> list[Place]:
    """Return the places the keyboard comes to from one end of a branch to the other."""
    place = start_of_row(0) if forward else end_of_row(rows.count - 1)
    found: list[Place] = []
    while True:
        place = neighbour(rows, place, forward=forward)
        if found and place in (found[-1], end_of_row(rows.count - 1), Place(0)):
            return found
        found.append(place)


# What clicks select


@pytest.mark.parametrize(
    ("offset", "word"), [(0, "One"), (2, "One"), (3, "One"), (4, "🙂"), (8, "don't"), (12, "don't")]
)
def test_two_clicks_select_a_word(materials: Materials, offset: int, word: str) -> None:
    rows = rows_of(materials, asked("One 🙂 don't"))
    encoded = "One 🙂 don't".encode("utf-16-le")
    selection = unit_at(rows, Place(0, 0, 0, offset), 2)
    start, end = selection.start.offset, selection.end.offset
    assert encoded[2 * start : 2 * end].decode("utf-16-le") == word


def test_one_click_selects_nothing_and_three_the_piece(materials: Materials) -> None:
    rows = rows_of(materials, answered("- One 🙂\n- Two"))
    place = Place(0, 0, 0, 2)
    assert unit_at(rows, place, 1) == Selection(place, place)
    for clicks in (3, 4):
        assert unit_at(rows, place, clicks) == Selection(Place(0), Place(0, 0, 0, 6))


@pytest.mark.parametrize("place", [Place(7), Place(0, 9), Place(0, 0, 9), Place(1)])
@pytest.mark.parametrize("clicks", [1, 2, 3])
def test_where_there_are_no_words_nothing_is_selected(
    materials: Materials, place: Place, clicks: int
) -> None:
    rows = rows_of(materials, asked("One"), answered(""))
    assert unit_at(rows, place, clicks).is_empty


# Which piece comes next


def test_every_piece_is_come_to_in_both_directions(materials: Materials) -> None:
    rows = rows_of(materials, asked("One"), answered("- two\n- three\n\nfour"), asked("five"))
    assert walked(rows, forward=True) == [
        Place(0),
        Place(1, 0, 0),
        Place(1, 0, 1),
        Place(1, 1, 0),
        Place(2),
    ]
    assert walked(rows, forward=False) == [
        Place(2, 0, 0, 4),
        Place(1, 1, 0, 4),
        Place(1, 0, 1, 5),
        Place(1, 0, 0, 3),
        Place(0, 0, 0, 3),
    ]


def test_blocks_that_read_to_nothing_are_passed(materials: Materials) -> None:
    rows = rows_of(materials, answered(DEFINED), answered(DEFINED))
    blocks = [place[:2] for place in walked(rows, forward=True)]
    assert blocks == [(0, 0), (0, 2), (1, 0), (1, 2)]
    assert [place[:2] for place in walked(rows, forward=False)] == blocks[::-1]


def test_thoughts_come_before_the_words(materials: Materials) -> None:
    rows = rows_of(materials, asked("One"), answered("Two", reasoning="Hm"))
    row = rows.at(1)
    assert row is not None
    row.fold(unfolded=True)
    thoughts, words = (name for name, _, _ in row.blocks())
    assert [place[:2] for place in walked(rows, forward=True)] == [
        (0, 0),
        (1, thoughts),
        (1, words),
    ]


def test_beyond_the_ends_is_nothing(materials: Materials) -> None:
    rows = rows_of(materials, asked("One"), answered("Two"))
    assert neighbour(rows, Place(1, 0, 0, 3), forward=True) == end_of_row(1)
    assert neighbour(rows, Place(0), forward=False) == Place(0)


def test_messages_without_pieces_and_those_not_here_are_stepped_through(
    materials: Materials,
) -> None:
    rows = materials.rows(4, [(answered(""), "Model"), (asked("Two"), "You")], first=2)
    assert neighbour(rows, Place(0), forward=True) == Place(1)
    assert neighbour(rows, Place(1), forward=True) == Place(2)
    assert neighbour(rows, Place(2), forward=True) == Place(3)
    assert neighbour(rows, Place(3), forward=False) == Place(2)
    assert neighbour(rows, Place(2), forward=False) == Place(1)
