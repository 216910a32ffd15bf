from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from desktop_app.providers.asked_to_wait import asked_to_wait


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 01 Jan 2020 00:00:00 GMT"}, 0.0),
        ({"retry-after": "Wed, 01 Jan 2020 00:00:00"}, None),
        ({"retry-after-ms": "nan"}, None),
        ({"retry-after-ms": "inf"}, None),
        ({"x-ratelimit-reset-requests": "1s"}, 1.0),
        ({"x-ratelimit-reset-tokens": "6m0s"}, 360.0),
        ({"x-ratelimit-reset-tokens": "1h2m3.5s"}, 3723.5),
        ({"x-ratelimit-reset-tokens": "17ms"}, 0.017),
        ({"x-ratelimit-reset-tokens": "12.5"}, 12.5),
        ({"x-ratelimit-reset-requests": "1764069000"}, None),
        ({"x-ratelimit-reset-requests": "²"}, None),
        ({"x-ratelimit-reset-requests": "2026-11-25T10:00:00Z"}, None),
        ({"x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "6m0s"}, 1.0),
        (
            {
                "x-ratelimit-reset-requests": "8s",
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-tokens": "6m0s",
                "x-ratelimit-remaining-tokens": "1200",
            },
            8.0,
        ),
        ({"retry-after": "2", "x-ratelimit-reset-tokens": "6m0s"}, 2.0),
        ({"retry-after": "soon", "x-ratelimit-reset-tokens": "6s"}, 6.0),
    ],
)
def test_headers(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_to_wait(headers) == seconds


@pytest.mark.parametrize(
    ("message", "seconds"),
    [
        ("Rate limit reached for gpt-x on tokens per min. Please try again in 20s. Visit …", 20.0),
        ("Please try again in 1m30s.", 90.0),
        ("Please retry after 6 seconds", 6.0),
        ("Please retry after 2 minutes and be patient", 120.0),
        ("Please try again in 429ms.", 0.429),
        ("Too many requests: limit 500 per minute", None),
        ("Try again later", None),
    ],
)
def test_words(message: str, seconds: float | None) -> None:
    assert asked_to_wait({}, message) == seconds


def test_what_is_meant_for_this_request_counts_most() -> None:
    assert asked_to_wait({"retry-after": "3"}, "Please try again in 20s.") == 3.0
    resets = {"x-ratelimit-reset-tokens": "6m0s"}
    assert asked_to_wait(resets, "Please try again in 20s.") == 20.0


def test_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    wait = asked_to_wait({"retry-after": date})
    assert wait is not None
    assert 55 < wait <= 60
