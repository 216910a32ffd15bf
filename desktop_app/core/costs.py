"""What a reply costs."""

from __future__ import annotations

from dataclasses import dataclass

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
