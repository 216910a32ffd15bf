from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.importing.values import fields_of, items_of, moment_of, text_of

THEN = datetime(2023, 11, 14, 22, 13, 20, 120000, UTC)


@pytest.mark.parametrize(
    "value",
    [
        1700000000.12,
        1700000000120,
        1700000000120000,
        1700000000120000000,
        "1700000000.12",
        "2023-11-14T22:13:20.120Z",
        "2023-11-14T22:13:20.120",
        "2023-11-15T00:13:20.120999+02:00",
    ],
)
def test_moments(value: object) -> None:
    assert moment_of(value) == THEN


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, {}, [], "", "soon", "2023", "2023-13-01", "9" * 50, "1969-01-01T00:00:00Z"),
        *(float("nan"), float("inf"), -1, 10**40, "9999-12-31T23:59:59Z", "²²²²", "2023-01-01T25"),
    ],
)
def test_what_is_no_moment(value: object) -> None:
    assert moment_of(value) in (None, datetime(1970, 1, 1, 0, 33, 43, tzinfo=UTC))


@given(st.text() | st.floats() | st.integers() | st.binary())
def test_anything_is_a_moment_or_none(value: Any) -> None:
    found = moment_of(value)
    assert found is None or 1970 <= found.year < 3000


def test_other_kinds_are_nothing() -> None:
    assert text_of(1) == ""
    assert fields_of([]) == {}
    assert items_of({}) == ()
