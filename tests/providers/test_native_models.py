"""What servers tell on routes of their own, and that nothing goes wrong where they don't."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from desktop_app.core.errors import ProviderError
from desktop_app.core.secret import Secret
from desktop_app.providers import native_models
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.model_facts import Facts
from desktop_app.providers.native_models import native_facts
from tests.openai_server import Drop, Hang, OpenAIServer, Refusal, Request


def rows(*names: str, owner: str = "library") -> list[dict[str, Any]]:
    return [{"id": name, "owned_by": owner} for name in names]


@pytest.fixture
async def asked(connection: Connection) -> Connection:
    """Return a connection that has been used, as it is after `/v1/models`."""
    await connection.http_client()
    return connection


def paths(server: OpenAIServer) -> list[str]:
    return [request.path for request in server.requests]


class TestOllama:
    async def test_each_model_is_asked_for(
        self, asked: Connection, openai_server: OpenAIServer
    ) -> None:
        shown = {
            "llava": {
                "capabilities": ["completion", "vision"],
                "model_info": {"general.architecture": "llama", "llama.context_length": 4096},
                "parameters": 'stop "[INST]"\ntemperature 0.7',
            },
            "qwen3": {
                "capabilities": ["completion", "thinking", "tools"],
                "model_info": {"qwen3.context_length": 40_960},
                "parameters": "num_ctx                        16384",
            },
            "nomic": {"capabilities": ["embedding"]},
            "old": {"details": {}},
        }
        openai_server.native["/api/tags"] = {"models": [{"model": n} for n in (*shown, "other")]}
        openai_server.native["/api/show"] = lambda request: shown[request.body["model"]]
        assert await native_facts(asked, rows(*shown)) == {
            "llava": Facts(vision=True, context=4096, reasoning=False, chats=True),
            "qwen3": Facts(vision=False, context=16_384, reasoning=True, chats=True),
            "nomic": Facts(vision=False, reasoning=False, chats=False),
            "old": Facts(),
        }
        assert paths(openai_server).count("/api/show") == len(shown)

    async def test_goes_the_way_of_the_connection(
        self, asked: Connection, openai_server: OpenAIServer
    ) -> None:
        openai_server.native["/api/tags"] = {"models": []}
        await native_facts(asked, rows("a"))
        (request,) = openai_server.requests
        assert request.key == asked.key.reveal()

    async def test_few_are_asked_for_at_once(
        self, asked: Connection, openai_server: OpenAIServer
    ) -> None:
        names = [f"m{number}" for number in range(30)]
        openai_server.native["/api/tags"] = {"models": [{"model": name} for name in names]}
        openai_server.native["/api/show"] = {"capabilities": ["completion"]}
        assert len(await native_facts(asked, rows(*names))) == len(names)

    async def test_what_comes_in_time_is_kept(
        self, asked: Connection, openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(native_models, "ANSWERS_WITHIN", 0.5)
        there = threading.Event()

        def show(request: Request) -> object:
            if request.body["model"] == "slow":
                return Hang()
            there.set()
            return {"capabilities": ["completion"]}

        openai_server.native["/api/tags"] = {"models": [{"model": n} for n in ("slow", "quick")]}
        openai_server.native["/api/show"] = show
        found = await native_facts(asked, rows("slow", "quick"))
        assert there.is_set()
        assert list(found) == ["quick"]


class TestLMStudio:
    async def test_first_version(self, asked: Connection, openai_server: OpenAIServer) -> None:
        openai_server.native["/api/v1/models"] = {
            "models": [
                {
                    "type": "llm",
                    "key": "google/gemma-3-4b",
                    "display_name": "Gemma 3 4B",
                    "max_context_length": 131_072,
                    "loaded_instances": [{"id": "x", "config": {"context_length": 8192}}],
                    "capabilities": {"vision": True, "trained_for_tool_use": False},
                },
                {"type": "llm", "key": "plain", "max_context_length": 4096, "loaded_instances": []},
                {"type": "embedding", "key": "nomic"},
                {"type": "llm", "key": "elsewhere"},
                "odd",
            ]
        }
        names = ("google/gemma-3-4b", "plain", "nomic")
        assert await native_facts(asked, rows(*names, owner="organization_owner")) == {
            "google/gemma-3-4b": Facts(name="Gemma 3 4B", vision=True, context=8192),
            "plain": Facts(vision=False, context=4096),
            "nomic": Facts(chats=False),
        }
        assert paths(openai_server) == ["/api/v1/models"]

    async def test_before_that(self, asked: Connection, openai_server: OpenAIServer) -> None:
        openai_server.native["/api/v0/models"] = {
            "data": [
                {"id": "qwen2-vl", "type": "vlm", "max_context_length": 32_768},
                {"id": "llama", "type": "llm", "max_context_length": 9, "loaded_context_length": 5},
                {"id": "nomic", "type": "embeddings"},
            ]
        }
        names = ("qwen2-vl", "llama", "nomic")
        assert await native_facts(asked, rows(*names, owner="organization_owner")) == {
            "qwen2-vl": Facts(vision=True, context=32_768),
            "llama": Facts(vision=False, context=5),
            "nomic": Facts(chats=False),
        }


class TestLlamaCpp:
    async def test_props(self, asked: Connection, openai_server: OpenAIServer) -> None:
        openai_server.native["/props"] = {
            "default_generation_settings": {"n_ctx": 8192},
            "modalities": {"vision": True, "audio": False},
        }
        found = await native_facts(asked, rows("gemma", owner="llamacpp"))
        assert found == {"gemma": Facts(vision=True, context=8192)}

    async def test_several_models_are_not_told_of(
        self, asked: Connection, openai_server: OpenAIServer
    ) -> None:
        assert await native_facts(asked, rows("a", "b", owner="llamacpp")) == {}
        assert openai_server.requests == []


class TestUnknownServers:
    async def test_one_nearby_is_asked_in_every_way(
        self, asked: Connection, openai_server: OpenAIServer
    ) -> None:
        openai_server.native["/api/v0/models"] = {"data": [{"id": "a", "type": "vlm"}]}
        assert await native_facts(asked, rows("a", owner="me")) == {"a": Facts(vision=True)}
        assert {"/api/tags", "/api/v1/models", "/api/v0/models", "/props"} >= set(
            paths(openai_server)
        )

    @pytest.mark.parametrize("owner", ["vllm", "chatloom"])
    async def test_one_that_has_told_all_is_not_asked(
        self, asked: Connection, openai_server: OpenAIServer, owner: str
    ) -> None:
        assert await native_facts(asked, rows("a", owner=owner)) == {}
        assert openai_server.requests == []

    async def test_one_far_away_is_not_asked(self) -> None:
        async def endpoint() -> Endpoint:
            return Endpoint("https://models.example/v1", Secret("k"))

        far = Connection("far", "Far", endpoint)
        await far.http_client()
        assert native_models._sources(rows("a", owner="x"), "https://models.example/v1") == ()
        assert await native_facts(far, rows("a", owner="x")) == {}
        await far.aclose()

    async def test_before_any_request_nothing_is_known(self, connection: Connection) -> None:
        assert await native_facts(connection, rows("a")) == {}


@pytest.mark.parametrize(
    "answer",
    [
        Refusal(404, "<html>no"),
        Refusal(500),
        Refusal(200, "no JSON"),
        Refusal(200, b"\xff"),
        Drop(),
        [],
        {"models": "odd", "data": 5, "modalities": [], "default_generation_settings": "x"},
        {"models": [5, {"model": 5, "key": [], "type": {}, "loaded_instances": [5]}], "data": [{}]},
        {"modalities": {"vision": "yes"}, "default_generation_settings": {"n_ctx": "x"}},
    ],
)
@pytest.mark.parametrize("owner", ["library", "organization_owner", "llamacpp", "me"])
async def test_nothing_can_go_wrong(
    asked: Connection, openai_server: OpenAIServer, answer: object, owner: str
) -> None:
    for path in ("/api/tags", "/api/v1/models", "/api/v0/models", "/props"):
        openai_server.native[path] = answer
    found = await native_facts(asked, rows("a", owner=owner))
    assert set(found.values()) <= {Facts()}


@pytest.mark.parametrize(
    "answer",
    [
        Refusal(404),
        Drop(),
        {"capabilities": "all", "model_info": [], "parameters": 5},
        {"capabilities": None, "model_info": {"a.context_length": "x", "b": 1}},
    ],
)
async def test_odd_answers_of_ollama(
    asked: Connection, openai_server: OpenAIServer, answer: object
) -> None:
    openai_server.native["/api/tags"] = {"models": [{"model": "a"}]}
    openai_server.native["/api/show"] = answer
    assert set((await native_facts(asked, rows("a"))).values()) <= {Facts()}


async def test_a_connection_that_breaks_is_no_failure(openai_server: OpenAIServer) -> None:
    usable = True

    async def endpoint() -> Endpoint:
        if not usable:
            raise ProviderError("It is gone", "Nothing can be done.")
        return Endpoint(openai_server.base_url, Secret("k"))

    connection = Connection("acme", "Acme", endpoint)
    await connection.http_client()
    usable = False
    assert await native_facts(connection, rows("a")) == {}
    await connection.aclose()
