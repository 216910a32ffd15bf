"""Tries the provider in a form, and remembers what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from desktop_app.core.connection_report import ConnectionReport
from desktop_app.core.provider import Provider
from desktop_app.ui.notices import Action
from desktop_app.ui.settings.key_asking import KeyAsking
from desktop_app.ui.settings.provider_form import ProviderForm
from desktop_app.ui.settings.services import SettingsServices

_KEY_CODES = frozenset({"no_key", "invalid_api_key"})


class Trying:
    """Works the button of a form that tests the connection.

    Args:
        form: It.
        services: Asks the servers, and keeps what came of it.
        keys: Knows what is typed and not kept yet.
        tried: Called when something came of it.
    """

    def __init__(
        self,
        form: ProviderForm,
        services: SettingsServices,
        keys: KeyAsking,
        tried: Callable[[], None],
    ) -> None:
        self._form = form
        self._services = services
        self._keys = keys
        self._tried = tried
        self._task: asyncio.Task[None] | None = None

    def start(self, provider: Provider) -> None:
        """Try a provider in place of the one that is being tried."""
        self.cancel()
        self._form.trial.show_running(urlsplit(provider.base_url).netloc)
        self._task = self._services.tasks.start(self._try(provider))

    def cancel(self) -> bool:
        """Wait for no answer any more, and return whether one was waited for."""
        task, self._task = self._task, None
        if task is None:
            return False
        task.cancel()
        self._form.trial.show_nothing()
        return True

    async def _try(self, provider: Provider) -> None:
        report = await self._services.providers.test(provider, self._keys.typed)
        self._task = None
        self._services.reports[provider.id] = report
        self._form.trial.show_report(provider.name, report, self._remedy(report))
        self._tried()

    def _remedy(self, report: ConnectionReport) -> Action | None:
        if report.failure is None or report.failure.code not in _KEY_CODES:
            return None
        words = QCoreApplication.translate("Trying", "Enter a key…")
        return Action(words, lambda: self._form.go_to("key"))
