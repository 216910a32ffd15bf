"""A temporary chat with the real model leaves no trace anywhere in the home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desktop import Desktop, until
from tests.journeys.hands import Hands
from tests.journeys.journey import Journey, Window
from tests.journeys.screen_reader import ScreenReader, missing, session_bus
from tests.storage.traces import traces

pytestmark = [pytest.mark.x11, pytest.mark.engine]

QUESTION = "What is the capital of France, zqmurexkwj?"
DRAFT = "zqowlishkwj"
WORDS = ["zqmurexkwj", DRAFT]
BAR = "Temporary chat: nothing of it is kept"


@pytest.fixture
def window(journey: Journey, tmp_path: Path) -> Iterator[Window]:
    """Yield a window that can be read, with the built-in model."""
    if lacking := missing():
        pytest.skip(f"There is no {lacking} here, and it could not be installed.")
    with session_bus(tmp_path / "bus") as environ:
        journey.chatloom.environ |= environ
        journey.hand_over_model()
        yield journey.open()


@pytest.fixture
def hands(window: Window, journey: Journey, desktop: Desktop) -> Iterator[Hands]:
    reader = ScreenReader(window.process.pid, journey.chatloom.environ)
    try:
        yield Hands(reader, desktop)
    finally:
        reader.close()


def test_nothing_of_it_is_in_any_file(journey: Journey, window: Window, hands: Hands) -> None:
    journey.until_engine("ready")
    window.keys("ctrl+shift+n")
    hands.until_said(BAR)
    window.type(QUESTION)
    window.keys("Return")
    until(lambda: answer_of(hands), "it is answered", 60)
    window.type(DRAFT)
    hands.until_said(DRAFT)
    # While it is still open, and after it has been forgotten.
    assert "Paris" in answer_of(hands)
    assert traces(journey.chatloom.home, WORDS) == []
    window.keys("alt+F4")
    hands.until_said("Keep this temporary chat?")
    hands.press("Leave and forget")
    assert window.process.wait(20) == 0
    assert traces(journey.chatloom.home, WORDS) == []
    assert journey.kept.conversations() == []


def answer_of(hands: Hands) -> str:
    """Return the answer once it is whole, empty before that."""
    conversation = hands.look("Conversation", "list")
    rows = conversation["children"] if conversation else []
    writing = hands.look("Stop", "push button") is not None
    return "" if writing or len(rows) < 2 else str(rows[1]["text"])
