"""How long a server asks to wait before the next request."""

from __future__ import annotations

import email.utils
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|milli|s|m|h|d)")
_SECONDS = {"ms": 0.001, "milli": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_LONGEST = 31 * 86400.0
"""Seconds. More is no duration but a point in time, in one of many ways to write it."""

_LIMITS = ("requests", "tokens")
_IN_WORDS = re.compile(
    r"(?:try again|retry|wait|available)[^.\d]{0,40}((?:\d[\d.]*\s*[a-z]+\s*){1,4})", re.IGNORECASE
)


def asked_to_wait(headers: Mapping[str, str], message: str = "") -> float | None:
    """Return the seconds a server asks to wait, None where it says nothing of it.

    Told by ``retry-after-ms``, ``Retry-After`` (seconds or a date: RFC 9110, 10.2.3), the words
    of the message, or the ``x-ratelimit-reset-*`` of the limit that is used up.

    Args:
        headers: Of the response; names are looked up in lower case.
        message: What the server said.
    """
    try:
        seconds = _retry_after(headers)
    except (ValueError, TypeError, OverflowError):
        seconds = None
    if seconds is not None and math.isfinite(seconds):
        return max(0.0, seconds)
    words = _IN_WORDS.search(message[:2000])
    in_words = _duration(words[1]) if words else None
    return _limits_reset(headers) if in_words is None else in_words


def _retry_after(headers: Mapping[str, str]) -> float | None:
    if "retry-after-ms" in headers:
        return float(headers["retry-after-ms"]) / 1000
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.replace(".", "", 1).isdecimal():
        return float(value)
    date = email.utils.parsedate_to_datetime(value)
    return (date - datetime.now(UTC)).total_seconds()


def _limits_reset(headers: Mapping[str, str]) -> float | None:
    """Return when the limit is lifted that is used up, the first chance where none says it is."""
    resets = {limit: _duration(headers.get(f"x-ratelimit-reset-{limit}", "")) for limit in _LIMITS}
    known = {limit: seconds for limit, seconds in resets.items() if seconds is not None}
    used_up = [
        seconds
        for limit, seconds in known.items()
        if headers.get(f"x-ratelimit-remaining-{limit}", "").strip() == "0"
    ]
    return max(used_up) if used_up else min(known.values(), default=None)


def _duration(text: str) -> float | None:
    """Return the seconds of a duration as services write it: ``6m0s``, ``17ms``, ``1.5``."""
    text = text.strip().lower()
    if text.replace(".", "", 1).isdecimal():
        seconds = float(text)
    else:
        parts = _DURATION.findall(text)
        if not parts:
            return None
        seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    return seconds if seconds <= _LONGEST else None
