"""Every row of the error table: real answers, by both ways and both interfaces, told in words."""

from __future__ import annotations

import re
import socket
import traceback
from dataclasses import dataclass, replace

import pytest

from desktop_app.core.chat import ChatRequest
from desktop_app.core.errors import ProviderError
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.core.provider import Transport
from desktop_app.core.secret import NOTHING, Secret
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.retry import RetryPolicy
from tests.openai_server import (
    MODEL,
    Answer,
    Drop,
    Ending,
    Hang,
    OpenAIServer,
    Refusal,
    Script,
    error_body,
)
from tests.providers.conftest import KEY
from tests.providers.reaching import reached

REQUEST_ID = {"x-request-id": "req_7f3a"}
_JSON_OR_TRACEBACK = re.compile(r"[{}\[\]]|Traceback|Error\b|\bHTTP\b|None|''|“”|  ")


@dataclass(frozen=True)
class Row:
    """What happens, and what is told of it."""

    script: Script
    code: str
    title: str
    advice: str
    retryable: bool = False


def error(status: int, code: str | None, message: str = "No.", **more: object) -> Refusal:
    headers = more.pop("headers", {})
    assert isinstance(headers, dict)
    return Refusal(status, error_body(message, code, **more), {**REQUEST_ID, **headers})


def in_stream(code: str, message: str = "No.") -> Answer:
    return Answer(text=(), ending=Ending.ERROR, error=error_body(message, code), headers=REQUEST_ID)


NO_MONEY = ("insufficient_quota", "The account at Acme has no credit left", "Add credit or raise")
BUSY_ADVICE = "Try again in a moment, or pick another model."
TOO_LONG = (
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 "
    "tokens."
)
TOO_LONG_TOLD = (
    "context_too_long",
    "The conversation is too long for this model",
    "It can read 8192 tokens and was sent 9001. Leave out the oldest messages",
)
RATE = ("rate_limited", "Acme gets too many requests from this account")

ROWS = {
    "bad key": Row(
        error(401, "invalid_api_key"),
        "invalid_api_key",
        "Acme doesn't accept the API key",
        "Check the key in the settings, or enter a new one.",
    ),
    "no money": Row(error(429, "insufficient_quota"), *NO_MONEY),
    "no money by type": Row(error(429, None, type="insufficient_quota"), *NO_MONEY),
    "no credit": Row(error(429, "credit_balance_exhausted"), *NO_MONEY),
    "spend limit": Row(error(429, "organization_spend_limit_exceeded"), *NO_MONEY),
    "project's limit": Row(error(429, "project_spend_limit_exceeded"), *NO_MONEY),
    "usage limit": Row(error(429, "organization_usage_limit_exceeded"), *NO_MONEY),
    "402": Row(Refusal(402, {"error": "Insufficient Balance"}), *NO_MONEY),
    "rate limit": Row(
        error(429, "rate_limit_exceeded"), *RATE, "Wait a moment, then try again.", retryable=True
    ),
    "rate limit, seconds": Row(
        error(429, "rate_limit_exceeded", headers={"Retry-After": "20"}),
        *RATE,
        "Wait 20 seconds, then try again.",
        retryable=True,
    ),
    "rate limit, one second": Row(
        error(429, "slow_down", headers={"retry-after-ms": "800"}),
        *RATE,
        "Wait a second, then try again.",
        retryable=True,
    ),
    "rate limit, minutes": Row(
        error(429, "rate_limit_exceeded", headers={"x-ratelimit-reset-requests": "6m0s"}),
        *RATE,
        "Wait 6 minutes, then try again.",
        retryable=True,
    ),
    "rate limit, hours": Row(
        error(429, "rate_limit_exceeded", headers={"Retry-After": "10000"}),
        *RATE,
        "Wait about 3 hours, then try again.",
        retryable=True,
    ),
    "rate limit, in words": Row(
        error(429, "rate_limit_exceeded", "Limit 3 RPM. Please try again in 20s."),
        *RATE,
        "Wait 20 seconds, then try again.",
        retryable=True,
    ),
    "context": Row(error(400, "context_length_exceeded", TOO_LONG), *TOO_LONG_TOLD),
    "context in the stream": Row(in_stream("context_length_exceeded", TOO_LONG), *TOO_LONG_TOLD),
    "context without numbers": Row(
        error(400, "context_length_exceeded"),
        *TOO_LONG_TOLD[:2],
        "Leave out the oldest messages, start a new chat",
    ),
    "value": Row(
        error(400, "unsupported_value", param="reasoning_effort"),
        "bad_parameter",
        "Acme doesn't accept this value of the parameter “reasoning_effort”",
        "Change or remove it",
    ),
    "parameter": Row(
        error(400, "unsupported_parameter", param="stream"),
        "bad_parameter",
        "Acme doesn't accept the parameter “stream”",
        "Change or remove it",
    ),
    "bad request": Row(
        error(400, None), "bad_request", "Acme can't take this request", "Pick another model"
    ),
    "odd body": Row(
        Refusal(422, {"detail": [{"loc": ["body"], "msg": "?"}]}),
        "bad_request",
        "Acme can't take this request",
        "The details say what is wrong.",
    ),
    "policy": Row(
        in_stream("invalid_prompt"),
        "content_policy",
        "Acme refuses this because of its content rules",
        "Word it differently",
    ),
    "image policy": Row(
        in_stream("image_content_policy_violation"),
        "image_policy",
        "Acme refuses the picture because of its content rules",
        "Remove the picture or take another one.",
    ),
    "picture": Row(
        error(400, "image_parse_error"),
        "bad_image",
        "Acme can't read the picture",
        "save it as JPEG or PNG",
    ),
    "permission": Row(
        error(403, None),
        "permission_denied",
        "Acme doesn't allow this",
        "lacks the permission",
    ),
    "region": Row(
        error(403, "unsupported_country_region_territory"),
        "region_refused",
        "Acme doesn't serve this region",
        "Pick another provider",
    ),
    "model": Row(
        error(404, "model_not_found"),
        "model_not_found",
        f"Acme doesn't have the model “{MODEL}”",
        "Pick another model.",
    ),
    "training": Row(
        error(403, "training_not_available"),
        "training_closed",
        "Acme takes no more training from this account",
        "Train with another service, or on this computer.",
    ),
    "overloaded": Row(
        error(503, "server_is_overloaded"),
        "server_overloaded",
        "Acme is overloaded",
        BUSY_ADVICE,
        retryable=True,
    ),
    "529": Row(
        error(529, "overloaded_error"),
        "server_overloaded",
        "Acme is overloaded",
        BUSY_ADVICE,
        retryable=True,
    ),
    "server error": Row(
        error(500, "server_error"),
        "server_error",
        "Acme has a problem of its own",
        BUSY_ADVICE,
        retryable=True,
    ),
    "server error in the stream": Row(
        in_stream("server_error"),
        "server_error",
        "Acme has a problem of its own",
        BUSY_ADVICE,
        retryable=True,
    ),
    "web page of a server error": Row(
        Refusal(502, "<html><title>Bad gateway</title>", REQUEST_ID),
        "server_error",
        "Acme has a problem of its own",
        BUSY_ADVICE,
        retryable=True,
    ),
    "final": Row(
        error(500, "server_error", headers={"x-should-retry": "false"}),
        "server_error",
        "Acme has a problem of its own",
        BUSY_ADVICE,
    ),
    "conflict": Row(error(409, None), "server_busy", "Acme is busy", BUSY_ADVICE, retryable=True),
    "408": Row(
        error(408, None),
        "timed_out",
        "Acme took too long to answer",
        "What had arrived is kept.",
        retryable=True,
    ),
    "504": Row(
        error(504, None),
        "timed_out",
        "Acme took too long to answer",
        "What had arrived is kept.",
        retryable=True,
    ),
    "too large": Row(
        error(413, None), "too_large", "The request is too large for Acme", "Send less at once"
    ),
    "web page": Row(
        Refusal(403, "<html><title>Sign in</title></html>", REQUEST_ID),
        "web_page",
        "{host} answers with a web page instead of a model's answer",
        "Check the base URL.",
    ),
    "web page for an answer": Row(
        Refusal(200, "<!doctype html><html></html>", REQUEST_ID),
        "web_page",
        "{host} answers with a web page instead of a model's answer",
        "Check the base URL.",
    ),
    "redirection": Row(
        Refusal(307, "", {"Location": "https://example.org/v1", **REQUEST_ID}),
        "redirected",
        "{host} sends the request to another address",
        "if you trust it",
    ),
    "malformed": Row(
        Refusal(200, "[what is this?]", REQUEST_ID, content_type="application/json"),
        "malformed_answer",
        "The answer of Acme can't be read",
        "What had arrived is kept.",
    ),
    "compression": Row(
        Refusal(200, b"no gzip", {"Content-Encoding": "gzip", **REQUEST_ID}),
        "malformed_answer",
        "The answer of Acme can't be read",
        "What had arrived is kept.",
    ),
    "empty": Row(
        Refusal(200, "", REQUEST_ID, content_type="text/event-stream"),
        "empty_answer",
        "Acme sent an empty answer",
        BUSY_ADVICE,
        retryable=True,
    ),
    "dropped": Row(
        Drop(),
        "interrupted",
        "The connection broke off",
        "What had arrived is kept.",
        retryable=True,
    ),
    "reset": Row(
        Drop(reset=True),
        "interrupted",
        "The connection broke off",
        "What had arrived is kept.",
        retryable=True,
    ),
    "silence": Row(
        Hang(), "timed_out", "Acme took too long to answer", "What had arrived is kept."
    ),
}


async def told(
    endpoint: Endpoint, request: ChatRequest, *, sdk: bool, provider_id: str = "acme"
) -> ProviderError:
    async with reached(endpoint, provider_id) as connection:
        model = chat_model(connection, RetryPolicy(1), sdk=sdk)
        with pytest.raises(ProviderError) as caught:
            async for _ in model.stream(request):
                pass
    return caught.value


def check_words(failure: ProviderError) -> None:
    assert not _JSON_OR_TRACEBACK.search(f"{failure.title} {failure.advice}")
    assert failure.title[0].isupper() or failure.title.startswith(str(failure.values["host"]))
    assert failure.title[-1] not in ".!"
    assert failure.advice.endswith(".")
    assert "!" not in failure.sentence
    kept = "".join(traceback.format_exception(failure))
    assert KEY not in f"{kept} {failure.detail} {failure.values} {failure!r}"
    assert failure.__cause__ is None
    assert failure.__context__ is None


@pytest.mark.parametrize("sdk", [True, False], ids=["sdk", "plain"])
@pytest.mark.parametrize("transport", [Transport.CHAT, Transport.RESPONSES])
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
async def test_what_is_told(
    openai_server: OpenAIServer, request_: ChatRequest, row: Row, transport: Transport, sdk: bool
) -> None:
    openai_server.script(row.script)
    endpoint = Endpoint(
        openai_server.base_url,
        Secret(KEY),
        transport,
        read_timeout=0.3 if isinstance(row.script, Hang) else 5.0,
    )
    failure = await told(endpoint, replace(request_, parameters={}), sdk=sdk)
    host = openai_server.base_url.removeprefix("http://").removesuffix("/v1")
    assert failure.code == row.code
    assert failure.title == row.title.format(host=host)
    assert row.advice in failure.advice
    assert failure.retryable == row.retryable
    check_words(failure)
    named = getattr(row.script, "headers", {})
    if named:
        assert "Request id: req_7f3a" in failure.detail
    if isinstance(row.script, Refusal) and row.script.status >= 300:
        assert failure.detail.startswith(f"HTTP {row.script.status}: ")


async def test_the_numbers_of_a_context_are_kept_with_the_failure(
    openai_server: OpenAIServer, request_: ChatRequest
) -> None:
    openai_server.script(error(400, "context_length_exceeded", TOO_LONG))
    failure = await told(Endpoint(openai_server.base_url, Secret(KEY)), request_, sdk=False)
    assert (failure.values["limit"], failure.values["asked"]) == (8192, 9001)
    assert failure.failure.values == {"limit": "8192", "asked": "9001"}


@pytest.mark.parametrize(
    ("provider_id", "key", "title", "advice"),
    [
        ("acme", KEY, "Acme doesn't accept the API key", "Check the key in the settings"),
        ("acme", "", "Acme wants an API key", "Enter one in the settings."),
        (
            ENVIRONMENT_PROVIDER,
            KEY,
            "{host} doesn't accept the API key",
            "Check the variable OPENAI_API_KEY.",
        ),
        (
            ENVIRONMENT_PROVIDER,
            "",
            "{host} wants an API key",
            "Put one into the variable OPENAI_API_KEY.",
        ),
        (
            LOCAL_PROVIDER,
            KEY,
            "The built-in model was started by another window",
            "Restart Chatloom.",
        ),
        (
            LOCAL_PROVIDER,
            "",
            "The built-in model was started by another window",
            "Restart Chatloom.",
        ),
    ],
)
async def test_where_the_key_is_changed(
    openai_server: OpenAIServer,
    request_: ChatRequest,
    provider_id: str,
    key: str,
    title: str,
    advice: str,
) -> None:
    openai_server.script(error(401, "invalid_api_key"))
    endpoint = Endpoint(openai_server.base_url, Secret(key))
    failure = await told(endpoint, request_, sdk=False, provider_id=provider_id)
    host = openai_server.base_url.removeprefix("http://").removesuffix("/v1")
    assert failure.code == "invalid_api_key"
    assert failure.title == title.format(host=host)
    assert advice in failure.advice
    check_words(failure)


@pytest.mark.parametrize("sdk", [True, False], ids=["sdk", "plain"])
async def test_nobody_there(request_: ChatRequest, sdk: bool) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        failure = await told(Endpoint(f"http://{host}/v1", NOTHING), request_, sdk=sdk)
    assert (failure.code, failure.title) == ("connection_refused", f"Nothing answers at {host}")
    assert failure.retryable
    check_words(failure)


@pytest.mark.parametrize("sdk", [True, False], ids=["sdk", "plain"])
async def test_a_name_that_nobody_has(request_: ChatRequest, sdk: bool) -> None:
    failure = await told(Endpoint("http://nobody.invalid/v1", NOTHING), request_, sdk=sdk)
    assert (failure.code, failure.title) == ("host_not_found", "nobody.invalid can't be found")
    check_words(failure)


@pytest.mark.parametrize("sdk", [True, False], ids=["sdk", "plain"])
async def test_a_host_that_takes_no_connection(request_: ChatRequest, sdk: bool) -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)  # whose queue is full with the first that nobody takes
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        host = f"127.0.0.1:{full.getsockname()[1]}"
        endpoint = Endpoint(f"http://{host}/v1", NOTHING, connect_timeout=0.2)
        failure = await told(endpoint, request_, sdk=sdk)
    assert (failure.code, failure.title) == ("no_answer", f"{host} doesn't answer")
    assert failure.retryable
    check_words(failure)


@pytest.mark.parametrize("sdk", [True, False], ids=["sdk", "plain"])
async def test_a_server_that_takes_no_request(
    request_: ChatRequest, monkeypatch: pytest.MonkeyPatch, sdk: bool
) -> None:
    monkeypatch.setattr("desktop_app.providers.http_client.WRITE_TIMEOUT", 0.2)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()  # and never reads
        endpoint = Endpoint(f"http://127.0.0.1:{deaf.getsockname()[1]}/v1", NOTHING)
        long = replace(request_.turns[-1], text="word " * 4_000_000)
        failure = await told(endpoint, replace(request_, turns=(long,)), sdk=sdk)
    assert failure.code == "write_timed_out"
    assert failure.title == "Acme took too long to take the request"
    check_words(failure)
