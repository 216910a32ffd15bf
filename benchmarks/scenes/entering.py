"""Questions sent by key from the whole window, one after the other in one conversation.

Arguments: how many, and the id of the conversation if it isn't a new one. Tells when each was sent
(`time.monotonic`, which all processes share).
"""

from __future__ import annotations

import sys

from benchmarks.scenes.stage import Stage, Told, play, quiet


async def scene(stage: Stage) -> Told:
    """Ask, and wait for each answer."""
    count, *conversations = sys.argv[1:]
    pressed: list[float] = []
    for conversation in conversations:
        await stage.open(conversation)
    for number in range(int(count)):
        pressed.append(await stage.ask(f"Question {number}"))
        await quiet()
    return {"pressed": pressed}


if __name__ == "__main__":
    play(scene)
