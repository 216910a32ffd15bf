"""How fast an answer is being written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.costs import estimated_tokens

_EVERY = 1.0
"""Seconds between two numbers: more often nobody could read them."""


class Pace:
    """Counts the characters of an answer while it grows; O(1) for each piece."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._told = 0.0
        self._letters = 0

    def start(self) -> None:
        """An answer begins."""
        self._began, self._letters = None, 0

    def take(self, letters: int, now: float) -> str:
        """Count characters; return what is to be said from now on, empty for the same as before.

        Args:
            letters: How many have arrived since the last time.
            now: Seconds of a clock that only goes forward.
        """
        if self._began is None:
            # The first piece began somewhere before: the clock starts with it.
            self._began = self._told = now
            return ""
        self._letters += letters
        if now - self._told < _EVERY:
            return ""
        self._told = now
        speed = round(estimated_tokens(self._letters) / (now - self._began))
        if speed < 1:
            return ""
        words = QCoreApplication.translate("Message", "writing · {speed} tokens/s")
        return words.format(speed=speed)
