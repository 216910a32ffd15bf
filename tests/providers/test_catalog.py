from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.errors import ProviderError
from desktop_app.core.models import ModelInfo
from desktop_app.core.provider import Transport
from desktop_app.core.secret import Secret
from desktop_app.providers import catalog
from desktop_app.providers.catalog import list_models, model_lists
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from tests.openai_server import Hang, OpenAIServer, Refusal
from tests.providers.conftest import KEY


def row(name: str, created: int = 0, /, **more: Any) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": created, "owned_by": "x", **more}


async def ids(connection: Connection) -> list[str]:
    return [model.id for model in await list_models(connection)]


async def test_models_are_named(connection: Connection) -> None:
    assert await list_models(connection) == [
        ModelInfo("gpt-scripted", "acme", "gpt-scripted", "Acme", None, None)
    ]


async def test_the_local_engine_names_its_models(openai_server: OpenAIServer) -> None:
    async def endpoint() -> Endpoint:
        return Endpoint(openai_server.base_url, Secret("k"))

    local = Connection("local", "this computer", endpoint)
    openai_server.models = [row("smollm2-135m", name="SmolLM2 135M", context=8192, vision=False)]
    assert await list_models(local) == [
        ModelInfo("smollm2-135m", "local", "SmolLM2 135M", "this computer", False, 8192)
    ]
    await local.aclose()


async def test_what_cant_chat_is_left_out(
    connection: Connection, openai_server: OpenAIServer
) -> None:
    others = [
        "text-embedding-3-large",
        "nomic-embed-text",
        "tts-1",
        "tts-1-hd",
        "gpt-4o-mini-tts",
        "whisper-1",
        "dall-e-3",
        "gpt-image-1",
        "omni-moderation-latest",
        "gpt-4o-transcribe",
        "gpt-realtime",
        "gpt-audio",
        "sora-2",
        "gpt-4o-audio-preview",
        "gpt-4o-realtime-preview",
        "davinci-002",
        "babbage-002",
        "gpt-3.5-turbo-instruct",
        "computer-use-preview",
        "o3-deep-research",
        "bge-m3",
        "bge-reranker-v2",
    ]
    chats = [
        "gpt-5.4",
        "o3",
        "llama-3.2-instruct",
        "qwen2.5:7b",
        "org/sorano-7b",
        "ft:gpt-4o:org::1",
        "ft:smollm2:local:x:1",
    ]
    openai_server.models = [row(name) for name in others + chats]
    assert sorted(await ids(connection)) == sorted(chats)


async def test_the_best_guesses_come_first(
    connection: Connection, openai_server: OpenAIServer
) -> None:
    openai_server.models = [
        row("mystery", 90),
        row("gpt-4o-2024-08-06", 80),
        row("gpt-4o", 50),
        row("gpt-5.4-2026-03-05", 85),
        row("gpt-5.4", 70),
        row("o3", 60),
    ]
    assert await ids(connection) == [
        "gpt-5.4",
        "o3",
        "gpt-4o",
        "gpt-5.4-2026-03-05",
        "gpt-4o-2024-08-06",
        "mystery",
    ]


async def test_what_servers_tell_beside_the_id_is_used(
    connection: Connection, openai_server: OpenAIServer
) -> None:
    openai_server.models = [
        row("a", architecture={"input_modalities": ["text", "image"]}, context_length=1000),
        row("b", architecture={"input_modalities": ["text"]}, max_model_len=2000),
        row("c", architecture="odd", context_length="odd", name=7, created="odd"),
        {"id": 5},
        "odd",
    ]
    models = await list_models(connection)
    assert [(model.id, model.vision, model.context) for model in models] == [
        ("a", True, 1000),
        ("b", False, 2000),
        ("c", None, None),
    ]


async def test_the_second_list_knows_more(
    connection: Connection, openai_server: OpenAIServer
) -> None:
    openai_server.models = [
        row("llava", owned_by="library"),
        row("gpt-4o", owned_by="library"),
        row("vectors", owned_by="library"),
    ]
    shown = {
        "llava": {"capabilities": ["completion", "vision"], "model_info": {"l.context_length": 9}},
        "gpt-4o": {"capabilities": ["completion"]},
        "vectors": {"capabilities": ["embedding"]},
    }
    openai_server.native["/api/tags"] = {"models": [{"model": name} for name in shown]}
    openai_server.native["/api/show"] = lambda request: shown[request.body["model"]]
    plain, described = [models async for models in model_lists(connection)]
    assert [(m.id, m.vision, m.context) for m in plain] == [
        ("gpt-4o", True, 128_000),
        ("llava", None, None),
        ("vectors", None, None),
    ]
    assert [(m.id, m.vision, m.context) for m in described] == [
        ("gpt-4o", False, 128_000),
        ("llava", True, 9),
    ]


async def test_the_local_engine_tells_all_at_once(openai_server: OpenAIServer) -> None:
    async def endpoint() -> Endpoint:
        return Endpoint(openai_server.base_url, Secret("k"))

    local = Connection("local", "this computer", endpoint)
    assert len([models async for models in model_lists(local)]) == 1
    await local.aclose()


@pytest.mark.parametrize("transport", [Transport.AUTO, Transport.RESPONSES])
async def test_parameters_that_responses_does_not_know(
    openai_server: OpenAIServer, transport: Transport
) -> None:
    async def endpoint() -> Endpoint:
        return Endpoint(openai_server.base_url, Secret("k"), transport)

    asked = Connection("acme", "Acme", endpoint)
    openai_server.models = [row("mystery"), row("gpt-4o"), row("o3")]
    takes = {model.id: model.takes for model in await list_models(asked)}
    assert takes == {
        "mystery": ("temperature", "top_p", "max_tokens", "reasoning_effort"),
        "gpt-4o": ("temperature", "top_p", "max_tokens"),
        "o3": ("max_tokens", "reasoning_effort"),
    }
    await asked.aclose()


async def test_a_list_that_does_not_come_is_given_up(
    connection: Connection, openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "LISTS_WITHIN", 0.2)
    openai_server.models_script = Hang()
    with pytest.raises(ProviderError, match="Acme took too long to list its models") as caught:
        await list_models(connection)
    assert (caught.value.code, caught.value.retryable) == ("list_timed_out", True)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (Refusal(401, ""), "invalid_api_key"),
        (Refusal(200, "<html><title>Sign in</title>"), "web_page"),
        (Refusal(200, "hello"), "malformed_answer"),
        (Refusal(200, {"data": None}), "malformed_answer"),
        (Refusal(200, b"\xff\xfe", content_type="application/json"), "malformed_answer"),
        (Refusal(404, "<html>"), "web_page"),
        (Refusal(500), "server_error"),
    ],
)
async def test_failures_are_told(
    connection: Connection, openai_server: OpenAIServer, script: Refusal, code: str
) -> None:
    openai_server.models_script = script
    with pytest.raises(ProviderError) as caught:
        await list_models(connection)
    assert caught.value.code == code
    assert caught.value.__context__ is None


async def test_a_list_without_an_end_is_not_read_to_it(
    connection: Connection, openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "_LARGEST", 1000)
    openai_server.models_script = Refusal(200, "[" * 1001, {"Content-Length": "1000000"})
    with pytest.raises(ProviderError) as caught:
        await list_models(connection)
    assert caught.value.code == "malformed_answer"


async def test_no_more_models_are_taken_than_anybody_offers(
    connection: Connection, openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "_MOST_MODELS", 4)
    openai_server.models = [row(""), row("x" * 301), *map(row, "abc")]
    assert await ids(connection) == ["a", "b"]


async def test_no_half_of_a_key_is_quoted(openai_server: OpenAIServer) -> None:
    key = "0123456789abcdef" * 4

    async def endpoint() -> Endpoint:
        return Endpoint(openai_server.base_url, Secret(key))

    openai_server.models_script = Refusal(200, f"{'x' * 280} {key}")
    connection = Connection("acme", "Acme", endpoint)
    with pytest.raises(ProviderError) as caught:
        await list_models(connection)
    assert key[:8] not in caught.value.detail
    await connection.aclose()


async def test_the_sdk_is_not_needed(connection: Connection, openai_server: OpenAIServer) -> None:
    await list_models(connection)
    assert openai_server.requests[0].headers["user-agent"].startswith("Chatloom/")


async def test_a_model_that_says_the_key_is_none(
    connection: Connection, openai_server: OpenAIServer
) -> None:
    openai_server.models = [row(f"x {KEY}"), row("b", name=f"for {KEY}"), row("c")]
    assert await ids(connection) == ["c"]


async def test_a_model_that_is_called_by_its_file_has_a_short_name(
    openai_server: OpenAIServer, connection: Connection
) -> None:
    openai_server.models = [{"id": "/home/me/models/Qwen3-4B.Q4.gguf", "object": "model"}]
    (model,) = await list_models(connection)
    assert (model.id, model.name) == ("/home/me/models/Qwen3-4B.Q4.gguf", "Qwen3-4B.Q4")
