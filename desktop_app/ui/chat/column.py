"""Where the column of messages stands, so that transcript and composer line up."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.ui.tokens import (
    MESSAGE_COLUMN,
    MESSAGE_PADDING,
    NARROW_GUTTER_LEFT,
    NARROW_GUTTER_RIGHT,
    THREAD_OFFSET,
)

_KNOT_ROOM = THREAD_OFFSET + 8 - MESSAGE_PADDING


class Column(NamedTuple):
    """A horizontal stretch of the page, in pixels."""

    left: int
    width: int


def box_column(available: int) -> Column:
    """Return where the user's messages and the composer stand in `available` pixels."""
    left_gutter = NARROW_GUTTER_LEFT - MESSAGE_PADDING
    right_gutter = NARROW_GUTTER_RIGHT - MESSAGE_PADDING
    if available >= MESSAGE_COLUMN + left_gutter + right_gutter:
        return Column((available - MESSAGE_COLUMN) // 2, MESSAGE_COLUMN)
    return Column(left_gutter, max(available - left_gutter - right_gutter, 100))


def message_column(available: int) -> Column:
    """Return where whole messages stand: `box_column` and the thread at its left."""
    box = box_column(available)
    return Column(box.left - _KNOT_ROOM, box.width + _KNOT_ROOM)
