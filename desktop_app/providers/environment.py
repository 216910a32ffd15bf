"""The provider that the environment variables describe: chosen first, never stored."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.core.models import ENVIRONMENT_PROVIDER
from desktop_app.core.provider_presets import usual_transport
from desktop_app.core.secret import Secret
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint, custom_headers

OPENAI = "https://api.openai.com/v1"


def environment_endpoint(environ: Mapping[str, str]) -> Endpoint | None:
    """Return what ``OPENAI_API_KEY`` and ``OPENAI_BASE_URL`` say, None where neither is set.

    Either suffices: a key alone means OpenAI, an address alone a server that wants no key.
    """
    key = environ.get("OPENAI_API_KEY", "").strip()
    base_url = environ.get("OPENAI_BASE_URL", "").strip()
    if not key and not base_url:
        return None
    headers = custom_headers(environ)
    return Endpoint(
        base_url or OPENAI,
        Secret(key),
        usual_transport(base_url or OPENAI),
        headers=tuple((name, Secret(value)) for name, value in headers.items()),
        organization=environ.get("OPENAI_ORG_ID", "").strip(),
        project=environ.get("OPENAI_PROJECT_ID", "").strip(),
    )


def environment_connection(environ: Mapping[str, str]) -> Connection | None:
    """Return the connection to that endpoint, None where the variables are not set."""
    endpoint = environment_endpoint(environ)
    if endpoint is None:
        return None

    async def constant() -> Endpoint:
        return endpoint

    return Connection(ENVIRONMENT_PROVIDER, "Environment", constant)
