"""The scripted server as a fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.openai_server.server import OpenAIServer


@pytest.fixture
def openai_server() -> Iterator[OpenAIServer]:
    """Yield a server that is told by its `script` what to do. See `OpenAIServer`."""
    with OpenAIServer() as server:
        yield server
