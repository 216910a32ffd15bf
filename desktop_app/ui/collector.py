"""Collects garbage in the window's thread alone.

Python collects in whatever thread happens to allocate: the database's or a worker's. A Qt object
in the garbage is then destroyed there, its timers stay behind in the window's thread, and the
next one to fire crashes the process. So the automatic collector is off while a window is open,
and this one looks every second whether it would have run.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Collector(QObject):
    """Takes the place of the automatic collector as long as it runs; lives in Qt's main thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Switch the automatic collector off and begin to look."""
        gc.disable()
        self._timer.start(_EVERY_MS)

    def stop(self) -> None:
        """Look no more; whoever goes on decides about the automatic collector."""
        self._timer.stop()

    def collect(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds, if any."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if threshold and count > threshold
        ]
        if due:
            gc.collect(due[-1])
