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
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from desktop_app.core.errors import ProviderError
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.core.provider import Transport
from desktop_app.core.secret import NOTHING, Secret
from desktop_app.providers.endpoint import Endpoint, custom_headers
from desktop_app.providers.learned_parameters import LearnedParameters
from desktop_app.providers.scrub import never_show, scrub

if TYPE_CHECKING:
    import httpx2
    import openai

_FOR_THE_FIRST_REQUEST = (
    "httpcore2._async.http_proxy",
    "httpcore2._async.http11",
    "httpcore2._backends.anyio",
    "anyio.streams.tls",
    "jiter",
)
"""What the first request would import by itself, in the thread of the window."""

_IMPORT_SWITCH_INTERVAL = 0.0005
_HTTP = ("httpx2", "desktop_app.providers.http_client")

_loading = threading.Lock()
_http_loaded = threading.Event()
_loaded = threading.Event()


async def load_http() -> None:
    """Import the HTTP client in a worker thread, without the SDK. Returns at once the next time."""
    if not _http_loaded.is_set():
        await asyncio.to_thread(_import_http)


async def load_sdk() -> None:
    """Import the SDK in a worker thread. Returns at once when that was done before.

    It costs about a second and a half of CPU, which must not stall a window.
    """
    if not _loaded.is_set():
        await asyncio.to_thread(_import_sdk)


def _import_http() -> None:
    with _loading, many_turns():
        if _http_loaded.is_set():
            return
        for module in (*_HTTP, *_FOR_THE_FIRST_REQUEST):
            _import(module)
        importlib.import_module("anyio").run(_nothing)
        for library in ("openai", "httpx2", "httpcore2"):
            # Their talk quotes addresses and headers, where a key may stand.
            logging.getLogger(library).setLevel(logging.WARNING)
        _http_loaded.set()


def _import_sdk() -> None:
    _import_http()
    with _loading, many_turns():
        importlib.import_module("openai")
        # The SDK's objects are there to stay. Looking through them again and again for garbage
        # would stop every thread for 85 ms, the window's too.
        gc.freeze()
        _loaded.set()


def import_in_turns(*modules: str) -> None:
    """Import modules in this worker thread, so that a window keeps painting meanwhile."""
    with _loading, many_turns():
        for module in modules:
            importlib.import_module(module)


@contextlib.contextmanager
def many_turns() -> Iterator[None]:
    """Give other threads their turn more often while something is imported.

    An import holds the interpreter for a whole interval each time the GUI thread wants it. With a
    tenth of the usual 5 ms the window keeps painting; it costs the import little.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_IMPORT_SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


def _import(module: str) -> None:
    # Another version may do without one of those that are imported ahead of time.
    with contextlib.nullcontext() if module in _HTTP else contextlib.suppress(ImportError):
        importlib.import_module(module)


async def _nothing() -> None:
    """Do nothing; it also has anyio load what belongs to asyncio."""


class Connection:
    """A provider that can be asked.

    Attributes:
        provider_id: ``local``, ``environment``, or the user's own.
        name: What people call it.
        learned: What its models turned out not to take.
        without_responses: Base URLs of servers that turned out not to know that interface.
        key_refused: Called when the server doesn't accept the key.
        prepare: Loads what finding the endpoint needs, which may take a second. Waits for nobody.

    Args:
        provider_id: See above.
        name: See above.
        endpoint: Where it is now; may wait until it is ready. Asked before every request.
        read_timeout: Seconds without a byte after which a request is given up, in place of the
            endpoint's own.
    """

    def __init__(
        self,
        provider_id: str,
        name: str,
        endpoint: Callable[[], Awaitable[Endpoint]],
        *,
        read_timeout: float | None = None,
    ) -> None:
        self.provider_id = provider_id
        self.name = name
        self.learned = LearnedParameters()
        self.without_responses: set[str] = set()
        self.key_refused: Callable[[], None] = lambda: None
        self.prepare: Callable[[], Awaitable[None]] = _nothing
        self._endpoint = endpoint
        self._read_timeout = read_timeout
        self._building = asyncio.Lock()
        self._built_for: Endpoint | None = None
        self._http: httpx2.AsyncClient | None = None
        self._sdk: openai.AsyncOpenAI | None = None
        self._retired: list[httpx2.AsyncClient] = []

    @property
    def local(self) -> bool:
        """Whether this is the engine on this computer."""
        return self.provider_id == LOCAL_PROVIDER

    @property
    def endpoint(self) -> Endpoint | None:
        """Where the last request went, None before the first."""
        return self._built_for

    @property
    def transport(self) -> Transport:
        """The interface in which the endpoint asked last is spoken to: never AUTO."""
        endpoint = self._built_for
        wanted = endpoint.transport if endpoint else Transport.CHAT
        if wanted is not Transport.AUTO:
            return wanted
        known = endpoint is not None and endpoint.base_url in self.without_responses
        return Transport.CHAT if known else Transport.RESPONSES

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """All secrets of the endpoint asked last."""
        return self._built_for.secrets if self._built_for else ()

    @property
    def key(self) -> Secret:
        """The key of the endpoint asked last."""
        return self._built_for.key if self._built_for else NOTHING

    @property
    def host(self) -> str:
        """The host and port of the endpoint asked last, without a password that may stand there."""
        return (
            urlsplit(self._built_for.base_url).netloc.rpartition("@")[2] if self._built_for else ""
        )

    async def where(self) -> Endpoint:
        """Return the endpoint as it is now, once its key is known and its server runs.

        Raises:
            EngineError: The local engine isn't running.
            AppError: Its key isn't to be had.
        """
        return await self._endpoint()

    async def client(self, endpoint: Endpoint | None = None) -> openai.AsyncOpenAI:
        """Return the SDK's client for an endpoint.

        Args:
            endpoint: What `where` has just returned; asked for if not given.

        Raises:
            ProviderError: The address, the key, the proxy or the certificates can't be used.
            EngineError: The local engine isn't running.
        """
        endpoint = endpoint or await self._endpoint()
        async with self._building:
            http = await self._http_for(endpoint)
            if self._sdk is None:
                await load_sdk()
                self._sdk = await asyncio.to_thread(_build_sdk, endpoint, http)
            return self._sdk

    async def http_client(self, endpoint: Endpoint | None = None) -> httpx2.AsyncClient:
        """Return a plain client for an endpoint, without loading the SDK.

        It goes the same way with the same headers, and its relative addresses begin at the base
        URL. The key goes along with every request: ask this server only.

        Args:
            endpoint: What `where` has just returned; asked for if not given.

        Raises:
            ProviderError: The address, the key, the proxy or the certificates can't be used.
            EngineError: The local engine isn't running.
        """
        endpoint = endpoint or await self._endpoint()
        async with self._building:
            return await self._http_for(endpoint)

    async def aclose(self) -> None:
        """Close all connections. The next request opens new ones."""
        clients = [*self._retired, self._http] if self._http else self._retired[:]
        self._retired.clear()
        self._http = self._sdk = self._built_for = None
        for client in clients:
            await client.aclose()

    async def _http_for(self, endpoint: Endpoint) -> httpx2.AsyncClient:
        if self._http is None or endpoint != self._built_for:
            never_show(*endpoint.secrets)
            _check(endpoint)
            await load_http()
            timeout = self._read_timeout or endpoint.read_timeout
            http = await asyncio.to_thread(_build_http, replace(endpoint, read_timeout=timeout))
            if http is None:
                raise _no_address(endpoint)
            if self._http is not None:
                # Replies may still stream through the old one: it is closed at the end.
                self._retired.append(self._http)
            self._http, self._sdk, self._built_for = http, None, endpoint
        return self._http


def _check(endpoint: Endpoint) -> None:
    try:
        parts = urlsplit(endpoint.base_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port  # raises where it is no number
    except ValueError:
        usable = False
    if not usable:
        raise _no_address(endpoint)
    key = endpoint.key.reveal()
    if not _on_one_line(key) or " " in key:
        raise ProviderError(
            "The API key holds characters that no key has",
            "Copy the key again, without spaces and line breaks around it.",
            code="invalid_api_key",
        )
    fixed = (("OpenAI-Organization", endpoint.organization), ("OpenAI-Project", endpoint.project))
    own = ((name, value.reveal()) for name, value in endpoint.headers)
    for header, value in (*fixed, *own):
        if not _on_one_line(value):
            raise ProviderError(
                "The header “{header}” can't be sent",
                "Its value has to stand on one line and be made of plain letters, digits and "
                "signs. Change it in the settings of the provider.",
                code="bad_header",
                header=header,
            )


def _no_address(endpoint: Endpoint) -> ProviderError:
    return ProviderError(
        "The base URL is not a web address",
        "It starts with http:// or https:// and usually ends in /v1.",
        scrub(endpoint.base_url, endpoint.key),
        code="bad_address",
    )


def _on_one_line(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _build_http(endpoint: Endpoint) -> httpx2.AsyncClient | None:
    """Return the client, None where the base URL is no address after all."""
    import httpx2

    from desktop_app.providers.http_client import build_http_client

    # There are more ways to write no address than `urlsplit` finds: a host of signs, a blank port.
    with contextlib.suppress(httpx2.InvalidURL):
        return build_http_client(endpoint)
    return None


def _build_sdk(endpoint: Endpoint, http: httpx2.AsyncClient) -> openai.AsyncOpenAI:
    import openai

    from desktop_app.providers.http_client import NO_KEY, request_headers

    # The SDK gives the headers of the environment to everybody; whose they are has them already.
    foreign: dict[str, Any] = {
        name: openai.Omit()
        for name in custom_headers(os.environ)
        if name.lower() != "authorization"  # always among our own
    }
    client = openai.AsyncOpenAI(
        api_key=endpoint.key.reveal() or NO_KEY,
        # Empty, not None: the SDK would take the environment's.
        admin_api_key="",
        base_url=endpoint.base_url,
        # The SDK would also retry for an empty wallet; retry.py knows better.
        max_retries=0,
        http_client=http,
        default_headers=foreign | request_headers(endpoint),
    )
    # They are among the headers; the SDK would add the environment's.
    client.organization = client.project = None
    # Made here once, because the SDK imports a module more for each of them.
    _ = client.chat.completions.with_streaming_response, client.models.with_raw_response
    _ = client.responses.with_streaming_response
    return client
