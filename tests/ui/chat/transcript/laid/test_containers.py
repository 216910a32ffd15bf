from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF

from desktop_app.core.markdown.pieces import Container, Containers
from desktop_app.ui.chat.transcript.laid.containers import inset, paint_bars, paint_marker
from tests.ui.chat.transcript.laying_out import Canvas, Materials

QUOTE, BULLETS, NUMBERS = Container.QUOTE, Container.BULLETS, Container.NUMBERS
AREA = QRectF(40, 0, 60, 23)


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_each_container_moves_a_piece_in(zoom: float) -> None:
    look = Materials().look(zoom)
    assert inset((), look) == 0
    for container in Container:
        assert inset((container,), look) == round(inset((container,), Materials().look()) * zoom)
    both = inset((QUOTE, NUMBERS), look)
    assert both == inset((QUOTE,), look) + inset((NUMBERS,), look)


@pytest.mark.parametrize(
    ("containers", "bars"),
    [((QUOTE,), [0]), ((BULLETS, QUOTE), [18]), ((QUOTE, QUOTE), [0, 18]), ((NUMBERS,), [])],
)
def test_every_quote_has_its_bar(containers: Containers, bars: list[int]) -> None:
    look = Materials().look()
    area = QRectF(0, 0, 100, 20)
    for from_right in (False, True):
        canvas = Canvas(100, 20).paint(
            lambda painter, side=from_right: paint_bars(
                painter, containers, area, look, from_right=side
            )
        )
        inked = [x for x in range(100) if not canvas.is_blank(QRectF(x, 0, 1, 20))]
        lefts = [97 - bar if from_right else bar for bar in bars]
        assert inked == sorted(x for left in lefts for x in range(left, left + 3))


def painted(marker: str, depth: int = 1, *, from_right: bool = False) -> Canvas:
    look = Materials().look()
    return Canvas(140, 23).paint(
        lambda painter: paint_marker(painter, marker, depth, AREA, look, from_right=from_right)
    )


@pytest.mark.parametrize("marker", ["•", "3.", "☐", "☑"])
@pytest.mark.parametrize("from_right", [False, True])
def test_marker_stands_near_the_words(marker: str, from_right: bool) -> None:
    canvas = painted(marker, from_right=from_right)
    near_left = QRectF(AREA.left(), 0, 25, 23)
    near_right = QRectF(AREA.right() - 25, 0, 25, 23)
    near, far = (near_left, near_right) if from_right else (near_right, near_left)
    assert not canvas.is_blank(near)
    assert canvas.is_blank(far)


def test_long_numbers_reach_out_of_the_list_not_into_the_words() -> None:
    assert painted("1234567.").is_blank(QRectF(AREA.right() - 5, 0, 40, 23))
    assert painted("1234567.", from_right=True).is_blank(QRectF(0, 0, AREA.left() + 5, 23))


def test_bullets_differ_by_depth_and_boxes_by_their_tick() -> None:
    images = [painted(*how).image for how in [("•", 1), ("•", 2), ("•", 3), ("☐", 1), ("☑", 1)]]
    for number, image in enumerate(images):
        assert all(image != other for other in images[number + 1 :])
    assert painted("•", 3).image == painted("•", 7).image
