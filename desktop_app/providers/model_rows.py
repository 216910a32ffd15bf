"""What a server says about a model in its row of ``/v1/models``, beside the id.

OpenAI tells when it is switched off; OpenRouter tells nearly everything
(https://openrouter.ai/docs/models); vLLM, Mistral and the engine of this program a part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop_app.core.costs import Price
from desktop_app.core.models import LONGEST_CONTEXT, day_from
from desktop_app.core.parameters import MAX_TOKENS, NAMES, REASONING_EFFORT
from desktop_app.providers.model_facts import Facts

_CONTEXTS = (
    *("context", "context_length", "max_model_len", "context_window"),
    "max_context_length",
)
_LAST_DAYS = ("shutdown_date", "expiration_date", "deprecation")
_OTHER_NAMES = {"max_completion_tokens": MAX_TOKENS, "reasoning": REASONING_EFFORT}
_MILLION = 1_000_000
_LONGEST_NAME = 200


def row_facts(row: Mapping[str, Any]) -> Facts:
    """Return what a row says."""
    taken = row.get("supported_parameters")
    days = (day_from(row.get(key)) for key in _LAST_DAYS)
    contexts = (tokens_from(row.get(key)) for key in _CONTEXTS)
    return Facts(
        name=name_from(row.get("name")),
        vision=_vision(row),
        context=next(filter(None, contexts), None),
        price=_price(row.get("pricing")),
        shutdown=next(filter(None, days), None),
        reasoning="reasoning" in taken if isinstance(taken, list) else None,
        takes=_takes(taken) if isinstance(taken, list) else None,
    )


def name_from(value: object) -> str | None:
    """Return a name that fits on a line, None where a value is none."""
    return " ".join(value[:_LONGEST_NAME].split()) or None if isinstance(value, str) else None


def tokens_from(value: object) -> int | None:
    """Return a number of tokens, None where a value is none."""
    return value if type(value) is int and 0 < value <= LONGEST_CONTEXT else None


def _vision(row: Mapping[str, Any]) -> bool | None:
    if isinstance(row.get("vision"), bool):
        return bool(row["vision"])
    capabilities, architecture = row.get("capabilities"), row.get("architecture")
    if isinstance(capabilities, dict) and isinstance(capabilities.get("vision"), bool):
        return bool(capabilities["vision"])
    inputs = architecture.get("input_modalities") if isinstance(architecture, dict) else None
    return "image" in inputs if isinstance(inputs, list) else None


def _takes(taken: list[Any]) -> tuple[str, ...]:
    names = {_OTHER_NAMES.get(name, name) for name in taken if isinstance(name, str)}
    return tuple(name for name in NAMES if name in names)


def _price(pricing: object) -> Price | None:
    """Read US dollars a token, written as texts; what has no fixed price costs ``-1``."""
    if not isinstance(pricing, dict):
        return None
    read, written = (_for_a_million(pricing.get(key)) for key in ("prompt", "completion"))
    if read is None or written is None:
        return None
    return Price(read, written, _for_a_million(pricing.get("input_cache_read")))


def _for_a_million(value: object) -> float | None:
    try:
        dollars = Decimal(str(value))
    except InvalidOperation:
        return None
    if not dollars.is_finite() or not 0 <= dollars <= 1:
        return None
    return float(dollars * _MILLION)
