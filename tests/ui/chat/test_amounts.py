from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from desktop_app.core.spending import Spending
from desktop_app.ui.chat.amounts import (
    about,
    cost_words,
    money_words,
    seconds_words,
    short_tokens_words,
    spending_words,
    tokens_words,
)


@pytest.fixture(autouse=True)
def american() -> Iterator[None]:
    """Write numbers as Americans do."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


def test_all_digits_of_a_count_are_grouped() -> None:
    assert tokens_words(1204) == "1,204 token(s)"
    assert tokens_words(1) == "1 token(s)"


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0"), (386, "386"), (999, "999"), (1204, "1.2k"), (99_940, "99.9k"), (128_400, "128k")],
)
def test_a_count_in_a_few_digits(count: int, words: str) -> None:
    assert short_tokens_words(count) == f"{words} token(s)"


@pytest.mark.parametrize(
    ("dollars", "words"),
    [
        (0, "$0.00"),
        (0.00001, "< $0.0001"),
        (0.0031, "$0.0031"),
        (0.0099, "$0.0099"),
        (0.01, "$0.01"),
        (1.274, "$1.27"),
        (1234.5, "$1,234.50"),
    ],
)
def test_money(dollars: float, words: str) -> None:
    assert money_words(dollars) == words


def test_seconds() -> None:
    assert seconds_words(0.416) == "0.42 s"
    assert seconds_words(12.34) == "12.3 s"


def test_estimates_are_called_so() -> None:
    assert about("$1.27", estimated=True) == "about $1.27"
    assert about("$1.27", estimated=False) == "$1.27"


@pytest.mark.parametrize(
    ("spending", "words"),
    [
        (Spending(900, 304, 0.0031), "1,204 token(s) · $0.0031"),
        (Spending(900, 304, 0.0031, estimated=True), "about 1,204 token(s) · about $0.0031"),
        (Spending(900, 304, 0.5, unpriced=True), "1,204 token(s) · more than $0.50"),
        (Spending(900, 304, unpriced=True), "1,204 token(s) · price not known"),
        (Spending(900, 304), "1,204 token(s) · $0.00"),
    ],
)
def test_spending(spending: Spending, words: str) -> None:
    assert spending_words(spending) == words
    assert words.endswith(cost_words(spending))


def test_other_countries_write_numbers_in_their_way() -> None:
    QLocale.setDefault(QLocale("de_DE"))
    assert spending_words(Spending(900, 304, 1.5)) == "1.204 token(s) · $1,50"
