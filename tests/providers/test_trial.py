from __future__ import annotations

import socket

import pytest

from desktop_app.core.connection_report import ConnectionReport
from desktop_app.core.errors import EngineError
from desktop_app.core.secret import Secret
from desktop_app.providers import server_kinds, trial
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.trial import try_connection
from tests.openai_server import OpenAIServer, Refusal
from tests.openai_server.routes import Routes, RouteServer
from tests.providers import kinds
from tests.providers.conftest import KEY
from tests.providers.reaching import reached

NAMES = {"ollama": "Ollama", "lmstudio": "LM Studio", "llamacpp": "llama.cpp", "vllm": "vLLM"}


async def tried(base_url: str, key: str = KEY) -> ConnectionReport:
    async with reached(Endpoint(base_url, Secret(key))) as connection:
        return await try_connection(connection)


@pytest.mark.parametrize("name", kinds.ALL)
async def test_what_answers_is_told(name: str) -> None:
    id_, routes = kinds.ALL[name]
    with RouteServer(routes) as server:
        report = await tried(server.base_url)
    assert report.failure is None
    assert report.server == NAMES[id_]
    assert report.models == len(routes["/v1/models"]["data"])
    assert report.seconds > 0
    assert f"GET {server.base_url}/models: {report.models} models, " in report.detail
    assert "HTTP 404" in report.detail


async def test_how_many_see_is_told() -> None:
    with RouteServer(kinds.OLLAMA) as server:
        report = await tried(server.base_url)
    assert (report.models, report.seeing) == (2, 2)


async def test_a_server_that_nobody_knows_has_no_name(openai_server: OpenAIServer) -> None:
    report = await tried(openai_server.base_url)
    assert (report.server, report.models, report.failure) == ("", 1, None)


@pytest.mark.parametrize(
    ("routes", "below", "code", "title", "advice"),
    [
        (
            {"/chat/completions": (400, {"error": {"message": "messages is missing"}})},
            "",
            "no_model_list",
            "Acme answers, but doesn't list its models",
            "Check the base URL.",
        ),
        (
            {},
            "",
            "not_a_model_server",
            "{host} answers, but not as a model server",
            "usually ends in /v1",
        ),
        (
            {"/models": {"hello": "world"}},
            "",
            "not_a_model_server",
            "{host} answers, but not as a model server",
            "usually ends in /v1",
        ),
        (
            {"/models": (404, "<html><title>Not here</title>")},
            "",
            "web_page",
            "{host} answers with a web page instead of a model's answer",
            "Check the base URL",
        ),
        (
            {"/v1/models": kinds.listed("me", "x")},
            "",
            "wrong_path",
            "{host} has its models at another address",
            "Enter {root}/v1 as the base URL.",
        ),
        (
            {"/v1/models": kinds.listed("me", "x"), "/models": "<html>Chat with me</html>"},
            "",
            "wrong_path",
            "{host} has its models at another address",
            "Enter {root}/v1 as the base URL.",
        ),
        (
            {"/v1/models": kinds.listed("me", "text-embedding-3")},
            "/v1",
            "no_models",
            "Acme answers, but offers no model that can chat",
            "Load or fetch a model there",
        ),
    ],
)
async def test_what_answers_and_is_of_no_use(
    routes: Routes, below: str, code: str, title: str, advice: str
) -> None:
    with RouteServer(routes) as server:
        report = await tried(server.root + below)
        host = server.root.removeprefix("http://")
    assert report.failure is not None
    assert report.failure.code == code
    assert report.failure.title == title.format(host=host)
    assert advice.format(root=server.root) in report.failure.advice
    assert f"GET {server.root}{below}/models: " in report.detail


async def test_nobody_answers() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        report = await tried(f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
    assert report.failure is not None
    assert report.failure.code == "connection_refused"
    assert report.failure.title.startswith("Nothing answers at 127.0.0.1:")
    assert "ConnectError" in report.detail


async def test_a_wrong_key_is_told_without_it(openai_server: OpenAIServer) -> None:
    openai_server.key = "another"
    report = await tried(openai_server.base_url)
    assert report.failure is not None
    assert report.failure.code == "invalid_api_key"
    assert KEY not in f"{report!r} {report.detail}"
    assert "HTTP 401" in report.detail


async def test_a_key_is_looked_at_where_anybody_may_see_the_models(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(server_kinds._BY_HOST, "127.0.0.1", "OpenRouter")
    routes = {
        "/v1/models": kinds.listed("me", "x"),
        "/v1/key": (401, {"error": {"message": "No auth credentials found", "code": 401}}),
    }
    with RouteServer(routes) as server:
        report = await tried(server.base_url)
        assert report.failure is not None
        assert report.failure.code == "invalid_api_key"
        routes["/v1/key"] = (200, {"data": {"label": "mine"}})
        assert (await tried(server.base_url)).server == "OpenRouter"


async def test_an_address_that_is_none() -> None:
    report = await tried("nonsense")
    assert report.failure is not None
    assert report.failure.code == "bad_address"


async def test_the_engine_that_doesnt_run() -> None:
    async def endpoint() -> Endpoint:
        raise EngineError("The built-in model can't start", code="no_engine")

    report = await try_connection(Connection("local", "This computer", endpoint))
    assert report.failure is not None
    assert report.failure.title == "The built-in model can't start"


async def test_it_ends(openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "WITHIN", 0.3)
    openai_server.models_script = Refusal(200, {"data": []}, delay=60)
    report = await tried(openai_server.base_url)
    assert report.failure is not None
    assert report.failure.title == "Acme took too long to list its models"
