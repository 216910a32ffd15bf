from __future__ import annotations

import asyncio
import logging
import time
import traceback
from contextlib import aclosing
from dataclasses import replace

import pytest

from desktop_app.core.chat import ChatModel, ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.events import (
    Finished,
    ReasoningDelta,
    Retrying,
    TextDelta,
    UsageReported,
)
from desktop_app.providers import answer_reading
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.connection import Connection
from desktop_app.providers.retry import RetryPolicy
from desktop_app.providers.sse import EventReader
from tests.openai_server import MODEL, Answer, Drop, Ending, Hang, OpenAIServer, Refusal, error_body
from tests.providers.conftest import KEY
from tests.providers.hearing import heard


@pytest.fixture(params=["sdk", "http"])
def sdk(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "sdk")


@pytest.fixture
def model(connection: Connection, sdk: bool) -> ChatModel:
    return chat_model(connection, RetryPolicy(first_delay=0.01, chance=lambda: 0.0), sdk=sdk)


@pytest.fixture
def once(connection: Connection, sdk: bool) -> ChatModel:
    return chat_model(connection, RetryPolicy(attempts=1), sdk=sdk)


async def test_an_answer_arrives_as_events(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(rate=50))
    assert (await heard(model, request_)).events == [
        TextDelta("Hello"),
        TextDelta(", "),
        TextDelta("world"),
        TextDelta("."),
        Finished("stop"),
        UsageReported(9, 4),
    ]


async def test_the_request_is_legal_and_whole(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    await heard(model, request_)
    (sent,) = openai_server.requests
    assert sent.problems == []
    assert sent.key == KEY
    assert sent.body == {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hello?"},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.2,
    }


async def test_parameters_pass_but_replace_nothing_of_ours(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.strict = False
    parameters = {"top_k": 40, "timeout": 1, "stream": False, "messages": [], "model": "other"}
    assert (await heard(model, replace(request_, parameters=parameters))).finished
    body = openai_server.requests[0].body
    assert body["top_k"] == 40
    assert body["timeout"] == 1
    assert body["stream"] is True
    assert body["model"] == MODEL
    assert len(body["messages"]) == 2


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
async def test_deltas_of_one_piece_are_joined(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest, line_end: str
) -> None:
    openai_server.script(
        Answer(text=("Да", "а", "!"), reasoning=("h", "m"), one_write=True, line_end=line_end)
    )
    assert (await heard(model, request_)).events == [
        ReasoningDelta("hm"),
        TextDelta("Даа!"),
        Finished("stop"),
        UsageReported(9, 4),
    ]


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
async def test_reasoning_comes_under_either_name(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest, field: str
) -> None:
    openai_server.script(Answer(reasoning=("Well…",), reasoning_field=field))
    assert (await heard(model, request_)).events[0] == ReasoningDelta("Well…")


async def test_done_ends_an_answer_without_a_finish_reason(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(text=("Hi",), finish=None, usage=None))
    assert (await heard(model, request_)).events == [TextDelta("Hi"), Finished("stop")]


async def test_done_alone_is_no_answer(
    once: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(text=(), finish=None, usage=None))
    result = await heard(once, request_)
    assert result.events == []
    assert result.code == "empty_answer"


@pytest.mark.parametrize("reason", ["length", "content_filter"])
async def test_the_finish_reason_is_told(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest, reason: str
) -> None:
    openai_server.script(Answer(finish=reason))
    assert Finished(reason) in (await heard(model, request_)).events


async def test_a_connection_that_ends_early_without_a_sign_never_finishes(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(ending=Ending.CUT, chunked=False))
    result = await heard(model, request_)
    assert result.text == "Hello, world."
    assert not result.finished
    assert result.failure is None


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


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(ending=Ending.GARBLE), "malformed_answer"),
        (Answer(ending=Ending.GARBLE, one_write=True), "malformed_answer"),
        (Answer(ending=Ending.ERROR), "server_error"),
        (Answer(ending=Ending.ERROR, one_write=True, error_event=True), "server_error"),
        (
            Answer(ending=Ending.ERROR, error=error_body("Too long", "context_length_exceeded")),
            "context_too_long",
        ),
        (Answer(ending=Ending.ERROR, error={"error": "out of memory"}), "failed"),
        (Answer(ending=Ending.ERROR, error={"message": "oops"}, error_event=True), "failed"),
    ],
)
async def test_a_failure_inside_the_stream_keeps_what_arrived(
    model: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    answer: Answer,
    code: str,
) -> None:
    openai_server.script(answer)
    result = await heard(model, request_)
    assert result.text == "Hello, world."
    assert not result.finished
    assert result.code == code


async def test_what_breaks_behind_a_whole_answer_doesnt_matter(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.usual = Answer(usage=None)
    body = b"".join(openai_server.usual.events(MODEL)).replace(b"[DONE]", b"{broken")
    openai_server.script(Refusal(200, body, content_type="text/event-stream"))
    result = await heard(model, request_)
    assert result.finished
    assert result.failure is None


async def test_a_server_that_ignores_stream_is_understood(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    message = {"role": "assistant", "content": "Whole.", "reasoning_content": "Hm."}
    body = {
        "choices": [{"message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 1},
    }
    openai_server.script(Refusal(200, body))
    assert (await heard(model, request_)).events == [
        ReasoningDelta("Hm."),
        TextDelta("Whole."),
        Finished("stop"),
        UsageReported(3, 1),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<!doctype html><html><title>Sign in</title></html>", "web_page"),
        ("Internal confusion", "malformed_answer"),
        ("hm", "malformed_answer"),
        ("data: [1, 2]\n\n", "malformed_answer"),
        ("[]", "malformed_answer"),
        ('{"choices": [], "usage": null}', "malformed_answer"),
        ('{"choices": [{"mess', "malformed_answer"),
        ({"greeting": "hello"}, "malformed_answer"),
        ({"choices": ["odd"]}, "malformed_answer"),
        ([{"error": {"message": "Odd", "code": 503}}], "server_overloaded"),
        ({"error": "model is loading"}, "failed"),
        ("data: 3\n\n", "malformed_answer"),
        ('data: {"choices": 7}\n\n', "malformed_answer"),
        ("event: error\ndata: it broke\n\n", "failed"),
    ],
)
async def test_an_answer_of_another_kind_is_told(
    once: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    body: object,
    code: str,
) -> None:
    openai_server.script(Refusal(200, body, content_type="text/event-stream"))  # type: ignore[arg-type]
    result = await heard(once, request_)
    assert result.code == code
    assert result.events == []


async def test_an_endless_answer_is_given_up(
    once: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desktop_app.providers.streamed_answer.LIMIT", 100_000)
    monkeypatch.setattr(EventReader.__init__, "__defaults__", (100_000,))
    for start in (b'{"choices": [', b"data: "):
        body = start + b"x" * 300_000
        openai_server.script(Refusal(200, body, content_type="text/event-stream"))
        assert (await heard(once, request_)).code == "malformed_answer"


@pytest.mark.parametrize("done", [True, False])
async def test_a_whole_answer_is_not_held_up_by_a_server_that_doesnt_hang_up(
    model: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    monkeypatch: pytest.MonkeyPatch,
    done: bool,
) -> None:
    monkeypatch.setattr(answer_reading, "END_WITHIN", 0.05)
    monkeypatch.setattr(answer_reading, "COUNTS_WITHIN", 0.05)
    body = b"".join(Answer(text=("Hi",), usage=None, done=done).events(MODEL))
    promised = {"Content-Length": str(len(body) + 1)}
    openai_server.script(Refusal(200, body, promised, content_type="text/event-stream"))
    result = await heard(model, request_)
    assert result.events == [TextDelta("Hi"), Finished("stop")]


async def test_keep_alives_say_nothing(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    body = b": ping\n\n\n\ndata: \n\n" + b"".join(Answer(text=("Hi",)).events(MODEL))
    openai_server.script(Refusal(200, body, content_type="text/event-stream"))
    assert (await heard(model, request_)).text == "Hi"


async def test_a_passing_failure_is_tried_again(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Refusal(503), Drop(), Answer(text=("Hi",)))
    events = (await heard(model, request_)).events
    assert [event.attempt for event in events if isinstance(event, Retrying)] == [2, 3]
    assert events[-2] == Finished("stop")
    assert len(openai_server.chats) == 3


@pytest.mark.parametrize(
    ("script", "times"),
    [
        (Refusal(408), 3),
        (Refusal(409), 3),
        (Refusal(429, error_body("Slow", "rate_limit_exceeded")), 3),
        (Refusal(500), 3),
        (Drop(), 3),
        (Drop(reset=True), 3),
        (Refusal(401, ""), 1),
        (Refusal(429, error_body("Empty", "insufficient_quota")), 1),
        (Refusal(429, error_body("Empty", "credit_balance_exhausted")), 1),
        (Refusal(400, error_body("No", None)), 1),
        (Refusal(404, ""), 1),
        (Refusal(429, "", {"Retry-After": "300"}), 1),
    ],
)
async def test_so_many_times_is_a_request_sent(
    model: ChatModel,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    script: Refusal | Drop,
    times: int,
) -> None:
    openai_server.script(*[script] * 5)
    assert (await heard(model, request_)).failure is not None
    assert len(openai_server.chats) == times


async def test_the_wait_that_the_server_asks_for_is_told(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Refusal(429, "", {"Retry-After": "0.05"}))
    event = (await heard(model, request_)).events[0]
    assert event == Retrying(2, 0.05, "Acme gets too many requests from this account")


async def test_a_silent_server_is_given_up(
    openai_server: OpenAIServer, connection: Connection, request_: ChatRequest, sdk: bool
) -> None:
    impatient = Connection("acme", "Acme", connection._endpoint, read_timeout=0.2)
    openai_server.script(Answer(ending=Ending.STALL), Hang())
    for text in ("Hello, world.", ""):
        result = await heard(chat_model(impatient, sdk=sdk), request_)
        assert result.text == text
        assert result.code == "timed_out"
    assert len(openai_server.chats) == 2
    await impatient.aclose()


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


async def test_closing_the_generator_is_seen_by_the_server_at_once(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(text=("word ",) * 1000, rate=100))
    async with aclosing(model.stream(request_)) as events:
        async for _ in events:
            break
        closed = time.monotonic()
    sent = openai_server.chats[0]
    assert await asyncio.to_thread(sent.gone.wait, 2)
    assert sent.gone_at - closed < 0.1
    assert sent.sent < 100


async def test_the_connection_is_used_again_after_an_answer(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    for _ in range(3):
        assert (await heard(model, request_)).finished
    ports = {request.client_port for request in openai_server.chats}
    assert len(ports) == 1


async def test_ten_thousand_deltas_arrive_whole_and_in_order(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    words = tuple(f"{number} " for number in range(10_000))
    openai_server.script(Answer(text=words))
    result = await heard(model, request_)
    assert result.text == "".join(words)
    assert result.finished


async def test_a_long_stream_leaves_the_loop_to_others(
    model: ChatModel, openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(Answer(text=("word ",) * 3000, rate=2000))
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    async with asyncio.TaskGroup() as group:
        task = group.create_task(beat())
        result = await heard(model, request_)
        task.cancel()
    assert result.text == "word " * 3000
    assert beats > 10


@pytest.mark.parametrize(
    "script",
    [
        Refusal(401, error_body("Incorrect API key.", "invalid_api_key"), echo_key=True),
        Refusal(403, error_body("No.", None, param=KEY), echo_key=True),
        Refusal(500, f"<html><title>{KEY}</title>"),
        Refusal(500, {"error": f"Authorization: Bearer {KEY}"}),
        Refusal(200, f"Your key is {KEY}"),
        Refusal(307, "", {"Location": f"https://example.org/?key={KEY}"}),
        Answer(ending=Ending.ERROR, error=error_body(f"Key {KEY}", None)),
        Answer(ending=Ending.ERROR, error={"error": KEY}, error_event=True),
    ],
)
async def test_the_key_appears_nowhere(
    once: ChatModel,
    openai_server: OpenAIServer,
    connection: Connection,
    request_: ChatRequest,
    caplog: pytest.LogCaptureFixture,
    script: Refusal | Answer,
) -> None:
    openai_server.script(script)
    with caplog.at_level(logging.DEBUG):
        failure = (await heard(once, request_)).failure
    assert failure is not None
    shown = [
        "".join(traceback.TracebackException.from_exception(failure).format()),
        repr(failure),
        repr(failure.failure),
        repr(failure.values),
        failure.sentence,
        caplog.text,
        repr(vars(connection)),
    ]
    for text in shown:
        assert KEY not in text
    assert failure.__context__ is None
    assert failure.__cause__ is None


async def test_words_for_the_built_in_model(
    openai_server: OpenAIServer, connection: Connection, request_: ChatRequest
) -> None:
    local = Connection("local", "this computer", connection._endpoint)
    model = chat_model(local, RetryPolicy(attempts=1))
    openai_server.script(Refusal(400, error_body("n_ctx", "context_length_exceeded")), Drop())
    too_long = await heard(model, request_)
    assert too_long.failure is not None
    assert too_long.failure.title == "The conversation is too long for the built-in model"
    stopped = await heard(model, request_)
    assert stopped.failure is not None
    assert stopped.failure.title == "The built-in model stopped"
    assert "starts again by itself" in stopped.failure.advice
    await local.aclose()


async def test_text_with_braces_is_no_template(
    once: ChatModel, openai_server: OpenAIServer
) -> None:
    openai_server.script(Refusal(404, error_body("{no} {0}", "model_not_found")))
    result = await heard(once, ChatRequest("{model}", (Turn(Role.USER, "{x}"),), {}))
    assert result.failure is not None
    assert result.failure.title == "Acme doesn't have the model “{model}”"
    assert "{no} {0}" in result.failure.detail
