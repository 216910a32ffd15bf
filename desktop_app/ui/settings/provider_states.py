"""What the list says of each provider, and which servers could be added: looked up when shown."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject

from desktop_app.core.errors import AppError
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.core.provider import KeyPlace, Provider
from desktop_app.core.provider_presets import Preset, preset
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.settings.provider_column import ProviderColumn
from desktop_app.ui.settings.services import Facts, SettingsServices

DRAFT = "new"
"""The id in the list of a provider that isn't there yet."""


class ProviderStates(QObject):
    """Fills the column of the providers."""

    def __init__(self, column: ProviderColumn, services: SettingsServices, facts: Facts) -> None:
        super().__init__(column)
        self._column = column
        self._services = services
        self._facts = facts
        self._keyless: frozenset[str] = frozenset()
        self._found: list[Preset] = []
        self._shown: list[tuple[str, str, str]] = []
        self._looking: set[asyncio.Task[None]] = set()

    def show(self, current: str, draft: Provider | None) -> None:
        """Show all providers as they are now.

        Args:
            current: The id of the one that is chosen.
            draft: One that isn't there yet, None for none.
        """
        rows = [(LOCAL_PROVIDER, "computer", self.tr("This computer"))]
        rows += [(each.id, "server", each.name) for each in self._services.providers.own]
        rows.append((ENVIRONMENT_PROVIDER, "key", self.tr("Environment")))
        if draft is not None or current == DRAFT:
            rows.append((DRAFT, "server", self.tr("New provider")))
        if rows != self._shown:
            self._shown = rows
            self._column.show_rows(rows, current)
        else:
            self._column.choose(current)
        self.tell()

    def tell(self) -> None:
        """Say anew how each of them is."""
        self._column.tell_state(LOCAL_PROVIDER, self._facts.engine_state, "secondary")
        address = self._facts.environment or self.tr("OPENAI_API_KEY is not set")
        self._column.tell_state(ENVIRONMENT_PROVIDER, address, "secondary")
        self._column.tell_state(DRAFT, self.tr("not added yet"), "secondary")
        for provider in self._services.providers.own:
            self._column.tell_state(provider.id, *self._state(provider))

    def look(self) -> None:
        """Find out whose key is missing."""
        self._start(self._find_keyless())

    def look_around(self) -> None:
        """Find out which servers answer on this computer."""
        self._start(self._find_servers())

    def added(self, found: Preset) -> None:
        """Offer a server no more."""
        self._found = [each for each in self._found if each is not found]
        self._column.show_found(self._found)

    def stop(self) -> None:
        """Wait for nothing any more."""
        for task in self._looking:
            task.cancel()

    def _state(self, provider: Provider) -> tuple[str, str]:
        report = self._services.reports.get(provider.id)
        if provider.id in self._keyless:
            return self.tr("needs a key"), "warning_text"
        if report is None:
            return self.tr("not tested yet"), "secondary"
        if report.failure is None:
            return self.tr("connected"), "positive_text"
        # There is room for the title alone.
        return in_users_words(report.failure).title, "warning_text"

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._services.tasks.start(work)
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def _find_keyless(self) -> None:
        providers = self._services.providers
        keyless = set()
        for provider in providers.own:
            if preset(provider.preset).wants_key:
                # Where the key store fails, the form tells why.
                with suppress(AppError):
                    if await providers.key_place(provider.id) is KeyPlace.NONE:
                        keyless.add(provider.id)
        self._keyless = frozenset(keyless)
        self.tell()

    async def _find_servers(self) -> None:
        self._found = await self._services.providers.nearby()
        self._column.show_found(self._found)
