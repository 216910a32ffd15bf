"""A reply that is killed keeps what was shown more than a second ago."""
# ruff: noqa: ASYNC220, ASYNC251 - nothing else goes on in these event loops

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_app.core.conversation import Status
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database

ROOT = Path(__file__).parents[2]

REPLY = """
import asyncio, sys, time
from pathlib import Path
from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import Chat, reply
from desktop_app.core.conversation import Conversation
from desktop_app.core.events import TextDelta
from desktop_app.core.sentiment import NEUTRAL, Sentiment
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database

class Endless:
    provider_id = "here"
    async def stream(self, request):
        print("asked", time.monotonic(), flush=True)
        while True:
            yield TextDelta("word ")
            await asyncio.sleep(0.005)

async def main():
    async with open_database(Path(sys.argv[1])) as database:
        chat = Chat(Conversations(database), Endless(), "m", Assistant("A"),
                    lambda text: Sentiment(NEUTRAL, 0, 1))
        shown = 0
        async for update in reply(chat, Conversation(id=sys.argv[2]), [], "Go on"):
            if isinstance(update, TextDelta):
                shown += 1
                print(shown, time.monotonic(), flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("turn", range(4))
async def test_killed_in_mid_stream(path: Path, turn: int) -> None:
    chance = random.Random(turn)
    process = subprocess.Popen(
        [sys.executable, "-c", REPLY, path, "c"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("asked")
    time.sleep(0.2 + chance.random() * 2.2)
    killed_at = time.monotonic()
    process.kill()
    lines = [line.split() for line in process.communicate()[0].splitlines()]
    due = [int(count) for count, at in lines if float(at) < killed_at - 1.0]
    async with open_database(path) as database:
        ((found,),) = await database.run("PRAGMA integrity_check")
        assert found == "ok"
        prompt, answer = await Conversations(database).messages("c")
        conversation = await Conversations(database).conversation("c")
    assert prompt.text == "Go on"
    assert answer.status is Status.INTERRUPTED
    assert answer.text.count("word") >= max(due, default=0)
    assert conversation is not None
    assert (conversation.title, conversation.active_leaf) == ("Go on", answer.id)


async def test_killed_again_and_again(path: Path) -> None:
    for turn in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", REPLY, path, f"c{turn}"],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.02 * turn)
        process.kill()
        process.communicate()
    async with open_database(path) as database:
        ((found,),) = await database.run("PRAGMA integrity_check")
        assert found == "ok"
        kept = await Conversations(database).list_conversations()
        assert len(kept) == 6
