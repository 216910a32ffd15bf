"""What replies have cost, taken together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spending:
    """Tokens and money of several replies. Those nobody counted are not among them.

    Attributes:
        input_tokens: That models read.
        output_tokens: That they wrote.
        cost: US dollars, of the replies whose cost is known.
        estimated: Whether a part of it is an estimate.
        unpriced: Whether a part of it has no known cost. Models on this computer cost nothing.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    estimated: bool = False
    unpriced: bool = False

    @property
    def tokens(self) -> int:
        """All tokens."""
        return self.input_tokens + self.output_tokens
