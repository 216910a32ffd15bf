from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import AppError, Failure
from desktop_app.core.models import BUILT_IN
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.notices import Action


@pytest.fixture
def pane(show: Callable[..., None]) -> ChatPane:
    pane = ChatPane()
    show(pane, 480, 420)
    return pane


def place(part: QWidget, within: QWidget) -> QRect:
    return QRect(part.mapTo(within, QPoint(0, 0)), part.size())


@pytest.mark.parametrize("failure", [None, Failure("It broke", "Do this, " * 30)])
def test_card_never_lies_over_the_composer(pane: ChatPane, failure: Failure | None) -> None:
    phase = Phase.FAILED if failure else Phase.READY
    pane.first_start.show_state(BUILT_IN, EngineState(phase, failure=failure))
    pane.show_empty(empty=True)
    seen = pane.first_start.visibleRegion().boundingRect()
    seen.translate(pane.first_start.mapTo(pane, QPoint(0, 0)))
    assert not seen.intersects(place(pane.composer, pane))


def test_composer_shrinks_after_a_huge_word(pane: ChatPane) -> None:
    before = pane.composer.field.height()
    pane.composer.set_text("a" * 200_000)
    assert pane.composer.field.height() > before
    pane.composer.set_text("")
    assert pane.composer.field.height() == before


def notice(pane: ChatPane) -> str:
    found = [n for n in pane.findChildren(QWidget, "page_notice") if n.isVisible()]
    assert len(found) <= 1
    return found[0].accessibleName() if found else ""


def test_notices_wait_for_each_other(pane: ChatPane) -> None:
    pane.show_notice(AppError("First"), [])
    pane.show_notice(AppError("Second"), [])
    pane.show_notice(AppError("First"), [])
    assert notice(pane).startswith("First")
    pane.close_notice()
    assert notice(pane).startswith("Second")
    pane.close_notice()
    assert notice(pane) == ""


def test_a_way_out_of_what_is_told_already_is_shown(pane: ChatPane) -> None:
    full = AppError("Full", code="disk_full")
    pane.show_notice(full, [])
    pane.show_notice(full, [Action("Close without saving it", lambda: None)])
    words = [each.text() for each in pane.findChildren(QPushButton) if each.isVisible()]
    assert "Close without saving it" in words
    pane.show_notice(full, [])
    words = [each.text() for each in pane.findChildren(QPushButton) if each.isVisible()]
    assert "Close without saving it" in words


def test_what_is_not_true_any_more_is_withdrawn(pane: ChatPane) -> None:
    pane.show_notice(AppError("Full", code="disk_full"), [])
    pane.show_notice(AppError("Other"), [Action("Do it", lambda: None)])
    pane.show_notice(AppError("Read-only", code="not_writable"), [])
    pane.withdraw_grave()
    assert notice(pane).startswith("Other")
    pane.close_notice()
    assert notice(pane) == ""
