"""Connections to the scripted server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.secret import Secret
from desktop_app.providers import scrub
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from tests.openai_server import MODEL, OpenAIServer

KEY = "sk-test-4f9aQ7c2Lm0Zx81bTr55"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the SDK and the HTTP client would read from the developer's environment."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("API_KEY", "BASE_URL", "ORG_ID", "PROJECT_ID", "ADMIN_KEY", "CUSTOM_HEADERS"):
        monkeypatch.delenv(f"OPENAI_{name}", raising=False)


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget after each test what must never be shown."""
    monkeypatch.setattr(scrub, "_known", ())


@pytest.fixture
async def connection(openai_server: OpenAIServer) -> AsyncIterator[Connection]:
    """Yield a connection of the user's own, named Acme, to the scripted server."""

    async def endpoint() -> Endpoint:
        return Endpoint(openai_server.base_url, Secret(KEY))

    made = Connection("acme", "Acme", endpoint, read_timeout=5.0)
    yield made
    await made.aclose()


@pytest.fixture
def request_() -> ChatRequest:
    """Return a small legal request."""
    turns = (Turn(Role.SYSTEM, "Be brief."), Turn(Role.USER, "Hello?"))
    return ChatRequest(MODEL, turns, {"temperature": 0.2})
