"""From pressing Enter until the server has read the request, in a window that is warm.

By the clock on the wall, for it is a user who waits. In between the message is kept on disk and
judged. Once in a new conversation, and once in a long one, all of which is sent along. The floor
is a client that has a connection open already and posts as many messages.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import httpx2

import benchmarks
from benchmarks.scenes.started import Server, played, served
from benchmarks.scenes.stored import database_of
from tests.storage.big_conversation import make

RUNS = 9
LONG = 300
BUDGET_MS = 50.0


def measure() -> list[benchmarks.Row]:
    """Return a row for a new conversation, and one for a long one."""
    return [*rows(RUNS, 0), *rows(RUNS, LONG)]


def rows(runs: int, messages: int) -> list[benchmarks.Row]:
    """Return the row for a number of questions, in a conversation that has `messages` already.

    One question more, the first, only warms up.
    """
    measured = _in_window(runs + 1, messages)
    floor = _posted(runs + 1, messages)
    where = f"after {messages} messages, warm" if messages else "warm"
    return [
        benchmarks.limit_row(
            f"Enter to request on the wire, {where} (ms)",
            statistics.median(measured),
            statistics.median(floor),
            BUDGET_MS,
            benchmarks.spread(measured),
        )
    ]


def _in_window(questions: int, messages: int) -> list[float]:
    with tempfile.TemporaryDirectory() as folder, served() as server:
        home = Path(folder)
        words = [make(database_of(home), messages).id] if messages else []
        told = played(
            "scenes.entering", str(questions), *words, home=home, base_url=server.base_url
        )
        return _milliseconds(told["pressed"], server)


def _posted(questions: int, messages: int) -> list[float]:
    turns = [
        {"role": "assistant" if number % 2 else "user", "content": "Some words. " * 20}
        for number in range(messages + 1)
    ]
    body = {"model": "any", "messages": turns, "stream": True}
    sent: list[float] = []
    with served() as server:
        with httpx2.Client(base_url=server.base_url, trust_env=False) as client:
            for _ in range(questions):
                sent.append(time.monotonic())
                client.post("/chat/completions", json=body)
        return _milliseconds(sent, server)


def _milliseconds(sent: list[float], server: Server) -> list[float]:
    """Return how long each request but the first was on its way."""
    arrived = [
        row["at"]
        for row in server.told()
        if row["what"] == "request" and row["path"].endswith("/completions")
    ]
    assert len(arrived) == len(sent), f"{len(arrived)} of {len(sent)} requests arrived"
    return [(there - here) * 1000 for here, there in zip(sent, arrived, strict=True)][1:]
