"""Importing an export of ChatGPT: by the clock on the wall, and how much memory it takes.

The floor is what must be done anyway: the same file parsed in one go, and the same messages put
into the same tables, with their indexes and in transactions of the same size, by bare statements.
What the import does beside that is to read the file piece by piece, to make a tree of what it finds
there, to judge the mood of the questions, and to look for what is here already.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import Any

import orjson
import psutil  # type: ignore[import-untyped]

import benchmarks
from benchmarks.scenes.corpus import word
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.exchange import ImportReport, Progress
from desktop_app.core.sentiment import warm_up
from desktop_app.exchange import Exchange
from desktop_app.storage.database import open_database
from desktop_app.storage.preparing import connect
from desktop_app.storage.rows import Values, conversation_values, message_values

MESSAGES = 20_000
RUNS = 3
BUDGET_RATIO = 2.5
BUDGET_AGAIN_RATIO = 1.0
BUDGET_MB = 60.0
_LARGE = 6
"""How many times as large the file is by which the memory is measured."""

_MESSAGES_A_CONVERSATION = 20
_WORDS = (30, 200)  # Of a question, of an answer.
_VOCABULARY = 50_000
_BEGAN = 1_700_000_000
_BATCH = 500


def measure() -> list[benchmarks.Row]:
    """Return the rows."""
    return rows(MESSAGES, RUNS)


def rows(messages: int, runs: int) -> list[benchmarks.Row]:
    """Return the rows for another number of messages and of runs."""
    warm_up()
    with tempfile.TemporaryDirectory() as folder:
        # First of all: what the other runs leave behind would be taken for room that was there.
        large = Path(folder, "large.json")
        large_mb = write_export(large, messages * _LARGE)
        grown = asyncio.run(_growth(Path(folder, "large", "chatloom.db"), large))
        path = Path(folder, "conversations.json")
        megabytes = write_export(path, messages)
        first, again, floor = [], [], []
        for run in range(runs):
            database = Path(folder, f"{run}", "data", "chatloom.db")
            floor.append(_floor(path, Path(folder, f"{run}-floor", "data", "chatloom.db")))
            first.append(_timed(database, path))
            again.append(_timed(database, path))
    seconds = statistics.median(first)
    rate = f"{messages / seconds:,.0f} messages/s, {megabytes / seconds:.1f} MB/s"
    bare = statistics.median(floor)
    return [
        benchmarks.ratio_row(
            f"importing {messages:,} messages of ChatGPT (s)", seconds, bare, BUDGET_RATIO, rate
        ),
        benchmarks.ratio_row(
            "importing the same again (s)", statistics.median(again), bare, BUDGET_AGAIN_RATIO
        ),
        benchmarks.limit_row(
            f"memory that an import of {large_mb:.0f} MB takes (MB)", grown, large_mb, BUDGET_MB
        ),
    ]


def write_export(path: Path, messages: int) -> float:
    """Write an export of so many messages to `path`, and return its size in MB."""
    chance = random.Random(1)
    weights = [*accumulate(1 / (rank + 1) for rank in range(_VOCABULARY))]
    vocabulary = [word(rank) for rank in range(_VOCABULARY)]
    pool = chance.choices(vocabulary, cum_weights=weights, k=500_000)
    with path.open("w") as file:
        for number in range(0, messages, _MESSAGES_A_CONVERSATION):
            file.write("[" if number == 0 else ",\n")
            count = min(_MESSAGES_A_CONVERSATION, messages - number)
            json.dump(_conversation(number, count, pool, chance), file)
        file.write("]")
    return path.stat().st_size / 1e6


def _conversation(
    number: int, messages: int, pool: list[str], chance: random.Random
) -> dict[str, Any]:
    mapping: dict[str, Any] = {"root": {"id": "root", "parent": None, "children": ["0"]}}
    for index in range(messages):
        words = _WORDS[index % 2]
        start = chance.randrange(len(pool) - words)
        mapping[str(index)] = {
            "id": str(index),
            "parent": str(index - 1) if index else "root",
            "children": [str(index + 1)] if index + 1 < messages else [],
            "message": {
                "id": f"{number}-{index}",
                "author": {"role": "assistant" if index % 2 else "user", "metadata": {}},
                "create_time": _BEGAN + number + index,
                "content": {
                    "content_type": "text",
                    "parts": [" ".join(pool[start : start + words])],
                },
                "status": "finished_successfully",
                "metadata": {"model_slug": "gpt-4o", "parent_id": str(index)},
                "recipient": "all",
            },
        }
    return {
        "title": " ".join(pool[number % 1000 : number % 1000 + 4]),
        "create_time": _BEGAN + number,
        "update_time": _BEGAN + number + messages,
        "mapping": mapping,
        "current_node": str(messages - 1),
        "conversation_id": f"conversation-{number}",
    }


def _timed(database: Path, path: Path) -> float:
    async def taken() -> float:
        async with open_database(database) as opened:
            start = time.perf_counter()
            await Exchange(opened).take(path)
            return time.perf_counter() - start

    return asyncio.run(taken())


async def _growth(database: Path, path: Path) -> float:
    """Return how many MB larger this process was at the most."""
    process = psutil.Process()
    most = 0.0

    def look(_progress: Progress) -> None:
        nonlocal most
        most = max(most, process.memory_info().rss / 1e6)

    async with open_database(database) as opened:
        before = process.memory_info().rss / 1e6
        report: ImportReport = await Exchange(opened).take(path, look)
    assert report.added, "nothing was imported"
    return float(max(most - before, 0.0))


def _floor(path: Path, database: Path) -> float:
    async def make() -> None:
        async with open_database(database):
            pass

    asyncio.run(make())
    start = time.perf_counter()
    with closing(connect(database)) as connection:
        for batch in _batches(_bare(orjson.loads(path.read_bytes()))):
            connection.execute("BEGIN IMMEDIATE")
            for table, values in batch:
                connection.execute(_insert(table, values), tuple(values.values()))
            connection.execute("COMMIT")
    return time.perf_counter() - start


def _bare(conversations: list[dict[str, Any]]) -> Iterator[tuple[str, Values]]:
    template = message_values(Message("", Role.USER))
    for number, value in enumerate(conversations):
        identity = f"c{number}"
        yield "conversation", conversation_values(Conversation(id=identity, title=value["title"]))
        for name, node in value["mapping"].items():
            message = node.get("message")
            if message is not None:
                yield (
                    "message",
                    {
                        **template,
                        "id": f"{identity}-{name}",
                        "conversation": identity,
                        "parent": f"{identity}-{node['parent']}"
                        if node["parent"] != "root"
                        else None,
                        "text": message["content"]["parts"][0],
                        "searchable": True,
                    },
                )


def _batches(rows: Iterator[tuple[str, Values]]) -> Iterator[list[tuple[str, Values]]]:
    batch: list[tuple[str, Values]] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    yield batch


def _insert(table: str, values: Values) -> str:
    places = ", ".join("?" * len(values))
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"
