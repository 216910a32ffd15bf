"""Settings for the tests of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from desktop_app.core.provider import Provider, Transport
from tests.openai_server import OpenAIServer
from tests.providers.memory_keys import MemoryKeys
from tests.ui.settings.chats_place import ChatsPlace
from tests.ui.settings.place import KEY, Place, opened_place


@pytest.fixture
async def place(
    tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
) -> AsyncIterator[Place]:
    """Yield a place with OpenAI, whose key is kept, and the scripted server, which has none."""
    openai = Provider("openai", "OpenAI", "https://api.openai.com/v1", Transport.AUTO, "openai")
    office = Provider("office", "Office", openai_server.base_url)
    async with opened_place(tmp_path, openai, office, memory=MemoryKeys(openai=KEY)) as made:
        yield made


@pytest.fixture
async def chats(
    home: Path,
    openai_server: OpenAIServer,
    plain_environment: None,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[ChatsPlace]:
    """Yield the composed window, whose models are those of the scripted server."""
    monkeypatch.setenv("CHATLOOM_MODEL_FILE", str(home / "no-such-model.gguf"))
    monkeypatch.setenv("OPENAI_BASE_URL", openai_server.base_url)
    async with AsyncExitStack() as stack:
        place = ChatsPlace(home)
        await place.open(stack)
        yield place
