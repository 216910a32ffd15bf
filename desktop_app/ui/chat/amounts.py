"""Tokens, seconds and money in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from desktop_app.core.spending import Spending

_THOUSAND = 1000
_CENT = 0.01
_TENTH_OF_A_DOLLAR_CENT = 0.0001


class _Counted(QObject):
    # Qt's tool takes a text for a plural only where it goes through tr().

    def tokens(self, count: int) -> str:
        return self.tr("%n token(s)", "", count)

    def oldest_messages(self, count: int) -> str:
        return self.tr("%n oldest message(s)", "", count)


def tokens_words(count: int) -> str:
    """Return a number of tokens, all its digits in groups."""
    return _Counted().tokens(count).replace(str(count), QLocale().toString(count), 1)


def oldest_messages_words(count: int) -> str:
    """Return a number of messages at the beginning of a chat."""
    return _Counted().oldest_messages(count)


def short_tokens_words(count: int) -> str:
    """Return a number of tokens in a few digits: 386 tokens, 1.2k tokens."""
    words = _Counted().tokens(count)
    if count < _THOUSAND:
        return words
    decimals = 1 if count < 100 * _THOUSAND else 0
    short = QLocale().toString(count / _THOUSAND, "f", decimals) + "k"
    return words.replace(str(count), short, 1)


def money_words(dollars: float) -> str:
    """Return US dollars: to the cent, and below one with two digits that say something."""
    dollars = float(dollars)  # what Qt wants also for a whole number
    if 0 < dollars < _TENTH_OF_A_DOLLAR_CENT:
        return "< $" + QLocale().toString(_TENTH_OF_A_DOLLAR_CENT, "f", 4)
    return "$" + QLocale().toString(dollars, "f", 4 if 0 < dollars < _CENT else 2)


def seconds_words(seconds: float) -> str:
    """Return seconds with as many decimals as can be felt."""
    number = QLocale().toString(seconds, "f", 2 if seconds < 1 else 1)
    return QCoreApplication.translate("Amounts", "{seconds} s").format(seconds=number)


def about(words: str, *, estimated: bool) -> str:
    """Return an amount, called an estimate where it is one."""
    if not estimated:
        return words
    return QCoreApplication.translate("Amounts", "about {amount}").format(amount=words)


def cost_words(spending: Spending) -> str:
    """Return what replies have cost, and whether that is all that is known."""
    if spending.cost:
        words = about(money_words(spending.cost), estimated=spending.estimated)
        if spending.unpriced:
            words = QCoreApplication.translate("Amounts", "more than {amount}").format(amount=words)
        return words
    if spending.unpriced:
        return QCoreApplication.translate("Amounts", "price not known")
    return money_words(0)


def spending_words(spending: Spending) -> str:
    """Return tokens and money: 1,204 tokens · $0.0031."""
    tokens = about(tokens_words(spending.tokens), estimated=spending.estimated)
    return f"{tokens} · {cost_words(spending)}"
