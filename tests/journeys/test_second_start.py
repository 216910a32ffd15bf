"""Chatloom started while it is open, or after it was killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.journeys.desktop import Desktop, until
from tests.journeys.journey import Journey

pytestmark = pytest.mark.x11

_OTHER = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel("Another program")
label.setWindowTitle("Another program")
label.showMaximized()
application.exec()
"""


@contextmanager
def another_program(desktop: Desktop) -> Iterator[str]:
    """Cover the screen with another program's window; yield its id once it has the keys."""
    with subprocess.Popen([sys.executable, "-c", _OTHER]) as process:
        try:
            window = until(lambda: next(iter(desktop.windows(process.pid)), ""), "it is open")
            until(lambda: desktop.active() == window, "it has the keys")
            yield window
        finally:
            process.kill()


def test_a_second_start_raises_the_window(journey: Journey, desktop: Desktop) -> None:
    window = journey.open()
    with another_program(desktop):
        second = journey.start()
        assert second.wait(5) == 0
        until(lambda: desktop.active() == window.id, "the window came forward")
        window.write("It has the keys.")
    assert window.close() == 0


def test_a_minimised_window_comes_back(journey: Journey, desktop: Desktop) -> None:
    window = journey.open()
    desktop.minimise(window.id)
    until(lambda: window.titles() == {}, "it is minimised")
    assert journey.start().wait(5) == 0
    until(lambda: desktop.active() == window.id, "the window came back")


def test_the_lock_of_a_killed_window_is_stale(journey: Journey) -> None:
    window = journey.open()
    window.write("a draft")
    settings = journey.chatloom.home / "config" / "settings.json"
    until(lambda: settings.exists() and json.loads(settings.read_text())["conversation"], "kept")
    window.kill()
    journey.until_all_ended()
    window = journey.open()
    window.write_on("a draft", " and more")
    assert journey.start().wait(5) == 0
    assert window.close() == 0


def test_another_home_has_a_window_of_its_own(journey: Journey) -> None:
    first = journey.open()
    journey.chatloom.environ["CHATLOOM_HOME"] += "/another"
    second = journey.open()
    assert second.close() == 0
    assert first.process.poll() is None


def test_it_is_closed_as_soon_as_it_is_seen(journey: Journey) -> None:
    assert journey.open().close() == 0
    journey.until_all_ended()
