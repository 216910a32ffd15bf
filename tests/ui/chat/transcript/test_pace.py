from __future__ import annotations

from desktop_app.ui.chat.transcript.pace import Pace


def test_nothing_is_said_in_the_first_second() -> None:
    pace = Pace()
    assert pace.take(400, 10.0) == ""
    assert pace.take(100, 10.9) == ""


def test_the_mean_is_told_once_a_second() -> None:
    pace = Pace()
    pace.take(999, 10.0)
    pace.take(80, 10.5)
    assert pace.take(80, 11.0) == "writing · 40 tokens/s"
    assert pace.take(80, 11.9) == ""
    assert pace.take(80, 12.0) == "writing · 40 tokens/s"


def test_a_pace_too_slow_for_a_number_isnt_told() -> None:
    pace = Pace()
    pace.take(1, 10.0)
    assert pace.take(1, 20.0) == ""


def test_the_next_answer_begins_anew() -> None:
    pace = Pace()
    pace.take(1, 10.0)
    pace.take(4000, 11.0)
    pace.start()
    pace.take(4000, 12.0)
    assert pace.take(40, 13.0) == "writing · 10 tokens/s"
