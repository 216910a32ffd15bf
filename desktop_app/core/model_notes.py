"""What the user, and experience, know better about models: pins, corrections, refused parameters.

In ``models.json`` this is ``{"pinned": [["openai", "gpt-5"]], "models": [{"provider": "openai",
"model": "gpt-5", "name": "…", "vision": true, "context": 128000, "price": {"input": 1.25,
"output": 10, "cached": 0.125}, "refused": ["temperature"]}]}``. Everything but the provider and
the model may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeAlias

from desktop_app.core import parameters
from desktop_app.core.costs import Price, price_from_json
from desktop_app.core.models import LONGEST_CONTEXT, ModelInfo

ModelKey: TypeAlias = tuple[str, str]
"""The ids of a provider and of one of its models."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user says about a model; it counts more than what anybody else says.

    Attributes:
        name: What to call it, empty to call it as its server does.
        vision: Whether it sees pictures, None to believe the server.
        context: The tokens it can read and write in one request, None to believe the server.
        price: What it costs, None to believe the server.
    """

    name: str = ""
    vision: bool | None = None
    context: int | None = None
    price: Price | None = None


NOTHING = Correction()


@dataclass(frozen=True, slots=True)
class ModelNotes:
    """All notes.

    Attributes:
        pinned: The models that stand first in the picker, in the order in which they were pinned.
        corrections: What the user says.
        refused: Parameters that a server has refused for a model, by their names in Chat
            Completions.
    """

    pinned: tuple[ModelKey, ...] = ()
    corrections: Mapping[ModelKey, Correction] = field(default_factory=dict)
    refused: Mapping[ModelKey, tuple[str, ...]] = field(default_factory=dict)

    def with_pin(self, key: ModelKey, *, pinned: bool) -> ModelNotes:
        """Return notes in which a model is pinned, or isn't."""
        others = tuple(each for each in self.pinned if each != key)
        return replace(self, pinned=(*others, key) if pinned else others)

    def with_correction(self, key: ModelKey, correction: Correction) -> ModelNotes:
        """Return notes with what the user says about a model now; `NOTHING` takes it back."""
        changed = {**self.corrections, key: correction}
        return replace(self, corrections={k: c for k, c in changed.items() if c != NOTHING})

    def with_refused(self, key: ModelKey, name: str) -> ModelNotes:
        """Return notes with one more parameter that a server refuses for a model."""
        known = self.refused.get(key, ())
        if name in known:
            return self
        return replace(self, refused={**self.refused, key: (*known, name)})

    def applied_to(self, model: ModelInfo) -> ModelInfo:
        """Return a model with what is noted about it."""
        key = (model.provider, model.id)
        told, refused = self.corrections.get(key, NOTHING), self.refused.get(key, ())
        if told is NOTHING and not refused:
            return model
        takes = model.takes
        if refused:
            taken = (name for name in parameters.NAMES if parameters.takes(model, name))
            takes = tuple(name for name in taken if name not in refused)
        return replace(
            model,
            name=told.name or model.name,
            vision=model.vision if told.vision is None else told.vision,
            context=told.context or model.context,
            price=told.price or model.price,
            takes=takes,
        )


def notes_to_json(notes: ModelNotes) -> dict[str, Any]:
    """Return notes as plain JSON values."""
    entries = []
    for key in dict.fromkeys((*notes.corrections, *notes.refused)):
        told = asdict(notes.corrections.get(key, NOTHING))
        entry = {"provider": key[0], "model": key[1]} | {
            name: value for name, value in told.items() if value not in (None, "")
        }
        if refused := notes.refused.get(key):
            entry["refused"] = list(refused)
        entries.append(entry)
    return {"pinned": [list(key) for key in notes.pinned], "models": entries}


def notes_from_json(values: Mapping[str, Any]) -> ModelNotes:
    """Read notes, passing over what is no note."""
    corrections: dict[ModelKey, Correction] = {}
    refused: dict[ModelKey, tuple[str, ...]] = {}
    for entry in _list(values.get("models")):
        key = _key([entry.get("provider"), entry.get("model")]) if isinstance(entry, dict) else None
        if key is None:
            continue
        correction = _correction(entry)
        if correction != NOTHING:
            corrections[key] = correction
        names = tuple(name for name in _list(entry.get("refused")) if isinstance(name, str))
        if names:
            refused[key] = names
    pins = filter(None, map(_key, _list(values.get("pinned"))))
    return ModelNotes(tuple(dict.fromkeys(pins)), corrections, refused)


def _correction(entry: Mapping[str, Any]) -> Correction:
    name, vision, context = (entry.get(key) for key in ("name", "vision", "context"))
    fits = type(context) is int and 0 < context <= LONGEST_CONTEXT
    return Correction(
        name.strip() if isinstance(name, str) else "",
        vision if isinstance(vision, bool) else None,
        context if fits else None,
        price_from_json(entry.get("price")),
    )


def _key(value: object) -> ModelKey | None:
    if isinstance(value, list) and len(value) == 2:
        provider, model = value
        if isinstance(provider, str) and isinstance(model, str) and provider and model:
            return provider, model
    return None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
