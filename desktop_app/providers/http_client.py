"""The HTTP client of an endpoint: its headers, time-outs, trusted certificates, and its way out.

Imported late: `httpx2` is nothing that the first frame shows.
"""

from __future__ import annotations

import ipaddress
import re
import ssl
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.request import getproxies

import httpx2

from desktop_app import __version__
from desktop_app.core.errors import ProviderError
from desktop_app.core.provider import ProxyUse
from desktop_app.core.secret import Secret
from desktop_app.providers.cut_refusal import cut_refusal
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.scrub import never_show, scrub

WRITE_TIMEOUT = 120.0
"""Seconds in which a piece of the request, pictures included, must leave."""

NO_KEY = "no-key-needed"
"""Sent where a server wants no key; the SDK insists on one, and such servers ignore it."""

LOOPBACK = ("all://*localhost", "all://127.0.0.0/8", "all://[::1]", "all://0.0.0.0")
"""What listens on this computer is never meant to be asked through a proxy."""

_HOST_AND_PORT = re.compile(
    r"(?:(?P<address>[\d.]+|\[[\da-f:.]+\])|\*?\.?(?P<name>[\w.-]+))(?P<port>(?::\d{1,5})?)", re.I
)
"""An entry of a bypass list, which may name a port."""

Mounts = dict[str, httpx2.AsyncBaseTransport | None]


def build_http_client(endpoint: Endpoint) -> httpx2.AsyncClient:
    """Return a client whose relative addresses begin at the base URL.

    Every request takes the endpoint's key along: ask nobody else through it.

    Raises:
        ProviderError: The proxy or the trusted certificates can't be used.
    """
    trusted = _trusted(endpoint)
    return httpx2.AsyncClient(
        base_url=endpoint.base_url,
        headers={"User-Agent": f"Chatloom/{__version__}", **request_headers(endpoint)},
        timeout=httpx2.Timeout(
            connect=endpoint.connect_timeout,
            read=endpoint.read_timeout,
            write=WRITE_TIMEOUT,
            pool=endpoint.connect_timeout,
        ),
        verify=trusted,
        mounts=_mounts_or_failure(endpoint, trusted),
        # The proxies of the environment are among the mounts, and its certificates are trusted.
        trust_env=False,
        # A key must not follow wherever a server points; translate.py tells it instead.
        follow_redirects=False,
        event_hooks={"response": [cut_refusal]},
    )


def request_headers(endpoint: Endpoint) -> dict[str, str]:
    """Return what every request to an endpoint carries; the user's own headers have the last word.

    They hold the key: for sending only.
    """
    ours = {"Authorization": f"Bearer {endpoint.key.reveal() or NO_KEY}"}
    if endpoint.organization:
        ours["OpenAI-Organization"] = endpoint.organization
    if endpoint.project:
        ours["OpenAI-Project"] = endpoint.project
    own = {name: value.reveal() for name, value in endpoint.headers}
    replaced = {name.lower() for name in own}
    return {name: value for name, value in ours.items() if name.lower() not in replaced} | own


def _trusted(endpoint: Endpoint) -> ssl.SSLContext:
    """Return what decides whether a server is who it claims to be. There is no way around it."""
    failure: ProviderError
    try:
        if not endpoint.ca_bundle:
            return httpx2.create_ssl_context()
        # `ssl.create_default_context` is stricter with new Pythons than the authorities that
        # companies make for themselves are.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cafile=endpoint.ca_bundle)
    except OSError as error:  # also what ssl raises
        failure = _not_readable(endpoint.ca_bundle, error)
    else:
        return context
    raise failure


def _not_readable(ca_bundle: str, error: OSError) -> ProviderError:
    if ca_bundle:
        return ProviderError(
            "The trusted certificates in {file} can't be read",
            "Choose another file in the settings of the provider, or none to trust what this "
            "computer trusts.",
            scrub(str(error)),
            code="ca_bundle",
            file=scrub(ca_bundle),
        )
    return ProviderError(
        "The trusted certificates can't be read",
        "Check the variables SSL_CERT_FILE and SSL_CERT_DIR.",
        scrub(str(error)),
        code="tls_failed",
    )


def _mounts_or_failure(endpoint: Endpoint, trusted: ssl.SSLContext) -> Mounts:
    failure: ProviderError
    try:
        return _mounts(endpoint, trusted)
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        own = endpoint.proxy.use is ProxyUse.OWN
        failure = ProviderError(
            "The proxy that is set up can't be used",
            "Check the address of the proxy in the settings of the provider."
            if own
            else "Check the variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY.",
            scrub(str(error)),
            code="proxy_failed",
        )
    # Raised here, so that the original with a proxy's password is not kept as its context.
    raise failure


def _mounts(endpoint: Endpoint, trusted: ssl.SSLContext) -> Mounts:
    proxy = endpoint.proxy
    if proxy.use is ProxyUse.NONE:
        return {}
    if proxy.use is ProxyUse.SYSTEM:
        settings = getproxies()
        proxies = dict(_system_proxies(settings))
        bypass: Iterable[str] = settings.get("no", "").split(",")
    else:
        password = endpoint.proxy_password.reveal()
        auth = (proxy.user, password) if proxy.user or password else None
        over_tls = trusted if proxy.url.startswith("https:") else None
        proxies = {"all://": httpx2.Proxy(proxy.url, auth=auth, ssl_context=over_tls)}
        bypass = proxy.bypass
    around = [*filter(None, map(str.strip, bypass))]
    if "*" in around:
        return {}
    through: Mounts = {
        pattern: ThroughProxy(proxy=through, verify=trusted, trust_env=False)
        for pattern, through in proxies.items()
    }
    return through | dict.fromkeys((*LOOPBACK, *filter(None, map(_pattern, around))))


def _system_proxies(settings: Mapping[str, str]) -> Iterator[tuple[str, httpx2.Proxy]]:
    for scheme in ("http", "https", "all"):
        if address := settings.get(scheme):
            proxy = httpx2.Proxy(address if "://" in address else f"http://{address}")
            if proxy.auth:
                never_show(Secret(proxy.auth[1]))
            yield f"{scheme}://", proxy


def _pattern(host: str) -> str:
    """Return httpx2's pattern for an entry of a bypass list, nothing for one that can't be read.

    A name means all below it too, whether it begins with a dot, with an asterisk, or with neither.
    """
    try:
        network = ipaddress.ip_network(host.strip("[]"), strict=False)
    except ValueError:
        named = _HOST_AND_PORT.fullmatch(host)
        return f"all://{named['address'] or '*' + named['name']}{named['port']}" if named else ""
    address, _, length = host.strip("[]").partition("/")
    shown = f"[{address}]" if isinstance(network, ipaddress.IPv6Network) else address
    return f"all://{shown}/{length}" if length else f"all://{shown}"


class ThroughProxy(httpx2.AsyncHTTPTransport):
    """The way through a proxy, which tells a proxy that isn't there from a server that isn't."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request through the proxy.

        Raises:
            httpx2.ProxyError: The proxy refuses, or can't be reached: then its cause is a failure
                to connect.
            httpx2.TransportError: Anything else went wrong.
        """
        reached = False

        async def trace(event: str, _info: Mapping[str, Any]) -> None:
            nonlocal reached
            reached = reached or event == "connection.connect_tcp.complete"

        request.extensions = {**request.extensions, "trace": trace}
        try:
            return await super().handle_async_request(request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            if reached:  # The handshake with the server behind it failed.
                raise
            raise httpx2.ProxyError("The proxy can't be reached.") from error
