"""A stored conversation is read in the whole window: scrolled by the wheel, and resized.

Arguments: its id, the number of wheel steps and of resizes. Tells the CPU milliseconds of each
frame while scrolling, and of each resize until the window is painted anew; they are made at
different places, because what is seen there decides what it costs.
"""

from __future__ import annotations

import asyncio
import sys
import time

from benchmarks.scenes.stage import WINDOW, Stage, Told, play, quiet
from benchmarks.scenes.watch import Frames
from benchmarks.scenes.wheel import turn

_WARM_UP_STEPS = 60
_STEPS_BETWEEN = 12
_FRAME_SECONDS = 0.016
_WIDTHS = (1000, 900)
"""In both the lines of the transcript are broken differently."""


async def scene(stage: Stage) -> Told:
    """Open, scroll upwards from the end, and resize here and there."""
    conversation, steps, resizes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    await stage.open(conversation)
    await _scroll(stage, Frames(), _WARM_UP_STEPS)
    seen = Frames()
    await _scroll(stage, seen, steps)
    resize_ms: list[float] = []
    for number in range(resizes + len(_WIDTHS)):
        await _scroll(stage, Frames(), _STEPS_BETWEEN)
        resize_ms.append(await _resized(stage, _WIDTHS[number % len(_WIDTHS)]))
    return {
        "frames": seen.frames,
        "longest": seen.longest,
        "longest_wall": seen.longest_wall,
        "resize_ms": resize_ms[len(_WIDTHS) :],
    }


async def _scroll(stage: Stage, seen: Frames, steps: int) -> None:
    """Turn the wheel, one notch a frame; at an end of the conversation the other way."""
    bar = stage.transcript.verticalScrollBar()
    direction = 1
    stage.application.watch(seen)
    for _ in range(steps):
        painted, place = len(seen.frames), bar.value()
        turn(stage.transcript.viewport(), direction)
        deadline = time.monotonic() + 10 * _FRAME_SECONDS
        await asyncio.sleep(_FRAME_SECONDS)
        while len(seen.frames) == painted and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(_FRAME_SECONDS / 8)
        if bar.value() == place:
            direction = -direction
    stage.application.rest()


async def _resized(stage: Stage, width: int) -> float:
    """Return the CPU milliseconds until the window has another width."""
    await quiet()
    start = time.process_time()
    stage.window.resize(width, WINDOW[1])
    return (await quiet() - start) * 1000


if __name__ == "__main__":
    play(scene)
