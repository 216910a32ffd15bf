"""A very long answer streams into the whole window, and the reader scrolls up in it.

Argument: seconds of streaming. After a tenth of them, or a minute, the reader scrolls up and stays
there until more than half of the time is over, then goes back to the end. Tells the resident
megabytes at each second, how many from when on are to be looked at, and of the pictures of the
transcript that were taken while the reader stayed how many there are and how many differ from the
first.
"""

from __future__ import annotations

import asyncio
import sys
import time

import psutil  # type: ignore[import-untyped]
from PySide6.QtGui import QImage

from benchmarks.scenes.stage import Stage, Told, play, quiet, until
from benchmarks.scenes.wheel import turn

_NOTCHES = 24
_NOTCH_SECONDS = 0.05
_FIRST_MINUTE = 60.0
_STAYS_UNTIL = 0.6
_SETTLED_AFTER = 3.0
"""Seconds in which colours and formulas of what was scrolled to may still come."""


class _Reader:
    """Watches the window while the answer grows."""

    def __init__(self, stage: Stage, seconds: float) -> None:
        self._stage = stage
        self._seconds = seconds
        self._started = time.monotonic()
        self._process = psutil.Process()
        self.first_minute = min(_FIRST_MINUTE, seconds / 10)
        self.resident_mb: list[float] = []
        self.pictures = 0
        self.differing = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the question was sent."""
        return time.monotonic() - self._started

    async def read(self) -> None:
        """Follow, scroll up, stay, and go back to the end until the answer is whole."""
        await self._watch_until(self.first_minute)
        for _ in range(_NOTCHES):
            turn(self._stage.transcript.viewport(), 1)
            await asyncio.sleep(_NOTCH_SECONDS)
        await self._watch_until(self.elapsed + min(_SETTLED_AFTER, self.first_minute))
        await self._watch_until(self._seconds * _STAYS_UNTIL, self._picture())
        self._stage.transcript.to_bottom()
        await self._watch_until(self._seconds)

    async def _watch_until(self, moment: float, seen: QImage | None = None) -> None:
        while self.elapsed < moment and self._stage.is_replying:
            await asyncio.sleep(min(1.0, max(moment - self.elapsed, 0.0)))
            self.resident_mb.append(float(self._process.memory_info().rss) / 1e6)
            if seen is not None:
                self.pictures += 1
                self.differing += self._picture() != seen

    def _picture(self) -> QImage:
        return self._stage.transcript.viewport().grab().toImage()


async def scene(stage: Stage) -> Told:
    """Ask, read along, and wait until the answer is whole."""
    seconds = float(sys.argv[1])
    stage.press_enter("Tell me everything.")
    await until(lambda: stage.is_replying)
    reader = _Reader(stage, seconds)
    await reader.read()
    await until(lambda: not stage.is_replying)
    await quiet()
    return {
        "resident_mb": reader.resident_mb,
        "from_second": reader.first_minute,
        "pictures": reader.pictures,
        "differing": reader.differing,
        "characters": len(stage.transcript.messages[-1].text),
    }


if __name__ == "__main__":
    play(scene)
