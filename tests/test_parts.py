from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.costs import Price
from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import EngineError, InputError, StorageError
from desktop_app.core.events import Finished, TextDelta
from desktop_app.core.folders import user_folders
from desktop_app.core.models import ModelInfo
from desktop_app.core.provider import Provider
from desktop_app.parts import open_parts
from desktop_app.storage.model_lists import save_model_lists
from tests.engine.built_in_model import built_in_model, hand_over
from tests.openai_server.server import MODEL, OpenAIServer


def environ(home: Path, **more: str) -> dict[str, str]:
    return {"CHATLOOM_HOME": str(home), **more}


async def test_local_is_always_there_and_not_started(home: Path) -> None:
    async with open_parts(environ(home)) as parts:
        assert list(parts.connections) == ["local"]
        assert parts.default_provider == "local"
        assert [m.id for m in await parts.list_models("local")] == ["smollm2-135m"]
        assert parts.engine.state.phase is Phase.STOPPED
        assert parts.assistants.assistants[0].name == "General"
        assert await parts.conversations.list_conversations() == []


async def test_environment_comes_first(home: Path, openai_server: OpenAIServer) -> None:
    variables = environ(home, OPENAI_BASE_URL=openai_server.base_url)
    async with open_parts(variables) as parts:
        assert list(parts.connections) == ["environment", "local"]
        assert parts.default_provider == "environment"
        assert [m.id for m in await parts.list_models("environment")] == [MODEL]
        request = ChatRequest(MODEL, (Turn(Role.USER, "hi"),), {})
        events = [event async for event in parts.model("environment").stream(request)]
        assert "".join(e.text for e in events if isinstance(e, TextDelta)) == "You said: hi"
        assert any(isinstance(e, Finished) for e in events)


@pytest.mark.parametrize("picked", ["local", "environment", "gone"])
async def test_pick_of_the_settings(home: Path, picked: str) -> None:
    path = home / "config" / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"provider": picked}))
    async with open_parts(environ(home)) as parts:
        assert parts.default_provider == "local"
    async with open_parts(environ(home, OPENAI_API_KEY="sk-none")) as parts:
        assert parts.default_provider == "environment"


async def test_unknown_provider_is_told(home: Path) -> None:
    async with open_parts(environ(home)) as parts:
        with pytest.raises(InputError, match="nobody"):
            parts.model("nobody")


async def test_own_model_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home / "config" / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"model_file": "/my.gguf"}))
    async with open_parts(environ(home)) as parts:
        assert parts.engine.model_file == "/my.gguf"
        monkeypatch.setenv("CHATLOOM_MODEL_FILE", "/pinned.gguf")
        assert parts.engine.model_file == "/pinned.gguf"
        with pytest.raises(EngineError, match=r"pinned\.gguf"):
            await parts.list_models("local")


@pytest.mark.engine
async def test_the_model_opened_last_is_listed_before_it_runs(home: Path) -> None:
    folders = user_folders(environ(home))
    hand_over(folders)
    own = home / "own model.gguf"
    own.write_bytes(built_in_model().read_bytes() + b"\0")
    async with open_parts(environ(home)) as parts:
        await parts.engine.use_model_file(str(own))
        assert parts.engine.state.phase is Phase.STARTING
        (listed,) = await parts.list_models("local")
        await parts.engine.endpoint()
        assert (listed.id, listed.name) == ("own-model", "own model")
        assert parts.engine.state.model == listed.id


async def test_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        async with open_parts(environ(tmp_path / "file")):
            pass


async def test_what_a_model_refuses_is_known_the_next_time(
    home: Path, openai_server: OpenAIServer
) -> None:
    variables = environ(home, OPENAI_BASE_URL=openai_server.base_url)
    request = ChatRequest(MODEL, (Turn(Role.USER, "hi"),), {"temperature": 0.5, "top_p": 0.5})
    openai_server.refused = {"temperature"}
    async with open_parts(variables) as parts:
        for _ in range(2):
            async for _event in parts.model("environment").stream(request):
                pass
        (model,) = await parts.list_models("environment")
        assert model.takes is not None
        assert "temperature" not in model.takes
        assert "top_p" in model.takes
    async with open_parts(variables) as parts:
        openai_server.requests.clear()
        async for _event in parts.model("environment").stream(request):
            pass
    (chat,) = openai_server.chats
    assert "temperature" not in chat.body
    assert chat.body["top_p"] == 0.5


async def test_broken_notes_are_told(home: Path) -> None:
    path = home / "config" / "models.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    async with open_parts(environ(home)) as parts:
        assert parts.notes_problem is not None
        assert "models.json.broken" in parts.notes_problem.advice


async def test_what_is_known_of_a_model_without_asking(
    home: Path, openai_server: OpenAIServer
) -> None:
    variables = environ(home, OPENAI_API_KEY="sk-none")
    async with open_parts(variables) as parts:
        model = await parts.known_model("environment", "gpt-4o")
        assert model.price == Price(2.5, 10, 1.25)
        assert (model.vision, model.context, model.shutdown) == (True, 128_000, "2027-01-14")
        assert (await parts.known_model("local", "own")).price is None
        with pytest.raises(InputError, match="nobody"):
            await parts.known_model("nobody", "x")
    own = Provider("acme", "Acme", openai_server.base_url)
    async with open_parts(environ(home)) as parts:
        await parts.connections.save(own)
        listed = ModelInfo("m", "acme", "M", "Acme", context=5, price=Price(1, 2))
        save_model_lists(parts.folders.model_lists, {"acme": [listed]})
        assert await parts.known_model("acme", "m") == listed
    assert openai_server.requests == []
