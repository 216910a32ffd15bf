"""What the local engine is doing, as the model picker and `chatloom engine status` tell it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.errors import Failure


class Phase(StrEnum):
    """The states of the engine, in the order of a first start."""

    STOPPED = "stopped"
    FETCHING = "fetching"
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EngineState:
    """A state and what belongs to it.

    Attributes:
        phase: See `Phase`.
        model: The id of the model served, such as ``smollm2-135m``.
        model_name: What people call it, such as ``SmolLM2 135M``.
        done: Bytes of the model file fetched so far, while FETCHING.
        total: Bytes of the model file, 0 where unknown.
        context: Tokens a request may hold, when READY.
        failure: Why, when FAILED.
    """

    phase: Phase
    model: str = ""
    model_name: str = ""
    done: int = 0
    total: int = 0
    context: int | None = None
    failure: Failure | None = None
