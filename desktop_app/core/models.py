"""Models that can be picked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop_app.core.costs import Price, price_from_json

LOCAL_PROVIDER = "local"
ENVIRONMENT_PROVIDER = "environment"
LONGEST_CONTEXT = 10**9
"""More tokens than any model reads; a larger number is a mistake."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model of one provider.

    Attributes:
        id: What the server calls it.
        provider: The id of the provider that serves it.
        name: What people call it; the id where nothing better is known.
        provider_name: What people call the provider.
        vision: Whether it sees pictures, None where unknown.
        context: The tokens it can read and write in one request, None where unknown.
        price: What it costs, None where unknown or where nobody pays.
        shutdown: The day it is switched off, as ``YYYY-MM-DD``; empty where none is known.
        reasoning: Whether it thinks before it answers, None where unknown.
        takes: The parameters it takes, by their names in Chat Completions; None where unknown.
    """

    id: str
    provider: str
    name: str
    provider_name: str
    vision: bool | None = None
    context: int | None = None
    price: Price | None = None
    shutdown: str = ""
    reasoning: bool | None = None
    takes: tuple[str, ...] | None = None


BUILT_IN = ModelInfo("smollm2-135m", LOCAL_PROVIDER, "SmolLM2 135M", "this computer", vision=False)
"""The model that comes with Chatloom."""


def model_from_json(values: Mapping[str, Any]) -> ModelInfo | None:
    """Read what `dataclasses.asdict` made of a model; None where it is no model."""
    texts = [values.get(name) for name in ("id", "provider", "name", "provider_name")]
    model_id, provider, name, provider_name = (t if isinstance(t, str) else "" for t in texts)
    if not model_id or not provider:
        return None
    vision, context = values.get("vision"), values.get("context")
    reasoning, taken = values.get("reasoning"), values.get("takes")
    return ModelInfo(
        model_id,
        provider,
        name or model_id,
        provider_name or provider,
        vision if isinstance(vision, bool) else None,
        context if type(context) is int and 0 < context <= LONGEST_CONTEXT else None,
        price_from_json(values.get("price")),
        day_from(values.get("shutdown")),
        reasoning if isinstance(reasoning, bool) else None,
        tuple(filter(_is_text, taken)) if isinstance(taken, list) else None,
    )


def day_from(value: object) -> str:
    """Return a day as ``YYYY-MM-DD`` from a text that begins with one, empty where none does."""
    if not isinstance(value, str):
        return ""
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return ""


def _is_text(value: object) -> bool:
    return isinstance(value, str)
