"""Watching the GUI thread from outside: what each event and each frame cost it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication


@dataclass(slots=True)
class Frames:
    """What was seen while watching; all in milliseconds of the GUI thread's CPU time.

    Attributes:
        frames: For each painted frame the painting, and all of Qt's events since the one before:
            timers that flush and lay out, wheel and resize. Not what asyncio runs.
        longest: The longest handling of a single event of any kind, asyncio's too.
        longest_wall: The longest by the clock on the wall, the machine's noise included.
    """

    frames: list[float] = field(default_factory=list)
    longest: float = 0.0
    longest_wall: float = 0.0


class WatchedApplication(QApplication):
    """An application that can measure each event it delivers; about 3 µs an event while it does.

    A frame ends where the window has been flushed to the screen, which is the end of the event
    with which the platform asks for it.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._seen: Frames | None = None
        self._inside = False
        self._since_frame = 0.0

    def watch(self, seen: Frames) -> None:
        """Add to `seen` what happens from now on."""
        self._seen = seen
        self._since_frame = 0.0

    def rest(self) -> None:
        """Watch no more."""
        self._seen = None

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event; what is delivered while another is handled belongs to that one."""
        seen = self._seen
        if seen is None or self._inside:
            return super().notify(receiver, event)
        # Asked before: the event may destroy them both.
        kind = event.type()
        asyncios = isinstance(receiver, QSocketNotifier) or _is_qasyncs(receiver)
        self._inside = True
        wall, start = time.perf_counter(), time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            cost = (time.thread_time() - start) * 1000
            self._inside = False
            seen.longest = max(seen.longest, cost)
            seen.longest_wall = max(seen.longest_wall, (time.perf_counter() - wall) * 1000)
            if not asyncios:
                self._since_frame += cost
            if kind == QEvent.Type.UpdateRequest:
                seen.frames.append(self._since_frame)
                self._since_frame = 0.0


def _is_qasyncs(receiver: QObject) -> bool:
    """Return whether an object is one with which qasync runs asyncio's callbacks."""
    return type(receiver).__module__.startswith("qasync")


class Heartbeat(QObject):
    """Beats as often as the event loop lets it, and keeps the longest work between two beats.

    Unlike the length of single events this also finds many small ones that leave no room for a
    key press between them.

    Attributes:
        longest: The most CPU milliseconds of the GUI thread between two beats.
        longest_wall: The most milliseconds between two beats.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self.longest_wall = 0.0
        self._cpu = 0.0
        self._wall = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin, with nothing seen yet."""
        self.longest = self.longest_wall = 0.0
        self._cpu, self._wall = time.thread_time(), time.perf_counter()
        self._timer.start(1)

    def stop(self) -> None:
        """Count what happened since the last beat, and stop."""
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        cpu, wall = time.thread_time(), time.perf_counter()
        self.longest = max(self.longest, (cpu - self._cpu) * 1000)
        self.longest_wall = max(self.longest_wall, (wall - self._wall) * 1000)
        self._cpu, self._wall = cpu, wall
