"""A delta from the socket to an event: CPU microseconds, beside bare httpx2 and orjson.

The scripted server of the tests runs in a process of its own. The clock runs from the first delta
to the last, so that the request itself counts on neither side.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path

import httpx2
import orjson

from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.events import TextDelta
from desktop_app.core.provider import Transport
from desktop_app.core.secret import NOTHING
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint

ROOT = Path(__file__).parent.parent
RUNS = 9
BUDGET = 1.3
_PROMPT = "Go on."
_SETTINGS = (
    ("a delta from socket to event, {interface}, 2,000/s (µs)", 1000, 2000),
    ("a delta from socket to event, {interface}, unpaced (µs)", 20_000, 0),
)
_INTERFACES = {Transport.CHAT: "Chat Completions", Transport.RESPONSES: "Responses"}


def measure() -> list[dict[str, object]]:
    """Return a row for deltas that come one by one, and one for as many as the socket gives.

    Each for either interface.
    """
    rows: list[dict[str, object]] = []
    for transport, interface in _INTERFACES.items():
        for what, deltas, rate in _SETTINGS:
            with _server(deltas, rate) as base_url:
                measured, floor = asyncio.run(_medians(base_url, transport, deltas))
            ratio = measured / floor
            rows.append(
                {
                    "what": what.format(interface=interface),
                    "measured": round(measured, 1),
                    "floor": round(floor, 1),
                    "ratio": round(ratio, 2),
                    "budget": BUDGET,
                    "ok": ratio <= BUDGET,
                }
            )
    return rows


@contextmanager
def _server(deltas: int, rate: int) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.openai_server", f"--words={deltas}", f"--rate={rate}"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate()


async def _medians(base_url: str, transport: Transport, deltas: int) -> tuple[float, float]:
    """Return ours and the floor, run by turns after one round that only warms up."""

    async def endpoint() -> Endpoint:
        return Endpoint(base_url, NOTHING, transport)

    connection = Connection("scripted", "Scripted", endpoint)
    bare = _bare_chat if transport is Transport.CHAT else _bare_responses
    ours: list[float] = []
    floor: list[float] = []
    async with httpx2.AsyncClient(base_url=base_url) as client:
        for run in range(RUNS + 1):
            a = await _cost(_ours(connection), deltas)
            b = await _cost(bare(client), deltas)
            if run:
                ours.append(a)
                floor.append(b)
    await connection.aclose()
    return statistics.median(ours), statistics.median(floor)


async def _cost(texts: AsyncIterator[str], deltas: int) -> float:
    """Return the CPU microseconds for each delta after the first piece of text."""
    start = 0.0
    parts: list[str] = []
    async for text in texts:
        start = start or time.thread_time()
        parts.append(text)
    spent = time.thread_time() - start
    arrived = "".join(parts).count(" ")
    assert arrived == deltas, f"{arrived} of {deltas} deltas arrived"
    return spent / deltas * 1e6


async def _ours(connection: Connection) -> AsyncIterator[str]:
    request = ChatRequest("any", (Turn(Role.USER, _PROMPT),), {})
    async with aclosing(chat_model(connection).stream(request)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                yield event.text


async def _bare_chat(client: httpx2.AsyncClient) -> AsyncIterator[str]:
    """The least that could do it: split at empty lines, decode, take the text."""
    body = {
        "model": "any",
        "messages": [{"role": "user", "content": _PROMPT}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    rest = b""
    async with client.stream("POST", "/chat/completions", json=body) as response:
        async for piece in response.aiter_bytes():
            *events, rest = (rest + piece).split(b"\n\n")
            for event in events:
                if event != b"data: [DONE]":
                    for choice in orjson.loads(event[6:])["choices"]:
                        if text := choice["delta"].get("content"):
                            yield text


async def _bare_responses(client: httpx2.AsyncClient) -> AsyncIterator[str]:
    """The same; each event stands behind a line with its name."""
    body = {"model": "any", "input": _PROMPT, "stream": True, "store": False}
    rest = b""
    async with client.stream("POST", "/responses", json=body) as response:
        async for piece in response.aiter_bytes():
            *events, rest = (rest + piece).split(b"\n\n")
            for event in events:
                told = orjson.loads(event.partition(b"data: ")[2])
                if told["type"] == "response.output_text.delta":
                    yield told["delta"]
