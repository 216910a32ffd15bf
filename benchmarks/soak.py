"""Ten minutes of one answer at 500 deltas a second: memory stays flat, and what is read stays put.

Run by name: ``./dev bench soak --minutes 10``. Memory is compared with that after the first
minute. The answer has one and a half megabytes by its end, of which some copies must be held: what
came, what is shown and where it stands, its colours, what is on its way to the disk. A tenth of
the window's memory is about ten times the text and leaves room for those, but for nothing that
stays for each of three hundred thousand deltas: small strings alone would be as much again.

From the first minute on a reader stays some pages above the end. Each second a picture of the
transcript is taken, and none may differ from the first.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import benchmarks
from benchmarks.scenes.started import played, served, texts_served
from benchmarks.scenes.texts import markdown

RATE = 500.0
CHUNK = 5
BUDGET_GROWTH = 1.1
_MORE_SECONDS = 120.0


def measure(minutes: float = 10.0) -> list[benchmarks.Row]:
    """Return a row for the memory, and one for the pictures.

    Args:
        minutes: How long the answer takes.
    """
    seconds = minutes * 60
    size = round(seconds * RATE * CHUNK)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        options = texts_served([markdown(size, formulas=True)], home, rate=RATE, chunk=CHUNK)
        with served(*options) as server:
            told = played(
                "scenes.lasting",
                str(seconds),
                home=home,
                base_url=server.base_url,
                seconds=seconds + _MORE_SECONDS,
            )
    assert told["characters"] == size, f"{told['characters']} of {size} characters arrived"
    resident = told["resident_mb"]
    settled = resident[round(told["from_second"])]
    return [
        benchmarks.ratio_row(
            f"soak, {minutes:g} min: resident at the end / after {told['from_second']:g} s (MB)",
            max(resident[-3:]),
            settled,
            BUDGET_GROWTH,
            benchmarks.spread(resident),
        ),
        benchmarks.limit_row(
            f"soak: pictures that changed, of {told['pictures']} while scrolled up",
            told["differing"],
            0,
            0,
        ),
    ]
