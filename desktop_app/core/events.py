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
class KeyAwaited:
    """The key store was asked for the key and hasn't answered yet: it may want the user."""


@dataclass(frozen=True, slots=True)
class Answering:
    """The server has taken the request. `request_id` is its name for it, empty where it has none.

    `transport` is the interface that is spoken, as in `core.provider.Transport`.
    """

    transport: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ParameterLeftOut:
    """The server doesn't take the parameter `name`: the request is sent without it."""

    name: str


@dataclass(frozen=True, slots=True)
class UsageReported:
    """Tokens of this request, as the server counted them, and US dollars, if it says."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    cost: float | None = None


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


StreamEvent = (
    TextDelta
    | ReasoningDelta
    | UsageReported
    | Retrying
    | KeyAwaited
    | Answering
    | ParameterLeftOut
    | Finished
)
