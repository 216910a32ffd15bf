"""Esc for a part of the window, before the window's own Esc, which stops a reply."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def is_esc_for_me(event: QEvent) -> bool:
    """Whether a widget is asked if it wants Esc for itself: accept the event to get it."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.key() == Qt.Key.Key_Escape
    )
