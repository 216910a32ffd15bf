"""The models of all providers: as they are listed, as they are noted, as they were last time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import aclosing, suppress
from pathlib import Path

from desktop_app.core.errors import AppError
from desktop_app.core.model_notes import NOTHING, Correction, ModelKey
from desktop_app.core.models import BUILT_IN, ENVIRONMENT_PROVIDER, LOCAL_PROVIDER, ModelInfo
from desktop_app.parts import Parts
from desktop_app.storage.model_lists import load_model_lists, save_model_lists
from desktop_app.storage.model_notes import KeptModelNotes

_NEVER_KEPT = (ENVIRONMENT_PROVIDER, LOCAL_PROVIDER)
"""The one may be another server next time; the other is known without asking."""

Lists = Callable[[str], AsyncGenerator[list[ModelInfo], None]]


class Catalogue:
    """Asks the providers for their models and holds what they answered.

    A provider that doesn't answer keeps the models it listed last.

    Args:
        providers: The ids of all there are; it may change at any time.
        lists: Yields the models of a provider, and then again with all that could be found out.
        notes: What the user and experience know better.
        kept: The file of the lists of last time; None to keep none.
    """

    def __init__(
        self,
        providers: Collection[str],
        lists: Lists,
        notes: KeptModelNotes,
        kept: Path | None = None,
    ) -> None:
        self._providers = providers
        self._lists = lists
        self._notes = notes
        self._path = kept
        self._listed: dict[str, list[ModelInfo]] = {}
        self._on_disk: dict[str, list[ModelInfo]] = {}
        self._failures: dict[str, AppError] = {}
        self._answered: set[str] = set()
        self._asked = 0
        self._turns: dict[str, int] = {}
        self._known: tuple[tuple[str, ...], list[ModelInfo]] | None = None
        self._watchers: list[Callable[[], None]] = []
        notes.watch(self._changed)

    async def remember(self) -> None:
        """Take what was listed last time for the providers that have not answered yet."""
        if self._path is not None:
            self._on_disk = await asyncio.to_thread(load_model_lists, self._path)
            self._listed = {**self._on_disk, **self._listed}
            self._changed()

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` whenever there is something new."""
        self._watchers.append(changed)

    @property
    def known(self) -> list[ModelInfo]:
        """Every model there is, by its provider, the best guesses first."""
        providers = tuple(self._providers)
        if self._known is None or self._known[0] != providers:
            apply = self._notes.notes.applied_to
            models = [apply(m) for each in providers for m in self._listed.get(each, ())]
            self._known = providers, models
        return self._known[1]

    @property
    def failures(self) -> Mapping[str, AppError]:
        """Why providers have not listed their models when they were asked last, by their ids."""
        return {who: why for who, why in self._failures.items() if who in self._providers}

    async def refresh(self) -> None:
        """Ask every provider; what each answers counts at once."""
        self._changed()  # One may have gone.
        await asyncio.gather(*map(self.ask, tuple(self._providers)))
        await self._keep()

    async def ask(self, provider: str, *, in_full: bool = True) -> None:
        """Ask one provider.

        Args:
            provider: Which one.
            in_full: Whether to find out all, else only which models there are.
        """
        self._asked += 1
        turn = self._asked
        try:
            async with aclosing(self._lists(provider)) as lists:
                async for models in lists:
                    self._take(provider, turn, models)
                    if not in_full:
                        break
        except AppError as error:
            self._take(provider, turn, error)

    def has_answered(self, provider: str) -> bool:
        """Whether a provider has listed its models since the program was started."""
        return provider in self._answered

    @property
    def pinned(self) -> Sequence[ModelKey]:
        """The models that stand first in the picker, by provider and id."""
        return self._notes.notes.pinned

    async def pin(self, model: ModelInfo, *, pinned: bool) -> None:
        """Let a model stand first in the picker, or where it stood.

        Raises:
            StorageError: It can't be written, and counts until the program ends.
        """
        key = (model.provider, model.id)
        await self._notes.change(self._notes.notes.with_pin(key, pinned=pinned))

    def correction(self, model: ModelInfo) -> Correction:
        """Return what the user says about a model."""
        return self._notes.notes.corrections.get((model.provider, model.id), NOTHING)

    async def correct(self, model: ModelInfo, correction: Correction) -> None:
        """Let this be what the user says about a model.

        Raises:
            StorageError: It can't be written, and counts until the program ends.
        """
        key = (model.provider, model.id)
        await self._notes.change(self._notes.notes.with_correction(key, correction))

    def _take(self, provider: str, turn: int, answer: list[ModelInfo] | AppError) -> None:
        if turn < self._turns.get(provider, 0):
            return  # A later question has been answered, maybe at another address.
        self._turns[provider] = turn
        if isinstance(answer, AppError):
            self._failures[provider] = answer
        else:
            self._failures.pop(provider, None)
            self._listed[provider] = answer
            self._answered.add(provider)
        self._changed()

    def _changed(self) -> None:
        self._known = None
        for watcher in self._watchers:
            watcher()

    async def _keep(self) -> None:
        kept = {
            who: models
            for who, models in self._listed.items()
            if who in self._providers and who not in _NEVER_KEPT
        }
        if self._path is None or kept == self._on_disk:
            return
        # They can be asked for again.
        with suppress(AppError):
            await asyncio.to_thread(save_model_lists, self._path, kept)
            self._on_disk = kept


async def default_model(parts: Parts) -> ModelInfo:
    """Return the model of a new chat, as far as it is known before any server was asked."""
    provider = parts.default_provider
    if provider == LOCAL_PROVIDER:
        try:
            return (await parts.list_models(LOCAL_PROVIDER))[0]
        except AppError:
            # The user's own file can't be used; the engine tells why when it starts.
            return BUILT_IN
    settings = parts.settings.settings
    picked = settings.model if settings.provider == provider else ""
    return ModelInfo(picked, provider, picked, parts.connections[provider].name)
