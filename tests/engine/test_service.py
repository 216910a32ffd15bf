"""The HTTP service over the real model, judged by OpenAI's own description of its API."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx2
import pytest

from desktop_app.engine.chat_request import SLOTS
from desktop_app.engine.service import LARGEST_BODY
from tests.engine.running import KEY
from tests.openai_server.schemas import response_problems

pytestmark = pytest.mark.engine

CHAT = "/v1/chat/completions"
AUTHORIZED = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
async def client(engine_address: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(
        base_url=engine_address, headers=AUTHORIZED, timeout=60, trust_env=False
    ) as made:
        yield made


def asked(text: str = "What is the capital of France?", **fields: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": text}]
    return {"model": "smollm2-135m", "messages": messages, "temperature": 0, **fields}


def endless(**fields: Any) -> dict[str, Any]:
    """A request that keeps its slot busy for minutes unless it is cancelled."""
    return asked("Tell me a very long story.", ignore_eos=True, max_tokens=6000, **fields)


def refused(answer: httpx2.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert response_problems("ErrorResponse", body) == []
    assert not [name for name in answer.headers if name.startswith("access-control")]
    error: dict[str, Any] = body["error"]
    return error


def events(text: str) -> list[str]:
    return [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: ")]


async def test_the_model_is_listed(client: httpx2.AsyncClient, model_id: str) -> None:
    body = (await client.get("/v1/models")).json()
    assert response_problems("ListModelsResponse", body) == []
    assert [model["id"] for model in body["data"]] == [model_id]
    assert (await client.get(f"/v1/models/{model_id}")).json() == body["data"][0]
    assert (await client.get("/health")).json() == {"status": "ok"}


async def test_it_knows_the_capital_of_france(client: httpx2.AsyncClient) -> None:
    body = (await client.post(CHAT, json=asked())).json()
    assert response_problems("CreateChatCompletionResponse", body) == []
    assert body["choices"][0]["message"]["content"] == "The capital of France is Paris."
    assert body["choices"][0]["finish_reason"] == "stop"
    assert body["model"] == "smollm2-135m"
    assert body["usage"]["total_tokens"] > body["usage"]["completion_tokens"] > 0


async def test_a_stream_is_legal_and_ends_with_usage(client: httpx2.AsyncClient) -> None:
    request = asked(stream=True, stream_options={"include_usage": True})
    answer = await client.post(CHAT, json=request)
    assert answer.headers["content-type"] == "text/event-stream"
    *chunks, last = events(answer.text)
    assert last == "[DONE]"
    read = [json.loads(chunk) for chunk in chunks]
    for chunk in read:
        assert response_problems("CreateChatCompletionStreamResponse", chunk) == []
    deltas = [choice["delta"] for chunk in read for choice in chunk["choices"]]
    assert "".join(delta.get("content") or "" for delta in deltas) == (
        "The capital of France is Paris."
    )
    assert {chunk["model"] for chunk in read} == {"smollm2-135m"}
    assert read[-1]["choices"] == []
    assert read[-1]["usage"]["completion_tokens"] == 8


async def test_without_being_asked_a_stream_tells_no_usage(client: httpx2.AsyncClient) -> None:
    answer = await client.post(CHAT, json=asked(stream=True, max_tokens=2))
    assert all(not json.loads(chunk).get("usage") for chunk in events(answer.text)[:-1])


async def test_common_parameters_work(client: httpx2.AsyncClient) -> None:
    stopped = (await client.post(CHAT, json=asked(stop=" Paris"))).json()
    assert stopped["choices"][0]["message"]["content"] == "The capital of France is"
    short = (await client.post(CHAT, json=asked(max_completion_tokens=2, seed=1, n=2))).json()
    assert [choice["finish_reason"] for choice in short["choices"]] == ["length", "length"]
    schema = {
        "name": "answer",
        "schema": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    }
    shaped = asked(response_format={"type": "json_schema", "json_schema": schema}, max_tokens=50)
    answer = (await client.post(CHAT, json=shaped)).json()
    assert "Paris" in json.loads(answer["choices"][0]["message"]["content"])["city"]
    probable = (await client.post(CHAT, json=asked(logprobs=True, max_tokens=2))).json()
    assert response_problems("CreateChatCompletionResponse", probable) == []


@pytest.mark.parametrize(
    "header", [None, "Bearer wrong", f"Basic {KEY}", "Bearer", f"Bearer {KEY}ё"]
)
@pytest.mark.parametrize("path", ["/v1/models", "/health", "/nowhere"])
async def test_nothing_is_told_without_the_key(
    engine_address: str, header: str | None, path: str
) -> None:
    headers = {"Authorization": header.encode()} if header else {}
    async with httpx2.AsyncClient(base_url=engine_address, trust_env=False) as stranger:
        error = refused(await stranger.get(path, headers=headers), 401)
    assert error["code"] == "invalid_api_key"


async def test_unknown_models_and_routes_are_refused(client: httpx2.AsyncClient) -> None:
    for answer in (
        await client.get("/v1/models/gpt-4o"),
        await client.post(CHAT, json={**asked(), "model": "gpt-4o"}),
    ):
        error = refused(answer, 404)
        assert (error["code"], error["param"]) == ("model_not_found", "model")
    assert "GET /v1/files" in refused(await client.get("/v1/files"), 404)["message"]
    assert refused(await client.get("/slots"), 404)
    assert refused(await client.get(CHAT), 405)["code"] == "method_not_allowed"
    assert refused(await client.delete("/v1/models"), 405)


async def test_wrong_requests_are_refused(client: httpx2.AsyncClient) -> None:
    assert "not valid JSON" in refused(await client.post(CHAT, content=b"{"), 400)["message"]
    hot = refused(await client.post(CHAT, json=asked(temperature="hot")), 400)
    assert (hot["code"], hot["param"]) == ("invalid_type", "temperature")
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    messages = [{"role": "user", "content": [picture]}]
    blind = refused(await client.post(CHAT, json={**asked(), "messages": messages}), 400)
    assert blind["message"] == "This model can't see pictures."
    # What only llama.cpp can judge keeps the same shape.
    grammar = refused(await client.post(CHAT, json=asked(grammar="root ::= ]")), 400)
    assert grammar["type"] == "invalid_request_error"


@pytest.mark.parametrize("stream", [False, True])
async def test_a_prompt_that_is_too_long_is_refused(
    client: httpx2.AsyncClient, stream: bool
) -> None:
    answer = await client.post(CHAT, json=asked("word " * 9000, stream=stream))
    error = refused(answer, 400)
    assert (error["code"], error["param"]) == ("context_length_exceeded", "messages")
    assert "8192" in error["message"]


async def test_an_absurd_body_is_refused_unread(engine_address: str) -> None:
    port = int(engine_address.rsplit(":", 1)[1])
    head = (
        f"POST {CHAT} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {KEY}\r\n"
        f"Content-Length: {LARGEST_BODY + 1}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


async def test_an_absurd_body_without_a_length_is_refused(engine_address: str) -> None:
    port = int(engine_address.rsplit(":", 1)[1])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"POST {CHAT} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {KEY}\r\n"
        "Transfer-Encoding: chunked\r\n\r\n".encode()
    )
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    answer = asyncio.ensure_future(reader.readline())
    sent = 0
    # The server answers and hangs up while the body is still on its way.
    with suppress(ConnectionError):
        while not answer.done() and sent < 10 * LARGEST_BODY:
            sent += 0x100000
            writer.write(chunk)
            await writer.drain()
    assert (await answer).startswith(b"HTTP/1.1 413 ")
    assert sent > LARGEST_BODY
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Host": "127.0.0.1.rebound.example:80"},
        {"Host": "[::"},
        {"Host": ""},
        {"Origin": "https://rebound.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "null"},
    ],
)
async def test_web_pages_are_kept_out(client: httpx2.AsyncClient, headers: dict[str, str]) -> None:
    assert refused(await client.get("/v1/models", headers=headers), 403)
    assert refused(await client.options(CHAT, headers=headers), 403)


async def test_no_answer_allows_another_origin(client: httpx2.AsyncClient) -> None:
    own = {"Origin": str(client.base_url).rstrip("/")}
    for answer in (
        await client.get("/v1/models", headers=own),
        await client.post(CHAT, json=asked(max_tokens=1, stream=True), headers=own),
    ):
        assert answer.status_code == 200
        assert not [name for name in answer.headers if name.startswith("access-control")]


async def leave_a_stream(client: httpx2.AsyncClient) -> None:
    async with client.stream("POST", CHAT, json=endless(stream=True)) as answer:
        async for _ in answer.aiter_raw():
            return


async def leave_a_request(client: httpx2.AsyncClient) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await client.post(CHAT, json=endless())


@pytest.mark.parametrize("leave", [leave_a_stream, leave_a_request])
async def test_a_client_that_leaves_frees_its_slot(client: httpx2.AsyncClient, leave: Any) -> None:
    await asyncio.gather(*(leave(client) for _ in range(SLOTS)))
    start = time.monotonic()
    await client.post(CHAT, json=asked(max_tokens=1))
    assert time.monotonic() - start < 2.0


async def test_two_are_answered_at_once(client: httpx2.AsyncClient) -> None:
    async with client.stream("POST", CHAT, json=endless(stream=True)) as busy:
        chunks = busy.aiter_raw()
        await anext(chunks)
        answer = await client.post(CHAT, json=asked(max_tokens=2))
        assert answer.status_code == 200
        assert await anext(chunks)
