from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.models import BUILT_IN, ModelInfo
from desktop_app.core.parameters import (
    NAMES,
    SPANS,
    changes_to,
    number_from,
    number_words,
    stop_words,
    stops_from,
    takes,
    with_changes,
)

UNKNOWN = ModelInfo("m", "acme", "m", "Acme")
VALUES = st.dictionaries(st.sampled_from(NAMES), st.integers() | st.text() | st.floats(0, 1))


def test_what_nobody_knows_may_be_tried() -> None:
    assert all(takes(UNKNOWN, name) for name in NAMES)


@pytest.mark.parametrize(
    ("known", "taken"),
    [
        (ModelInfo("m", "acme", "m", "A", takes=("seed",)), {"seed"}),
        (ModelInfo("m", "acme", "m", "A", takes=("reasoning_effort",)), {"reasoning_effort"}),
        (ModelInfo("m", "acme", "m", "A", reasoning=True, takes=("seed",)), {"seed"}),
        (ModelInfo("m", "acme", "m", "A", reasoning=True), set(NAMES)),
        (ModelInfo("m", "acme", "m", "A", reasoning=False), set(NAMES) - {"reasoning_effort"}),
        (BUILT_IN, set(NAMES) - {"reasoning_effort"}),
    ],
)
def test_what_a_model_takes(known: ModelInfo, taken: set[str]) -> None:
    assert {name for name in NAMES if takes(known, name)} == taken


@given(VALUES, VALUES)
def test_changes_lead_to_what_is_wanted(base: dict[str, object], wanted: dict[str, object]) -> None:
    changes = changes_to(base, wanted)
    assert with_changes(base, changes) == wanted
    assert (changes == {}) is (base == wanted)


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("temperature", "0.7", 0.7),
        ("temperature", " 0,7 ", 0.7),
        ("temperature", "2", 2),
        ("temperature", ".5", 0.5),
        ("temperature", "2.01", None),
        ("temperature", "-0.1", None),
        ("temperature", "", None),
        ("temperature", "1e1", None),
        ("temperature", "nan", None),
        ("temperature", "0.7.1", None),
        ("temperature", "٠", None),
        ("top_p", "1,0", 1),
        ("top_p", "1.1", None),
        ("max_tokens", "1024", 1024),
        ("max_tokens", "0", None),
        ("max_tokens", "1.0", None),
        ("max_tokens", "9" * 5000, None),
        ("seed", "-9223372036854775808", -(2**63)),
        ("seed", "9223372036854775808", None),
        ("seed", "+7", 7),
    ],
)
def test_numbers_as_people_write_them(name: str, text: str, number: float | None) -> None:
    assert number_from(text, SPANS[name]) == number


def test_numbers_are_written_as_they_are_read() -> None:
    assert number_words(0.25) == "0.25"
    assert number_words(0.25, ",") == "0,25"
    assert number_words(1.0) == "1"
    assert number_words(2048) == "2048"
    assert number_words("much.") == "much."


def test_stops_are_one_a_line() -> None:
    assert stops_from("END\n\n  ### \n") == ["END", "  ### "]
    assert stops_from(r"\n\n" + "\n" + r"a\\nb\t") == ["\n\n", r"a\nb\t"]
    assert stop_words("one") == "one"
    assert stops_from("") == []


@given(st.lists(st.text(min_size=1)))
def test_stops_are_written_as_they_are_read(stops: list[str]) -> None:
    assert stops_from(stop_words(stops)) == stops
