"""What one source says about a model."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from desktop_app.core.costs import Price
from desktop_app.core.models import ModelInfo


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says; what it doesn't say is None. See `core.models.ModelInfo`.

    Attributes:
        chats: False for one that makes or judges something else.
    """

    name: str | None = None
    vision: bool | None = None
    context: int | None = None
    price: Price | None = None
    shutdown: str | None = None
    reasoning: bool | None = None
    takes: tuple[str, ...] | None = None
    chats: bool | None = None


def told_by(model: ModelInfo, facts: Facts) -> ModelInfo:
    """Return a model with these facts, which count more than what is known of it already."""
    return replace(model, **_said(facts))


def filled_from(model: ModelInfo, facts: Facts) -> ModelInfo:
    """Return a model with those of these facts that nobody has told yet."""
    said = _said(facts).items()
    return replace(model, **{key: v for key, v in said if getattr(model, key) in (None, "")})


def _said(facts: Facts) -> dict[str, Any]:
    values = ((each.name, getattr(facts, each.name)) for each in fields(facts))
    return {key: value for key, value in values if value is not None and key != "chats"}
