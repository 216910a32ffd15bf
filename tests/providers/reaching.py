"""Connections to servers that are reached in more ways than one."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import trustme

from desktop_app.core.errors import ProviderError
from desktop_app.core.provider import Proxy, ProxyUse
from desktop_app.core.secret import Secret
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.refusals import read_refusal
from desktop_app.providers.translate import http_failures, refused, sdk_failures, translate
from tests.openai_server.proxy import ProxyServer


@contextlib.asynccontextmanager
async def reached(endpoint: Endpoint, provider_id: str = "acme") -> AsyncIterator[Connection]:
    """Yield a connection named Acme to an endpoint."""

    async def where() -> Endpoint:
        return endpoint

    connection = Connection(provider_id, "Acme", where)
    yield connection
    await connection.aclose()


def own_proxy(proxy: ProxyServer, user: str = "", *bypass: str) -> Proxy:
    """Return the setting that leads through a proxy."""
    return Proxy(ProxyUse.OWN, proxy.url, user, bypass)


def port_of(base_url: str) -> int:
    """Return the port of an address."""
    port = urlsplit(base_url).port
    assert port is not None
    return port


def shown_by(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Return what a server with that certificate needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def listed(connection: Connection, *, plain: bool) -> None:
    """Ask for the models as plainly as can be, by the SDK or without it.

    Raises:
        ProviderError: As whoever asks raises it.
    """
    failure = await (_plainly(connection) if plain else _by_sdk(connection))
    if failure is not None:
        raise failure


async def _by_sdk(connection: Connection) -> ProviderError | None:
    client = await connection.client()
    try:
        await client.models.with_raw_response.list()
    except sdk_failures() as error:
        return translate(error, connection)
    return None


async def _plainly(connection: Connection) -> ProviderError | None:
    client = await connection.http_client()
    try:
        response = await client.get("models")
    except http_failures() as error:
        return translate(error, connection)
    if response.is_success:
        return None
    refusal = read_refusal(response.status_code, response.text, response.headers)
    return refused(refusal, connection)


async def failed(connection: Connection, *, plain: bool = False) -> ProviderError:
    """Return the failure of asking for the models."""
    with pytest.raises(ProviderError) as caught:
        await listed(connection, plain=plain)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value


def keyed(base_url: str, key: str, proxy: Proxy, password: str = "") -> Endpoint:
    """Return an endpoint behind a proxy."""
    return Endpoint(base_url, Secret(key), proxy=proxy, proxy_password=Secret(password))
