from __future__ import annotations

import gc
from collections.abc import Callable
from weakref import ref

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.markdown.pieces import Code
from desktop_app.ui.chat.transcript.workplace import Workplace


@pytest.fixture
def view(show: Callable[..., None]) -> QWidget:
    made = QWidget()
    show(made)
    return made


@pytest.fixture
def workplace(view: QWidget) -> Workplace:
    return Workplace(view)


def test_another_zoom_is_another_look(workplace: Workplace) -> None:
    before, workshop = workplace.look, workplace.workshop
    workplace.zoom = 1.5
    assert workplace.look is before
    workplace.restyle()
    assert workplace.look.chat.font.pixelSize() > before.chat.font.pixelSize()
    assert workplace.workshop is not workshop
    assert workplace.workshop.look is workplace.look


def test_code_has_the_name_of_its_language(workplace: Workplace) -> None:
    laid = workplace.workshop.laid_code(Code("", "py"))
    assert laid._label == "Python"


def test_code_gets_its_colours(workplace: Workplace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workplace.recoloured):
        laid = workplace.workshop.laid_code(Code("def f(): pass", "python"))
    assert laid._spans(0, laid.length)


def test_code_that_nobody_shows_is_let_go_of(workplace: Workplace) -> None:
    laid = workplace.workshop.laid_code(Code("", "python"))
    known = ref(laid)
    del laid
    gc.collect()
    assert known() is None


def test_pictures_are_told_when_they_are_ready(workplace: Workplace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workplace.ready):
        assert workplace.thumbnail("data:image/png;base64,AAAA") is None
    assert workplace.thumbnail("data:image/png;base64,AAAA") == QImage()


def test_formulas_are_told_when_they_are_ready(workplace: Workplace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workplace.ready, timeout=20_000):
        assert workplace.look.formula("x^2", display=False) is None
    picture = workplace.look.formula("x^2", display=False)
    assert picture is not None
    assert not picture.failed
    assert picture.width > 0


def test_fonts_are_loaded_step_by_step(workplace: Workplace) -> None:
    assert sum(1 for _ in workplace.warm_up()) >= 8
