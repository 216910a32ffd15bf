from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.markdown.escaping import (
    entity,
    escaped_fully,
    escaped_lightly,
    escaped_line_starts,
    is_sign,
    is_wide,
)
from desktop_app.core.markdown.pieces import Run
from tests.core.markdown.reading_of import runs_of


@pytest.mark.parametrize(
    "text",
    [
        "plain words, (brackets) [and] {others}!",
        "snake_case and 2 * 3 = 6",
        "~5 and a & b < c > d",
        "AT&T, $5 and $10",
        "back\\slash",
        "[a] (b)",
        "#1 is 50% of c++",
        "e-mail, 3.5 and 10.",
    ],
)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert escaped_line_starts(escaped_lightly(text)) == text
    assert runs_of(text) == (Run(text),)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*a* _b_", r"\*a\* \_b\_"),
        ("__init__", r"\_\_init\_\_"),
        ("`a` ~~b~~", r"\`a\` \~\~b\~\~"),
        ("[a](b) ![c](d)", r"[a\](b) \![c\](d)"),
        ("<b> </b> <!-- a < b", r"\<b> \</b> \<!-- a < b"),
        ("&amp; &#1;", r"\&amp; \&#1;"),
        (r"\* and \a", r"\\\* and \a"),
    ],
)
def test_likely_markup_is_escaped(text: str, escaped: str) -> None:
    assert escaped_lightly(text) == escaped
    assert runs_of(escaped) == (Run(text),)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# a", r"\# a"),
        ("a\n- b", "a\n\\- b"),
        ("1. a\n12) b", "1\\. a\n12\\) b"),
        ("> a", r"\> a"),
        ("a\n===", "a\n\\==="),
        ("a\n---", "a\n\\---"),
        ("| a", r"\| a"),
        ("+", r"\+"),
    ],
)
def test_what_would_begin_a_block_is_escaped(text: str, escaped: str) -> None:
    assert escaped_line_starts(text) == escaped
    assert runs_of(escaped) == (Run(text),)


characters = st.sampled_from(list("a1 .*_`~[]()<>!#$\\|-+=:&;^\n\"'@/é"))
fragments = st.one_of(characters, st.sampled_from(["www.a.b", "http://a", "a@b.c", "&amp;", "\\("]))


@given(st.lists(fragments).map("".join))
def test_what_is_fully_escaped_is_text_whatever_it_is(text: str) -> None:
    lines = [line.strip() for line in text.split("\n")]
    text = "\n".join(line for line in lines if line)
    if text:
        assert runs_of(escaped_fully(text)) == (Run(text),)


def test_spaces_beside_line_breaks_are_kept() -> None:
    assert runs_of(escaped_fully("a \n\tb")) == (Run("a \n\tb"),)


def test_an_entity_is_read_as_its_character() -> None:
    assert runs_of(entity("😀")) == (Run("😀"),)


def test_kinds_of_characters() -> None:
    assert [is_sign(character) for character in "!«€aя1 中。"] == [
        True, True, True, False, False, False, False, False, True,
    ]  # fmt: skip
    assert [is_wide(character) for character in "a中。（«"] == [False, True, True, True, False]
