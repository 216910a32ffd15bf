"""Streaming: CPU milliseconds a kilobyte of an answer, beside the same text inserted as it comes.

The scripted server sends 2,000 deltas of five characters a second from a process of its own. What
is measured begins with Enter and ends when everything is painted and saved; the floor takes the
same way up to the client (`benchmarks.floors.plain_text`). Each runs in a process of its own. An
answer of 400 KB takes 40 seconds, so that there are few of the long ones.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path

import benchmarks
from benchmarks.scenes.started import played, served, texts_served
from benchmarks.scenes.texts import KILOBYTE, markdown

RATE = 2000.0
CHUNK = 5
RUNS = {20: 5, 100: 3, 400: 2}
"""How many answers are measured of each size in KB."""

BUDGET = 2.0
GROWTH_BUDGET = 1.25
_WARM_UP_KB = 6
_WINDOW = ("scenes.answering",)
_FLOOR = ("floors.plain_text",)
_WAY = ("floors.plain_text", "blind")


def measure() -> list[benchmarks.Row]:
    """Return a row a size, and one for the growth of the cost from the smallest to the largest."""
    return rows(RUNS, RATE)


def rows(runs: Mapping[int, int], rate: float) -> list[benchmarks.Row]:
    """Return the rows for other sizes, numbers of runs and deltas a second."""
    found: list[benchmarks.Row] = []
    medians: list[float] = []
    for size, count in runs.items():
        costs = _costs(_WINDOW, size, count, rate)
        floors = _costs(_FLOOR, size, count, rate)
        medians.append(statistics.median(costs))
        found.append(
            benchmarks.ratio_row(
                f"streaming {size} KB, {count} runs (CPU ms/KB)",
                medians[-1],
                statistics.median(floors),
                BUDGET,
                f"{benchmarks.spread(costs)} / {benchmarks.spread(floors)}",
            )
        )
    smallest, largest = min(runs), max(runs)
    way = statistics.median(_costs(_WAY, smallest, runs[smallest], rate))
    what = f"streaming {largest} KB / {smallest} KB (CPU ms/KB)"
    note = f"of that the way from the socket alone {way:.1f}"
    found.append(benchmarks.ratio_row(what, medians[-1], medians[0], GROWTH_BUDGET, note))
    return found


def _costs(module: tuple[str, ...], size: int, count: int, rate: float) -> list[float]:
    """Return what a kilobyte costs, run by run."""
    name, *words = module
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        texts = [markdown(_WARM_UP_KB * KILOBYTE, seed=2), markdown(size * KILOBYTE)]
        options = texts_served(texts, home, rate=rate, chunk=CHUNK)
        with served(*options) as server:
            told = played(name, str(count + 1), *words, home=home, base_url=server.base_url)
    assert set(told["characters"]) == {size * KILOBYTE}, "the answer did not arrive whole"
    return [spent / size for spent in told["cpu_ms"]]
