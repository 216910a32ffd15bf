"""The budgets of the house: one file each, measuring its own floor in the same run."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[], list[dict[str, object]]]
"""A benchmark's ``measure``: rows of what, measured, floor, ratio, budget and ok.

Where a row has a floor, the budget is a ratio to it, or the unit stands in `what`.
"""
