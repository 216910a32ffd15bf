"""Searching a million messages, the newest hits first: milliseconds for one search, warm.

Run by name, for making the messages takes minutes: ``./dev bench search``. By the clock on the
wall, the way to the thread of the search and back, and the cutting out of the words around every
hit included. The floor is the bare index: the newest hits by number, in this thread; where it
would have to be asked for words one can't know beforehand, for whole words.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import benchmarks
from benchmarks.scenes.corpus import NEEDLE, cyrillic, sign, word, write_corpus
from desktop_app.storage.database import open_database
from desktop_app.storage.search import search

MESSAGES = 1_000_000
RUNS = 21
BUDGET_MS = 5.0
_LIMIT = 50


class _Asked(NamedTuple):
    """A query, and what the bare index is asked for."""

    query: str
    floor: str
    table: str = "message_words"


def _words(query: str, floor: str = "") -> _Asked:
    return _Asked(query, floor or f"{query}*")


def _signs(query: str) -> _Asked:
    pairs = " ".join(query[at : at + 2] for at in range(len(query) - 1))
    return _Asked(query, f'{{pairs}} : "{pairs}"' if pairs else query, "search_text")


_QUERIES = {
    "the commonest word": _words(word(0)),
    "two letters": _words("st"),
    "three letters": _words("sto"),
    "four letters of a common word": _words(word(0)[:4], word(0)),
    "a word that one is still typing": _words(word(500)[:-2], word(500)),
    "a common and a rare word": _words(f"{word(3)} {word(20_000)}"),
    "three common words": _words(f"{word(10)} {word(40)} {word(90)}"),
    "a phrase of common words": _words(f'"{word(10)} {word(20)}"', f'"{word(10)} {word(20)}"'),
    "a rare word": _words(word(45_000)),
    "a word there is not": _words("zzzzzz"),
    "three letters inside of words": _words("ock", word(20)),
    "letters inside of one word": _words(NEEDLE[1:7], NEEDLE),
    "the end of a rare word": _words(word(70_000)[3:], word(70_000)),
    "a common Cyrillic word": _words(cyrillic(0)),
    "a part of a Cyrillic word": _words(cyrillic(9000)[1:], cyrillic(9000)),
    "the commonest sign": _signs(sign(0)),
    "a rare sign": _signs(sign(2500)),
    "two signs": _signs(sign(30) + sign(20)),
    "three signs": _signs(sign(1) + sign(5) + sign(9)),
    "a common word in rated answers": _words(f"is:rated {word(0)}", word(0)),
    "a common word, written by me": _words(f"from:me {word(1)}", word(1)),
    "a common word of long ago": _words(f"before:2026 {word(2)}", word(2)),
    "rated answers": _words("is:rated", word(0)),
    "the answers of a model": _words("model:model-3", word(0)),
}


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
        for what, asked in _QUERIES.items():
            for run in range(RUNS + 1):
                start = time.perf_counter()
                await search(database, asked.query, _LIMIT)
                spent = (time.perf_counter() - start) * 1000
                if run:
                    found.setdefault(what, []).append(spent)
    return found


def _floors(path: Path) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    with closing(sqlite3.connect(path)) as connection:
        for what, asked in _QUERIES.items():
            statement = (
                f"SELECT rowid FROM {asked.table} WHERE {asked.table} MATCH ?"
                " ORDER BY rowid DESC LIMIT ?"
            )
            for run in range(RUNS + 1):
                start = time.perf_counter()
                connection.execute(statement, (asked.floor, _LIMIT)).fetchall()
                if run:
                    found.setdefault(what, []).append((time.perf_counter() - start) * 1000)
    return found
