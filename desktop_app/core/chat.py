"""One user intent: from a prompt to a saved answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, Protocol

from desktop_app.core.assistants import Assistant
from desktop_app.core.conversation import Conversation, Message, Role, Status, Usage, now
from desktop_app.core.errors import EngineError, Failure, ProviderError, StorageError
from desktop_app.core.events import (
    Finished,
    ReasoningDelta,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from desktop_app.core.growing_text import GrowingText
from desktop_app.core.periodic import Periodic
from desktop_app.core.sentiment import Sentiment
from desktop_app.core.titles import title_from
from desktop_app.core.to_the_end import to_the_end

SAVE_EVERY = 0.7
"""Seconds between two writes of a growing answer; the promise is one second."""

LONGEST_HISTORY = 4_000_000
"""Characters of a branch that a model is sent at the most: about a million tokens."""

CUT_OFF = Failure(
    "The connection broke off",
    "What had arrived is kept. Check your network, then try again.",
    "The stream ended without a finish reason.",
    "interrupted",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as a model reads it."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """What a model is asked.

    Attributes:
        model: The id of the model.
        turns: System instructions first, then the branch in reading order.
        parameters: Sampling parameters by their names in the OpenAI API.
    """

    model: str
    turns: tuple[Turn, ...]
    parameters: Mapping[str, Any]


class ChatModel(Protocol):
    """Whatever answers requests: any provider."""

    provider_id: str

    def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Send the request and yield the answer as it arrives.

        Raises:
            ProviderError: The service could not be reached, refused, or broke off.
            EngineError: The local engine isn't running.
        """
        ...


class ConversationStore(Protocol):
    """Where a reply is kept."""

    async def add_prompt(self, conversation: Conversation, message: Message) -> None:
        """Insert a message as `add_message` does, both or neither with its conversation.

        A conversation that is stored already keeps what is stored of it, whatever the given one
        says; only a missing title is taken over.
        """
        ...

    async def add_message(self, message: Message) -> None:
        """Insert the message, make it the active leaf, and touch the conversation."""
        ...

    async def grow_message(self, message: str, text: str, reasoning: str) -> None:
        """Replace the text of a message that is still being written."""
        ...

    async def finish_message(self, message: Message) -> None:
        """Store how the writing of a message ended: words, status, usage, failure.

        Does nothing if the message is gone: its conversation may have been deleted meanwhile.
        """
        ...

    async def judge_message(self, message: str, sentiment: Sentiment) -> None:
        """Store the mood of a message, unless the user has judged it already."""
        ...


@dataclass(frozen=True, slots=True)
class MessageAdded:
    """A message stands on disk; an assistant's is about to grow."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message got its sentiment or its final state."""

    message: Message


ReplyUpdate = MessageAdded | MessageChanged | StreamEvent
Judge = Callable[[str], Sentiment]


@dataclass(frozen=True, slots=True)
class Chat:
    """What a reply needs beside the words: who keeps it, who answers, how, and who judges."""

    store: ConversationStore
    model: ChatModel
    model_id: str
    assistant: Assistant
    judge: Judge


async def reply(
    chat: Chat, conversation: Conversation, history: Sequence[Message], text: str
) -> AsyncGenerator[ReplyUpdate, None]:
    """Send `text` and yield everything that happens until the answer is saved.

    The user's message is on disk before the request leaves.

    Args:
        chat: The parts at work.
        conversation: Where it happens; saved with a title if it has none yet.
        history: The active branch so far, in reading order, or as much of its end as is to be
            sent.
        text: What the user wrote.

    Raises:
        StorageError: The message or the answer could not be saved.
    """
    written = now()
    prompt = Message(
        conversation.id,
        Role.USER,
        text,
        parent=history[-1].id if history else None,
        created_at=written,
        finished_at=written,
    )
    titled = replace(conversation, title=conversation.title or title_from(text))
    await chat.store.add_prompt(titled, prompt)
    yield MessageAdded(prompt)
    prompt = await _judged(chat, prompt)
    yield MessageChanged(prompt)
    async with aclosing(answer(chat, [*history, prompt])) as updates:
        async for update in updates:
            yield update


async def answer(chat: Chat, history: Sequence[Message]) -> AsyncGenerator[ReplyUpdate, None]:
    """Ask for the answer to the last message of `history` and yield it as it grows.

    Whatever ends it (completion, failure, cancellation), the answer is kept with its status and
    its mood. Cancelling the task that iterates, or closing the generator, stops the reply.

    Raises:
        StorageError: The answer could not be saved. What arrived was yielded before; this error
            is raised even in place of a cancellation, for the user must know.
    """
    prompt = history[-1]
    growing = Growing(
        Message(
            prompt.conversation,
            Role.ASSISTANT,
            parent=prompt.id,
            status=Status.INTERRUPTED,
            model=chat.model_id,
            provider=chat.model.provider_id,
        )
    )
    try:
        await chat.store.add_message(growing.message)
        yield MessageAdded(growing.message)
        async with (
            Periodic(SAVE_EVERY, lambda: _save_growing(chat.store, growing)),
            aclosing(chat.model.stream(_request(chat, history))) as events,
        ):
            async for event in events:
                growing.take(event)
                yield event
        growing.end()
    except (ProviderError, EngineError) as error:
        growing.fail(error.failure)
    except (asyncio.CancelledError, GeneratorExit):
        growing.stop()
        raise
    finally:
        message = await to_the_end(_kept(chat, growing.message))
    yield MessageChanged(message)


class Growing:
    """An answer while it is being written; appending is O(1)."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._text = GrowingText()
        self._reasoning = GrowingText()
        self._finish_reason: str | None = None
        self._usage: Usage | None = None
        self.dirty = False

    @property
    def message(self) -> Message:
        """The message with everything that has arrived."""
        self._text.fold()
        self._reasoning.fold()
        return replace(
            self._message,
            text=self._text.whole,
            reasoning=self._reasoning.whole,
            usage=self._usage,
        )

    def take(self, event: StreamEvent) -> None:
        """Add what one event brought."""
        match event:
            case TextDelta(text):
                self._text.append(text)
                self.dirty = True
            case ReasoningDelta(text):
                self._reasoning.append(text)
                self.dirty = True
            case UsageReported(input_tokens, output_tokens):
                self._usage = Usage(input_tokens, output_tokens)
            case Finished(reason):
                self._finish_reason = reason

    def end(self) -> None:
        """The stream ended by itself: complete only if the server said so."""
        self._set(Status.INTERRUPTED, CUT_OFF)

    def stop(self) -> None:
        """The user, or the end of the application, stopped it."""
        self._set(Status.STOPPED)

    def fail(self, failure: Failure) -> None:
        """The service failed: with words already there the answer was interrupted."""
        self._set(Status.INTERRUPTED if self._text else Status.FAILED, failure)

    def _set(self, status: Status, failure: Failure | None = None) -> None:
        if self._finish_reason is not None:
            # Then the server had said all it wanted to, whatever happened after its end.
            status, failure = Status.COMPLETE, None
        self._message = replace(
            self._message,
            status=status,
            failure=failure,
            finish_reason=self._finish_reason or "",
            finished_at=now(),
        )


async def _save_growing(store: ConversationStore, growing: Growing) -> None:
    if not growing.dirty:
        return
    growing.dirty = False
    message = growing.message
    try:
        await store.grow_message(message.id, message.text, message.reasoning)
    except StorageError:
        # The reply goes on: the final save in `answer` tries again and tells the user.
        growing.dirty = True


async def _kept(chat: Chat, message: Message) -> Message:
    await chat.store.finish_message(message)
    return await _judged(chat, message) if message.text else message


async def _judged(chat: Chat, message: Message) -> Message:
    sentiment = await asyncio.to_thread(chat.judge, message.text)
    await chat.store.judge_message(message.id, sentiment)
    return replace(message, sentiment=sentiment)


def _request(chat: Chat, history: Sequence[Message]) -> ChatRequest:
    turns = [Turn(message.role, message.text) for message in history if message.text]
    if chat.assistant.instructions:
        turns.insert(0, Turn(Role.SYSTEM, chat.assistant.instructions))
    return ChatRequest(chat.model_id, tuple(turns), chat.assistant.parameters)
