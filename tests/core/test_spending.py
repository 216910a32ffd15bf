from __future__ import annotations

from desktop_app.core.spending import Spending


def test_all_tokens_count() -> None:
    assert Spending(900, 304).tokens == 1204
    assert Spending() == Spending(0, 0, 0.0, estimated=False, unpriced=False)
