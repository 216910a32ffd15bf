from __future__ import annotations

from itertools import pairwise

from desktop_app.ui.chat.transcript.places import Place, Selection, end_of_row

SELECTION = Selection(Place(1, 2, 1, 5), Place(3, 0, 0, 4))


def test_places_compare_in_reading_order() -> None:
    places = [
        Place(0),
        Place(0, 0, 0, 7),
        Place(0, 0, 1, 2),
        Place(0, 3),
        end_of_row(0),
        Place(1, -(1 << 30)),
        Place(1),
    ]
    assert all(earlier < later for earlier, later in pairwise(places))


def test_selection_is_the_same_in_both_directions() -> None:
    other = Selection(SELECTION.caret, SELECTION.anchor)
    assert (other.start, other.end) == (SELECTION.start, SELECTION.end)
    assert other.rows == SELECTION.rows == range(1, 4)
    assert not other.is_empty
    assert Selection(Place(4), Place(4)).is_empty


def test_pieces_between_the_ends_are_selected_as_a_whole() -> None:
    assert SELECTION.within(1, 2, 1, 9) == (5, 9)
    assert SELECTION.within(1, 2, 2, 9) == (0, 9)
    assert SELECTION.within(2, 7, 0, 9) == (0, 9)
    assert SELECTION.within(3, 0, 0, 9) == (0, 4)


def test_nothing_is_selected_outside_of_the_ends() -> None:
    for place in [(0, 0, 0), (1, 2, 0), (3, 0, 1), (4, 0, 0)]:
        assert SELECTION.within(*place, 9) == (0, 0)


def test_offsets_never_exceed_the_piece() -> None:
    grown_shorter = Selection(Place(0, 0, 0, 50), Place(0, 0, 0, 90))
    assert grown_shorter.within(0, 0, 0, 20) == (20, 20)
    assert Selection(Place(0), end_of_row(0)).within(0, 0, 0, 20) == (0, 20)
