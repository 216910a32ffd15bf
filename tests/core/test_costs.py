from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.conversation import Usage
from desktop_app.core.costs import Price, cost_of, estimated_tokens, price_from_json


@pytest.mark.parametrize(
    ("usage", "price", "cost"),
    [
        (Usage(1_000_000, 0), Price(2, 8), 2),
        (Usage(0, 500_000), Price(2, 8), 4),
        (Usage(1000, 100, cached_tokens=400), Price(2, 8, 0.5), 0.0022),
        (Usage(1000, 100, cached_tokens=400), Price(2, 8), 0.0028),
        (Usage(10, 0, cached_tokens=400), Price(2, 8, 1), 0.00001),
        (Usage(10, 10), Price(0, 0), 0),
    ],
)
def test_cost(usage: Usage, price: Price, cost: float) -> None:
    assert cost_of(usage, price) == pytest.approx(cost)


@pytest.mark.parametrize(("letters", "tokens"), [(0, 0), (1, 1), (4, 1), (5, 2), (4000, 1000)])
def test_estimate(letters: int, tokens: int) -> None:
    assert estimated_tokens(letters) == tokens


@pytest.mark.parametrize(
    ("value", "price"),
    [
        ({"input": 1, "output": 2.5}, Price(1, 2.5)),
        ({"input": 0, "output": 0, "cached": 0.1}, Price(0, 0, 0.1)),
        ({"input": 1, "output": 2, "cached": "x"}, Price(1, 2)),
        ({"input": 1, "output": None}, None),
        ({"input": True, "output": 1}, None),
        ({"input": float("nan"), "output": 1}, None),
        ({"input": float("inf"), "output": 1}, None),
        ({"input": -1, "output": 1}, None),
        ([1, 2], None),
        (None, None),
    ],
)
def test_price_from_json(value: Any, price: Price | None) -> None:
    assert price_from_json(value) == price
