"""One user intent: from a prompt to a saved answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat_request import (
    ChatRequest,
    Turn,
    first_sent,
    going_on,
    request_for,
    request_of,
)
from desktop_app.core.conversation import Conversation, Message, Role, Status, now
from desktop_app.core.costs import Price, cost_of
from desktop_app.core.errors import EngineError, ProviderError, StorageError
from desktop_app.core.events import StreamEvent
from desktop_app.core.growing_reply import CUT_OFF, GrowingReply, added_up
from desktop_app.core.periodic import Periodic
from desktop_app.core.seam import Seam, joined
from desktop_app.core.sentiment import Sentiment
from desktop_app.core.titles import title_from
from desktop_app.core.to_the_end import to_the_end

__all__ = [
    "CUT_OFF",
    "LONGEST_HISTORY",
    "SAVE_EVERY",
    "Chat",
    "ChatModel",
    "ChatRequest",
    "ConversationStore",
    "Judge",
    "MessageAdded",
    "MessageChanged",
    "MessageReopened",
    "ReplyUpdate",
    "Turn",
    "answer",
    "asked",
    "carry_on",
    "reply",
    "request_of",
]

SAVE_EVERY = 0.7
"""Seconds between two writes of a growing answer; the promise is one second."""

LONGEST_HISTORY = 4_000_000
"""Characters of a branch that a model is sent at the most: about a million tokens."""


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

    async def add_prompt(
        self, conversation: Conversation, message: Message, queued: Sequence[str] | None = None
    ) -> None:
        """Insert a message as `add_message` does, both or neither with its conversation.

        A conversation that is stored already keeps what is stored of it, whatever the given one
        says; only a missing title is taken over. Where `queued` is given, that is what waits in
        the conversation from the same moment on.
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

    async def reopen_message(self, message: str) -> None:
        """Let a message that had ended be written on: until then it counts as interrupted."""
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


@dataclass(frozen=True, slots=True)
class MessageReopened:
    """An answer that had ended is about to grow again; it is as it will go on."""

    message: Message


ReplyUpdate = MessageAdded | MessageReopened | MessageChanged | StreamEvent
Judge = Callable[[str], Sentiment]


@dataclass(frozen=True, slots=True)
class Chat:
    """What a reply needs beside the words: who keeps it, who answers, how, and who judges.

    Attributes:
        store: Who keeps it.
        model: Who answers.
        model_id: With which model.
        assistant: How, with what the conversation changes of it: see `assistants.adjusted`.
        judge: Who judges the mood.
        price: What the model costs; None where that isn't known or nobody pays.
        sent_from: As in `Conversation`.
        find_price: Finds the price, which takes a moment: asked when the answer has been kept.
    """

    store: ConversationStore
    model: ChatModel
    model_id: str
    assistant: Assistant
    judge: Judge
    price: Price | None = None
    sent_from: str | None = None
    find_price: Callable[[], Awaitable[Price | None]] | None = None


async def reply(
    chat: Chat,
    conversation: Conversation,
    history: Sequence[Message],
    text: str,
    queued: Sequence[str] | None = None,
) -> AsyncGenerator[ReplyUpdate, None]:
    """Send `text` and yield everything that happens until the answer is saved.

    The user's message is on disk before the request leaves.

    Args:
        chat: The parts at work.
        conversation: Where it happens; saved with a title if it has none yet.
        history: The active branch so far, in reading order, or as much of its end as is to be
            sent.
        text: What the user wrote.
        queued: What still waits to be sent once this is; None where it has not waited itself.

    Raises:
        StorageError: The message or the answer could not be saved.
    """
    prompt: Message | None = None
    async with aclosing(asked(chat, conversation, history, text, queued)) as begun:
        async for change in begun:
            prompt = change.message
            yield change
    if prompt is not None:
        async with aclosing(answer(chat, [*history, prompt])) as updates:
            async for update in updates:
                yield update


async def asked(
    chat: Chat,
    conversation: Conversation,
    history: Sequence[Message],
    text: str,
    queued: Sequence[str] | None = None,
) -> AsyncGenerator[MessageAdded | MessageChanged, None]:
    """Keep a question and judge its mood: what `reply` does before it asks for the answer.

    Raises:
        StorageError: It could not be saved.
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
    await chat.store.add_prompt(titled, prompt, queued)
    yield MessageAdded(prompt)
    yield MessageChanged(await _judged(chat, prompt))


async def answer(chat: Chat, history: Sequence[Message]) -> AsyncGenerator[ReplyUpdate, None]:
    """Ask for the answer to the last message of `history` and yield it as it grows.

    Whatever ends it (completion, failure, cancellation), the answer is kept with its status and
    its mood. Cancelling the task that iterates, or closing the generator, stops the reply.

    Raises:
        StorageError: The answer could not be saved. What arrived was yielded before; this error
            is raised even in place of a cancellation, for the user must know.
    """
    prompt = history[-1]
    first = first_sent(history, chat.sent_from)
    message = Message(
        prompt.conversation,
        Role.ASSISTANT,
        parent=prompt.id,
        status=Status.INTERRUPTED,
        model=chat.model_id,
        provider=chat.model.provider_id,
    )
    request = request_for(chat.model_id, chat.assistant, history[first:])
    growing = GrowingReply(message, request, first, chat.price)
    async with aclosing(_written(chat, growing)) as updates:
        async for update in updates:
            yield update


async def carry_on(
    chat: Chat, history: Sequence[Message], message: Message
) -> AsyncGenerator[ReplyUpdate, None]:
    """Have an answer that ended before its end written on, and yield it as it grows.

    It stays one message. Its tokens and costs are added up; it counts as written by the model that
    writes last. Ends and is stopped as `answer`.

    Args:
        chat: The parts at work.
        history: The end of the branch before the answer, in reading order.
        message: The answer, as it is stored.

    Raises:
        StorageError: As `answer`.
    """
    first = first_sent(history, chat.sent_from)
    request = request_for(chat.model_id, chat.assistant, history[first:])
    reopened = replace(
        message,
        status=Status.INTERRUPTED,
        failure=None,
        finish_reason="",
        finished_at=None,
        model=chat.model_id,
        provider=chat.model.provider_id,
        # Counted anew, and added up at the end.
        usage=None,
        cost=None,
        trace=None,
    )
    growing = GrowingReply(reopened, going_on(request, message.text), first, chat.price)
    async with aclosing(_written(chat, growing, message)) as updates:
        async for update in updates:
            yield update


async def _written(
    chat: Chat, growing: GrowingReply, before: Message | None = None
) -> AsyncGenerator[ReplyUpdate, None]:
    """Yield an answer as it grows, a new one or one that is gone on with from `before`."""
    try:
        if before is None:
            await chat.store.add_message(growing.message)
            yield MessageAdded(growing.message)
        else:
            await chat.store.reopen_message(before.id)
            yield MessageReopened(growing.message)
        async with (
            Periodic(SAVE_EVERY, lambda: _save_growing(chat.store, growing)),
            aclosing(_events(chat, growing, before)) as events,
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
        message = await to_the_end(_kept(chat, growing.message, before))
    yield MessageChanged(message)


def _events(
    chat: Chat, growing: GrowingReply, before: Message | None
) -> AsyncGenerator[StreamEvent, None]:
    events = chat.model.stream(growing.request)
    return joined(events, Seam(before.text, before.reasoning)) if before else events


async def _save_growing(store: ConversationStore, growing: GrowingReply) -> None:
    if not growing.dirty:
        return
    growing.dirty = False
    message = growing.message
    try:
        await store.grow_message(message.id, message.text, message.reasoning)
    except StorageError:
        # The reply goes on: the final save in `answer` tries again and tells the user.
        growing.dirty = True


async def _kept(chat: Chat, ended: Message, before: Message | None) -> Message:
    message = added_up(before, ended) if before else ended
    await chat.store.finish_message(message)
    if message.text:
        message = await _judged(chat, message)
    if chat.find_price is None or ended.usage is None or ended.cost is not None:
        return message
    price = await chat.find_price()
    if price is None:
        return message
    spent = (before.cost if before else None) or 0.0
    message = replace(message, cost=spent + cost_of(ended.usage, price))
    await chat.store.finish_message(message)
    return message


async def _judged(chat: Chat, message: Message) -> Message:
    sentiment = await asyncio.to_thread(chat.judge, message.text)
    await chat.store.judge_message(message.id, sentiment)
    return replace(message, sentiment=sentiment)
