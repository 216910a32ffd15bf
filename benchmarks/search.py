"""Searching a million messages, the newest hits first: milliseconds for one search, warm.

Run by name, for making the messages takes minutes: ``./dev bench search``. By the clock on the
wall, the way to the database's thread and back included. The floor is the bare index: the newest
hits of the same words by number, in this thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

import benchmarks
from benchmarks.scenes.corpus import word, write_corpus
from desktop_app.storage.database import open_database
from desktop_app.storage.search import search

MESSAGES = 1_000_000
RUNS = 21
BUDGET_MS = 5.0
_LIMIT = 50
_QUERIES = {
    "the commonest word": word(0),
    "a common and a rare word": f"{word(3)} {word(20_000)}",
    "two letters of a word": "mi",
    "three words": f"{word(10)} {word(40)} {word(90)}",
    "a rare word": word(45_000),
}
_FLOOR = """
    SELECT rowid FROM message_words WHERE message_words MATCH ? ORDER BY rowid DESC LIMIT ?
"""


def measure() -> list[benchmarks.Row]:
    """Return one row a kind of query."""
    return rows(MESSAGES)


def rows(messages: int) -> list[benchmarks.Row]:
    """Return the rows for another number of messages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "data", "chatloom.db")
        write_corpus(path, messages)
        measured = asyncio.run(_searches(path))
        floors = _floors(path)
    return [
        benchmarks.limit_row(
            f"search in {messages:,} messages, {what} (ms)",
            statistics.median(measured[what]),
            statistics.median(floors[what]),
            BUDGET_MS,
            benchmarks.spread(measured[what]),
        )
        for what in _QUERIES
    ]


async def _searches(path: Path) -> dict[str, list[float]]:
    """Return the milliseconds of each run by what was looked for; one run more warms up."""
    found: dict[str, list[float]] = {}
    async with open_database(path) as database:
        for what, query in _QUERIES.items():
            for run in range(RUNS + 1):
                start = time.perf_counter()
                hits = await search(database, query, _LIMIT)
                spent = (time.perf_counter() - start) * 1000
                assert hits, f"{query!r} was not found"
                if run:
                    found.setdefault(what, []).append(spent)
    return found


def _floors(path: Path) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    with closing(sqlite3.connect(path)) as connection:
        for what, query in _QUERIES.items():
            for run in range(RUNS + 1):
                start = time.perf_counter()
                connection.execute(_FLOOR, (f"{query}*", _LIMIT)).fetchall()
                if run:
                    found.setdefault(what, []).append((time.perf_counter() - start) * 1000)
    return found
