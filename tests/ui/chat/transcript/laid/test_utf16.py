from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.chat.transcript.laid.utf16 import characters, units

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(TEXT)
def test_units_are_what_utf_16_has(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(TEXT, st.integers(0, 50))
def test_characters_before_an_offset(text: str, offset: int) -> None:
    passed = characters(text, offset)
    assert units(text[:passed]) >= min(offset, units(text))
    assert passed == 0 or units(text[: passed - 1]) < offset


def test_offset_within_a_character_counts_it() -> None:
    assert [characters("a🙂b", offset) for offset in range(6)] == [0, 1, 2, 2, 3, 3]
