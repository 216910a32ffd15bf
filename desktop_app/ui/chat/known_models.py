"""Models by their ids: there may be thousands, and each message asks for the name of its own."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.core.models import ModelInfo


class KnownModels:
    """Finds models in a list that is replaced, never changed; O(1) as long as it is the same."""

    def __init__(self) -> None:
        self._list: Sequence[ModelInfo] = ()
        self._models: dict[tuple[str, str], ModelInfo] = {}
        self._first: dict[str, ModelInfo] = {}

    def take(self, known: Sequence[ModelInfo]) -> None:
        """Take the list as it is now."""
        if known is not self._list:
            self._list, self._models, self._first = known, {}, {}
            for model in known:
                self._models.setdefault((model.provider, model.id), model)
                self._first.setdefault(model.provider, model)

    def find(self, provider: str, model: str) -> ModelInfo | None:
        """Return a model, None where it isn't known."""
        return self._models.get((provider, model))

    def first_of(self, provider: str) -> ModelInfo | None:
        """Return the first model of a provider, None where it has none."""
        return self._first.get(provider)
