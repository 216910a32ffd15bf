"""What models cost and how much they read, from the list that comes with `genai-prices`.

It works without a network: the prices are those of the version that is installed.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from desktop_app.core.costs import Price
from desktop_app.providers.connection import import_in_turns, many_turns
from desktop_app.providers.model_facts import Facts
from desktop_app.providers.near import is_near

if TYPE_CHECKING:
    from decimal import Decimal

    from genai_prices.data_snapshot import DataSnapshot
    from genai_prices.types import ModelInfo, Provider, TieredPrices


async def listed_facts(base_url: str, models: Sequence[str]) -> dict[str, Facts]:
    """Return what is known of the models of a server by its address, by their ids.

    Nobody takes money for what runs on this computer, so nothing is loaded for that.
    """
    if is_near(base_url):
        return {}
    return await asyncio.to_thread(_looked_up, base_url, models)


def _looked_up(base_url: str, models: Sequence[str]) -> dict[str, Facts]:
    snapshot = _snapshot()
    try:
        provider = snapshot.find_provider(None, None, base_url)
    except LookupError:
        return {}
    found = {}
    for model in models:
        if facts := _facts(snapshot, provider, model):
            found[model] = facts
    return found


@cache
def _snapshot() -> DataSnapshot:
    # It takes 0.3 s and 11 MB, for which the first frame has no time.
    import_in_turns("genai_prices.data_snapshot")
    with many_turns():
        from genai_prices.data_snapshot import get_snapshot

        snapshot = get_snapshot()
        # Thousands of objects that stay: no collection has to look at them again.
        gc.freeze()
    return snapshot


def _facts(snapshot: DataSnapshot, provider: Provider, model: str) -> Facts | None:
    try:
        _, listed = snapshot.find_provider_model(model, provider, None, None)
    except LookupError:
        return None
    return Facts(price=_price(listed), context=listed.context_window)


def _price(listed: ModelInfo) -> Price | None:
    prices = listed.get_prices(datetime.now(UTC))
    read, written, cached = (
        _dollars(getattr(prices, name, None))
        for name in ("input_mtok", "output_mtok", "cache_read_mtok")
    )
    if read is None or written is None:
        return None
    return Price(read, written, cached)


def _dollars(price: Decimal | TieredPrices | None) -> float | None:
    """Return a price, that of short requests where long ones cost more."""
    if price is None:
        return None
    amount: Any = getattr(price, "base", price)
    return float(amount)
