"""One lazily built client for each provider."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import logging
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from desktop_app.core.errors import ProviderError
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.core.secret import Secret
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.scrub import scrub

if TYPE_CHECKING:
    import httpx2
    import openai

CONNECT_TIMEOUT = 5.0
"""Seconds to reach the server."""

READ_TIMEOUT = 600.0
"""Seconds without a byte: a slow machine may read a long prompt for minutes before it speaks."""

WRITE_TIMEOUT = 120.0
"""Seconds in which a piece of the request, pictures included, must leave."""

NO_KEY = "no-key-needed"
"""Sent where a server wants no key; the SDK insists on one, and such servers ignore it."""

_FOR_THE_FIRST_REQUEST = (
    "httpcore2._async.http_proxy",
    "httpcore2._async.http11",
    "httpcore2._backends.anyio",
    "anyio.streams.tls",
    "jiter",
)
"""What the first request would import by itself, in the thread of the window."""

_IMPORT_SWITCH_INTERVAL = 0.0005
_LOOPBACK = ("all://localhost", "all://127.0.0.0/8", "all://[::1]")

_loading = threading.Lock()
_loaded = threading.Event()


async def load_sdk() -> None:
    """Import the SDK in a worker thread. Returns at once when that was done before.

    It costs about a second and a half of CPU, which must not stall a window.
    """
    if not _loaded.is_set():
        await asyncio.to_thread(_import_sdk)


def _import_sdk() -> None:
    with _loading:
        interval = sys.getswitchinterval()
        # An import holds the interpreter for a whole interval each time the GUI thread wants it.
        # With a tenth of the usual 5 ms the window keeps painting; it costs the import little.
        sys.setswitchinterval(_IMPORT_SWITCH_INTERVAL)
        try:
            importlib.import_module("openai")
            for module in _FOR_THE_FIRST_REQUEST:
                # Another version may do without one of them.
                with contextlib.suppress(ImportError):
                    importlib.import_module(module)
            importlib.import_module("anyio").run(_nothing)
        finally:
            sys.setswitchinterval(interval)
        # The SDK's objects are there to stay. Looking through them again and again for garbage
        # would stop every thread for 85 ms, the window's too.
        gc.freeze()
        for library in ("openai", "httpx2", "httpcore2"):
            # Their talk quotes addresses and headers, where a key may stand.
            logging.getLogger(library).setLevel(logging.WARNING)
        _loaded.set()


async def _nothing() -> None:
    """Have anyio load what belongs to asyncio."""


class Connection:
    """A provider that can be asked.

    Attributes:
        provider_id: ``local``, ``environment``, or the user's own.
        name: What people call it.

    Args:
        provider_id: See above.
        name: See above.
        endpoint: Where it is now; may wait until it is ready. Asked before every request.
        read_timeout: Seconds without a byte after which a request is given up.
    """

    def __init__(
        self,
        provider_id: str,
        name: str,
        endpoint: Callable[[], Awaitable[Endpoint]],
        *,
        read_timeout: float = READ_TIMEOUT,
    ) -> None:
        self.provider_id = provider_id
        self.name = name
        self._endpoint = endpoint
        self._read_timeout = read_timeout
        self._building = asyncio.Lock()
        self._built_for: Endpoint | None = None
        self._client: openai.AsyncOpenAI | None = None
        self._retired: list[openai.AsyncOpenAI] = []

    @property
    def local(self) -> bool:
        """Whether this is the engine on this computer."""
        return self.provider_id == LOCAL_PROVIDER

    @property
    def key(self) -> Secret:
        """The key of the endpoint asked last."""
        return self._built_for.key if self._built_for else Secret("")

    @property
    def host(self) -> str:
        """The host and port of the endpoint asked last, without a password that may stand there."""
        return (
            urlsplit(self._built_for.base_url).netloc.rpartition("@")[2] if self._built_for else ""
        )

    async def client(self) -> openai.AsyncOpenAI:
        """Return the client for the endpoint as it is now.

        Raises:
            ProviderError: The address or the key can't be used.
            EngineError: The local engine isn't running.
        """
        endpoint = await self._endpoint()
        async with self._building:
            if self._client is None or endpoint != self._built_for:
                await load_sdk()
                _check(endpoint)
                client = await asyncio.to_thread(
                    _build, self.provider_id, endpoint, self._read_timeout
                )
                if self._client is not None:
                    # Replies may still stream through the old one: it is closed at the end.
                    self._retired.append(self._client)
                self._client, self._built_for = client, endpoint
            return self._client

    async def aclose(self) -> None:
        """Close all connections. The next request opens new ones."""
        clients = [*self._retired, self._client] if self._client else self._retired[:]
        self._retired.clear()
        self._client = self._built_for = None
        for client in clients:
            await client.close()


def _check(endpoint: Endpoint) -> None:
    try:
        parts = urlsplit(endpoint.base_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port  # raises where it is no number
    except ValueError:
        usable = False
    if not usable:
        raise ProviderError(
            "The base URL is not a web address",
            "It starts with http:// or https:// and usually ends in /v1.",
            scrub(endpoint.base_url, endpoint.key),
            code="bad_address",
        )
    key = endpoint.key.reveal()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ProviderError(
            "The API key holds characters that no key has",
            "Copy the key again, without spaces and line breaks around it.",
            code="invalid_api_key",
        )


def _build(provider_id: str, endpoint: Endpoint, read_timeout: float) -> openai.AsyncOpenAI:
    import openai

    client = openai.AsyncOpenAI(
        api_key=endpoint.key.reveal() or NO_KEY,
        # Empty, not None: the SDK would take the environment's.
        admin_api_key="",
        base_url=endpoint.base_url,
        # The SDK would also retry for an empty wallet; retry.py knows better.
        max_retries=0,
        http_client=_http_client(read_timeout),
        default_headers=_without_foreign_headers(provider_id, endpoint),
    )
    if provider_id != ENVIRONMENT_PROVIDER:
        # OPENAI_ORG_ID and OPENAI_PROJECT_ID belong to the environment's own provider.
        client.organization = client.project = None
    # Made here once, because the SDK imports a module more for each of them.
    _ = client.chat.completions.with_streaming_response, client.models.with_raw_response
    return client


def _without_foreign_headers(provider_id: str, endpoint: Endpoint) -> dict[str, str] | None:
    """Keep the headers of ``OPENAI_CUSTOM_HEADERS`` from every provider but the environment's."""
    from openai import Omit

    foreign = os.environ.get("OPENAI_CUSTOM_HEADERS")
    if provider_id == ENVIRONMENT_PROVIDER or not foreign:
        return None
    headers: dict[str, Any] = {
        line.partition(":")[0].strip(): Omit() for line in foreign.split("\n") if ":" in line
    }
    return {name: value for name, value in headers.items() if name.lower() != "authorization"} | {
        "Authorization": f"Bearer {endpoint.key.reveal() or NO_KEY}"
    }


def _http_client(read_timeout: float) -> httpx2.AsyncClient:
    import httpx2

    failure: ProviderError
    try:
        return httpx2.AsyncClient(
            timeout=httpx2.Timeout(
                connect=CONNECT_TIMEOUT,
                read=read_timeout,
                write=WRITE_TIMEOUT,
                pool=CONNECT_TIMEOUT,
            ),
            # What listens on this computer is never meant to be asked through a proxy.
            mounts=dict.fromkeys(_LOOPBACK),
            # A key must not follow wherever a server points; translate.py tells it instead.
            follow_redirects=False,
        )
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        failure = ProviderError(
            "The proxy that is set up can't be used",
            "Check the variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY.",
            scrub(str(error)),
            code="proxy_failed",
        )
    except OSError as error:
        failure = ProviderError(
            "The trusted certificates can't be read",
            "Check the variables SSL_CERT_FILE and SSL_CERT_DIR.",
            scrub(str(error)),
            code="tls_failed",
        )
    # Raised here, so that the original with a proxy's password is not kept as its context.
    raise failure
