"""What `chatloom doctor` looks at of the user's providers and their keys. Nothing is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from desktop_app.commands.checks import Finding, Level
from desktop_app.core.errors import AppError
from desktop_app.core.provider import Provider, ProxyUse
from desktop_app.providers.api_keys import KeyStore
from desktop_app.storage.providers import load_providers

ANSWERS_WITHIN = 3.0
"""Seconds in which a server takes a connection, and the key store tells its name."""

_PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
_PORTS = {"http": 80, "https": 443}


async def check_key_store() -> Finding:
    """Whether the system keeps keys. It isn't asked for any, so nobody has to unlock it."""
    name = "keys"
    keys = KeyStore()
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            return Finding(name, Level.OK, f"They are kept by: {await keys.store_name()}")
    except AppError as error:
        return Finding(name, Level.WARN, error.title, error.advice)
    except TimeoutError:
        return Finding(
            name,
            Level.WARN,
            "The key store doesn't answer",
            "Sign out of this computer and in again.",
        )
    finally:
        keys.close()


async def check_providers(path: Path, environ: Mapping[str, str]) -> list[Finding]:
    """Whether the user's providers can be read, and whether something listens at each."""
    name = "providers"
    loaded = await asyncio.to_thread(load_providers, path)
    if loaded.problem:
        found = Finding(name, Level.WARN, loaded.problem.title, loaded.problem.advice)
    elif loaded.providers:
        found = Finding(name, Level.OK, f"{len(loaded.providers)} in {path}")
    else:
        found = Finding(name, Level.OK, "You have added none")
    reached = (_reached(provider, environ) for provider in loaded.providers)
    return [found, *await asyncio.gather(*reached)]


async def _reached(provider: Provider, environ: Mapping[str, str]) -> Finding:
    name = f"provider {provider.id}"
    more = f"chatloom providers test {provider.id} tells more."
    address = urlsplit(provider.base_url)
    if _goes_through_proxy(provider, environ):
        return Finding(name, Level.OK, "It is reached through a proxy", more)
    place = address.netloc
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            _, writer = await asyncio.open_connection(
                address.hostname, address.port or _PORTS[address.scheme]
            )
    except (OSError, TimeoutError, UnicodeError):  # the last for a name that can't be looked up
        return Finding(name, Level.WARN, f"Nothing answers at {place}", more)
    writer.close()
    return Finding(name, Level.OK, f"Something answers at {place}", more)


def _goes_through_proxy(provider: Provider, environ: Mapping[str, str]) -> bool:
    if provider.proxy.use is not ProxyUse.SYSTEM:
        return provider.proxy.use is ProxyUse.OWN
    near = urlsplit(provider.base_url).hostname in ("localhost", "127.0.0.1", "::1")
    return not near and any(environ.get(n) or environ.get(n.lower()) for n in _PROXIES)
