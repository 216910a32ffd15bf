from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from desktop_app.core.costs import Price
from desktop_app.core.models import ModelInfo, day_from, model_from_json

FULL = ModelInfo(
    "gpt-9",
    "acme",
    "GPT 9",
    "Acme",
    vision=True,
    context=1000,
    price=Price(1.5, 2, 0.1),
    shutdown="2027-01-14",
    reasoning=True,
    takes=("temperature", "stop"),
)


@pytest.mark.parametrize("model", [FULL, ModelInfo("m", "p", "m", "P")])
def test_json_and_back(model: ModelInfo) -> None:
    assert model_from_json(json.loads(json.dumps(asdict(model)))) == model


@pytest.mark.parametrize(
    "values", [{}, {"id": "a"}, {"id": 5, "provider": "p"}, {"id": "", "provider": "p"}]
)
def test_what_is_no_model(values: dict[str, object]) -> None:
    assert model_from_json(values) is None


def test_odd_values_are_unknown() -> None:
    odd = {
        "id": "a",
        "provider": "p",
        "vision": 1,
        "context": "x",
        "price": 7,
        "takes": [1, "seed"],
    }
    assert model_from_json(odd) == ModelInfo("a", "p", "a", "p", takes=("seed",))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2027-01-14", "2027-01-14"),
        ("2027-01-14T10:00:00Z", "2027-01-14"),
        ("soon", ""),
        ("2027-13-14", ""),
        (None, ""),
        (1_800_000_000, ""),
    ],
)
def test_days(value: object, day: str) -> None:
    assert day_from(value) == day
