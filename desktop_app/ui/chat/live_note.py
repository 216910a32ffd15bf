"""What a reply is doing while no word of it has come, in words that count down."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop_app.ui.chat.live_reply import LiveReply
from desktop_app.ui.chat.transcript.view import Transcript


class LiveNote(QObject):
    """Shows in the header of the live message what is waited for, and for how long yet.

    Args:
        transcript: Where the message is shown.
        attempts: Returns how often a request is tried.
        clock: Seconds that pass, as `LiveReply` has them.
    """

    def __init__(
        self,
        transcript: Transcript,
        attempts: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._attempts = attempts
        self._clock = clock
        self._live: LiveReply | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._show(aloud=False))

    def show(self, live: LiveReply) -> None:
        """Show what a reply is waiting for; it is the one that is shown."""
        self._live = live
        self._show(aloud=True)

    def stop(self, live: LiveReply) -> None:
        """Count down no more for a reply."""
        if live is self._live:
            self._live = None
            self._timer.stop()

    def _show(self, *, aloud: bool) -> None:
        live = self._live
        if live is None or live.has_words:
            return
        left = live.waits_until - self._clock()
        self._transcript.show_note(note_words(live, left, self._attempts()), aloud=aloud)
        if left > 0:
            # Until the number is another one.
            self._timer.start(math.ceil((left - math.ceil(left) + 1) * 1000))


def note_words(live: LiveReply, left: float, attempts: int) -> str:
    """Return what a reply is doing instead of writing; empty for writing.

    Args:
        live: It.
        left: Seconds until it is asked for again.
        attempts: How often it is tried.
    """
    if live.awaits_key:
        return QCoreApplication.translate("LiveNote", "waiting for the key store")
    if live.attempt < 2:
        return ""
    numbers = {"attempt": live.attempt, "attempts": max(attempts, live.attempt)}
    if left <= 0:
        words = QCoreApplication.translate("LiveNote", "attempt {attempt} of {attempts}")
        return words.format(**numbers)
    words = QCoreApplication.translate(
        "LiveNote",
        "trying again in %n s, attempt {attempt} of {attempts}",
        "",
        math.ceil(left),
    )
    return words.format(**numbers)
