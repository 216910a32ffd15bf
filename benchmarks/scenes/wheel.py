"""Turning the wheel of the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

_NOTCH = 120


def turn(widget: QWidget, notches: int) -> None:
    """Turn the wheel over the middle of a widget: upwards, or downwards by negative notches.

    The event comes by itself, as from the platform, and not before the event loop is back.
    """
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, notches * _NOTCH),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's order of arguments
    )
    QApplication.postEvent(widget, event)
