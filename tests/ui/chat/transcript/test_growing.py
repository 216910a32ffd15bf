from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.transcript.growing import FRAME_MS, Growing


class Shown:
    """Takes what arrives, as the transcript does.

    Attributes:
        taken: The words and the thoughts of each time something was shown.
        blinks: Of each blink whether the caret was on.
    """

    def __init__(self, owner: QObject) -> None:
        self.growing = Growing(self._take, self._blink, owner)
        self.taken: list[tuple[str, str]] = []
        self.blinks: list[bool] = []

    def _take(self) -> None:
        self.taken.append(self.growing.take())

    def _blink(self) -> None:
        self.blinks.append(self.growing.caret_is_on)


@pytest.fixture
def owner() -> QObject:
    return QObject()


@pytest.fixture
def shown(owner: QObject) -> Shown:
    made = Shown(owner)
    made.growing.start()
    return made


def test_what_arrives_is_joined(shown: Shown, qtbot: QtBot) -> None:
    for number in range(1000):
        shown.growing.add(f"{number} ")
        shown.growing.think(".")
    assert shown.taken == []
    qtbot.waitUntil(lambda: bool(shown.taken))
    assert shown.taken == [("".join(f"{number} " for number in range(1000)), "." * 1000)]


def test_nothing_is_shown_where_nothing_arrives(shown: Shown, qtbot: QtBot) -> None:
    shown.growing.think("hm")
    qtbot.waitUntil(lambda: bool(shown.taken))
    qtbot.wait(3 * FRAME_MS)
    assert shown.taken == [("", "hm")]
    assert shown.growing.take() == ("", "")


def test_pauses_are_as_long_as_painting_wants_them(shown: Shown) -> None:
    pauses = []
    for spent in (0.5, 4, 10, 1):
        shown.growing.spent(spent)
        pauses.append(shown.growing._timer.interval())
    assert pauses == [FRAME_MS, FRAME_MS, 40, FRAME_MS]


def test_slow_painting_of_one_answer_does_not_slow_the_next(shown: Shown) -> None:
    shown.growing.spent(100)
    shown.growing.start()
    assert shown.growing._timer.interval() == FRAME_MS


def test_what_was_not_shown_is_forgotten_at_the_end(shown: Shown, qtbot: QtBot) -> None:
    shown.growing.add("late")
    shown.growing.stop()
    qtbot.wait(3 * FRAME_MS)
    assert shown.taken == []
    assert shown.growing.take() == ("", "")


def test_caret_blinks_once_it_is_quiet(
    shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.ui.chat.transcript.growing._QUIET_MS", 10)
    monkeypatch.setattr(QApplication, "cursorFlashTime", lambda: 20)
    shown.growing.start()
    qtbot.waitUntil(lambda: len(shown.blinks) >= 2)
    assert shown.blinks[:2] == [False, True]
    shown.growing.stop()
    assert not shown.growing._blinking.isActive()


def test_caret_stands_while_words_arrive(shown: Shown) -> None:
    shown.growing.caret_is_on = False
    shown.growing.add("word")
    shown.growing.take()
    assert shown.growing.caret_is_on
    assert shown.growing._blinking.isActive()


def test_caret_does_not_blink_where_the_user_wants_none(
    owner: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "cursorFlashTime", lambda: 0)
    made = Shown(owner)
    made.growing.start()
    assert made.growing.caret_is_on
    assert not made.growing._blinking.isActive()
