"""How far something has come."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.exchange import Progress
from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.data.one_line import OneLine
from desktop_app.ui.tokens import HINT

_STEPS = 1000


class JobStrip(QWidget):
    """How far something has come, with a way to stop it."""

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._words = OneLine("", HINT, "secondary")
        self.stop = Button(self.tr("Cancel"))
        self.stop.clicked.connect(stop)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addStretch(1)
        left.addWidget(self._bar)
        left.addWidget(self._words)
        left.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addLayout(left, 1)
        line.addWidget(self.stop)
        self.hide()

    def call(self, name: str) -> None:
        """Say what goes on, for those who can't see it."""
        self._bar.setAccessibleName(name)

    def show_progress(self, progress: Progress, words: str) -> None:
        """Show how far it is."""
        total = progress.total
        self._bar.setValue(min(progress.done * _STEPS // total, _STEPS) if total else 0)
        self._words.show_words(words)
