"""Values of other programs, taken as they should be, or as nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

_LAST = datetime(3000, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS_AT_MOST = _LAST.timestamp()


def text_of(value: object) -> str:
    """Return a text, empty for anything else."""
    return value if isinstance(value, str) else ""


def fields_of(value: object) -> Mapping[str, Any]:
    """Return the fields of an object, none for anything else."""
    return value if isinstance(value, dict) else {}


def items_of(value: object) -> Sequence[Any]:
    """Return the items of a list, none for anything else."""
    return value if isinstance(value, list) else ()


def moment_of(value: object) -> datetime | None:
    """Return a moment, cut to milliseconds: seconds or smaller units since 1970, or ISO 8601.

    None for anything else, and for what lies before 1970 or after the year 2999.
    """
    try:
        moment = _moment(value)
    except (ValueError, OverflowError, OSError):
        return None
    if moment is None or not _EPOCH <= moment < _LAST:
        return None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        if not value[:4].isdecimal() or len(value) > 40:
            return None
        if "-" not in value:
            return _since_1970(float(value))
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    return None


def _since_1970(number: float) -> datetime | None:
    if not math.isfinite(number) or not 0 <= number < 1e20:
        return None
    while number > _SECONDS_AT_MOST:  # Milliseconds, microseconds or nanoseconds.
        number /= 1000
    return datetime.fromtimestamp(number, UTC)
