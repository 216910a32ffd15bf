"""Opening, scrolling and resizing a conversation of 100,000 messages, beside one of 100.

Everything happens in the whole window, from the database to the screen: each opening in a process
of its own, in which a small conversation was shown before. What the last messages look like
decides what they cost, so that there are some conversations of each length. All figures are CPU
time, of the process or, for a frame, of the GUI thread.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

import benchmarks
from benchmarks.scenes.started import played
from benchmarks.scenes.stored import database_of
from tests.storage.big_conversation import make

LONG = 100_000
SHORT = 100
CONVERSATIONS = 3
RUNS = 2
"""Openings of each conversation."""

STEPS = 600
RESIZES = 11
BUDGET_OPEN = 1.3
BUDGET_ADDED_MB = 10.0
BUDGET_FRAME_MS = 8.0
BUDGET_RESIZE = 1.5
_WARM_UP = 12


def measure() -> list[benchmarks.Row]:
    """Return a row each for opening, the memory it adds, a frame while scrolling, and resizing."""
    return rows(LONG, SHORT, STEPS)


def rows(long: int, short: int, steps: int) -> list[benchmarks.Row]:
    """Return the rows for other numbers of messages and of steps of the wheel."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        warm_up = _made(home, _WARM_UP, "Warm up")
        ids = {
            length: [_made(home, length, f"{length} {n}") for n in range(CONVERSATIONS)]
            for length in (long, short)
        }
        opened: dict[int, list[dict[str, Any]]] = {long: [], short: []}
        for number in range(RUNS * CONVERSATIONS):
            for length, told in opened.items():
                conversation = ids[length][number % CONVERSATIONS]
                told.append(played("scenes.opening", warm_up, conversation, home=home))
        read = {
            length: played("scenes.reading", ids[length][0], str(steps), str(RESIZES), home=home)
            for length in (long, short)
        }
    return [*_opening(opened[long], opened[short]), *_reading(read[long], read[short])]


def _made(home: Path, messages: int, title: str) -> str:
    return make(database_of(home), messages, title=title).id


def _opening(long: list[dict[str, Any]], short: list[dict[str, Any]]) -> list[benchmarks.Row]:
    cpu_ms, added_mb = ([told[name] for told in long] for name in ("cpu_ms", "added_mb"))
    floor_ms, floor_mb = ([told[name] for told in short] for name in ("cpu_ms", "added_mb"))
    return [
        benchmarks.ratio_row(
            "opening 100,000 messages / 100 (CPU ms)",
            statistics.median(cpu_ms),
            statistics.median(floor_ms),
            BUDGET_OPEN,
            f"{benchmarks.spread(cpu_ms)} / {benchmarks.spread(floor_ms)}",
        ),
        benchmarks.limit_row(
            "opening 100,000 messages, memory added (MB)",
            statistics.median(added_mb),
            statistics.median(floor_mb),
            BUDGET_ADDED_MB,
            benchmarks.spread(added_mb),
        ),
    ]


def _reading(long: dict[str, Any], short: dict[str, Any]) -> list[benchmarks.Row]:
    return [
        benchmarks.limit_row(
            "scroll frame at 100,000 messages, p99 (CPU ms)",
            benchmarks.percentile(long["frames"], 0.99),
            benchmarks.percentile(short["frames"], 0.99),
            BUDGET_FRAME_MS,
            f"{len(long['frames'])} frames, longest {max(long['frames']):.1f}",
        ),
        benchmarks.ratio_row(
            "resize at 100,000 messages / 100 (CPU ms)",
            statistics.median(long["resize_ms"]),
            statistics.median(short["resize_ms"]),
            BUDGET_RESIZE,
            f"{benchmarks.spread(long['resize_ms'])} / {benchmarks.spread(short['resize_ms'])}",
        ),
    ]
