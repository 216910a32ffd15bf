"""What both interfaces share: what is said, the counts, and OpenAI's error object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Counts:
    """The tokens of a request."""

    read: int
    written: int
    cached: int = 0
    reasoned: int = 0
    cost: float | None = None


@dataclass(frozen=True)
class Content:
    """What an answer says; see `scripts.Answer`. A part is a tuple of deltas."""

    parts: tuple[tuple[str, ...], ...]
    reasoning: tuple[tuple[str, ...], ...] = ()
    reasoning_field: str = "reasoning_content"
    refusal: tuple[str, ...] = ()
    finish: str | None = "stop"
    counts: Counts | None = None


def error_body(message: str, code: str | None = None, **more: Any) -> dict[str, Any]:
    """Return OpenAI's error object."""
    return {"error": {"message": message, "type": "api_error", "param": None, "code": code, **more}}
