"""A service that serves models, as the user has set it up."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from desktop_app.core.errors import InputError
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.core.secret import NOTHING, Secret

CONNECT_TIMEOUT = 5.0
"""Seconds to reach the server."""

READ_TIMEOUT = 600.0
"""Seconds without a byte: a slow machine may read a long prompt for minutes before it speaks."""

TIMEOUTS = (1.0, 3600.0)
"""The shortest and the longest time-out that can be set, in seconds."""

_SECRET_HEADER = re.compile(r"auth|key|token|secret|cookie|passw|credential|signature", re.I)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LONGEST_ID = 40


class Transport(StrEnum):
    """Which of OpenAI's two interfaces is spoken."""

    AUTO = "auto"
    """Responses, and Chat Completions where the server doesn't know that."""

    RESPONSES = "responses"
    CHAT = "chat"


class ProxyUse(StrEnum):
    """Where the proxy comes from."""

    SYSTEM = "system"
    """What HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say."""

    NONE = "none"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Proxy:
    """The way through a network that has no direct one.

    Attributes:
        use: See `ProxyUse`; what follows counts for OWN alone.
        url: Such as ``http://proxy.example:3128``, without a password.
        user: The name it wants, empty for none. The password is in the key store.
        bypass: Hosts that are reached without it: ``example.com`` with all below it, ``10.0.0.1``.
    """

    use: ProxyUse = ProxyUse.SYSTEM
    url: str = ""
    user: str = ""
    bypass: tuple[str, ...] = ()


SYSTEM_PROXY = Proxy()


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of the user's own, without its secrets.

    Attributes:
        id: Stable, for files and commands: lower case letters, digits and dashes.
        name: What people call it.
        base_url: What every route is appended to, such as ``https://api.openai.com/v1``.
        transport: Which interface is spoken.
        preset: The id of the preset it was made from, empty for none.
        headers: Sent with every request. The value of one that `is_secret_header` is empty here
            and kept in the key store.
        organization: Sent as OpenAI's organisation, empty for none.
        project: Sent as OpenAI's project, empty for none.
        proxy: How the network is left.
        ca_bundle: A file of certificates that are trusted in place of the system's, empty for
            those.
        connect_timeout: Seconds to reach the server.
        read_timeout: Seconds without a byte after which a request is given up.
    """

    id: str
    name: str
    base_url: str
    transport: Transport = Transport.CHAT
    preset: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    organization: str = ""
    project: str = ""
    proxy: Proxy = SYSTEM_PROXY
    ca_bundle: str = ""
    connect_timeout: float = CONNECT_TIMEOUT
    read_timeout: float = READ_TIMEOUT


@dataclass(frozen=True, slots=True)
class ProviderSecrets:
    """What belongs to a provider and stands in no file.

    Attributes:
        key: Sent as the bearer token; empty where the server wants none.
        proxy_password: Of the provider's own proxy.
        headers: Values of the headers that `is_secret_header`, by name.
    """

    key: Secret = NOTHING
    proxy_password: Secret = NOTHING
    headers: Mapping[str, Secret] = field(default_factory=dict)


class KeyPlace(StrEnum):
    """Where a secret is."""

    KEYRING = "keyring"
    """In the key store of the system, until it is cleared."""

    SESSION = "session"
    """In the memory of this process, until it ends."""

    NONE = "none"


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """What may be told of a key.

    Attributes:
        place: Where it is.
        ending: Its last four characters, empty for one too short to show any.
    """

    place: KeyPlace = KeyPlace.NONE
    ending: str = ""


def is_secret_header(name: str) -> bool:
    """Whether the value of a header is kept like a key."""
    return bool(_SECRET_HEADER.search(name))


def new_provider_id(name: str, taken: Collection[str]) -> str:
    """Return an id for a provider of that name that isn't taken."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:_LONGEST_ID] or "provider"
    unusable = {*taken, LOCAL_PROVIDER, ENVIRONMENT_PROVIDER}
    numbered = (slug if n == 1 else f"{slug}-{n}" for n in range(1, len(unusable) + 2))
    return next(each for each in numbered if each not in unusable)


def checked(provider: Provider) -> Provider:
    """Return the provider as it is used: trimmed, its address without a slash at the end.

    Raises:
        InputError: Something in it can't be used; the title says what.
    """
    base_url = provider.base_url.strip().rstrip("/")
    if "@" in base_url:
        raise InputError(
            "The base URL holds a name or a password",
            "Leave out what stands before @. A key belongs into the key store.",
            code="bad_address",
        )
    if not is_web_address(base_url):
        raise InputError(
            "The base URL is not a web address",
            "It starts with http:// or https:// and usually ends in /v1.",
            code="bad_address",
        )
    if urlsplit(base_url).query or urlsplit(base_url).fragment:
        raise InputError(
            "The base URL holds more than an address",
            "Leave out what stands behind ? or #. A key belongs into the key store.",
            code="bad_address",
        )
    for header, value in provider.headers:
        if not _HEADER_NAME.fullmatch(header) or not _is_header_value(value):
            raise InputError(
                "The header “{header}” can't be sent",
                "A name is made of letters, digits and dashes; a value stands on one line.",
                code="bad_header",
                header=header,
            )
    proxy = provider.proxy
    if proxy.use is ProxyUse.OWN and not is_web_address(proxy.url.strip()):
        raise InputError(
            "The address of the proxy is not a web address",
            "It looks like http://proxy.example:3128.",
            code="bad_proxy",
        )
    return Provider(
        provider.id,
        provider.name.strip() or urlsplit(base_url).netloc.rpartition("@")[2],
        base_url,
        provider.transport,
        provider.preset,
        provider.headers,
        provider.organization.strip(),
        provider.project.strip(),
        Proxy(proxy.use, proxy.url.strip(), proxy.user.strip(), proxy.bypass),
        provider.ca_bundle.strip(),
        min(max(provider.connect_timeout, TIMEOUTS[0]), TIMEOUTS[1]),
        min(max(provider.read_timeout, TIMEOUTS[0]), TIMEOUTS[1]),
    )


def is_web_address(address: str) -> bool:
    """Whether an address is one of http or https, with a host and no password in it."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def provider_to_json(provider: Provider) -> dict[str, Any]:
    """Return a provider as plain JSON values."""
    proxy = provider.proxy
    return {
        "id": provider.id,
        "name": provider.name,
        "base_url": provider.base_url,
        "transport": provider.transport.value,
        "preset": provider.preset,
        "headers": [list(header) for header in provider.headers],
        "organization": provider.organization,
        "project": provider.project,
        "proxy": {
            "use": proxy.use.value,
            "url": proxy.url,
            "user": proxy.user,
            "bypass": list(proxy.bypass),
        },
        "ca_bundle": provider.ca_bundle,
        "connect_timeout": provider.connect_timeout,
        "read_timeout": provider.read_timeout,
    }


def provider_from_json(values: Mapping[str, Any]) -> Provider:
    """Read what `provider_to_json` wrote, taking the default for what is missing.

    Raises:
        InputError: It is no provider that could be used.
    """
    try:
        proxy = values.get("proxy") or {}
        provider = Provider(
            id=str(values["id"]),
            name=str(values["name"]),
            base_url=str(values["base_url"]),
            transport=Transport(values.get("transport", Transport.CHAT)),
            preset=str(values.get("preset", "")),
            headers=tuple((str(name), str(value)) for name, value in values.get("headers", ())),
            organization=str(values.get("organization", "")),
            project=str(values.get("project", "")),
            proxy=Proxy(
                ProxyUse(proxy.get("use", ProxyUse.SYSTEM)),
                str(proxy.get("url", "")),
                str(proxy.get("user", "")),
                tuple(map(str, proxy.get("bypass", ()))),
            ),
            ca_bundle=str(values.get("ca_bundle", "")),
            connect_timeout=float(values.get("connect_timeout", CONNECT_TIMEOUT)),
            read_timeout=float(values.get("read_timeout", READ_TIMEOUT)),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            "A provider can't be read", "Its entry is not as Chatloom writes it.", str(error)
        ) from error
    if new_provider_id(provider.id, ()) != provider.id:
        raise InputError("A provider can't be read", "Its id is not one that Chatloom gives.")
    return checked(provider)


def _is_header_value(value: str) -> bool:
    return value.isprintable() and value.isascii()
