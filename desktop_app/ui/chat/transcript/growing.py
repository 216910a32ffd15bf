"""Joins what arrives of a growing answer until there is time to paint it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

FRAME_MS = 16
"""Between two paints at the least: sixty a second."""

_PAUSE_FACTOR = 4
"""After a slow paint the next one waits this many times as long, so that input stays quick."""

_QUIET_MS = 300
"""Without a delta for so long, the caret begins to blink."""


class Growing(QObject):
    """Keeps deltas, and says when they shall be painted; taking one in is O(1).

    Args:
        flush: Called when what has arrived shall be shown.
        blink: Called when the caret shall be painted or left out.
        parent: Who owns it.
    """

    def __init__(
        self, flush: Callable[[], None], blink: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.caret_is_on = True
        self._words: list[str] = []
        self._thoughts: list[str] = []
        self._blink = blink
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(flush)
        self._blinking = QTimer(self)
        self._blinking.timeout.connect(self._turn_caret)

    def add(self, text: str) -> None:
        """Take in more of the answer."""
        self._words.append(text)
        if not self._timer.isActive():
            self._timer.start()

    def think(self, text: str) -> None:
        """Take in more of what the model says to itself."""
        self._thoughts.append(text)
        if not self._timer.isActive():
            self._timer.start()

    def take(self) -> tuple[str, str]:
        """Return the words and the thoughts that have arrived since, and keep them no more."""
        words, thoughts = "".join(self._words), "".join(self._thoughts)
        self._words.clear()
        self._thoughts.clear()
        self._hold_caret()
        return words, thoughts

    def spent(self, milliseconds: float) -> None:
        """Say what showing and painting cost, so that the pause before the next is long enough."""
        self._timer.setInterval(max(FRAME_MS, round(milliseconds * _PAUSE_FACTOR)))

    def start(self) -> None:
        """An answer begins: the caret waits for words."""
        self.stop()
        self._hold_caret()

    def stop(self) -> None:
        """Forget what has not been shown, and wait for nothing."""
        self._timer.stop()
        self._timer.setInterval(FRAME_MS)
        self._blinking.stop()
        self._words.clear()
        self._thoughts.clear()

    def _hold_caret(self) -> None:
        self.caret_is_on = True
        half = QApplication.cursorFlashTime() // 2
        if half > 0:
            self._blinking.start(max(half, _QUIET_MS))

    def _turn_caret(self) -> None:
        self.caret_is_on = not self.caret_is_on
        self._blink()
