"""The Responses interface, by both ways of sending."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest

from desktop_app.core.chat import ChatModel, ChatRequest
from desktop_app.core.events import (
    Answering,
    Finished,
    ReasoningDelta,
    Retrying,
    TextDelta,
    UsageReported,
)
from desktop_app.core.provider import Transport
from desktop_app.providers import answer_reading
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.connection import Connection
from desktop_app.providers.retry import RetryPolicy
from tests.openai_server import (
    MODEL,
    Answer,
    Drop,
    Ending,
    Hang,
    OpenAIServer,
    Refusal,
    error_body,
)
from tests.providers.conftest import KEY
from tests.providers.hearing import connected, heard


@pytest.fixture(params=["sdk", "http"])
def sdk(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "sdk")


@pytest.fixture
async def responses(openai_server: OpenAIServer) -> AsyncIterator[Connection]:
    async with connected(openai_server.base_url, KEY, Transport.RESPONSES) as connection:
        yield connection


@pytest.fixture
def model(responses: Connection, sdk: bool) -> ChatModel:
    return chat_model(responses, RetryPolicy(first_delay=0.01, chance=lambda: 0.0), sdk=sdk)


@pytest.fixture
def once(responses: Connection, sdk: bool) -> ChatModel:
    return chat_model(responses, RetryPolicy(attempts=1), sdk=sdk)


async def test_an_answer_arrives_as_events(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(rate=50, cached=3, reasoned=2, cost=0.001))
    result = await heard(model, request_)
    assert result.answering == [Answering("responses", "req_1")]
    assert result.events == [
        TextDelta("Hello"),
        TextDelta(", "),
        TextDelta("world"),
        TextDelta("."),
        Finished("stop"),
        UsageReported(9, 4, 3, 2, 0.001),
    ]


async def test_the_request_is_legal_and_whole(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    await heard(model, request_)
    (sent,) = openai_server.requests
    assert sent.path == "/v1/responses"
    assert sent.problems == []
    assert sent.key == KEY
    assert sent.body == {
        "model": MODEL,
        "stream": True,
        "input": [
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": "Hello?"}],
            }
        ],
        "instructions": "Be brief.",
        "store": False,
        "temperature": 0.2,
    }


async def test_parameters_that_only_chat_has_are_left_out_and_told(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    wanted = {"seed": 3, "stop": ["."], "max_tokens": 40}
    result = await heard(model, replace(request_, parameters=wanted))
    assert result.finished
    assert result.left_out == ["seed", "stop"]
    assert openai_server.chats[0].body["max_output_tokens"] == 40


@pytest.mark.parametrize(
    ("answer", "events"),
    [
        (
            Answer(("Yes.",), reasoning=("Hm", "m."), more_reasoning=(("So.",),)),
            [ReasoningDelta("Hmm.\n\nSo."), TextDelta("Yes.")],
        ),
        (
            Answer(("Yes.",), reasoning=("Well",), reasoning_field="reasoning_text"),
            [ReasoningDelta("Well"), TextDelta("Yes.")],
        ),
        (Answer((), refusal=("I ", "won't.")), [TextDelta("I won't.")]),
        (Answer(("A", "b"), more_parts=(("C",), ("d",))), [TextDelta("Ab\n\nC\n\nd")]),
        (Answer(("But",), refusal=("no.",)), [TextDelta("But\n\nno.")]),
    ],
)
@pytest.mark.parametrize("stream", [True, False])
async def test_what_a_model_says(
    model: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    answer: Answer,
    events: list[object],
    stream: bool,
) -> None:
    if stream:
        openai_server.script(replace(answer, one_write=True))
    else:  # Some servers never stream.
        openai_server.script(Refusal(200, answer.whole(MODEL, responses=True)))
    assert (await heard(model, request_)).events == [
        *events,
        Finished("stop"),
        UsageReported(9, 4),
    ]


@pytest.mark.parametrize("reason", ["length", "content_filter"])
async def test_an_incomplete_answer_says_why(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest, reason: str
) -> None:
    openai_server.script(Answer(finish=reason))
    assert Finished(reason) in (await heard(model, request_)).events


@pytest.mark.parametrize("chunked", [True, False])
async def test_without_a_terminal_event_an_answer_is_not_whole(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest, chunked: bool
) -> None:
    openai_server.script(Answer(finish=None, chunked=chunked))
    result = await heard(model, request_)
    assert result.text == "Hello, world."
    assert not result.finished
    assert result.failure is None


async def test_done_takes_the_place_of_a_terminal_event(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    body = b"".join(Answer(finish=None).events(MODEL, responses=True)) + b"data: [DONE]\n\n"
    openai_server.script(Refusal(200, body, content_type="text/event-stream"))
    assert (await heard(model, request_)).events[-1] == Finished("stop")


@pytest.mark.parametrize("ending", [Ending.CUT, Ending.RESET])
async def test_a_broken_connection_keeps_what_arrived(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest, ending: Ending
) -> None:
    openai_server.script(Answer(ending=ending))
    result = await heard(model, request_)
    assert result.text == "Hello, world."
    assert not result.finished
    assert result.code == "interrupted"
    assert len(openai_server.chats) == 1


FAILED = {"object": "response", "status": "failed"}
TOO_LONG = error_body("Too long", "context_length_exceeded")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(ending=Ending.GARBLE, finish=None), "malformed_answer"),
        (Answer(ending=Ending.ERROR), "server_error"),
        (Answer(ending=Ending.ERROR, error_event=True), "server_error"),
        (Answer(ending=Ending.ERROR, error=TOO_LONG), "context_too_long"),
        (Answer(ending=Ending.ERROR, error=TOO_LONG, error_event=True), "context_too_long"),
        (Answer(ending=Ending.ERROR, error={"error": "out of memory"}), "failed"),
        (Answer(ending=Ending.FAILED), "server_error"),
        (
            Answer(ending=Ending.FAILED, error=error_body("No.", "invalid_prompt")),
            "content_policy",
        ),
        (
            Answer(ending=Ending.FAILED, error=error_body("Slow.", "rate_limit_exceeded")),
            "rate_limited",
        ),
    ],
)
@pytest.mark.parametrize("one_write", [True, False])
async def test_a_failure_inside_the_stream_keeps_what_arrived(
    model: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    answer: Answer,
    code: str,
    one_write: bool,
) -> None:
    openai_server.script(replace(answer, one_write=one_write))
    result = await heard(model, request_)
    assert result.text == "Hello, world."
    assert not result.finished
    assert result.code == code
    assert result.failure is not None
    assert "req_1" in result.failure.detail


async def test_a_failure_before_the_first_word_is_tried_again(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer((), ending=Ending.FAILED), Drop(), Answer(("Hi",)))
    result = await heard(model, request_)
    again = [event.attempt for event in result.events if isinstance(event, Retrying)]
    assert again == [2, 3]
    assert result.text == "Hi"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<!doctype html><html><title>Sign in</title></html>", "web_page"),
        ("hm", "malformed_answer"),
        ("data: [1, 2]\n\n", "malformed_answer"),
        ("[]", "malformed_answer"),
        ({"greeting": "hello"}, "malformed_answer"),
        ({"error": "model is loading"}, "failed"),
        (
            {"object": "response", "status": "failed", "error": {"code": "server_error"}},
            "server_error",
        ),
        ({"object": "response", "status": "failed", "error": None}, "failed"),
        ({"object": "response", "status": "queued", "output": []}, "empty_answer"),
        ('data: {"type": "response.failed"}\n\n', "failed"),
        ('data: {"type": "error", "message": "Odd"}\n\n', "failed"),
        ("event: error\ndata: it broke\n\n", "failed"),
        ('data: {"type": "response.output_text.delta", "delta": 3}\n\n', "empty_answer"),
    ],
)
async def test_an_answer_of_another_kind_is_told(
    once: ChatModel, openai_server: OpenAIServer, request_: ChatRequest, body: Any, code: str
) -> None:
    openai_server.script(Refusal(200, body, content_type="text/event-stream"))
    result = await heard(once, request_)
    assert result.code == code
    assert result.events == []


async def test_words_that_come_only_with_the_last_event_are_taken(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    *_, last = Answer(("Hi",), reasoning=("Hm",)).events(MODEL, responses=True)
    openai_server.script(Refusal(200, last, content_type="text/event-stream"))
    assert (await heard(model, request_)).events == [
        ReasoningDelta("Hm"),
        TextDelta("Hi"),
        Finished("stop"),
        UsageReported(9, 4),
    ]


async def test_unknown_events_are_passed_over_and_counted(
    model: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    openai_server.script(Answer(("Hi",), unknown=("response.dance.started", "x", "x", KEY)))
    with caplog.at_level(logging.INFO, "desktop_app"):
        assert (await heard(model, request_)).text == "Hi"
    (line,) = [record.getMessage() for record in caplog.records if "not known" in record.message]
    assert "2x x" in line
    assert "1x response.dance.started" in line
    assert KEY not in line


async def test_what_is_known_says_nothing_to_the_log(
    model: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    openai_server.script(Answer(reasoning=("Hm",), refusal=("No",)))
    with caplog.at_level(logging.INFO, "desktop_app"):
        assert (await heard(model, request_)).finished
    assert caplog.records == []


async def test_a_byte_at_a_time(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(("Зд", "ра🙂"), drip=True))
    result = await heard(model, request_)
    assert result.text == "Здра🙂"
    assert result.finished


async def test_a_whole_answer_is_not_held_up_by_a_server_that_doesnt_hang_up(
    model: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answer_reading, "END_WITHIN", 0.05)
    body = b"".join(Answer(("Hi",), usage=None).events(MODEL, responses=True))
    promised = {"Content-Length": str(len(body) + 1)}
    openai_server.script(Refusal(200, body, promised, content_type="text/event-stream"))
    assert (await heard(model, request_)).events == [TextDelta("Hi"), Finished("stop")]


@pytest.mark.parametrize("script", [Answer(ending=Ending.STALL), Hang()], ids=["stream", "start"])
async def test_cancelling_is_seen_by_the_server_at_once(
    model: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    script: Answer | Hang,
) -> None:
    openai_server.script(script)
    begun = asyncio.Event()

    async def listen() -> None:
        async for _ in model.stream(request_):
            begun.set()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(listen())
        assert await asyncio.to_thread(openai_server.came.wait, 5)
        if isinstance(script, Answer):
            await asyncio.wait_for(begun.wait(), 5)
        cancelled = time.monotonic()
        task.cancel()
    sent = openai_server.chats[0]
    assert await asyncio.to_thread(sent.gone.wait, 2)
    assert sent.gone_at - cancelled < 0.1


async def test_closing_the_generator_is_seen_by_the_server(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(text=("word ",) * 1000, rate=100))
    async with aclosing(model.stream(request_)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                break
    assert await asyncio.to_thread(openai_server.chats[0].gone.wait, 2)


async def test_the_connection_is_used_again_after_an_answer(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    for _ in range(3):
        assert (await heard(model, request_)).finished
    assert len({request.client_port for request in openai_server.chats}) == 1


@pytest.mark.parametrize(
    "script",
    [
        Answer(ending=Ending.ERROR, echo_key=True),
        Answer(ending=Ending.ERROR, echo_key=True, error_event=True),
        Answer(ending=Ending.FAILED, echo_key=True),
        Refusal(401, error_body("No.", "invalid_api_key"), echo_key=True),
        Refusal(500, "<html><title>{key}</title>", echo_key=True),
        Refusal(400, error_body("No."), {"x-request-id": "req_{key}"}, echo_key=True),
    ],
)
async def test_the_key_appears_nowhere(
    once: ChatModel, openai_server: OpenAIServer, request_: ChatRequest, script: Answer | Refusal
) -> None:
    openai_server.script(script)
    failure = (await heard(once, request_)).failure
    assert failure is not None
    for text in (repr(failure), repr(failure.failure), repr(failure.values), failure.sentence):
        assert KEY not in text
    assert KEY not in failure.detail
    assert failure.__context__ is None
    assert failure.__cause__ is None
