"""The parameters that a user can set: which there are, what each may be, and how it is written.

They are called as in Chat Completions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.models import LOCAL_PROVIDER, ModelInfo

TEMPERATURE, TOP_P, MAX_TOKENS = "temperature", "top_p", "max_tokens"
REASONING_EFFORT, SEED, STOP = "reasoning_effort", "seed", "stop"
NAMES = (TEMPERATURE, TOP_P, MAX_TOKENS, REASONING_EFFORT, SEED, STOP)

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
"""How much a model may think, from nothing on; no model takes them all."""

MOST_STOPS = 4

_WRITTEN_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_LONGEST_NUMBER = 30
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Span:
    """What a number may be.

    Attributes:
        low: The least.
        high: The most.
        whole: Whether it has no decimals.
    """

    low: int
    high: int
    whole: bool = False


SPANS: Mapping[str, Span] = {
    TEMPERATURE: Span(0, 2),
    TOP_P: Span(0, 1),
    MAX_TOKENS: Span(1, 2**31 - 1, whole=True),
    SEED: Span(-(2**63), 2**63 - 1, whole=True),
}


def takes(model: ModelInfo, name: str) -> bool:
    """Whether a model takes a parameter, as far as is known; what isn't known may be tried."""
    if name == REASONING_EFFORT and model.reasoning is not True:
        known = model.takes is not None and name in model.takes
        return known or (model.reasoning is None and model.takes is None and not _is_local(model))
    return model.takes is None or name in model.takes


def with_changes(parameters: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `parameters` with what is changed of them; None takes one away."""
    changed = {**parameters, **changes}
    return {name: value for name, value in changed.items() if value is not None}


def changes_to(parameters: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what must be changed of `parameters` to have what is `wanted`, as `with_changes`."""
    changes = {name: None for name in parameters if name not in wanted}
    differing = {
        name: value
        for name, value in wanted.items()
        if name not in parameters or parameters[name] != value
    }
    return {**changes, **differing}


def number_from(text: str, span: Span) -> int | float | None:
    """Return the number a user wrote, with a point or a comma; None if it isn't in the span."""
    text = text.strip()
    if len(text) > _LONGEST_NUMBER or not _WRITTEN_NUMBER.fullmatch(text) or not text.isascii():
        return None
    if span.whole:
        number: int | float | None = None if re.search("[.,]", text) else int(text)
    else:
        number = float(text.replace(",", "."))
    return number if number is not None and span.low <= number <= span.high else None


def number_words(value: object, point: str = ".") -> str:
    """Return how a number is written with the decimal `point`; anything else as it is."""
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        value = int(value)
    return str(value).replace(".", point) if isinstance(value, float) else str(value)


def stops_from(text: str) -> list[str]:
    r"""Return the texts at which a model shall stop: one a line, ``\n`` in it for a line break."""
    lines = [line for line in text.split("\n") if line]
    return [
        _ESCAPED.sub(lambda found: {"n": "\n", "\\": "\\"}.get(found[1], found[0]), line)
        for line in lines
    ]


def stop_words(value: object) -> str:
    """Return how the texts at which a model stops are written for `stops_from`."""
    stops = value if isinstance(value, list | tuple) else [value]
    return "\n".join(str(stop).replace("\\", "\\\\").replace("\n", "\\n") for stop in stops)


def _is_local(model: ModelInfo) -> bool:
    return model.provider == LOCAL_PROVIDER
