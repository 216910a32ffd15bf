"""Model servers that run on this computer, found by asking the ports they usually listen at."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import orjson

from desktop_app.core.provider_presets import PRESETS, Preset
from desktop_app.providers.bounded_body import body_of
from desktop_app.providers.connection import load_http
from desktop_app.providers.server_kinds import KINDS, Said

if TYPE_CHECKING:
    import httpx2

WITHIN = 0.6
"""Seconds in which a server must have proved what it is. All are asked at once."""

LOCAL = tuple(each for each in PRESETS if each.local)

_LARGEST = 1_000_000
"""Bytes of an answer that are looked at."""

_THIS_COMPUTER = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - compared


async def servers_nearby(
    taken: Collection[str] = (), presets: Sequence[Preset] = LOCAL
) -> list[Preset]:
    """Return the presets whose servers answer on this computer and prove to be what they are.

    No key, no proxy and no redirection is involved, and nothing is logged.

    Args:
        taken: Base URLs that are set up already and left out.
        presets: What is looked for, each at its own address.
    """
    known = {_place(base_url) for base_url in taken}
    wanted = [each for each in presets if _place(each.base_url) not in known]
    if not wanted:
        return []
    await load_http()
    import httpx2

    # Without certificates, which take time to read: nothing here is asked over TLS.
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with httpx2.AsyncClient(trust_env=False, verify=trusted, timeout=WITHIN) as client:
        proven = await asyncio.gather(*(_proves(client, each) for each in wanted))
    return [each for each, is_there in zip(wanted, proven, strict=True) if is_there]


def _place(base_url: str) -> tuple[str, int | None]:
    """Return what makes two addresses the same server."""
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return base_url, None
    return ("localhost" if host in _THIS_COMPUTER else host), port


async def _proves(client: httpx2.AsyncClient, preset: Preset) -> bool:
    root = preset.base_url.removesuffix("/v1")

    async def ask(path: str) -> Said:
        return await _said(client, root + path)

    try:
        async with asyncio.timeout(WITHIN):
            return await KINDS[preset.id](ask)
    except TimeoutError:
        return False


async def _said(client: httpx2.AsyncClient, address: str) -> Said:
    import httpx2

    try:
        async with client.stream("GET", address) as response:
            body = await body_of(response, _LARGEST)
        if body is None:
            return Said()
        return Said(response.status_code, orjson.loads(body), response.headers)
    except httpx2.HTTPError:
        return Said()
    except orjson.JSONDecodeError:
        return Said(response.status_code, None, response.headers)
