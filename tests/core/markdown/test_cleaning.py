from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.markdown.cleaning import cleaned


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\x0bb\x0cc", "a b c"),
        ("\x1b[31mred\x1b[0m\x07", "[31mred[0m"),
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b\udfff", "a\ufffdb\ufffd"),
        ("a\ufffcb", "a\ufffdb"),
        ("a\x85\x9fb", "ab"),
        (
            "\u202eabc\u202c \u2066d\u2069 \u200f\u200d",
            "\u202eabc\u202c \u2066d\u2069 \u200f\u200d",
        ),
        ("👩‍👩‍👧 é", "👩‍👩‍👧 é"),
    ],
)
def test_only_what_can_be_shown_stays(text: str, clean: str) -> None:
    assert cleaned(text) == clean


@given(st.text(st.characters()))
def test_clean_text_can_be_encoded_and_stays(text: str) -> None:
    clean = cleaned(text)
    clean.encode()
    assert cleaned(clean) == clean
