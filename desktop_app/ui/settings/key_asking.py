"""Asks where the secrets of the provider in a form are, and hands over those that are typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_app.core.errors import AppError
from desktop_app.core.provider import (
    KeyPlace,
    KeyStatus,
    Provider,
    ProviderSecrets,
    ProxyUse,
    is_secret_header,
)
from desktop_app.core.secret import NOTHING, Secret
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.settings.provider_form import HEADER, ProviderForm
from desktop_app.ui.settings.proxy_rows import PASSWORD
from desktop_app.ui.settings.secret_row import SecretRow
from desktop_app.ui.settings.services import SettingsServices


class KeyAsking:
    """Works the secrets of a form.

    Args:
        form: Shows where they are.
        services: Keep them, and run what waits for the key store.
        tell: Called with what failed, as long as the form is shown.
    """

    def __init__(
        self,
        form: ProviderForm,
        services: SettingsServices,
        tell: Callable[[AppError], None],
    ) -> None:
        self._form = form
        self._providers = services.providers
        self._tasks = services.tasks
        self._tell = tell
        self._provider_id = ""
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._held: dict[str, Secret] = {}
        self._closed = False

    @property
    def typed(self) -> ProviderSecrets:
        """What is typed and not kept yet."""
        headers = {
            part.removeprefix(HEADER): secret
            for part, secret in self._held.items()
            if part.startswith(HEADER)
        }
        held = self._held
        return ProviderSecrets(held.get("", NOTHING), held.get(PASSWORD, NOTHING), headers)

    def ask(self, provider: Provider) -> None:
        """Ask where the secrets of a provider are, and show it."""
        self.leave()
        self._provider_id = provider.id
        if provider.id:
            for part in _parts(provider):
                self.ask_again(part)

    def ask_again(self, part: str) -> None:
        """Ask for one of them."""
        self._wait(part, self._ask(self._provider_id, part))

    def enter(self, part: str, secret: Secret) -> None:
        """Keep a secret; that of a provider that isn't there yet is held until `keep_held`."""
        self._held[part] = secret
        if self._provider_id:
            self._wait(part, self._set(self._provider_id, part, secret))
        else:
            self._show(part, KeyStatus(KeyPlace.SESSION))

    def keep_held(self, provider_id: str, saving: asyncio.Task[None]) -> None:
        """Keep what was held for a provider, once it is there.

        Otherwise the next provider of that id would get a key that was meant for another address.

        Args:
            provider_id: Which one.
            saving: Ends when it has been saved, or could not be.
        """
        self._provider_id = provider_id
        for part, secret in list(self._held.items()):
            self._wait(part, self._set_after(saving, provider_id, part, secret))

    @property
    def held(self) -> Mapping[str, Secret]:
        """What was typed for a provider that isn't there yet, by part."""
        return {} if self._provider_id else dict(self._held)

    def hold(self, held: Mapping[str, Secret]) -> None:
        """Go on with what was `held` when the user turned away from a provider."""
        for part, secret in held.items():
            self.enter(part, secret)

    def clear(self, part: str) -> None:
        """Forget a secret."""
        self._held.pop(part, None)
        if self._provider_id:
            self._wait(part, self._set(self._provider_id, part, NOTHING))
        else:
            self._show(part, KeyStatus())

    def cancel(self, part: str) -> None:
        """Wait no longer for the key store."""
        self._held.pop(part, None)
        task = self._asking.pop(part, None)
        if task is not None:
            task.cancel()

    def leave(self) -> None:
        """Turn away from a provider: what is typed is kept on, what is asked is of no use."""
        for part, task in self._asking.items():
            if part not in self._held:
                task.cancel()
        self._asking, self._held, self._provider_id = {}, {}, ""

    def close(self) -> None:
        """The form is no longer shown."""
        self.leave()
        self._closed = True

    def _wait(self, part: str, work: Coroutine[Any, Any, None]) -> None:
        before = self._asking.pop(part, None)
        if before is not None and part not in self._held:
            before.cancel()
        if row := self._row(part):
            row.secret.show_waiting()
        self._asking[part] = self._tasks.start(work)

    async def _ask(self, provider_id: str, part: str) -> None:
        try:
            status = await self._providers.secret_status(provider_id, part)
        except AppError as error:
            self._show_unknown(provider_id, part, error)
        else:
            self._settled(provider_id, part, status)

    async def _set(self, provider_id: str, part: str, secret: Secret) -> None:
        try:
            status = await self._providers.set_secret(provider_id, secret, part)
        except AppError as error:
            if self._closed:
                raise
            self._tell(error)
            self._show_unknown(provider_id, part, error)
        else:
            if self._held.get(part) is secret:
                del self._held[part]
            self._settled(provider_id, part, status)

    async def _set_after(
        self, saving: asyncio.Task[None], provider_id: str, part: str, secret: Secret
    ) -> None:
        await asyncio.wait([saving])
        if any(each.id == provider_id for each in self._providers.own):
            await self._set(provider_id, part, secret)
        else:
            self._settled(provider_id, part, KeyStatus(KeyPlace.SESSION))

    def _settled(self, provider_id: str, part: str, status: KeyStatus) -> None:
        if provider_id == self._provider_id and not self._closed:
            self._asking.pop(part, None)
            self._show(part, status)

    def _show_unknown(self, provider_id: str, part: str, error: AppError) -> None:
        row = self._row(part)
        if provider_id != self._provider_id or self._closed:
            return
        self._asking.pop(part, None)
        if row is not None:
            row.secret.show_unknown(in_users_words(error).title)

    def _show(self, part: str, status: KeyStatus) -> None:
        words = _place_words(status.place, is_held=not self._provider_id)
        row = self._row(part)
        if row is None:
            self._form.more.headers.show_status(part.removeprefix(HEADER), status)
            return
        row.secret.show_status(status)
        if part:
            row.set_hint(words)
        else:
            self._form.show_key(status, words)

    def _row(self, part: str) -> SecretRow | None:
        return next((row for row in self._form.secrets if row.part == part), None)


def _parts(provider: Provider) -> list[str]:
    own = provider.proxy.use is ProxyUse.OWN
    headers = [f"{HEADER}{name}" for name, _ in provider.headers if is_secret_header(name)]
    return ["", *([PASSWORD] if own else []), *headers]


def _place_words(place: KeyPlace, *, is_held: bool) -> str:
    if place is KeyPlace.NONE:
        return ""
    if is_held:
        return QCoreApplication.translate("KeyAsking", "Kept as soon as the provider is added.")
    if place is KeyPlace.KEYRING:
        return QCoreApplication.translate(
            "KeyAsking", "Kept in the system keyring. Chatloom never writes it to a file."
        )
    return QCoreApplication.translate(
        "KeyAsking",
        "Kept until Chatloom closes, because the key store of this system can’t be used.",
    )
