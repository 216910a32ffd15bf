"""The one event model that every transport speaks.

A provider turns whatever its server streams into these, in the order it arrived. A stream that
ends without `Finished` was cut off: whoever reads it must not call it complete.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More of what the model says to itself before it answers."""

    text: str


@dataclass(frozen=True, slots=True)
class UsageReported:
    """Tokens of this request, as the server counted them."""

    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Retrying:
    """Nothing arrived yet: the request is sent again after `seconds`; `attempt` counts from 2."""

    attempt: int
    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The server said that the answer is whole. `reason` is OpenAI's finish reason."""

    reason: str


StreamEvent = TextDelta | ReasoningDelta | UsageReported | Retrying | Finished
