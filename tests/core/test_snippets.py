from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.folding import fold, has, inside, phrase
from desktop_app.core.snippets import holds, marks, snippet


def marked(text: str, patterns: list[str]) -> list[str]:
    return [text[start:end] for start, end in marks(text, patterns)]


def test_a_short_text_is_whole_and_in_one_line() -> None:
    words = snippet("The  walrus\nhas tusks", [phrase(["tusk"], whole=False)])
    assert words.text == "The walrus has tusks"
    assert words.text[slice(*words.marks[0])] == "tusk"


def test_a_long_text_is_cut_around_the_first_match() -> None:
    words = snippet("word " * 500 + "walrus " + "word " * 500, [phrase(["walrus"], whole=True)])
    assert words.text.startswith("…word ")
    assert words.text.endswith("word…")
    assert len(words.text) < 200
    ((start, end),) = words.marks
    assert words.text[start:end] == "walrus"
    assert start < 40


def test_without_a_match_it_is_the_beginning() -> None:
    assert snippet("word " * 100, ["zebra"]).text.startswith("word word")
    assert snippet("", ["zebra"]) == ("", ())


def test_a_text_without_spaces_is_cut_too() -> None:
    words = snippet("日" * 500 + "海象" + "本" * 500, [inside("海象")])
    assert "海象" in words.text
    assert len(words.text) < 250


@pytest.mark.parametrize(
    ("text", "pattern", "found"),
    [
        ("Café, cafés", phrase(["cafe"], whole=False), ["Café", "café"]),
        ("a cat, category, scat", phrase(["cat"], whole=True), ["cat"]),
        ("a cat, category, scat", inside("cat"), ["cat", "cat", "cat"]),
        ("snake_case", phrase(["case"], whole=True), ["case"]),
        ("foo.bar foo bar", phrase(["foo", "ba"], whole=False), ["foo.ba", "foo ba"]),
        ("İstanbul walrus", phrase(["walrus"], whole=True), ["walrus"]),
        ("<b>walrus</b>", phrase(["walrus"], whole=True), ["walrus"]),
        ("ПРИВЕТ", phrase(["прив"], whole=False), ["ПРИВ"]),
    ],
)
def test_marks(text: str, pattern: str, found: list[str]) -> None:
    assert marked(text, [pattern]) == found
    assert has(text, pattern)
    assert holds(text, [pattern])


def test_marks_that_touch_are_one() -> None:
    assert marks("walrus", [inside("wal"), inside("lrus")]) == ((0, 6),)


def test_nothing_is_in_nothing() -> None:
    assert not has(None, "a")
    assert fold("ÀÉ") == "ae"


@given(st.text(max_size=300), st.text("abc日é ", max_size=5))
def test_marks_are_within_any_text(text: str, word: str) -> None:
    words = snippet(text, [inside(fold(word))] if word else [])
    assert all(0 <= start <= end <= len(words.text) for start, end in words.marks)
    assert "\n" not in words.text
