"""The longest time for which an action keeps the GUI thread, in a window that is warm.

The conversation holds thirty messages, some of many KB, and a last answer of 400 KB. A stall is
what the GUI thread works without letting another event in between, in CPU milliseconds; the note
gives the longest by the clock, the machine's noise included. The floor is the same action in a
conversation of two short messages.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import benchmarks
from benchmarks.scenes.started import played
from benchmarks.scenes.stored import store
from benchmarks.scenes.texts import KILOBYTE, markdown

ROUNDS = 5
LONGEST_KB = 400
BUDGET_MS = 50.0
_SIZES_KB = (1, 4, 2, 12, 1, 24)
_SHORT = ["Hello.", "Hello. How can I help you?"]


def measure() -> list[benchmarks.Row]:
    """Return one row an action, with its longest stall in any round."""
    return rows(ROUNDS, LONGEST_KB)


def rows(rounds: int, longest: int) -> list[benchmarks.Row]:
    """Return the rows for another number of rounds and a last answer of `longest` KB."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        floor, told = (
            played(
                "scenes.acting",
                store(home, "This", messages),
                store(home, "Another", messages[:-1]),
                str(rounds),
                home=home,
            )
            for messages in (_SHORT, _messages(longest))
        )
    return [
        benchmarks.limit_row(
            f"stall: {action} (CPU ms)",
            max(stalls),
            max(floor["cpu_ms"][action]),
            BUDGET_MS,
            f"{benchmarks.spread(stalls)}, by the clock {max(told['wall_ms'][action]):.0f}",
        )
        for action, stalls in told["cpu_ms"].items()
    ]


def _messages(last: int) -> list[str]:
    """Return thirty messages, the last of which has `last` KB."""
    sizes = [_SIZES_KB[number % len(_SIZES_KB)] for number in range(29)]
    return [
        markdown(size * KILOBYTE, seed=number, formulas=True)
        for number, size in enumerate([*sizes, last])
    ]
