"""``python -m tests.faults.worker DATABASE SEED``: does what users do, until it is killed.

Every line on the output tells of one thing: first ``try`` what is about to be stored, then
``kept`` once the store has returned. A line is one JSON list.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import Chat, MessageAdded, MessageChanged, reply
from desktop_app.core.chat_request import ChatRequest
from desktop_app.core.conversation import Conversation, Message, Role, new_id, now
from desktop_app.core.errors import StorageError
from desktop_app.core.events import Finished, StreamEvent, TextDelta
from desktop_app.core.export.conversation_json import conversation_to_json
from desktop_app.core.sentiment import NEUTRAL, Sentiment
from desktop_app.exchange import Exchange
from desktop_app.storage.backing_up import MOST
from desktop_app.storage.backups import Backups
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.erasing import Erasing

MOST_OPEN = 12
"""How many conversations are worked on."""


def say(*words: object) -> None:
    """Tell one thing, so that it is out when this returns."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _named(message: Message) -> tuple[str, str]:
    return message.id, message.conversation


class Talkative:
    """A model that says words until it has said enough."""

    provider_id = "here"

    def __init__(self, chance: random.Random) -> None:
        self._words = chance.randrange(20, 400)

    async def stream(self, _request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Say them."""
        for _ in range(self._words):
            yield TextDelta("word ")
            await asyncio.sleep(0.003)
        yield Finished("stop")


def _calm(_text: str) -> Sentiment:
    return Sentiment(NEUTRAL, 0, 1)


class Worker:
    """Works in one database."""

    def __init__(self, database: Database, seed: int) -> None:
        self._chance = random.Random(seed)
        self._path = database.path
        self._store = Conversations(database)
        self._exchange = Exchange(database)
        self._backups = Backups(database)
        self._erasing = Erasing(database)
        self._open: list[str] = []
        self._talking = asyncio.Lock()

    async def work(self) -> None:
        """Talk and do everything else at the same time."""
        listed = await self._store.list_conversations()
        self._open = [each.id for each in listed[:MOST_OPEN]]
        await asyncio.gather(self._talk(), self._tinker())

    async def _talk(self) -> None:
        while True:
            # What stops all replies in the window waits here until one has ended.
            async with self._talking:
                await self._reply(await self._some())
            await asyncio.sleep(0)

    async def _reply(self, conversation: Conversation) -> None:
        history = await self._store.history(conversation.active_leaf or "", 50)
        chat = Chat(self._store, Talkative(self._chance), "m", Assistant("A"), _calm)
        shown, answer = 0, ""
        async with aclosing(reply(chat, conversation, history, "Go on")) as updates:
            async for update in updates:
                match update:
                    case MessageAdded(message):
                        say("kept", "message", _named(message), len(message.text))
                        answer = message.id if message.role is Role.ASSISTANT else ""
                    case TextDelta():
                        shown += 1
                        say("shown", answer, shown, time.monotonic())
                    case MessageChanged(message) if message.finished_at:
                        say("kept", "message", _named(message), len(message.text))

    async def _tinker(self) -> None:
        ways: list[tuple[int, Callable[[], Awaitable[None]]]] = [
            (8, self._edit),
            (4, self._draft),
            (3, self._rename),
            (2, self._queue),
            (3, self._import),
            (1, self._back_up),
            (1, self._restore),
            (2, self._delete),
            (1, self._erase),
        ]
        while True:
            (way,) = self._chance.choices([way for _, way in ways], [often for often, _ in ways])
            try:
                await way()
            except StorageError as error:
                say("failed", error.code, error.detail)
            await asyncio.sleep(self._chance.random() * 0.02)

    async def _some(self) -> Conversation:
        if self._open and self._chance.random() < 0.8:
            found = await self._store.conversation(self._chance.choice(self._open))
            if found is not None:
                return found
        conversation = Conversation(id=new_id(), title="Talk")
        self._open = [*self._open, conversation.id][-MOST_OPEN:]
        return conversation

    async def _edit(self) -> None:
        """Send another version of a message: a new branch beside it."""
        conversation = await self._some()
        messages = await self._store.messages(conversation.id)
        old = self._chance.choice(messages) if messages else None
        text = "changed " * self._chance.randrange(1, 2000)
        parent = old.parent if old is not None else None
        new = Message(conversation.id, Role.USER, text, parent, finished_at=now())
        await self._store.add_prompt(conversation, new)
        say("kept", "message", _named(new), len(text))

    async def _draft(self) -> None:
        await self._set("draft", self._store.save_draft, "typed " * self._chance.randrange(400))

    async def _rename(self) -> None:
        await self._set("title", self._store.rename, f"Title {self._chance.random()}")

    async def _queue(self) -> None:
        await self._set("queued", self._store.queue, [f"then {self._chance.random()}"])

    async def _set(
        self, what: str, store: Callable[[str, Any], Awaitable[None]], value: object
    ) -> None:
        conversation = await self._some()
        await self._store.save_conversation(conversation)
        say("try", what, conversation.id, value)
        await store(conversation.id, value)
        say("kept", what, conversation.id, value)

    async def _import(self) -> None:
        path = self._path.with_name(f"import-{new_id()}.json")
        many, lines = self._chance.randrange(1, 60), []
        for _ in range(many):
            conversation = Conversation(id=new_id(), title="Imported")
            parent, messages = None, []
            for _ in range(8):
                message = Message(conversation.id, Role.USER, "x " * 300, parent, finished_at=now())
                messages.append(message)
                parent = message.id
            lines.append(conversation_to_json(replace(conversation, active_leaf=parent), messages))
        path.write_text(json.dumps(lines))
        ids = [each["id"] for each in lines]
        say("try", "import", ids, 8)
        report = await self._exchange.take(path)
        say("kept", "import", ids, report.added)
        path.unlink()

    async def _back_up(self) -> None:
        backup = await self._backups.make("daily")
        say("kept", "backup", backup.path.name, backup.messages)

    async def _restore(self) -> None:
        backups = await self._backups.list()
        # What is restored away stays in a copy, of which so many are kept.
        away = [each for each in backups if each.reason == "restore"]
        if backups and len(away) < MOST["restore"] and self._chance.random() < 0.3:
            async with self._talking:  # The window stops all replies, too.
                say("try", "restore", backups[0].path.name, 0)
                await self._backups.restore(backups[0])
            say("kept", "restore", backups[0].path.name, 0)

    async def _delete(self) -> None:
        conversation = await self._some()
        await self._store.delete_conversations([conversation.id])
        if self._chance.random() < 0.5:
            await self._store.restore_conversations([conversation.id])

    async def _erase(self) -> None:
        conversation = await self._some()
        async with self._talking:
            say("try", "erase", conversation.id, 0)
            await self._erasing.erase([conversation.id])
        say("kept", "erase", conversation.id, 0)


async def main(path: Path, seed: int) -> None:
    """Open the database and work in it."""
    say("opening", time.monotonic())
    async with open_database(path) as database:
        say("open", time.monotonic())
        await Worker(database, seed).work()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
