"""Pictures of formulas: asked for, waited for, kept, and given up."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.transcript.children.child_program import ChildProgram
from desktop_app.ui.chat.transcript.formulas import images as formula_images
from desktop_app.ui.chat.transcript.formulas.drawn import EM
from desktop_app.ui.chat.transcript.formulas.images import LONGEST, FormulaImage, FormulaImages

SQUARE = {
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -20 40 30">'
    '<rect x="0" y="-20" width="40" height="20" fill="currentColor"/></svg>',
    "width": 40.0,
    "ascent": 20.0,
    "descent": 10.0,
}
"""Ink above the baseline only."""


class Draughtsman(ChildProgram):
    """Draws when the test says so."""

    def __init__(self) -> None:
        super().__init__("none")
        self.asked: list[str] = []
        self.closed = False
        self.broken = False

    @property
    def is_broken(self) -> bool:
        return self.broken

    def ask(self, request: Mapping[str, object]) -> None:
        self.asked.append(str(request["latex"]))

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def draughtsman(qapp: object) -> Draughtsman:
    return Draughtsman()


@pytest.fixture
def images(draughtsman: Draughtsman) -> FormulaImages:
    return FormulaImages(program=draughtsman)


def ask(
    images: FormulaImages,
    source: str,
    *,
    display: bool = True,
    size_px: float = EM,
    colour: str = "#112233",
    scale: float = 1.0,
) -> FormulaImage | None:
    return images.image(source, display=display, size_px=size_px, colour=colour, scale=scale)


def shown(
    images: FormulaImages, draughtsman: Draughtsman, *, size_px: float = EM, scale: float = 1.0
) -> FormulaImage:
    """A square of the given size."""
    ask(images, "x")
    draughtsman.answered.emit(SQUARE)
    found = ask(images, "x", size_px=size_px, scale=scale)
    assert found is not None
    return found


def ink(image: QImage) -> set[tuple[int, str]]:
    """The rows of its first column with what they are painted in."""
    return {
        (y, QColor(image.pixel(0, y)).name())
        for y in range(image.height())
        if image.pixelColor(0, y).alpha()
    }


def test_a_formula_is_there_once_it_is_drawn(
    images: FormulaImages, draughtsman: Draughtsman, qtbot: QtBot
) -> None:
    assert ask(images, "x", display=False) is None
    assert draughtsman.asked == ["x"]
    with qtbot.waitSignal(images.ready) as ready:
        draughtsman.answered.emit(SQUARE)
    assert ready.args == [frozenset({"x"})]
    found = ask(images, "x", display=False)
    assert found is not None
    assert not found.failed
    assert ask(images, "x", display=False) is found
    assert draughtsman.asked == ["x"]


def test_its_baseline_lies_between_two_rows_of_pixels(
    images: FormulaImages, draughtsman: Draughtsman
) -> None:
    found = shown(images, draughtsman)
    assert (found.width, found.ascent, found.descent) == (40.0, 20.0, 10.0)
    assert ink(found.image) == {(y, "#112233") for y in range(20)}


def test_on_a_dense_screen_it_has_more_pixels_and_the_same_size(
    images: FormulaImages, draughtsman: Draughtsman
) -> None:
    found = shown(images, draughtsman, size_px=15.0, scale=2.0)
    assert (found.width, found.ascent, found.descent) == (30.0, 15.0, 7.5)
    assert (found.image.width(), found.image.height()) == (60, 45)
    assert found.image.devicePixelRatio() == 2.0
    assert len(ink(found.image)) == 30


def test_another_size_or_colour_is_painted_at_once(
    images: FormulaImages, draughtsman: Draughtsman
) -> None:
    shown(images, draughtsman)
    larger = ask(images, "x", size_px=2 * EM)
    brighter = ask(images, "x", colour="#eeeeee")
    assert larger is not None
    assert larger.width == 80.0
    assert brighter is not None
    assert (0, "#eeeeee") in ink(brighter.image)
    assert len(draughtsman.asked) == 1


def test_a_giant_is_painted_with_fewer_pixels(
    images: FormulaImages, draughtsman: Draughtsman
) -> None:
    found = shown(images, draughtsman, size_px=200 * EM, scale=2.0)
    assert found.width == pytest.approx(200 * 40.0, rel=0.01)
    assert found.image.sizeInBytes() < 17 * 1024 * 1024


def test_what_cannot_be_drawn_is_not_tried_again(
    images: FormulaImages, draughtsman: Draughtsman
) -> None:
    ask(images, "x")
    draughtsman.failed.emit()
    ask(images, "y")
    draughtsman.answered.emit({"refused": "no LaTeX"})
    for source in "xyxy":
        found = ask(images, source)
        assert found is not None
        assert found.failed
    assert len(draughtsman.asked) == 2


def test_a_very_long_one_is_not_even_tried(images: FormulaImages, draughtsman: Draughtsman) -> None:
    found = ask(images, "x" * (LONGEST + 1))
    assert found is not None
    assert found.failed
    assert draughtsman.asked == []


def test_the_latest_of_those_that_wait_comes_first_and_each_once(
    images: FormulaImages, draughtsman: Draughtsman
) -> None:
    for source in ("a", "b", "c", "b", "a"):
        ask(images, source)
    for _ in range(3):
        draughtsman.answered.emit(SQUARE)
    assert draughtsman.asked == ["a", "b", "c"]


def test_of_too_many_that_wait_the_oldest_are_forgotten(
    images: FormulaImages, draughtsman: Draughtsman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formula_images, "_MOST_WAITING", 2)
    for source in "abcd":
        ask(images, source)
    for _ in range(4):
        draughtsman.answered.emit(SQUARE)
    assert draughtsman.asked == ["a", "d", "c"]
    assert ask(images, "b") is None
    assert draughtsman.asked[-1] == "b"


def test_many_are_told_of_together(images: FormulaImages, draughtsman: Draughtsman) -> None:
    told: list[frozenset[str]] = []
    images.ready.connect(told.append)
    for source in "abcdefgh":
        ask(images, source)
    for _ in range(8):
        draughtsman.answered.emit(SQUARE)
    assert frozenset().union(*told) == frozenset("abcdefgh")
    assert len(told) < 8


def test_when_nothing_can_be_drawn_all_that_wait_are_told(
    images: FormulaImages, draughtsman: Draughtsman, qtbot: QtBot
) -> None:
    ask(images, "a")
    ask(images, "b")
    draughtsman.broken = True
    with qtbot.waitSignal(images.ready) as ready:
        draughtsman.failed.emit()
    assert ready.args == [frozenset("ab")]
    for source in "abc":
        found = ask(images, source)
        assert found is not None
        assert found.failed
    assert len(draughtsman.asked) == 1


def test_what_is_kept_is_bounded(draughtsman: Draughtsman, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formula_images, "_DRAWINGS", (2, 10_000))
    images = FormulaImages(program=draughtsman)
    for source in "abc":
        ask(images, source)
        draughtsman.answered.emit(SQUARE)
    assert ask(images, "c") is not None
    assert ask(images, "a") is None


def test_what_is_kept_is_bounded_in_bytes(
    draughtsman: Draughtsman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formula_images, "_IMAGES", (100, 2 * 40 * 30 * 4))
    images = FormulaImages(program=draughtsman)
    first = shown(images, draughtsman)
    for colour in ("#000001", "#000002"):
        ask(images, "x", colour=colour)
    again = ask(images, "x")
    assert again is not None
    assert again is not first


def test_after_closing_nothing_is_asked_or_taken(
    images: FormulaImages, draughtsman: Draughtsman
) -> None:
    ask(images, "a")
    ask(images, "b")
    images.close()
    draughtsman.answered.emit(SQUARE)
    assert ask(images, "c") is None
    assert draughtsman.asked == ["a"]
    assert draughtsman.closed


def test_with_the_real_process_a_formula_gets_its_picture(qtbot: QtBot) -> None:
    images = FormulaImages()
    with qtbot.waitSignal(images.ready, timeout=60_000):
        assert ask(images, r"\frac{a}{b}", size_px=19.0) is None
    found = ask(images, r"\frac{a}{b}", size_px=19.0)
    images.close()
    assert found is not None
    assert not found.failed
    assert found.ascent > 19.0 > found.descent > 5.0
    assert 8.0 < found.width < 30.0
