from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.costs import Price
from desktop_app.providers.model_facts import Facts
from desktop_app.providers.model_rows import row_facts

OPENROUTER = {
    "id": "openai/gpt-4o-mini",
    "name": "OpenAI: GPT-4o-mini",
    "context_length": 128_000,
    "architecture": {"input_modalities": ["text", "image"], "output_modalities": ["text"]},
    "pricing": {
        "prompt": "0.00000015",
        "completion": "0.0000006",
        "request": "0",
        "input_cache_read": "0.000000075",
    },
    "supported_parameters": ["max_completion_tokens", "stop", "temperature", "tools", 7],
    "expiration_date": "2027-01-14T00:00:00Z",
}


def test_openrouter_tells_nearly_everything() -> None:
    assert row_facts(OPENROUTER) == Facts(
        name="OpenAI: GPT-4o-mini",
        vision=True,
        context=128_000,
        price=Price(0.15, 0.6, 0.075),
        shutdown="2027-01-14",
        reasoning=False,
        takes=("temperature", "max_tokens", "stop"),
    )


def test_openrouters_thinkers() -> None:
    facts = row_facts({"supported_parameters": ["reasoning", "include_reasoning", "seed"]})
    assert (facts.reasoning, facts.takes) == (True, ("reasoning_effort", "seed"))


def test_what_is_free_costs_nothing() -> None:
    assert row_facts({"pricing": {"prompt": "0", "completion": "0"}}).price == Price(0, 0)


@pytest.mark.parametrize(
    "pricing",
    [
        {"prompt": "-1", "completion": "-1"},
        {"prompt": "0.1"},
        {"prompt": "NaN", "completion": "1"},
        {"prompt": "Infinity", "completion": "1"},
        {"prompt": "much", "completion": "more"},
        {"prompt": None, "completion": []},
        {"prompt": 50, "completion": 50},
        [],
    ],
)
def test_what_is_no_price(pricing: Any) -> None:
    assert row_facts({"pricing": pricing}).price is None


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        ({"shutdown_date": "2026-10-23"}, Facts(shutdown="2026-10-23")),
        ({"shutdown_date": None, "expiration_date": 5}, Facts()),
        ({"max_model_len": 4096}, Facts(context=4096)),
        ({"name": " A\nname "}, Facts(name="A name")),
        ({"name": "x" * 5000}, Facts(name="x" * 200)),
        ({"name": " \n"}, Facts()),
        (
            {"max_context_length": 32_768, "capabilities": {"vision": True}},
            Facts(None, True, 32768),
        ),
        ({"context_length": -1, "capabilities": ["vision"]}, Facts()),
        ({"context_length": 10**30, "name": "", "architecture": 5}, Facts()),
        ({"supported_parameters": "all"}, Facts()),
    ],
)
def test_other_servers(row: dict[str, Any], facts: Facts) -> None:
    assert row_facts(row) == facts
