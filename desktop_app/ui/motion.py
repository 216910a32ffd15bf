"""How long movements take, and that there are none for who wants none."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStyle


def duration(milliseconds: int) -> int:
    """Return how long a movement takes: 0 where the desktop asks for reduced motion."""
    # The one thing that Qt tells on every platform; the style has it from the desktop.
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return milliseconds if QApplication.style().styleHint(hint) else 0
