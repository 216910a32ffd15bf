"""Every provider that can be asked: the environment's, the user's own, and this computer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from desktop_app.core.connection_report import ConnectionReport
from desktop_app.core.errors import AppError, ProviderError, StorageError
from desktop_app.core.provider import (
    KeyPlace,
    KeyStatus,
    Provider,
    ProviderSecrets,
    ProxyUse,
    checked,
    is_secret_header,
)
from desktop_app.core.provider_presets import Preset, preset
from desktop_app.core.secret import NOTHING, Secret
from desktop_app.providers.api_keys import KeyStore
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint, endpoint_of
from desktop_app.storage.providers import (
    LoadedProviders,
    load_providers,
    save_providers,
    without_secrets,
)

PROXY_PART = "proxy"
"""The part of a provider's secrets that is the password of its proxy."""

_HEADER_PART = "header/"
_NOTHING_TYPED = ProviderSecrets()


def header_part(name: str) -> str:
    """Return the part of a provider's secrets that is the value of a header."""
    return f"{_HEADER_PART}{name}"


class Connections(Mapping[str, Connection]):
    """Connections by the id of the provider, the one that is chosen first standing first.

    A provider of the user's own asks the key store before each request, which may wait for it.

    Attributes:
        problem: Why not all of the user's providers are here; None where they are.
        key_problem: Why keys are kept for this run only; None where the system keeps them, or was
            not asked yet.

    Args:
        path: The file of the user's own providers.
        loaded: What it held at the start.
        keys: Keeps their secrets. Closed with the connections.
        environment: The provider that the environment variables describe, if they do.
        local: The engine on this computer.
    """

    def __init__(
        self,
        path: Path,
        loaded: LoadedProviders,
        keys: KeyStore,
        environment: Connection | None,
        local: Connection,
    ) -> None:
        self.problem = loaded.problem
        self.key_problem: AppError | None = keys.problem
        self._path = path
        self._keys = keys
        self._before = [environment] if environment else []
        self._after = [local]
        self._own = {each.id: each for each in loaded.providers}
        self._connections = {each.id: self._connection(each) for each in loaded.providers}
        self._retired: list[Connection] = []
        self._writing = asyncio.Lock()
        self._watchers: list[Callable[[], None]] = []
        keys.watch(self._changed)

    def __getitem__(self, provider_id: str) -> Connection:
        for connection in self._all():
            if connection.provider_id == provider_id:
                return connection
        raise KeyError(provider_id)

    def __iter__(self) -> Iterator[str]:
        return iter([connection.provider_id for connection in self._all()])

    def __len__(self) -> int:
        return len([*self._all()])

    @property
    def own(self) -> Sequence[Provider]:
        """The user's own providers, in the order in which they were added."""
        return tuple(self._own.values())

    @property
    def keeps_for_this_run(self) -> bool:
        """Whether a secret is kept that will be lost when this process ends."""
        return self._keys.session_only

    def base_url(self, provider_id: str) -> str:
        """Return the address of a provider without reading its key; empty where it isn't known."""
        if provider_id in self._own:
            return self._own[provider_id].base_url
        endpoint = self[provider_id].endpoint
        return endpoint.base_url if endpoint is not None else ""

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` after each change of the providers or of their keys."""
        self._watchers.append(changed)

    async def save(self, provider: Provider) -> None:
        """Add a provider, or replace the one of that id.

        The value of a secret header is not taken from it, see `set_secret`. What belonged to a
        header that it no longer has is cleared.

        Raises:
            InputError: Something in it can't be used.
            StorageError: It can't be written.
            ProviderError: It is saved, but the key store doesn't let go of a header's value.
        """
        provider = without_secrets(checked(provider))
        before = self._own.get(provider.id)
        await self._write({provider.id: provider})
        if before is not None:
            parts = {*_secret_parts(before)} - {*_secret_parts(provider)}
            await self._clear(provider, [part for part in parts if part != PROXY_PART])

    async def remove(self, provider_id: str) -> None:
        """Forget a provider and its secrets.

        Raises:
            StorageError: It can't be written.
            ProviderError: It is removed, but the key store doesn't let go of its secrets.
        """
        provider = self._own.get(provider_id)
        if provider is None:
            return
        await self._write({provider_id: None})
        await self._clear(provider, ["", PROXY_PART, *_secret_parts(provider)])

    async def prepare_keys(self) -> None:
        """Load what the key store needs, so that only its own prompts are waited for later."""
        await self._keys.prepare()

    async def set_secret(self, provider_id: str, secret: Secret, part: str = "") -> KeyStatus:
        """Keep a secret of a provider, or clear it where it is empty.

        Args:
            provider_id: Whose.
            secret: It.
            part: Empty for the key, ``proxy`` for the proxy's password, ``header/NAME`` for the
                value of a header.

        Returns:
            Where it is now: in memory alone where the system keeps none; `key_problem` says why.

        Raises:
            ProviderError: It was to be cleared, and the key store doesn't let go of it.
        """
        account = _account(provider_id, part)
        if not await self._keys.set(account, secret):
            return KeyStatus()
        return await self._keys.status(account)

    async def secret_status(self, provider_id: str, part: str = "") -> KeyStatus:
        """Return where a secret is. Waits until the key store answers; may be cancelled.

        Raises:
            ProviderError: The key store stays locked, or fails.
        """
        return await self._keys.status(_account(provider_id, part))

    async def key_place(self, provider_id: str) -> KeyPlace | None:
        """Return where the key of a provider is without asking the user; None where unknown.

        Raises:
            ProviderError: The key store fails.
        """
        return await self._keys.place_unprompted(_account(provider_id))

    async def test(
        self, provider: Provider, typed: ProviderSecrets | None = None
    ) -> ConnectionReport:
        """Ask a provider for its models and tell what answered.

        Args:
            provider: As the form has it, saved or not.
            typed: Secrets that are typed and not kept yet; empty ones are taken from the store.
        """
        try:
            provider = checked(provider)
            # Asked for before the time is taken: the key store may wait for somebody.
            ready = await self._endpoint(provider, typed or _NOTHING_TYPED)
        except AppError as error:
            return ConnectionReport(failure=error.failure)

        async def endpoint() -> Endpoint:
            return ready

        connection = Connection(provider.id, provider.name, endpoint)
        try:
            return await _tried(connection)
        finally:
            await connection.aclose()

    async def try_out(self, provider_id: str) -> ConnectionReport:
        """Do the same with any provider that is here, as it is."""
        if provider_id in self._own:
            return await self.test(self._own[provider_id])
        return await _tried(self[provider_id])

    async def nearby(self) -> list[Preset]:
        """Return presets, each with its address, of servers that answer on this computer.

        Those that are set up already are left out.
        """
        # It loads the HTTP client, which nobody needs before the window stands.
        from desktop_app.providers.nearby import servers_nearby

        return await servers_nearby([provider.base_url for provider in self.own])

    async def aclose(self) -> None:
        """Close all connections, and give up waiting for the key store."""
        self._keys.close()
        retired, self._retired = self._retired, []
        for connection in (*self._all(), *retired):
            await connection.aclose()

    def _all(self) -> Iterator[Connection]:
        yield from self._before
        yield from self._connections.values()
        yield from self._after

    def _connection(self, provider: Provider) -> Connection:
        async def endpoint() -> Endpoint:
            self._check_unmoved(provider)
            ready = await self._endpoint(provider, _NOTHING_TYPED)
            self._check_unmoved(provider)
            return ready

        connection = Connection(provider.id, provider.name, endpoint)
        connection.key_refused = lambda: self._read_again(provider)
        connection.prepare = self._keys.prepare
        return connection

    def _check_unmoved(self, provider: Provider) -> None:
        """Make sure that the secrets that are kept now are meant for where `provider` is.

        A reply that is repeated again and again still has the provider as it was when it began.

        Raises:
            ProviderError: They aren't.
        """
        there = self._own.get(provider.id)
        if there is None or (there.base_url, there.proxy) != (provider.base_url, provider.proxy):
            raise ProviderError(
                "{who} was changed in the settings meanwhile",
                "Try again, or pick another model.",
                code="provider_changed",
                who=provider.name,
            )

    async def _endpoint(self, provider: Provider, typed: ProviderSecrets) -> Endpoint:
        secrets = await self._secrets(provider, typed)
        proven = secrets.key or any(secrets.headers.values())
        if preset(provider.preset).wants_key and not proven:
            # It may be set by another process before the next request.
            self._read_again(provider)
            raise ProviderError(
                "{who} needs an API key",
                "Add it in the settings under Providers.",
                code="no_key",
                who=provider.name,
            )
        return endpoint_of(provider, secrets)

    async def _secrets(self, provider: Provider, typed: ProviderSecrets) -> ProviderSecrets:
        async def kept(part: str) -> Secret:
            return await self._keys.get(_account(provider.id, part)) if provider.id else NOTHING

        parts = _secret_parts(provider)
        headers = [part.removeprefix(_HEADER_PART) for part in parts if part != PROXY_PART]
        return ProviderSecrets(
            typed.key or await kept(""),
            typed.proxy_password or (await kept(PROXY_PART) if PROXY_PART in parts else NOTHING),
            {name: typed.headers.get(name) or await kept(header_part(name)) for name in headers},
        )

    def _read_again(self, provider: Provider) -> None:
        for part in ("", *_secret_parts(provider)):
            self._keys.read_again(_account(provider.id, part))

    async def _write(self, changes: Mapping[str, Provider | None]) -> None:
        """Change the file, which another process may have changed, too."""
        async with self._writing:
            stored = await asyncio.to_thread(load_providers, self._path)
            if isinstance(stored.problem, StorageError):
                raise stored.problem
            providers = {each.id: each for each in stored.providers}
            for provider_id, provider in changes.items():
                if provider is not None:
                    providers[provider_id] = provider
                else:
                    providers.pop(provider_id, None)
            await asyncio.to_thread(save_providers, self._path, [*providers.values()])
            for provider_id, known in self._own.items():
                if provider_id not in changes and providers.get(provider_id) != known:
                    self._read_again(known)  # Another process has changed it, its key maybe, too.
            self._take(providers)
        self._changed()

    def _take(self, providers: dict[str, Provider]) -> None:
        connections = {}
        for provider in providers.values():
            connection = self._connections.pop(provider.id, None)
            if connection is None or provider != self._own.get(provider.id):
                self._retired += [connection] if connection else []
                connection = self._connection(provider)
            connections[provider.id] = connection
        # Replies may still stream through the others: they are closed at the end.
        self._retired += self._connections.values()
        self._own, self._connections = providers, connections

    async def _clear(self, provider: Provider, parts: Sequence[str]) -> None:
        accounts = [_account(provider.id, part) for part in parts]
        # At once and all of them: another provider may be given the same id.
        self._keys.forget(*accounts)
        try:
            for account in accounts:
                await self._keys.clear(account)
        except ProviderError as error:
            failure = ProviderError(
                "A secret of {who} is still in the key store",
                "Everything else is done. Unlock the key store and remove the entries of "
                "“{account}” there.",
                error.detail,
                code="secret_left",
                who=provider.name,
                account=_account(provider.id),
            )
        else:
            return
        raise failure

    def _changed(self) -> None:
        self.key_problem = self._keys.problem
        for changed in self._watchers:
            changed()


async def _tried(connection: Connection) -> ConnectionReport:
    # It reads what servers say, which nobody does before the window stands.
    from desktop_app.providers.trial import try_connection

    return await try_connection(connection)


def _account(provider_id: str, part: str = "") -> str:
    return f"{provider_id}/{part}" if part else provider_id


def _secret_parts(provider: Provider) -> list[str]:
    """Return what a provider has in the key store beside its key."""
    headers = [header_part(name) for name, _ in provider.headers if is_secret_header(name)]
    proxy = provider.proxy
    return [*([PROXY_PART] if proxy.use is ProxyUse.OWN and proxy.user else []), *headers]
