from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import Failure
from desktop_app.core.models import BUILT_IN, ModelInfo
from desktop_app.ui.chat.first_start import FirstStart
from tests.ui.desk import click

ELSEWHERE = ModelInfo("gpt", "acme", "GPT <b>", "Acme")
BROKEN = Failure("The model could not be fetched", "Check your network, then try again.")


@pytest.fixture
def card(show: Callable[..., None]) -> FirstStart:
    holder = QWidget()
    made = FirstStart(holder)
    show(holder, 700, 600)
    made.resize(560, made.heightForWidth(560))
    made.show()
    return made


def words(card: FirstStart) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def button(card: FirstStart, text: str) -> QAbstractButton:
    return next(b for b in card.findChildren(QAbstractButton) if b.text() == text)


@pytest.mark.parametrize(
    ("state", "title", "remark"),
    [
        (EngineState(Phase.STOPPED), "Starting the model", "You can write already."),
        (EngineState(Phase.STARTING), "Starting the model", "You can write already."),
        (EngineState(Phase.READY), "Everything is ready", "Nothing you write leaves it."),
        (EngineState(Phase.FETCHING, done=30_000_000, total=98_000_000), "Fetching", "30 of 98 MB"),
        (EngineState(Phase.FETCHING, done=30_000_000), "Fetching", "30 of ? MB"),
        (EngineState(Phase.FAILED, failure=BROKEN), BROKEN.title, BROKEN.advice),
    ],
)
def test_tells_what_the_engine_does(
    card: FirstStart, state: EngineState, title: str, remark: str
) -> None:
    card.show_state(BUILT_IN, state)
    assert title in words(card)[0]
    assert remark in words(card)[1]
    assert card.findChild(QProgressBar).isVisible() == (state.phase is Phase.FETCHING)
    assert button(card, "Try again").isVisible() == (state.phase is Phase.FAILED)


def test_progress(card: FirstStart) -> None:
    bar = card.findChild(QProgressBar)
    card.show_state(BUILT_IN, EngineState(Phase.FETCHING, done=25, total=100))
    assert bar.value() / bar.maximum() == 0.25
    assert bar.accessibleName() == "Fetching the model"
    card.show_state(BUILT_IN, EngineState(Phase.FETCHING, done=25))
    assert bar.maximum() == 0, "It moves without an end where the size isn't known."


def test_progress_of_a_file_larger_than_an_int(card: FirstStart) -> None:
    """Qt counts in 32 bits; a model file may have ten gigabytes."""
    state = EngineState(Phase.FETCHING, done=5_000_000_000, total=10_000_000_000)
    card.show_state(BUILT_IN, state)
    bar = card.findChild(QProgressBar)
    assert bar.value() / bar.maximum() == pytest.approx(0.5, abs=0.01)
    assert "5000 of 10000 MB" in words(card)[1]


@pytest.mark.parametrize("phase", list(Phase))
def test_another_provider_needs_no_engine(card: FirstStart, phase: Phase) -> None:
    card.show_state(ELSEWHERE, EngineState(phase, failure=BROKEN))
    assert words(card)[:2] == ["What is on your mind?", "GPT <b> answers through Acme."]
    assert not button(card, "Try again").isVisible()
    assert not card.findChild(QProgressBar).isVisible()


def test_things_to_try(card: FirstStart, qtbot: QtBot) -> None:
    card.show_state(BUILT_IN, EngineState(Phase.READY))
    with qtbot.waitSignal(card.prompt_chosen) as told:
        click(button(card, "Try it"))
    assert f"“{told.args[0]}”" in words(card)
    for signal, text in (
        (card.model_file_wanted, "Open…"),
        (card.training_wanted, "Show me"),
        (card.providers_wanted, "Connect it"),
    ):
        with qtbot.waitSignal(signal):
            click(button(card, text))


def test_try_again(card: FirstStart) -> None:
    card.show_state(BUILT_IN, EngineState(Phase.FAILED, failure=BROKEN))
    spy = QSignalSpy(card.retry_wanted)
    click(button(card, "Try again"))
    assert spy.count() == 1


def test_buttons_say_what_they_belong_to(card: FirstStart) -> None:
    """Three buttons that read Try it, Open and Show me alone would say little."""
    told = {
        b.text(): b.accessibleDescription()
        for b in card.findChildren(QAbstractButton)
        if b.isVisible()
    }
    assert told["Try it"] == "Ask something"
    assert told["Open…"] == "Use a model of your own"
    assert told["Show me"] == "See training"


@pytest.mark.parametrize("width", [440, 560])
@pytest.mark.parametrize("phase", list(Phase))
def test_nothing_is_cut_off(card: FirstStart, width: int, phase: Phase) -> None:
    failure = Failure(BROKEN.title, BROKEN.advice * 3)
    card.show_state(BUILT_IN, EngineState(phase, done=1, total=2, failure=failure))
    card.setFixedWidth(width)
    card.resize(width, card.heightForWidth(width))
    card.layout().activate()
    for label in card.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
