"""The same request by both ways, and no SDK in the second."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.provider import Transport
from desktop_app.core.secret import Secret
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from tests.openai_server import OpenAIServer
from tests.providers.conftest import KEY
from tests.providers.hearing import heard

ROOT = Path(__file__).parents[2]
OF_THE_SDK = ("x-stainless-", "user-agent")


@pytest.mark.parametrize("transport", [Transport.CHAT, Transport.RESPONSES])
@pytest.mark.parametrize("key", [KEY, ""])
@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"temperature": 0.2, "max_tokens": 99, "reasoning_effort": "low", "seed": 3, "stop": "."},
        {"top_k": 40, "metadata": {"ü": "🙂"}, "top_p": 1.0},
    ],
)
async def test_both_ways_send_the_same(
    openai_server: OpenAIServer, transport: Transport, key: str, parameters: dict[str, object]
) -> None:
    openai_server.strict = False
    headers = (("X-Team", Secret("blue")), ("X-Api-Token", Secret("hush-hush-hush")))

    async def endpoint() -> Endpoint:
        return Endpoint(
            openai_server.base_url, Secret(key), transport, headers, "org-1", "project-1"
        )

    turns = (
        Turn(Role.SYSTEM, "Sei kurz — «bitte»."),
        Turn(Role.USER, 'A "quoted"\n\u2028 \\ 🙂 \x00 </script>'),
        Turn(Role.ASSISTANT, "Да."),
        Turn(Role.USER, "?"),
    )
    connection = Connection("acme", "Acme", endpoint)
    for sdk in (True, False):
        model = chat_model(connection, sdk=sdk)
        assert (await heard(model, ChatRequest("any", turns, parameters))).finished
    await connection.aclose()
    by_sdk, by_http = openai_server.requests
    assert by_http.raw == by_sdk.raw
    assert (by_http.method, by_http.path) == (by_sdk.method, by_sdk.path)
    assert by_http.headers["x-team"] == "blue"
    assert {
        name: value for name, value in by_sdk.headers.items() if not name.startswith(OF_THE_SDK)
    } == {name: value for name, value in by_http.headers.items() if name != "user-agent"}


async def test_both_ways_fail_in_the_same_words(
    openai_server: OpenAIServer, connection: Connection, request_: ChatRequest
) -> None:
    openai_server.key = "another"
    failures = [
        (await heard(chat_model(connection, sdk=sdk), request_)).failure for sdk in (True, False)
    ]
    told = [
        replace(failure.failure, detail=failure.detail.replace("req_2", "req_1"))
        for failure in failures
        if failure is not None
    ]
    assert len(told) == 2
    assert told[0] == told[1]


PROGRAM = """
import asyncio, json, sys
from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.errors import ProviderError
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.environment import environment_connection
from desktop_app.providers.retry import RetryPolicy
import os

async def main():
    connection = environment_connection(os.environ)
    model = chat_model(connection, RetryPolicy(1), sdk=False)
    told = []
    for _ in range(2):
        try:
            async for event in model.stream(ChatRequest("any", (Turn(Role.USER, "Hi"),), {})):
                told.append(type(event).__name__)
        except ProviderError as error:
            told.append(error.code)
        os.environ["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1"
        await connection.aclose()
        connection = environment_connection(os.environ)
        model = chat_model(connection, RetryPolicy(1), sdk=False)
    await connection.aclose()
    print(json.dumps([told, "openai" in sys.modules]))

asyncio.run(main())
"""


def test_the_sdk_is_not_even_imported(openai_server: OpenAIServer) -> None:
    environ = {**os.environ, "OPENAI_BASE_URL": openai_server.base_url, "OPENAI_API_KEY": KEY}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    told, imported = json.loads(ran.stdout)
    assert "Finished" in told
    assert told[-1] == "connection_refused"
    assert not imported
