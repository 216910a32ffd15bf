"""A provider as the options of the command line describe it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import typer

from desktop_app.core.provider import (
    SYSTEM_PROXY,
    Provider,
    Proxy,
    ProxyUse,
    Transport,
    is_secret_header,
    new_provider_id,
)
from desktop_app.core.provider_presets import PRESETS, Preset, preset, usual_transport

SYSTEM = "system"
"""Said in place of a proxy's address to go back to what the environment variables say."""

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class ProviderForm:
    """What was given; None where nothing was, which keeps what is there.

    The attributes are those of `Provider` and `Proxy`; `no_proxy` asks for none at all.
    """

    id: str | None = None
    name: str | None = None
    preset: str | None = None
    base_url: str | None = None
    transport: Transport | None = None
    headers: tuple[str, ...] = ()
    organization: str | None = None
    project: str | None = None
    proxy: str | None = None
    proxy_user: str | None = None
    no_proxy: bool = False
    bypass: tuple[str, ...] = ()
    ca_bundle: str | None = None
    connect_timeout: float | None = None
    read_timeout: float | None = None

    def applied_to(self, known: Provider) -> Provider:
        """Return a provider with what was given in place of what was there.

        Raises:
            BadParameter: Something can't be used, or doesn't fit.
        """
        base_url = _or(self.base_url, known.base_url)
        moved = self.base_url is not None and self.transport is None
        return replace(
            known,
            name=_or(self.name, known.name),
            base_url=base_url,
            transport=usual_transport(base_url) if moved else _or(self.transport, known.transport),
            headers=_headers(self.headers, known),
            organization=_or(self.organization, known.organization),
            project=_or(self.project, known.project),
            proxy=self._proxy(known.proxy),
            ca_bundle=_absolute(_or(self.ca_bundle, known.ca_bundle)),
            connect_timeout=_or(self.connect_timeout, known.connect_timeout),
            read_timeout=_or(self.read_timeout, known.read_timeout),
        )

    def new(self, taken: Collection[str]) -> Provider:
        """Return a provider that wasn't there before.

        Args:
            taken: Ids that are given already.

        Raises:
            BadParameter: Something can't be used, doesn't fit, or is missing.
        """
        kind = self._preset()
        base_url = self.base_url or kind.base_url
        if not base_url or base_url != base_url.replace("YOUR-", ""):
            raise typer.BadParameter(_address_wanted(kind))
        name = self.name or (kind.name if self.preset else "")
        provider_id = self.id or new_provider_id(name or base_url.partition("://")[2], taken)
        if new_provider_id(provider_id, ()) != provider_id:
            raise typer.BadParameter(
                f'"{provider_id}" can\'t be an id: small letters, digits and dashes make one.'
            )
        known = Provider(provider_id, name, base_url, kind.transport, self.preset or "")
        return self.applied_to(known)

    def _preset(self) -> Preset:
        if self.preset is None:
            return PRESETS[-1]
        kind = preset(self.preset)
        if kind.id != self.preset:
            known = ", ".join(each.id for each in PRESETS)
            raise typer.BadParameter(f'There is no preset "{self.preset}". There are: {known}.')
        return kind

    def _proxy(self, known: Proxy) -> Proxy:
        if self.no_proxy and (self.proxy or self.proxy_user or self.bypass):
            raise typer.BadParameter("--no-proxy doesn't go with the other options of a proxy.")
        if self.no_proxy:
            return Proxy(ProxyUse.NONE)
        if self.proxy == SYSTEM:
            return SYSTEM_PROXY
        if self.proxy and "@" in self.proxy:
            raise typer.BadParameter(
                "A name and a password don't belong into the address of the proxy: everybody on "
                "this computer could read them. Give --proxy-user NAME, then the password to "
                "chatloom key set PROVIDER --proxy."
            )
        if self.proxy:
            known = Proxy(ProxyUse.OWN, self.proxy, known.user, known.bypass)
        elif (self.proxy_user or self.bypass) and known.use is not ProxyUse.OWN:
            raise typer.BadParameter("Give the address of the proxy with --proxy, too.")
        user = _or(self.proxy_user, known.user)
        return replace(known, user=user, bypass=self.bypass or known.bypass)


def _headers(given: tuple[str, ...], known: Provider) -> tuple[tuple[str, str], ...]:
    """Return the headers that were given, with the secret ones that are there already."""
    if not given:
        return known.headers
    headers = [(name, "") for name, _ in known.headers if is_secret_header(name)]
    for header in given:
        name, colon, value = (part.strip() for part in header.partition(":"))
        if not colon or not name:
            raise typer.BadParameter('A header is given as "Name: value".')
        if is_secret_header(name) and value:
            raise typer.BadParameter(
                f"The value of {name} is a secret: everybody on this computer could read it here. "
                f"Give it to chatloom key set PROVIDER --header {name}."
            )
        if (name, "") not in headers:
            headers.append((name, value))
    return tuple(headers)


def _address_wanted(kind: Preset) -> str:
    if kind.base_url:
        return f"Give --base-url, too. It looks like {kind.base_url}."
    return "Give --base-url, such as http://localhost:8080/v1, or a --preset."


def _absolute(path: str) -> str:
    """Return a path that means the same file wherever Chatloom is started."""
    return str(Path(path).expanduser().absolute()) if path else ""


def _or(given: Given | None, there: Given) -> Given:
    return there if given is None else given
