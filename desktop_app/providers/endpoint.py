"""Where requests go, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.provider import (
    CONNECT_TIMEOUT,
    READ_TIMEOUT,
    SYSTEM_PROXY,
    Provider,
    ProviderSecrets,
    Proxy,
    Transport,
    is_secret_header,
)
from desktop_app.core.secret import NOTHING, Secret


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server.

    Attributes:
        base_url: What every route is appended to, such as ``http://127.0.0.1:4711/v1``.
        key: Sent as the bearer token; empty where the server wants none.
        transport: Which interface is spoken.
        headers: Sent with every request.
        organization: Sent as OpenAI's organisation, empty for none.
        project: Sent as OpenAI's project, empty for none.
        proxy: How the network is left.
        proxy_password: Of the provider's own proxy.
        ca_bundle: A file of certificates that are trusted in place of the system's.
        connect_timeout: Seconds to reach the server.
        read_timeout: Seconds without a byte after which a request is given up.
    """

    base_url: str
    key: Secret
    transport: Transport = Transport.CHAT
    headers: tuple[tuple[str, Secret], ...] = ()
    organization: str = ""
    project: str = ""
    proxy: Proxy = SYSTEM_PROXY
    proxy_password: Secret = NOTHING
    ca_bundle: str = ""
    connect_timeout: float = CONNECT_TIMEOUT
    read_timeout: float = READ_TIMEOUT

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Everything in it that must never be shown."""
        headers = (value for name, value in self.headers if is_secret_header(name))
        return tuple(filter(None, (self.key, self.proxy_password, *headers)))


def endpoint_of(provider: Provider, secrets: ProviderSecrets) -> Endpoint:
    """Return where the requests of a provider go."""
    headers = (
        (name, secrets.headers.get(name, NOTHING) if is_secret_header(name) else Secret(value))
        for name, value in provider.headers
    )
    return Endpoint(
        provider.base_url,
        secrets.key,
        provider.transport,
        tuple((name, value) for name, value in headers if value),
        provider.organization,
        provider.project,
        provider.proxy,
        secrets.proxy_password,
        provider.ca_bundle,
        provider.connect_timeout,
        provider.read_timeout,
    )


def custom_headers(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what ``OPENAI_CUSTOM_HEADERS`` says: a header on each line, as the SDK reads it."""
    lines = environ.get("OPENAI_CUSTOM_HEADERS", "").split("\n")
    parts = (line.partition(":") for line in lines if ":" in line)
    return {name.strip(): value.strip() for name, _, value in parts}
