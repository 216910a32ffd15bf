from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF

from desktop_app.ui.chat.transcript.laid.sideways import Sideways
from tests.ui.chat.transcript.laying_out import Canvas, Materials

AREA = QRectF(0, 0, 200, 12)


@pytest.fixture
def sideways() -> Sideways:
    made = Sideways()
    made.fit(200, 1000)
    return made


def test_is_needed_only_where_something_lies_outside(sideways: Sideways) -> None:
    assert sideways.is_needed
    sideways.fit(1000, 1000)
    assert not sideways.is_needed


def test_scrolls_no_further_than_there_is_something(sideways: Sideways) -> None:
    assert sideways.scroll_to(5000)
    assert sideways.offset == 800
    assert not sideways.scroll_to(900)
    assert sideways.scroll_to(-3)
    assert sideways.offset == 0


def test_goes_back_when_there_is_more_room(sideways: Sideways) -> None:
    sideways.scroll_to(800)
    sideways.fit(600, 1000)
    assert sideways.offset == 400


@pytest.mark.parametrize("left", [10, 300, 700, 900])
def test_reveals_a_stretch_with_some_room_around_it(sideways: Sideways, left: int) -> None:
    for start in (0, 450, 800):
        sideways.scroll_to(start)
        moved = sideways.reveal(left, left + 40)
        assert sideways.offset <= left
        assert left + 40 <= sideways.offset + 200
        assert moved == (sideways.offset != start)


def test_handle_moves_with_the_pointer(sideways: Sideways) -> None:
    sideways.drag(AREA, 40)
    assert sideways.offset == 200
    sideways.drag(AREA, 9000)
    assert sideways.offset == 800


def test_handle_is_painted_where_the_page_is(sideways: Sideways) -> None:
    look = Materials().look()
    left, right = QRectF(0, 0, 30, 6), QRectF(170, 0, 30, 6)
    canvas = Canvas(200, 12).paint(lambda painter: sideways.paint(painter, AREA, look))
    assert not canvas.is_blank(left)
    assert canvas.is_blank(right)
    sideways.scroll_to(800)
    canvas = Canvas(200, 12).paint(lambda painter: sideways.paint(painter, AREA, look))
    assert canvas.is_blank(left)
    assert not canvas.is_blank(right)


def test_nothing_is_painted_where_everything_can_be_seen() -> None:
    sideways = Sideways()
    sideways.fit(200, 200)
    canvas = Canvas(200, 12).paint(
        lambda painter: sideways.paint(painter, AREA, Materials().look())
    )
    assert canvas.is_blank(AREA)
