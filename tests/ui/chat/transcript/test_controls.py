from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF

from desktop_app.ui.chat.transcript.controls import (
    Control,
    Key,
    Touch,
    badge_width,
    button_width,
    paint_control,
    paint_focus,
)
from desktop_app.ui.chat.transcript.laid.part import Kind
from tests.ui.chat.transcript.laying_out import Canvas, Materials

AREA = QRectF(20, 10, 100, 28)
BADGE = Control(Key(0, Kind.BADGE), AREA, "Mood: positive", label="positive", value="positive")
BUTTON = Control(Key(0, Kind.COPY_CODE), AREA, "Copy code", label="Copy", icon="copy")
ICON = Control(Key(0, Kind.COPY), AREA, "Copy message", icon="copy")


def painted(control: Control, touch: Touch | None = None) -> Canvas:
    look = Materials().look()
    return Canvas(140, 48).paint(lambda p: paint_control(p, control, touch or Touch(), look))


@pytest.mark.parametrize("control", [BADGE, BUTTON, ICON])
def test_every_state_looks_different(control: Control) -> None:
    touches = [
        Touch(),
        Touch(hovered=control.key),
        Touch(hovered=control.key, pressed=control.key),
        Touch(focused=control.key),
    ]
    images = [painted(control, touch).image for touch in touches]
    for number, image in enumerate(images):
        assert all(image != other for other in images[number + 1 :])
    other = Touch(hovered=Key(1, control.key.kind), focused=Key(0, control.key.kind, 2))
    assert painted(control, other).image == images[0]


@pytest.mark.parametrize("control", [BUTTON, ICON])
def test_control_that_has_copied_says_so(control: Control) -> None:
    assert painted(control, Touch(done={control.key})).image != painted(control).image


def test_badge_has_a_dot_in_the_colour_of_the_mood() -> None:
    look = Materials().look()
    canvas = painted(BADGE)
    assert look.colour("positive").name() in canvas.colours_in(QRectF(20, 10, 20, 28))
    assert not canvas.is_blank(QRectF(45, 10, 60, 28))


def test_nothing_is_painted_outside_but_the_ring_of_the_focus() -> None:
    look = Materials().look()
    outside = QRectF(0, 0, 140, 8)
    assert painted(BUTTON, Touch(hovered=BUTTON.key)).is_blank(outside)
    ring = Canvas(140, 48).paint(lambda painter: paint_focus(painter, AREA, look))
    assert not ring.is_blank(QRectF(16, 20, 5, 5))
    assert ring.is_blank(AREA.adjusted(4, 4, -4, -4))


def test_widths_hold_the_words() -> None:
    look = Materials().look()
    assert button_width("Copy", look) < button_width("Copy everything", look)
    assert badge_width("negative", look) < badge_width("very negative", look)
    assert button_width("Copy", Materials().look(2.0)) > button_width("Copy", look)


def test_quiet_controls_are_near_the_pointer_and_the_focus() -> None:
    touch = Touch(row=3, focused_row=5)
    assert [touch.is_near(row) for row in (3, 4, 5)] == [True, False, True]
    assert not Touch().is_near(0)
