from __future__ import annotations

import sys

import pytest

from desktop_app.core.costs import Price
from desktop_app.providers.prices import listed_facts

OPENAI = "https://api.openai.com/v1"


async def test_openai() -> None:
    """Also of the model whose prices this list has held unchanged since it is there."""
    found = await listed_facts(OPENAI, ["gpt-4o", "GPT-4o-2024-11-20", "no-such-model"])
    assert found["gpt-4o"].price == Price(2.5, 10, 1.25)
    assert found["gpt-4o"].context == 128_000
    assert found["GPT-4o-2024-11-20"].price == found["gpt-4o"].price
    assert "no-such-model" not in found


@pytest.mark.parametrize(
    "address",
    [
        "https://team.openai.azure.com/openai/v1",
        "https://openrouter.ai/api/v1",
        "https://api.mistral.ai/v1",
    ],
)
async def test_other_hosts_are_known(address: str) -> None:
    names = ["gpt-4o", "openai/gpt-4o", "mistral-large-latest"]
    found = await listed_facts(address, names)
    assert any(facts.price is not None for facts in found.values())


async def test_where_long_requests_cost_more_the_price_is_that_of_short_ones() -> None:
    found = await listed_facts("https://generativelanguage.googleapis.com", ["gemini-2.5-pro"])
    assert found["gemini-2.5-pro"].price == Price(1.25, 10, 0.125)


async def test_a_server_that_is_not_listed_has_no_prices() -> None:
    assert await listed_facts("https://models.example/v1", ["gpt-4o"]) == {}


async def test_nothing_is_loaded_for_a_server_nearby(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    assert await listed_facts("http://localhost:11434/v1", ["gpt-4o"]) == {}
