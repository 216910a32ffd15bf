from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from dataclasses import replace

import pytest

from desktop_app.core.provider_presets import Preset, preset
from desktop_app.providers.nearby import LOCAL, servers_nearby
from tests.openai_server.routes import Routes, RouteServer
from tests.providers import kinds


def at(preset_id: str, base_url: str) -> Preset:
    return replace(preset(preset_id), base_url=base_url)


@pytest.mark.parametrize("name", [*kinds.ALL, "vllm with key"])
async def test_a_server_that_proves_what_it_is_is_found(name: str) -> None:
    id_, routes = kinds.ALL.get(name, ("vllm", kinds.VLLM_WITH_KEY))
    with RouteServer(routes) as server:
        looked_for = [at(each.id, server.base_url) for each in LOCAL]
        found = await servers_nearby(presets=looked_for)
    assert found == [at(id_, server.base_url)]


@pytest.mark.parametrize(
    ("routes", "missing"),
    [
        ({}, (404, {"error": "not found"})),
        ({}, (200, "<html>Sign in</html>")),
        ({}, (200, {"status": "ok", "version": 3})),
        ({"/version": {"version": "1.0"}, "/v1/models": kinds.listed("me", "x")}, (404, "")),
        ({"/health": {"status": "ok"}, "/props": ["?"]}, (404, "")),
        ({"/api/version": {"version": "x" * 2_000_000}}, (404, "")),
    ],
)
async def test_anything_else_is_not(routes: Routes, missing: object) -> None:
    with RouteServer(routes, missing=missing) as server:
        assert not await servers_nearby(presets=[at(each.id, server.base_url) for each in LOCAL])


async def test_llama_cpp_is_known_while_it_loads() -> None:
    routes = {"/health": (503, {"error": {"message": "Loading model"}})}
    with RouteServer(routes, missing=(503, ""), server="llama.cpp") as server:
        (found,) = await servers_nearby(presets=[at("llamacpp", server.base_url)])
    assert found.id == "llamacpp"


@pytest.mark.parametrize("taken", ["{}/v1", "{}", "{}/v1/"])
async def test_what_is_set_up_already_is_not_asked(taken: str) -> None:
    with RouteServer(kinds.OLLAMA) as server:
        wanted = [at("ollama", server.base_url)]
        assert not await servers_nearby([taken.format(server.root)], wanted)
        named = server.root.replace("127.0.0.1", "localhost")
        assert not await servers_nearby([taken.format(named)], wanted)
        assert not server.asked
        assert await servers_nearby(["http://a:b", "https://api.openai.com/v1"], wanted)


async def test_no_key_is_sent_and_nothing_goes_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with RouteServer(kinds.OLLAMA) as server:
        assert await servers_nearby(presets=[at("ollama", server.base_url)])
        assert not {"authorization", "cookie"} & {*server.headers[0]}
        assert "sk-0123456789" not in str(server.headers)


async def test_nobody_there_and_nobody_answering_end_soon_and_silently(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="desktop_app")
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(2)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        sockets[0].listen()  # takes connections and never answers
        presets = [at("ollama", f"http://127.0.0.1:{each.getsockname()[1]}/v1") for each in sockets]
        async with asyncio.timeout(30):
            assert not await servers_nearby(presets=presets)
    assert not caplog.records
