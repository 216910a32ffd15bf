from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication

from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.view import Transcript
from tests.ui.chat.transcript.laying_out import answered
from tests.ui.painted import control


def test_formulas_are_asked_for_anew_on_another_screen(
    show: Callable[..., None],
) -> None:
    transcript, asked = Transcript(), []

    def formula(latex: str, display: object, size: float, colour: str) -> None:
        asked.append(latex)

    transcript.workplace.look._formulas = formula
    show(transcript, 900, 500)
    transcript.show_messages([(answered("$$x$$"), "Model")])
    before = len(asked)
    assert before
    QApplication.sendEvent(transcript, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert len(asked) > before


def test_the_control_under_a_point_is_found_in_a_long_message(show: Callable[..., None]) -> None:
    transcript = Transcript()
    show(transcript, 900, 500)
    transcript.show_messages([(answered("```\ncode\n```\n\nwords\n\n" * 100), "Model")])
    for kind in (Kind.COPY_CODE, Kind.COPY):
        wanted = control(transcript, 0, kind)
        assert transcript.control_at(wanted.area.center()) == wanted
    assert transcript.control_at(QPointF(2, 2)) is None
