from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.settings import (
    MOST_ASSISTANTS,
    Settings,
    settings_from_json,
    with_assistant_model,
)


def test_reads_what_it_writes() -> None:
    settings = Settings(
        assistant_models=(("A", "p", "m"),),
        theme="dark",
        model="m",
        sidebar_width=300,
        sidebar_open=False,
        window=(900, 700),
    )
    assert settings_from_json(json.loads(json.dumps(settings.to_json()))) == settings
    assert settings_from_json(settings.to_json()) == settings


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {}),
        ({"unknown": 1}, {}),
        ({"theme": "pink"}, {}),
        ({"theme": 3}, {}),
        ({"language": None}, {}),
        ({"attempts": True}, {}),
        ({"attempts": "3"}, {}),
        ({"attempts": 0}, {"attempts": 1}),
        ({"attempts": 99}, {"attempts": 10}),
        ({"sidebar_open": 0}, {}),
        ({"sidebar_width": 1}, {"sidebar_width": 216}),
        ({"sidebar_width": 9999}, {"sidebar_width": 360}),
        (
            {"assistant_models": [["A", "p", "m"], ["B"], 7, ["C", "p", 5]]},
            {"assistant_models": (("A", "p", "m"),)},
        ),
        ({"assistant_models": {}}, {}),
        ({"window": [10, 10**12]}, {"window": (480, 16_000)}),
        ({"window": [800]}, {}),
        ({"window": (800,)}, {}),
        ({"window": [800, True]}, {}),
        ({"window": [True, 800]}, {}),
        ({"window": "800x600"}, {}),
    ],
)
def test_takes_the_default_for_what_is_wrong(
    values: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert settings_from_json(values) == Settings(**expected)


ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())


@given(st.dictionaries(st.sampled_from(sorted(Settings().to_json())), ANY))
def test_never_fails(values: dict[str, Any]) -> None:
    settings = settings_from_json(values)
    assert settings_from_json(settings.to_json()) == settings


def test_the_model_used_last_with_an_assistant_replaces_the_one_before() -> None:
    used = with_assistant_model((("A", "p", "m"), ("B", "p", "m")), "B", "q", "n")
    assert used == (("B", "q", "n"), ("A", "p", "m"))
    for number in range(MOST_ASSISTANTS):
        used = with_assistant_model(used, str(number), "p", "m")
    assert len(used) == MOST_ASSISTANTS
    assert used[0][0] == str(MOST_ASSISTANTS - 1)
