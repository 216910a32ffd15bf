"""One stored conversation is opened in the whole window.

Arguments: the id of another one that is opened first, to load fonts and modules, and its own.
Tells the CPU milliseconds and the resident megabytes that opening it took.
"""

from __future__ import annotations

import sys

from benchmarks.scenes.stage import Stage, Told, play, resident_mb


async def scene(stage: Stage) -> Told:
    """Open it."""
    warm_up, conversation = sys.argv[1:]
    await stage.open(warm_up)
    before = resident_mb()
    seconds = await stage.open(conversation)
    return {"cpu_ms": seconds * 1000, "added_mb": resident_mb() - before}


if __name__ == "__main__":
    play(scene)
