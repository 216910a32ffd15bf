"""Which interface is spoken, and what is left out of a request: by both ways of sending."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest

from desktop_app.core.chat import ChatModel, ChatRequest
from desktop_app.core.events import Answering, KeyAwaited, ParameterLeftOut, Retrying
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.core.provider import Transport
from desktop_app.core.secret import Secret
from desktop_app.providers import chat_model as chat_model_module
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.learned_parameters import LearnedParameters
from desktop_app.providers.retry import RetryPolicy
from tests.openai_server import CHAT, MODEL, RESPONSES, Answer, OpenAIServer, Refusal, error_body
from tests.providers.conftest import KEY
from tests.providers.hearing import connected, heard

ONCE = RetryPolicy(attempts=1)


@pytest.fixture(params=["sdk", "http"])
def sdk(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "sdk")


@pytest.fixture(params=[Transport.CHAT, Transport.RESPONSES])
async def either(
    openai_server: OpenAIServer, request: pytest.FixtureRequest
) -> AsyncIterator[Connection]:
    async with connected(openai_server.base_url, KEY, request.param) as connection:
        yield connection


@pytest.fixture
async def auto(openai_server: OpenAIServer) -> AsyncIterator[Connection]:
    async with connected(openai_server.base_url, KEY, Transport.AUTO) as connection:
        yield connection


def routes(server: OpenAIServer) -> list[str]:
    return [request.path for request in server.requests]


class TestAuto:
    async def test_speaks_responses_where_the_server_does(
        self, auto: Connection, sdk: bool, openai_server: OpenAIServer, request_: ChatRequest
    ) -> None:
        model = chat_model(auto, ONCE, sdk=sdk)
        assert (await heard(model, request_)).answering == [Answering("responses", "req_1")]
        assert routes(openai_server) == [RESPONSES]

    @pytest.mark.parametrize(
        "unknown",
        [
            None,
            Refusal(404, "<html><title>404 Not Found</title>"),
            Refusal(404, {"detail": "Not Found"}),
            Refusal(405, ""),
            Refusal(501, error_body("Not implemented")),
            Refusal(400, error_body("The Responses API is not supported.")),
        ],
    )
    async def test_goes_over_to_chat_and_remembers_it(
        self,
        auto: Connection,
        sdk: bool,
        openai_server: OpenAIServer,
        request_: ChatRequest,
        unknown: Refusal | None,
    ) -> None:
        openai_server.speaks = {CHAT}
        openai_server.unknown_route = unknown
        model = chat_model(auto, ONCE, sdk=sdk)
        result = await heard(model, replace(request_, parameters={"max_tokens": 20}))
        assert result.failure is None
        assert result.answering == [Answering("chat", "req_2")]
        assert result.finished
        await heard(chat_model(auto, ONCE), request_)
        assert routes(openai_server) == [RESPONSES, CHAT, CHAT]

    @pytest.mark.parametrize(
        ("refusal", "code"),
        [
            (Refusal(404, error_body("No such model", "model_not_found")), "model_not_found"),
            (Refusal(400, error_body("What is this?")), "bad_request"),
            (
                Refusal(400, error_body("Bad value", "invalid_value", param="input")),
                "bad_parameter",
            ),
            (Refusal(401, ""), "invalid_api_key"),
            (Refusal(500, error_body("not supported")), "server_error"),
        ],
    )
    async def test_other_refusals_are_told(
        self,
        auto: Connection,
        sdk: bool,
        openai_server: OpenAIServer,
        request_: ChatRequest,
        refusal: Refusal,
        code: str,
    ) -> None:
        openai_server.script(refusal)
        assert (await heard(chat_model(auto, ONCE, sdk=sdk), request_)).code == code
        assert routes(openai_server) == [RESPONSES]

    async def test_a_wrong_address_is_not_remembered_as_chat(
        self, auto: Connection, sdk: bool, openai_server: OpenAIServer, request_: ChatRequest
    ) -> None:
        openai_server.speaks = set()
        model = chat_model(auto, ONCE, sdk=sdk)
        for _ in range(2):
            assert (await heard(model, request_)).code == "not_found"
        assert routes(openai_server) == [RESPONSES, CHAT] * 2

    async def test_is_forgotten_with_the_address(self, auto: Connection) -> None:
        await auto.http_client()
        assert auto.endpoint is not None
        auto.without_responses.add(auto.endpoint.base_url)
        assert auto.transport is Transport.CHAT
        auto.without_responses = {"http://elsewhere.example/v1"}
        assert auto.transport is Transport.RESPONSES

    async def test_who_wants_responses_gets_nothing_else(
        self, openai_server: OpenAIServer, sdk: bool, request_: ChatRequest
    ) -> None:
        openai_server.speaks = {CHAT}
        async with connected(openai_server.base_url, KEY, Transport.RESPONSES) as connection:
            result = await heard(chat_model(connection, ONCE, sdk=sdk), request_)
        assert result.code == "not_found"
        assert routes(openai_server) == [RESPONSES]


class TestParameters:
    async def test_what_is_refused_is_left_out_told_and_learned(
        self, either: Connection, sdk: bool, openai_server: OpenAIServer, request_: ChatRequest
    ) -> None:
        openai_server.refused = {"temperature"}
        learned = LearnedParameters()
        model = chat_model(either, ONCE, learned, sdk=sdk)
        for _ in range(2):
            result = await heard(model, request_)
            assert result.finished
            assert result.left_out == ["temperature"]
        bodies = [request.body for request in openai_server.chats]
        assert ["temperature" in body for body in bodies] == [True, False, False]
        assert learned.refused(MODEL) == {"temperature"}
        assert either.learned.refused(MODEL) == frozenset()

    async def test_the_connection_keeps_what_nobody_else_does(
        self, either: Connection, openai_server: OpenAIServer, request_: ChatRequest
    ) -> None:
        openai_server.refused = {"temperature"}
        assert (await heard(chat_model(either, ONCE), request_)).finished
        assert either.learned.refused(MODEL) == {"temperature"}

    async def test_names_of_responses_are_mapped_back(
        self, openai_server: OpenAIServer, sdk: bool, request_: ChatRequest
    ) -> None:
        openai_server.refused = {"max_output_tokens", "reasoning"}
        wanted = {"max_tokens": 30, "reasoning_effort": "low", "top_p": 1}
        async with connected(openai_server.base_url, KEY, Transport.RESPONSES) as connection:
            model = chat_model(connection, ONCE, sdk=sdk)
            result = await heard(model, replace(request_, parameters=wanted))
            assert result.finished
            assert result.left_out == ["max_tokens", "reasoning_effort"]
            assert connection.learned.refused(MODEL) == {"max_tokens", "reasoning_effort"}
        last = openai_server.chats[-1].body
        assert last["top_p"] == 1
        assert "reasoning" not in last

    async def test_a_summary_that_nobody_may_have_is_silently_given_up(
        self, openai_server: OpenAIServer, sdk: bool, request_: ChatRequest
    ) -> None:
        message = "Your organization must be verified: this is not supported."
        openai_server.script(
            Refusal(400, error_body(message, "unsupported_value", param="reasoning.summary"))
        )
        wanted = {"reasoning_effort": "low"}
        async with connected(openai_server.base_url, KEY, Transport.RESPONSES) as connection:
            model = chat_model(connection, ONCE, sdk=sdk)
            result = await heard(model, replace(request_, parameters=wanted))
        assert result.finished
        assert result.left_out == []
        assert openai_server.chats[-1].body["reasoning"] == {"effort": "low"}

    async def test_a_new_name_is_used_from_then_on(
        self, openai_server: OpenAIServer, sdk: bool, request_: ChatRequest
    ) -> None:
        message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        openai_server.script(
            Refusal(400, error_body(message, "unsupported_parameter", param="max_tokens"))
        )
        asked = replace(request_, parameters={"max_tokens": 30})
        async with connected(openai_server.base_url, KEY, Transport.CHAT) as connection:
            for _ in range(2):
                result = await heard(chat_model(connection, ONCE, sdk=sdk), asked)
                assert result.finished
                assert result.left_out == []
        sent = [request.body for request in openai_server.chats]
        assert ["max_tokens" in body for body in sent] == [True, False, False]
        assert [body.get("max_completion_tokens") for body in sent] == [None, 30, 30]

    async def test_a_value_that_other_values_may_replace_is_not_learned(
        self, either: Connection, sdk: bool, openai_server: OpenAIServer, request_: ChatRequest
    ) -> None:
        message = "'temperature' does not support 0.2. Supported values are: '0' and '1'."
        openai_server.script(
            Refusal(400, error_body(message, "unsupported_value", param="temperature"))
        )
        result = await heard(chat_model(either, ONCE, sdk=sdk), request_)
        assert result.left_out == ["temperature"]
        assert either.learned.refused(MODEL) == frozenset()

    async def test_a_wrong_value_is_the_users_to_change(
        self, either: Connection, sdk: bool, openai_server: OpenAIServer, request_: ChatRequest
    ) -> None:
        error = error_body("At most 1.", "decimal_above_max_value", param="temperature")
        openai_server.script(Refusal(400, error))
        assert (await heard(chat_model(either, ONCE, sdk=sdk), request_)).code == "bad_parameter"
        assert len(openai_server.chats) == 1

    async def test_there_is_an_end_to_leaving_out(
        self, either: Connection, sdk: bool, openai_server: OpenAIServer, request_: ChatRequest
    ) -> None:
        openai_server.strict = False
        openai_server.refused = {f"p{number}" for number in range(9)}
        wanted: dict[str, Any] = dict.fromkeys(sorted(openai_server.refused), 1)
        model = chat_model(either, ONCE, sdk=sdk)
        result = await heard(model, replace(request_, parameters=wanted))
        assert result.code == "bad_parameter"
        assert result.left_out == ["p0", "p1", "p2", "p3"]
        assert len(openai_server.chats) == 5

    async def test_what_is_left_out_is_told_once_in_all_attempts(
        self, either: Connection, sdk: bool, openai_server: OpenAIServer, request_: ChatRequest
    ) -> None:
        openai_server.refused = {"temperature"}
        openai_server.script(Refusal(503), Refusal(503))
        model = chat_model(either, RetryPolicy(3, first_delay=0.01), sdk=sdk)
        result = await heard(model, request_)
        assert result.finished
        assert result.left_out == ["temperature"]
        assert sum(isinstance(event, Retrying) for event in result.events) == 2

    async def test_inside_a_stream_it_is_understood_too(
        self, either: Connection, sdk: bool, openai_server: OpenAIServer, request_: ChatRequest
    ) -> None:
        error = error_body("Unsupported.", "unsupported_parameter", param="temperature")
        body = f"data: {json.dumps(error)}\n\n"
        openai_server.script(Refusal(200, body, content_type="text/event-stream"))
        result = await heard(chat_model(either, ONCE, sdk=sdk), request_)
        assert result.events[0] == ParameterLeftOut("temperature")
        assert result.finished


class TestKey:
    async def test_that_the_key_is_waited_for_is_told(
        self,
        openai_server: OpenAIServer,
        sdk: bool,
        request_: ChatRequest,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(chat_model_module, "KEY_WITHIN", 0.01)
        unlocked = asyncio.Event()

        async def endpoint() -> Endpoint:
            await unlocked.wait()
            return Endpoint(openai_server.base_url, Secret(KEY))

        connection = Connection("acme", "Acme", endpoint)
        told: list[object] = []
        async with aclosing(chat_model(connection, ONCE, sdk=sdk).stream(request_)) as events:
            async for event in events:
                told.append(event)
                unlocked.set()
        await connection.aclose()
        assert told[0] == KeyAwaited()
        assert told[1] == Answering("chat", "req_1")
        assert sum(isinstance(event, KeyAwaited) for event in told) == 1

    async def test_waiting_can_be_cancelled_at_once(
        self,
        openai_server: OpenAIServer,
        sdk: bool,
        request_: ChatRequest,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(chat_model_module, "KEY_WITHIN", 0.01)
        waiting = asyncio.Event()
        given_up = asyncio.Event()

        async def endpoint() -> Endpoint:
            try:
                await asyncio.Event().wait()
            finally:
                given_up.set()
            raise AssertionError

        async def listen(model: ChatModel) -> None:
            async for event in model.stream(request_):
                assert event == KeyAwaited()
                waiting.set()

        model = chat_model(Connection("acme", "Acme", endpoint), ONCE, sdk=sdk)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(listen(model))
            await asyncio.wait_for(waiting.wait(), 5)
            task.cancel()
        assert task.cancelled()
        await asyncio.wait_for(given_up.wait(), 5)
        assert openai_server.requests == []

    async def test_an_engine_that_starts_is_no_key_store(
        self,
        openai_server: OpenAIServer,
        request_: ChatRequest,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(chat_model_module, "KEY_WITHIN", 0.0)

        async def endpoint() -> Endpoint:
            await asyncio.sleep(0.02)
            return Endpoint(openai_server.base_url, Secret(KEY))

        connection = Connection(LOCAL_PROVIDER, "This computer", endpoint)
        result = await heard(chat_model(connection, ONCE), request_)
        await connection.aclose()
        assert result.finished
        assert KeyAwaited() not in result.events


async def test_headers_come_before_words(
    either: Connection, sdk: bool, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(headers={"x-request-id": "req_of_a_server"}))
    async with aclosing(chat_model(either, ONCE, sdk=sdk).stream(request_)) as events:
        async for event in events:
            assert event == Answering(either.transport.value, "req_of_a_server")
            break
