"""What can be pressed in a painted message: by mouse, by key, and by a screen reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop_app.ui.chat.transcript.laid.look import Look
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.icons import paint_icon
from desktop_app.ui.tokens import RADIUS_BUTTON

BUTTON = 28
"""The side of a button that shows an icon alone, in pixels."""

PENCIL = 15
"""Pixels that a badge is wider which the user has corrected."""

_ICON = 16
_SMALL_ICON = 14
_PADDING = 7
_GAP = 6
_DOT = 7
_RING = 2


class Key(NamedTuple):
    """Which control it is, whatever happens to its place.

    Attributes:
        row: The position of its message.
        kind: What it does.
        block: The block it stands in, -1 for one that belongs to the message.
        piece: The piece of that block.
        nth: Which of several of its kind in there.
    """

    row: int
    kind: Kind
    block: int = -1
    piece: int = -1
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Control:
    """One control as it stands now.

    Attributes:
        key: Which one.
        area: Where it is, in pixels of the viewport.
        label: The word it shows; empty for an icon alone.
        name: What a screen reader calls it, and its tooltip.
        description: More about it.
        icon: The name of its icon; empty for none.
        value: What it works on: the code to copy, the address to open, the label of a mood.
        enabled: Whether it does something now.
        chosen: Whether it is on, of what can be on or off.
    """

    key: Key
    area: QRectF
    name: str
    label: str = ""
    description: str = ""
    icon: str = ""
    value: str = ""
    enabled: bool = True
    chosen: bool = False

    def moved(self, right: float, down: float) -> Control:
        """Return the same control so many pixels further right and down; none stays none."""
        # Not by `replace`, which takes three times as long: this is done in every paint.
        return Control(
            self.key,
            self.area if self.area.isNull() else self.area.translated(right, down),
            self.name,
            self.label,
            self.description,
            self.icon,
            self.value,
            self.enabled,
            self.chosen,
        )


@dataclass(slots=True)
class Touch:
    """What the pointer and the keyboard are at.

    Attributes:
        hovered: The control under the pointer.
        pressed: The one that is held down.
        focused: The one with the keyboard's focus.
        done: Controls that have just copied something, and say so for a moment.
        row: The message under the pointer, -1 for none.
        focused_row: The message whose controls the keyboard goes through, -1 for none.
    """

    hovered: Key | None = None
    pressed: Key | None = None
    focused: Key | None = None
    done: set[Key] = field(default_factory=set)
    row: int = -1
    focused_row: int = -1

    def is_near(self, row: int) -> bool:
        """Whether the quiet controls of a message show themselves."""
        return row in (self.row, self.focused_row)


def button_width(label: str, look: Look, *, icon: bool = True) -> int:
    """Return the width in pixels of a flat button with a label, and with an icon or not."""
    words = QFontMetricsF(look.hint.font).horizontalAdvance(label)
    return round(_PADDING * 2 + (look.px(_SMALL_ICON) + _GAP if icon else 0) + words)


def badge_width(word: str, look: Look) -> int:
    """Return the width in pixels of a badge without its padding."""
    return round(look.px(_DOT) + _GAP + QFontMetricsF(look.hint.font).horizontalAdvance(word))


def paint_control(painter: QPainter, control: Control, touch: Touch, look: Look) -> None:
    """Paint a control in the state that it is in."""
    _paint_ground(painter, control, touch, look)
    if control.key.kind is Kind.BADGE:
        _paint_badge(painter, control, look)
    elif control.label and control.icon:
        _paint_button(painter, control, touch, look)
    elif control.label:
        painter.setPen(QColor(_colour(control, touch, look)))
        painter.setFont(look.hint.font)
        painter.drawText(control.area, Qt.AlignmentFlag.AlignCenter, control.label)
    elif control.icon:
        colour = _colour(control, touch, look)
        paint_icon(painter, _icon(control, touch), colour, _centred(control.area, look.px(_ICON)))


def paint_focus(painter: QPainter, area: QRectF, look: Look) -> None:
    """Paint the ring of the keyboard's focus around `area`."""
    painter.setPen(QPen(look.colour("focus"), _RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = RADIUS_BUTTON + _RING
    painter.drawRoundedRect(area.adjusted(-1, -1, 1, 1), radius, radius)


def _paint_ground(painter: QPainter, control: Control, touch: Touch, look: Look) -> None:
    if control.key == touch.focused:
        paint_focus(painter, control.area, look)
    fill = _ground(control, touch)
    if fill:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(fill))
        painter.drawRoundedRect(control.area, RADIUS_BUTTON, RADIUS_BUTTON)


def _ground(control: Control, touch: Touch) -> str:
    """Return the colour that a control stands on, empty for that of the page."""
    if not control.enabled:
        return ""
    if control.key == touch.pressed:
        return "pressed"
    if control.chosen:
        return "accent_soft"
    return "hover" if control.key == touch.hovered else ""


def _colour(control: Control, touch: Touch, look: Look) -> str:
    colours, lit = look.colours, control.key in (touch.hovered, touch.focused)
    if not control.enabled:
        return colours.disabled
    if control.chosen:
        return colours.accent if lit else colours.link
    return colours.text if lit else colours.secondary


def _paint_badge(painter: QPainter, control: Control, look: Look) -> None:
    size = look.px(_DOT)
    area = control.area.adjusted(_GAP, 0, -_GAP, 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(control.value))
    centre = QPointF(area.left() + size / 2, area.center().y())
    painter.drawEllipse(centre, size / 2, size / 2)
    painter.setPen(look.colour(f"{control.value}_text"))
    painter.setFont(look.hint.font)
    words = area.adjusted(size + _GAP, 0, _GAP, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, control.label)
    if control.icon:
        side = look.px(PENCIL - 3)
        place = QRectF(area.right() - side, area.center().y() - side / 2, side, side)
        paint_icon(painter, control.icon, look.colours.secondary, place)


def _paint_button(painter: QPainter, control: Control, touch: Touch, look: Look) -> None:
    colour = _colour(control, touch, look)
    size = look.px(_SMALL_ICON)
    place = QRectF(control.area.left() + _PADDING, 0, size, size)
    place.moveCenter(QPointF(place.center().x(), control.area.center().y()))
    paint_icon(painter, _icon(control, touch), colour, place)
    painter.setPen(QColor(colour))
    painter.setFont(look.hint.font)
    words = control.area.adjusted(_PADDING + size + _GAP, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, control.label)


def _icon(control: Control, touch: Touch) -> str:
    return "check" if control.key in touch.done else control.icon


def _centred(area: QRectF, side: float) -> QRectF:
    found = QRectF(0, 0, side, side)
    found.moveCenter(area.center())
    return found
