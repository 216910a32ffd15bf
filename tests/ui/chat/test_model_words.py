from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale

from desktop_app.core.costs import Price
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import ProviderError
from desktop_app.core.models import BUILT_IN, ModelInfo
from desktop_app.ui.chat.model_words import (
    context_mark,
    ends_soon,
    engine_remark,
    model_words,
    price_mark,
    provider_words,
    shutdown_mark,
    unlisted_remark,
)

PLAIN = ModelInfo("m", "acme", "m", "Acme")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("context", "mark"),
    [
        (None, ""),
        (512, "512"),
        (2048, "2k"),
        (4096, "4k"),
        (8192, "8k"),
        (16_385, "16.4k"),
        (96_000, "96k"),
        (128_000, "128k"),
        (131_072, "128k"),
        (200_000, "200k"),
        (262_144, "256k"),
        (1_000_000, "1M"),
        (1_048_576, "1M"),
        (1_047_576, "1.05M"),
        (1_050_000, "1.05M"),
        (10_000_000, "10M"),
    ],
)
def test_contexts(context: int | None, mark: str) -> None:
    assert context_mark(context) == mark


@pytest.mark.parametrize(
    ("price", "mark"),
    [
        (None, ""),
        (Price(0, 0), "free"),
        (Price(0.15, 0.6), "$0.15 / $0.60"),
        (Price(2, 12), "$2.00 / $12.00"),
        (Price(0.038, 0.12), "$0.038 / $0.12"),
        (Price(0.000002, 1), "$0.000002 / $1.00"),
        (Price(1_000.5, 0), "$1,000.50 / $0.00"),
    ],
)
def test_prices(price: Price | None, mark: str) -> None:
    assert price_mark(price) == mark


def test_other_languages_write_numbers_otherwise() -> None:
    QLocale.setDefault(QLocale("ru_RU"))
    assert price_mark(Price(0.15, 0.6)) == "$0,15 / $0,60"
    assert context_mark(1_050_000) == "1,05M"
    assert "янв" in shutdown_mark("2027-01-14")


def test_last_days() -> None:
    assert shutdown_mark("") == ""
    assert shutdown_mark("2027-01-14") == "until 14 Jan 2027"
    assert not ends_soon("", date(2026, 1, 1))
    assert not ends_soon("2027-01-14", date(2026, 11, 14))
    assert ends_soon("2027-01-14", date(2026, 11, 15))
    assert ends_soon("2027-01-14", date(2027, 6, 1))


def test_all_that_is_known_in_words() -> None:
    full = ModelInfo("m", "acme", "m", "Acme", True, 128_000, Price(0.15, 0.6), "2027-01-14")
    assert model_words(full) == [
        "Acme",
        "sees pictures",
        "reads up to 128,000 tokens",
        "$0.15 for a million tokens read, $0.60 for a million written",
        "until 14 Jan 2027",
    ]
    assert model_words(PLAIN) == ["Acme"]
    assert model_words(BUILT_IN)[:2] == ["This computer", "sees no pictures"]
    free = ModelInfo("m", "acme", "m", "Acme", price=Price(0, 0))
    assert model_words(free) == ["Acme", "free"]


def test_providers() -> None:
    assert provider_words(BUILT_IN) == "This computer"
    assert provider_words(ModelInfo("m", "environment", "m", "Environment")) == "Environment"
    assert provider_words(PLAIN) == "Acme"
    assert unlisted_remark(ProviderError("No key", "Add it.", code="no_key")) == "needs a key"
    assert unlisted_remark(ProviderError("Gone", "Wait.", code="timed_out")) == "does not answer"


def test_engine() -> None:
    assert engine_remark(EngineState(Phase.FETCHING, done=1, total=4)) == "fetching 25 %"
    assert engine_remark(EngineState(Phase.READY)) == "this computer"
