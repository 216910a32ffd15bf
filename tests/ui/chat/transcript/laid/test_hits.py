from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.chat.transcript.laid.hits import Hits
from desktop_app.ui.chat.transcript.laid.utf16 import units

LETTERS = "aAsSßσς🙂 "


@pytest.mark.parametrize(
    ("words", "text", "spans"),
    [
        ("", "anything", []),
        ("one", "", []),
        ("one", "One ONE none", [(0, 3), (4, 7), (9, 12)]),
        ("a.b*", "axb A.B* (a.b*)", [(4, 8), (10, 14)]),
        ("aa", "aaaaa", [(0, 2), (2, 4)]),
        ("straße", "Die STRASSE, die Straße", [(4, 11), (17, 23)]),
        ("strasse", "die Straße", [(4, 10)]),
        # Of a letter that stands for two it is all or nothing, and once.
        ("s", "ßs", [(0, 1), (1, 2)]),
        ("as", "aß", [(0, 2)]),
        ("σοφος", "ΣΟΦΟΣ σοφος σοφός", [(0, 5), (6, 11)]),
        ("fi", "ﬁne, fine", [(0, 1), (5, 7)]),
        ("x", "🙂x ßx", [(2, 3), (5, 6)]),
    ],
)
def test_words_are_found_whatever_their_case(
    words: str, text: str, spans: list[tuple[int, int]]
) -> None:
    assert Hits(words).within(text) == spans


@given(st.text(LETTERS, min_size=1, max_size=3), st.lists(st.text(LETTERS, max_size=4)))
def test_growing_in_any_pieces_finds_what_the_whole_has(words: str, pieces: list[str]) -> None:
    growing, text = Hits(words), ""
    for piece in pieces:
        text += piece
        found = list(growing.within(text))
        assert found == Hits(words).within(text)
        encoded = text.encode("utf-16-le")
        for start, end in found:
            assert words.casefold() in encoded[2 * start : 2 * end].decode("utf-16-le").casefold()
        assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert bool(growing.within(text)) == (words.casefold() in text.casefold())


def test_only_what_was_appended_is_looked_through() -> None:
    class Watched(str):
        """Tells what is taken out of it."""

        __slots__ = ("taken",)

        def __getitem__(self, part: object) -> str:
            self.taken = super().__getitem__(part)  # type: ignore[index]
            return self.taken

    hits = Hits("one")
    text = "none at all " * 1000 + "on"
    assert len(hits.within(text)) == 1000
    grown = Watched(text + "e more")
    assert len(hits.within(grown)) == 1001
    assert grown.taken == "one more"
    del grown.taken
    hits.within(grown)
    assert not hasattr(grown, "taken")


def test_many_hits_in_a_long_text_are_found_at_once() -> None:
    text = "é" + "x🙂" * 40_000
    spans = Hits("x").within(text)
    assert len(spans) == 40_000
    assert spans[-1] == (units(text) - 3, units(text) - 2)
