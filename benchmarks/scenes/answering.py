"""Answers that stream into the whole window.

Arguments: how many answers, and ``watch`` to measure the frames of all but the first, which only
warms up. Tells the CPU milliseconds and the length of each answer, and the frames.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable

from benchmarks.scenes.stage import Stage, Told, play, quiet
from benchmarks.scenes.watch import Frames, WatchedApplication


async def answers(
    application: WatchedApplication,
    clear: Callable[[], Awaitable[None]],
    show_answer: Callable[[], Awaitable[int]],
) -> Told:
    """Show one answer after the other and tell what each cost.

    Args:
        application: Measures the frames.
        clear: Empties the view.
        show_answer: Streams one answer and returns its length in characters.
    """
    count, *words = sys.argv[1:]
    seen = Frames()
    cpu_ms: list[float] = []
    characters: list[int] = []
    for number in range(int(count)):
        await clear()
        await quiet()
        if number and "watch" in words:
            application.watch(seen)
        start = time.process_time()
        length = await show_answer()
        spent = await quiet() - start
        application.rest()
        if number:
            cpu_ms.append(spent * 1000)
            characters.append(length)
    return {
        "cpu_ms": cpu_ms,
        "characters": characters,
        "frames": seen.frames,
        "longest": seen.longest,
        "longest_wall": seen.longest_wall,
    }


async def scene(stage: Stage) -> Told:
    """Ask one question after the other, each in a new chat."""

    async def clear() -> None:
        await stage.page.new_chat()

    async def show_answer() -> int:
        await stage.ask("Go on.")
        return len(stage.transcript.messages[-1].text)

    return await answers(stage.application, clear, show_answer)


if __name__ == "__main__":
    play(scene)
