"""What a reply costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeGuard

from desktop_app.core.conversation import Usage

_LETTERS_PER_TOKEN = 4
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens.

    Attributes:
        input: That are read.
        output: That are written.
        cached: That are read and were read a moment ago; None where they cost the same.
    """

    input: float
    output: float
    cached: float | None = None


def price_from_json(value: object) -> Price | None:
    """Read a price, None where it is none: ``{"input": 1.25, "output": 10, "cached": null}``."""
    if not isinstance(value, dict):
        return None
    read, written, cached = (value.get(name) for name in ("input", "output", "cached"))
    if not is_amount(read) or not is_amount(written):
        return None
    return Price(float(read), float(written), float(cached) if is_amount(cached) else None)


def is_amount(value: object) -> TypeGuard[float]:
    """Whether a value is a sum of money that can be asked."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and value >= 0
    )


def cost_of(usage: Usage, price: Price) -> float:
    """Return what a request costs in US dollars."""
    cached = min(usage.cached_tokens, usage.input_tokens)
    cheap = price.input if price.cached is None else price.cached
    read = (usage.input_tokens - cached) * price.input + cached * cheap
    return (read + usage.output_tokens * price.output) / _MILLION


def estimated_tokens(letters: int) -> int:
    """Return about how many tokens a text of so many characters has: one for every four.

    OpenAI's rule of thumb for English; other languages have up to twice as many.
    """
    return -(-letters // _LETTERS_PER_TOKEN)
