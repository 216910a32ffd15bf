from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.storage.cutting import Cutter, has_signs, pairs, spaced, words_of_each
from desktop_app.storage.migrations import LONGEST_WORD


@given(st.lists(st.text(st.characters(max_codepoint=127), max_size=30), max_size=3))
def test_ascii_is_cut_as_the_database_cuts_it(texts: list[str]) -> None:
    with Cutter() as cutter:
        expected = cutter.words_of_each([text.replace("\0", " ") for text in texts])
    assert words_of_each([text.replace("\0", " ") for text in texts]) == expected


def test_words_of_each_text() -> None:
    assert words_of_each(["Crème brûlée", "日本go", "++"]) == [
        ["creme", "brulee"],
        ["日", "本", "go"],
        [],
    ]


def test_words_of_all_texts_without_signs_and_not_longer_than_they_are_kept() -> None:
    with Cutter() as cutter:
        words = cutter.words_of_all(["one two", "two 日本three", "x" * 300])
        assert sorted(words) == ["one", "three", "two", "x" * LONGEST_WORD]
        assert cutter.words_of_all(["four"]) == ["four"]


@pytest.mark.parametrize(
    ("text", "together"),
    [("日本語", "日本 本語"), ("日", ""), ("日本。語学", "日本 0 語学"), ("abc", ""), ("", "")],
)
def test_pairs(text: str, together: str) -> None:
    assert pairs(text) == together


def test_signs() -> None:
    assert spaced("a日b") == "a 日 b"
    assert spaced("plain") == "plain"
    assert has_signs("한글")
    assert not has_signs("Привет, naïve")
