"""Very many conversations are listed in the whole window.

Arguments: how many there are, the number of wheel steps and of changes. Tells CPU milliseconds of
the GUI thread: the longest work between two events while the list comes, each key of the filter,
each frame while scrolling, each change by another process, and opening here and there.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time

from PySide6.QtTest import QTest

from benchmarks.scenes.stage import Stage, Told, play, quiet, until
from benchmarks.scenes.watch import Frames, Heartbeat
from benchmarks.scenes.wheel import turn
from desktop_app.core.folders import user_folders
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database

_FRAME_SECONDS = 0.016
_WORDS = "title 12"


async def scene(stage: Stage) -> Told:
    """Let it be read, filter, scroll, have it changed, and open some."""
    count, steps, changes = (int(argument) for argument in sys.argv[1:])
    rows, view = stage.page.list.rows, stage.page.list.view
    shown_ms, stall_ms = await _read(stage, count)
    keys = await _filter(stage)
    await _scroll(stage, Frames(), steps // 10)
    seen = Frames()
    await _scroll(stage, seen, steps)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    changed = await _changed(stage, changes)
    opened = [await stage.open(f"c{count * part // 10}") * 1000 for part in (1, 5, 9, 3, 7)]
    return {
        "rows": rows.rowCount(),
        "shown_ms": shown_ms,
        "stall_ms": stall_ms,
        "keys": keys,
        "frames": seen.frames,
        "changed": changed,
        "opened": opened,
    }


async def _read(stage: Stage, count: int) -> tuple[float, float]:
    """Read the list anew; return when its first rows were there, and the longest stall."""
    listing = stage.page.list
    listing.rows.replace([])
    workings = stage.page.workings
    assert workings is not None
    workings.listing._seen, workings.listing._whole = None, False  # noqa: SLF001
    await quiet()
    beat = Heartbeat()
    beat.start()
    start = time.perf_counter()
    await stage.page.refresh_list()
    shown_ms = (time.perf_counter() - start) * 1000
    await until(lambda: listing.rows.total == count)
    await quiet()
    beat.stop()
    return shown_ms, beat.longest


async def _filter(stage: Stage) -> list[float]:
    """Type into the filter, and delete what was typed; return what each key took."""
    field, found = stage.page.list.filter, []
    field.setFocus()
    for _ in range(3):
        for key in [*_WORDS, *(["\b"] * len(_WORDS))]:
            await quiet()
            start = time.thread_time()
            QTest.keyClicks(field, key)
            found.append((time.thread_time() - start) * 1000)
            await asyncio.sleep(_FRAME_SECONDS)
    field.clear()
    await quiet()
    return found


async def _scroll(stage: Stage, seen: Frames, steps: int) -> None:
    view = stage.page.list.view
    stage.application.watch(seen)
    for _ in range(steps):
        painted = len(seen.frames)
        turn(view.viewport(), -3)
        deadline = time.monotonic() + 10 * _FRAME_SECONDS
        await asyncio.sleep(_FRAME_SECONDS)
        while len(seen.frames) == painted and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(_FRAME_SECONDS / 8)
    stage.application.rest()


async def _changed(stage: Stage, changes: int) -> list[float]:
    """Write as another process does; return what each change took until it was painted."""
    found = []
    async with open_database(user_folders(os.environ).database) as database:
        other = Conversations(database)
        for number in range(changes):
            await other.rename(f"c{number * 7 + 1}", f"Another {number}")
            await quiet()
            start = time.thread_time()
            await stage.page.refresh_list()
            await asyncio.sleep(_FRAME_SECONDS)
            found.append((time.thread_time() - start) * 1000)
    return found


if __name__ == "__main__":
    play(scene)
