"""A store, a model and a judge that write down what is done with them, for tests of replies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import replace

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import Chat, ChatRequest, ReplyUpdate
from desktop_app.core.conversation import Conversation, Message, Status
from desktop_app.core.errors import StorageError
from desktop_app.core.events import Finished, StreamEvent, TextDelta, UsageReported
from desktop_app.core.sentiment import POSITIVE, Sentiment

GLAD = Sentiment(POSITIVE, 0.5, 0.8)
DISK_FULL = StorageError("The disk is full", code="disk_full")
Script = Callable[[], AsyncIterator[StreamEvent]]


class Diary:
    """A store in memory that writes down what happens in which order, and fails when told."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.messages: dict[str, Message] = {}
        self.titles: list[str] = []
        self.fails: set[str] = set()
        self.queued: Sequence[str] | None = None

    async def add_prompt(
        self, conversation: Conversation, message: Message, queued: Sequence[str] | None = None
    ) -> None:
        await self._write("add_prompt")
        self.queued = queued
        self.titles.append(conversation.title)
        self.messages[message.id] = message

    async def add_message(self, message: Message) -> None:
        await self._write("add_message")
        self.messages[message.id] = message

    async def grow_message(self, message: str, text: str, reasoning: str) -> None:
        await self._write("grow_message")
        self.messages[message] = replace(self.messages[message], text=text, reasoning=reasoning)

    async def finish_message(self, message: Message) -> None:
        await self._write("finish_message")
        if message.id in self.messages:
            self.messages[message.id] = message

    async def reopen_message(self, message: str) -> None:
        await self._write("reopen_message")
        self.messages[message] = replace(
            self.messages[message],
            status=Status.INTERRUPTED,
            failure=None,
            finish_reason="",
            finished_at=None,
        )

    async def judge_message(self, message: str, sentiment: Sentiment) -> None:
        await self._write("judge_message")
        self.messages[message] = replace(self.messages[message], sentiment=sentiment)

    async def _write(self, what: str) -> None:
        await asyncio.sleep(0)
        self.log.append(what)
        if what in self.fails:
            raise DISK_FULL

    @property
    def answer(self) -> Message:
        return list(self.messages.values())[-1]


class Model:
    """Answers with what its script yields."""

    provider_id = "here"

    def __init__(self, script: Script, log: list[str]) -> None:
        self.script = script
        self.log = log
        self.requests: list[ChatRequest] = []

    async def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        self.requests.append(request)
        self.log.append("request")
        try:
            async for event in self.script():
                yield event
        finally:
            self.log.append("closed")


def events_of(*events: StreamEvent | Exception | float) -> Script:
    async def script() -> AsyncIterator[StreamEvent]:
        for event in events:
            if isinstance(event, Exception):
                raise event
            if isinstance(event, float):
                await asyncio.sleep(event)
            else:
                yield event

    return script


def chat_with(diary: Diary, *events: StreamEvent | Exception | float) -> Chat:
    model = Model(events_of(*events), diary.log)
    return Chat(diary, model, "m", Assistant("A", "Be kind.", parameters={"top_p": 1}), judge)


def judge(text: str) -> Sentiment:
    return GLAD


async def all_of(updates: AsyncGenerator[ReplyUpdate, None]) -> list[ReplyUpdate]:
    return [update async for update in updates]


DONE = (TextDelta("Hi"), TextDelta(" you"), UsageReported(3, 2), Finished("stop"))
