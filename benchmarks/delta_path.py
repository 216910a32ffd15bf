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
from desktop_app.providers.chat_completions import ChatCompletions
from desktop_app.providers.connection import Connection
from desktop_app.providers.environment import environment_connection

ROOT = Path(__file__).parent.parent
RUNS = 9
BUDGET = 1.3
_PROMPT = "Go on."
_SETTINGS = (
    ("a delta from socket to event, 2,000/s (µs)", 1000, 2000),
    ("a delta from socket to event, unpaced (µs)", 20_000, 0),
)


def measure() -> list[dict[str, object]]:
    """Return one row for deltas that come one by one, and one for as many as the socket gives."""
    rows: list[dict[str, object]] = []
    for what, deltas, rate in _SETTINGS:
        with _server(deltas, rate) as base_url:
            measured, floor = asyncio.run(_medians(base_url, deltas))
        ratio = measured / floor
        rows.append(
            {
                "what": what,
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


async def _medians(base_url: str, deltas: int) -> tuple[float, float]:
    """Return ours and the floor, run by turns after one round that only warms up."""
    connection = environment_connection({"OPENAI_BASE_URL": base_url})
    assert connection is not None
    ours: list[float] = []
    floor: list[float] = []
    async with httpx2.AsyncClient(base_url=base_url) as client:
        for run in range(RUNS + 1):
            a = await _cost(_ours(connection), deltas)
            b = await _cost(_bare(client), deltas)
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
    async with aclosing(ChatCompletions(connection).stream(request)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                yield event.text


async def _bare(client: httpx2.AsyncClient) -> AsyncIterator[str]:
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
