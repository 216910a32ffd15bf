from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.growing_text import GrowingText


@given(st.lists(st.text()), st.lists(st.integers(0, 20)))
def test_is_all_its_pieces_however_often_they_are_folded(
    pieces: list[str], folds: list[int]
) -> None:
    text = GrowingText()
    for number, piece in enumerate(pieces):
        text.append(piece)
        if number in folds:
            text.fold()
    assert text.whole == "".join(pieces)
    assert bool(text) == bool("".join(pieces))


def test_begins_with_what_is_there() -> None:
    text = GrowingText("one ")
    text.append("two")
    assert text.whole == "one two"


def test_many_pieces_are_few_parts() -> None:
    text = GrowingText()
    for _ in range(10_000):
        text.append("word ")
    assert len(text._parts) + len(text._pieces) < 1100
    assert text.whole == "word " * 10_000
