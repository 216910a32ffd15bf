"""What is said of a model: its provider, what it can do, how much it reads, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core.costs import Price
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import AppError
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER, ModelInfo

SOON = timedelta(days=60)
"""How long before its last day a model asks for attention."""

_THOUSAND, _KIBI = 1000, 1024
_CENT = 0.01


def provider_words(model: ModelInfo) -> str:
    """Return what the provider of `model` is called in the user's language."""
    if model.provider == LOCAL_PROVIDER:
        return QCoreApplication.translate("ModelWords", "This computer")
    if model.provider == ENVIRONMENT_PROVIDER:
        return QCoreApplication.translate("ModelWords", "Environment")
    return model.provider_name


def engine_remark(state: EngineState) -> str:
    """Return what the picker says behind a local model's name."""
    if state.phase is Phase.FETCHING:
        percent = round(100 * state.done / state.total) if state.total else 0
        words = QCoreApplication.translate("ModelWords", "fetching {percent} %")
        return words.format(percent=percent)
    if state.phase is Phase.STARTING:
        return QCoreApplication.translate("ModelWords", "starting")
    if state.phase is Phase.FAILED:
        return not_available()
    return QCoreApplication.translate("ModelWords", "this computer")


def not_available() -> str:
    """Return what is said of a model that can't be asked."""
    return QCoreApplication.translate("ModelWords", "not available")


def unlisted_remark(failure: AppError) -> str:
    """Return what is said behind the name of a provider that didn't list its models."""
    if failure.code in ("no_key", "invalid_api_key"):
        return QCoreApplication.translate("ModelWords", "needs a key")
    return QCoreApplication.translate("ModelWords", "does not answer")


def context_mark(context: int | None) -> str:
    """Return how much a model reads in a few digits: 8k, 128k, 1M."""
    if context is None:
        return ""
    if context < _THOUSAND:
        return QLocale().toString(context)
    # Some count in 1,024s: nobody calls 131,072 anything but 128k.
    binary = context % _THOUSAND != 0 and context % _KIBI == 0
    thousands = context / (_KIBI if binary else _THOUSAND)
    if thousands < _THOUSAND:
        return _short(thousands, 1 if thousands < 100 else 0) + "k"
    return _short(thousands / (_KIBI if binary else _THOUSAND), 2) + "M"


def price_mark(price: Price | None) -> str:
    """Return a price for a million tokens, read and written: $0.15 / $0.60."""
    if price is None:
        return ""
    if not price.input and not price.output:
        return QCoreApplication.translate("ModelWords", "free")
    return f"{_dollars(price.input)} / {_dollars(price.output)}"


def shutdown_mark(day: str) -> str:
    """Return until when a model is there: until 14 Jan 2027."""
    if not day:
        return ""
    words = QLocale().toString(QDate.fromString(day, "yyyy-MM-dd"), "d MMM yyyy")
    return QCoreApplication.translate("ModelWords", "until {day}").format(day=words)


def ends_soon(day: str, today: date) -> bool:
    """Whether the last day of a model is near, or over."""
    return bool(day) and date.fromisoformat(day) - today <= SOON


def model_words(model: ModelInfo) -> list[str]:
    """Return all that is known of a model beside its name, a sentence's part each."""
    words = [provider_words(model)]
    if model.vision is not None:
        sees = QCoreApplication.translate("ModelWords", "sees pictures")
        blind = QCoreApplication.translate("ModelWords", "sees no pictures")
        words.append(sees if model.vision else blind)
    if model.context is not None:
        counted = QCoreApplication.translate("ModelWords", "reads up to {tokens} tokens")
        words.append(counted.format(tokens=QLocale().toString(model.context)))
    if model.price is not None:
        words.append(_price_words(model.price))
    if model.shutdown:
        words.append(shutdown_mark(model.shutdown))
    return words


def _price_words(price: Price) -> str:
    if not price.input and not price.output:
        return QCoreApplication.translate("ModelWords", "free")
    words = QCoreApplication.translate(
        "ModelWords", "{read} for a million tokens read, {written} for a million written"
    )
    return words.format(read=_dollars(price.input), written=_dollars(price.output))


def _dollars(amount: float) -> str:
    """Return US dollars to the cent, or with two digits that say something."""
    decimals = 2
    while amount and decimals < 6 and abs(round(amount, decimals) - amount) > amount * _CENT:
        decimals += 1
    return "$" + QLocale().toString(float(amount), "f", decimals)


def _short(number: float, decimals: int) -> str:
    """Return a number with no more decimals than say something."""
    while decimals and round(number, decimals) == round(number, decimals - 1):
        decimals -= 1
    return QLocale().toString(float(number), "f", decimals)
