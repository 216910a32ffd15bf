from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import ProviderError
from desktop_app.core.events import Finished, ReasoningDelta, StreamEvent, TextDelta
from desktop_app.core.seam import LONGEST, Seam, joined

LETTER = "Thank you for the final statement. Could you send me the invoice for the"


def shown(old: str, *new: str) -> list[str]:
    """Return what is shown, piece by piece, of words that come behind old ones."""
    seam = Seam(old)
    events = [event for piece in new for event in seam.take(TextDelta(piece))]
    return [event.text for event in [*events, *seam.end()] if isinstance(event, TextDelta)]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (LETTER, " two nail holes?", " two nail holes?"),
        (LETTER, "the invoice for the two holes", " two holes"),
        (LETTER, " the invoice for the two holes", " two holes"),
        (LETTER, "\n\nCould you send me the invoice for the two", " two"),
        (LETTER, "the the", "the the"),
        # Less than a word, or the end of one, is no repetition.
        ("It begins to sin", "sing", "sing"),
        ("to mississi", "ssissippi", "ssissippi"),
        ("It is over", "It is over", ""),
        ("好的,我会把这封信写得友好一些并且", "把这封信写得友好一些并且很短。", "很短。"),
        ("", "Anything", "Anything"),
        ("x", "", ""),
    ],
)
def test_what_is_said_twice_is_cut(old: str, new: str, wanted: str) -> None:
    assert "".join(shown(old, new)) == wanted
    assert "".join(shown(old, *new)) == wanted


def test_nothing_is_shown_before_it_is_clear() -> None:
    seam = Seam(LETTER)
    assert list(seam.take(TextDelta("the inv"))) == []
    assert list(seam.take(TextDelta("oice for the"))) == []
    assert list(seam.take(TextDelta(" two"))) == [TextDelta(" two")]
    assert list(seam.take(TextDelta(" the invoice for the"))) == [TextDelta(" the invoice for the")]


def test_other_words_are_shown_at_once() -> None:
    assert shown(LETTER, " two", " nail", " holes") == [" two", " nail", " holes"]


def test_the_end_brings_what_was_held_back() -> None:
    seam = Seam(LETTER)
    assert list(seam.take(TextDelta("the "))) == []
    assert list(seam.take(Finished("stop"))) == [TextDelta("the "), Finished("stop")]
    assert list(seam.end()) == []


def test_more_thoughts_begin_a_paragraph() -> None:
    seam = Seam("Half", "Hm.")
    thoughts = [*seam.take(ReasoningDelta("So")), *seam.take(ReasoningDelta(" then"))]
    assert thoughts == [ReasoningDelta("\n\nSo"), ReasoningDelta(" then")]
    assert list(Seam("Half").take(ReasoningDelta("So"))) == [ReasoningDelta("So")]


async def test_a_failure_comes_behind_what_was_held_back() -> None:
    async def events() -> AsyncGenerator[StreamEvent, None]:
        yield TextDelta("the ")
        raise ProviderError("Cut")

    seen: list[StreamEvent] = []

    async def read() -> None:
        async for event in joined(events(), Seam(LETTER)):
            seen.append(event)  # noqa: PERF401 - what came before the error counts

    with pytest.raises(ProviderError):
        await read()
    assert seen == [TextDelta("the ")]


@given(st.text(max_size=300), st.lists(st.text(max_size=40)))
def test_nothing_but_a_repetition_is_lost(old: str, new: list[str]) -> None:
    whole, kept = "".join(new), "".join(shown(old, *new))
    assert whole.endswith(kept)
    lost = whole[: len(whole) - len(kept)].lstrip()
    assert old.endswith(lost)
    assert len(lost) <= LONGEST
    # However it comes, the same is shown.
    assert kept == "".join(shown(old, whole))
