"""One question and its answer: what `ask` and `demo` share."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial

from desktop_app.commands.choosing import chosen_assistant, chosen_model
from desktop_app.commands.engine_progress import engine_progress
from desktop_app.commands.session import known_conversation
from desktop_app.commands.terminal import hint
from desktop_app.core.assistants import Assistant, adjusted
from desktop_app.core.chat import (
    LONGEST_HISTORY,
    Chat,
    MessageChanged,
    ReplyUpdate,
    answer,
    carry_on,
    reply,
)
from desktop_app.core.conversation import Conversation, Message, Role, Status
from desktop_app.core.costs import Price
from desktop_app.core.errors import AppError, Failure, InputError
from desktop_app.core.events import KeyAwaited, ParameterLeftOut, Retrying, TextDelta
from desktop_app.core.sentiment import judge
from desktop_app.parts import Parts

EMPTY = Failure("The model answered with nothing", code="empty_answer")


@dataclass(frozen=True)
class Question:
    """What is asked, and of whom; what is empty is chosen as in the window.

    Attributes:
        text: The words.
        provider: The id of a provider.
        model: The id of a model.
        assistant: The name of an assistant.
        system: Instructions in place of the assistant's.
        attempts: How often the request is tried.
        conversation: The id of the conversation to go on with.
        go_on: Have the last answer of the conversation written on; there are no words then.
        sdk: Whether the request goes through OpenAI's SDK, else through a plain HTTP client.
    """

    text: str
    provider: str = ""
    model: str = ""
    assistant: str = ""
    system: str | None = None
    attempts: int | None = None
    conversation: str = ""
    go_on: bool = False
    sdk: bool = True


@dataclass(frozen=True)
class Answered:
    """The two messages of a reply as they are kept in the end."""

    prompt: Message
    answer: Message

    def raise_failure(self) -> None:
        """Tell why the answer is not whole, if it isn't.

        Raises:
            AppError: It failed, broke off, or holds no word.
        """
        failure = failure_of(self.answer)
        if failure is not None:
            raise AppError(failure.title, failure.advice, failure.detail, code=failure.code)


def failure_of(answer: Message) -> Failure | None:
    """Return why an answer is not what was asked for, None where it is."""
    if answer.failure is None and answer.status is Status.COMPLETE and not answer.text.strip():
        return EMPTY
    return answer.failure


async def answered(parts: Parts, question: Question, show: Callable[[str], None]) -> Answered:
    """Send a question, hand the answer to `show` as it arrives, and return what is kept.

    Raises:
        AppError: Something the question names isn't there, or the answer could not be kept. A
            request that failed is not raised but kept with the answer.
    """
    conversation, history = await _continued(parts, question)
    assistant = chosen_assistant(
        parts.assistants.assistants,
        question.assistant,
        [conversation.assistant, parts.settings.settings.assistant],
        question.system,
    )
    wanted = [question.model, assistant.model]
    provider, model = await chosen_model(parts, question.provider, wanted, conversation)
    if history:
        await parts.conversations.choose(
            conversation.id, assistant=assistant.name, provider=provider, model=model
        )
    conversation = replace(conversation, assistant=assistant.name, provider=provider, model=model)
    answers = parts.model(provider, question.attempts, sdk=question.sdk)
    chat = Chat(
        parts.conversations,
        answers,
        model,
        _as_tuned(assistant, conversation, question),
        judge,
        sent_from=conversation.sent_from,
        find_price=partial(_price, parts, provider, model),
    )
    attempts = question.attempts or parts.settings.settings.attempts
    kept = {message.role: message for message in history}
    with engine_progress(parts.engine):
        async with aclosing(_updates(chat, conversation, history, question)) as updates:
            async for update in updates:
                match update:
                    case TextDelta(text):
                        show(text)
                    case MessageChanged(message):
                        kept[message.role] = message
                    case _:
                        _remark(update, attempts)
    return Answered(kept[Role.USER], kept[Role.ASSISTANT])


async def _price(parts: Parts, provider: str, model: str) -> Price | None:
    """Return what a model costs. Reading the list of prices takes a third of a second."""
    return (await parts.known_model(provider, model)).price


def _updates(
    chat: Chat, conversation: Conversation, history: list[Message], question: Question
) -> AsyncGenerator[ReplyUpdate, None]:
    if not question.go_on:
        return reply(chat, conversation, history, question.text)
    *before, last = history
    if last.role is Role.USER:
        return answer(chat, history)
    if not last.text.strip():
        return answer(chat, before)
    return carry_on(chat, before, last)


def _as_tuned(assistant: Assistant, conversation: Conversation, question: Question) -> Assistant:
    """Return the assistant with what is changed in the conversation, and for this question."""
    if question.system is not None:
        conversation = replace(conversation, instructions=question.system)
    return adjusted(assistant, conversation)


def _remark(update: ReplyUpdate, attempts: int) -> None:
    match update:
        case Retrying(attempt, seconds, reason):
            hint(
                f"{reason.rstrip('.')}. Attempt {attempt} of {max(attempts, attempt)} starts in"
                f" {seconds:.0f} s."
            )
        case KeyAwaited():
            hint("Waiting for the key store.")
        case ParameterLeftOut(name):
            hint(f"Sent without {name}, which this model doesn't take.")


async def _continued(parts: Parts, question: Question) -> tuple[Conversation, list[Message]]:
    """Return a new conversation, or a known one with what of it a model is sent.

    Raises:
        InputError: There is no such conversation, or nothing in it to go on with.
    """
    if not question.conversation:
        return Conversation(), []
    conversation = await known_conversation(parts, question.conversation)
    leaf = conversation.active_leaf
    history = await parts.conversations.history(leaf, LONGEST_HISTORY) if leaf else []
    if question.go_on and (not history or _is_whole(history[-1])):
        raise InputError(
            "The last answer of this conversation is whole",
            "Give a text to ask something else.",
            code="nothing_to_continue",
        )
    return conversation, history


def _is_whole(message: Message) -> bool:
    ended = message.status is Status.COMPLETE and message.finish_reason != "length"
    return message.role is Role.ASSISTANT and ended
