"""Models that can be picked."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.costs import Price

LOCAL_PROVIDER = "local"
ENVIRONMENT_PROVIDER = "environment"


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
