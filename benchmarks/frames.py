"""Frames while an answer streams in at 2,000 deltas a second, in a window that is warm.

A frame is what the GUI thread spends on Qt's events between two paintings, painting included; see
`benchmarks.scenes.watch.Frames`. What asyncio runs between frames is no frame, but like every
event it may not take longer than one. Milliseconds are CPU time of the GUI thread: on a machine
that does something else, too, the clock on the wall tells more of that than of the window. The
floor is the plain text edit of `benchmarks.floors.plain_text`.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

import benchmarks
from benchmarks.scenes.started import played, served, texts_served
from benchmarks.scenes.texts import KILOBYTE, markdown

RATE = 2000.0
CHUNK = 5
ANSWERS = 5
ANSWER_KB = 40
BUDGET_P99 = 10.0
BUDGET_LONGEST = 16.0
_WARM_UP_KB = 20


def measure() -> list[benchmarks.Row]:
    """Return a row for the 99th percentile of all frames, one for the longest of all."""
    return rows(ANSWERS, ANSWER_KB, RATE)


def rows(answers: int, size: int, rate: float) -> list[benchmarks.Row]:
    """Return the rows for another number of answers of `size` KB each, at another rate."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        texts = [markdown(_WARM_UP_KB * KILOBYTE, seed=2), markdown(size * KILOBYTE)]
        options = texts_served(texts, home, rate=rate, chunk=CHUNK)
        told: list[dict[str, Any]] = []
        for name in ("scenes.answering", "floors.plain_text"):
            with served(*options) as server:
                told.append(
                    played(name, str(answers + 1), "watch", home=home, base_url=server.base_url)
                )
    p99, floor_p99 = (benchmarks.percentile(each["frames"], 0.99) for each in told)
    longest, floor_longest = (max(*each["frames"], each["longest"]) for each in told)
    ours = told[0]
    return [
        benchmarks.limit_row(
            "frame at 2,000 deltas/s, p99 (CPU ms)",
            p99,
            floor_p99,
            BUDGET_P99,
            f"{len(ours['frames'])} frames, median {statistics.median(ours['frames']):.1f}",
        ),
        benchmarks.limit_row(
            "frame or event at 2,000 deltas/s, longest (CPU ms)",
            longest,
            floor_longest,
            BUDGET_LONGEST,
            f"by the clock {ours['longest_wall']:.0f}",
        ),
    ]
