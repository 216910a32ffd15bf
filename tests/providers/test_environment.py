from __future__ import annotations

import pytest

from desktop_app.core.provider import Transport
from desktop_app.core.secret import Secret
from desktop_app.providers.catalog import list_models
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.environment import environment_connection, environment_endpoint
from tests.openai_server import OpenAIServer


@pytest.mark.parametrize(
    ("environ", "endpoint"),
    [
        ({}, None),
        ({"OPENAI_API_KEY": " ", "OPENAI_BASE_URL": ""}, None),
        (
            {"OPENAI_API_KEY": "k\n"},
            Endpoint("https://api.openai.com/v1", Secret("k"), Transport.AUTO),
        ),
        ({"OPENAI_BASE_URL": "http://a/v1"}, Endpoint("http://a/v1", Secret(""))),
        (
            {"OPENAI_BASE_URL": "http://a/v1", "OPENAI_API_KEY": "k"},
            Endpoint("http://a/v1", Secret("k")),
        ),
    ],
)
def test_either_variable_suffices(environ: dict[str, str], endpoint: Endpoint | None) -> None:
    assert environment_endpoint(environ) == endpoint
    assert (environment_connection(environ) is None) == (endpoint is None)


async def test_the_connection_reaches_the_server(openai_server: OpenAIServer) -> None:
    connection = environment_connection({"OPENAI_BASE_URL": openai_server.base_url})
    assert connection is not None
    (model,) = await list_models(connection)
    assert (model.provider, model.provider_name) == ("environment", "Environment")
    await connection.aclose()


def test_the_key_is_not_shown() -> None:
    endpoint = environment_endpoint({"OPENAI_API_KEY": "sk-abcdefgh"})
    assert "abcdefgh" not in f"{endpoint!r} {endpoint}"
