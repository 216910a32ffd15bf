"""The budgets of the house: one file each, measuring its own floor in the same run."""

from __future__ import annotations

from collections.abc import Callable

Row = dict[str, object]
"""What, measured, floor, ratio, budget and ok: the shape of ``./dev bench --json``.

Where a row has a floor, the budget is a ratio to it, or the unit stands in `what`. A note, such as
how far the runs lay apart, is shown to people only.
"""

SHAPE = ("what", "measured", "floor", "ratio", "budget", "ok")
"""The keys of a row that programs are told."""

Measure = Callable[[], list[Row]]
"""A benchmark's ``measure``."""

ON_DEMAND = frozenset({"search", "soak"})
"""Those that take many minutes, and so are run only when they are named."""


def ratio_row(what: str, measured: float, floor: float, budget: float, note: str = "") -> Row:
    """Return a row whose budget is a ratio to the floor."""
    row = limit_row(what, measured, floor, budget, note)
    return {**row, "ok": measured <= budget * floor}


def limit_row(what: str, measured: float, floor: float, budget: float, note: str = "") -> Row:
    """Return a row whose budget is in the unit of what was measured; the floor is to compare."""
    return {
        "what": what,
        "measured": _rounded(measured),
        "floor": _rounded(floor),
        "ratio": round(measured / floor, 2) if floor else None,
        "budget": budget,
        "ok": measured <= budget,
        "note": note,
    }


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that `share` of all are not above."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def spread(values: list[float]) -> str:
    """Return from where to where values lie, as a note."""
    return f"{_rounded(min(values))}–{_rounded(max(values))}"


def _rounded(value: float) -> float:
    return round(value, 1 if abs(value) >= 1 else 3)
