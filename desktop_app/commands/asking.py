"""One question and its answer: what `ask` and `demo` share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from desktop_app.commands.choosing import chosen_assistant, chosen_model
from desktop_app.commands.engine_progress import engine_progress
from desktop_app.commands.session import known_conversation
from desktop_app.commands.terminal import hint
from desktop_app.core.chat import LONGEST_HISTORY, Chat, MessageChanged, reply
from desktop_app.core.conversation import Conversation, Message, Role, Status
from desktop_app.core.errors import AppError, Failure
from desktop_app.core.events import Retrying, TextDelta
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
    """

    text: str
    provider: str = ""
    model: str = ""
    assistant: str = ""
    system: str | None = None
    attempts: int | None = None
    conversation: str = ""


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
    conversation, history = await _continued(parts, question.conversation)
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
    chat = Chat(
        parts.conversations, parts.model(provider, question.attempts), model, assistant, judge
    )
    kept: dict[Role, Message] = {}
    with engine_progress(parts.engine):
        async with aclosing(reply(chat, conversation, history, question.text)) as updates:
            async for update in updates:
                match update:
                    case TextDelta(text):
                        show(text)
                    case Retrying(attempt, seconds, reason):
                        hint(f"{reason.rstrip('.')}. Attempt {attempt} starts in {seconds:.0f} s.")
                    case MessageChanged(message):
                        kept[message.role] = message
    return Answered(kept[Role.USER], kept[Role.ASSISTANT])


async def _continued(parts: Parts, conversation_id: str) -> tuple[Conversation, list[Message]]:
    """Return a new conversation, or a known one with what of it a model is sent."""
    if not conversation_id:
        return Conversation(), []
    conversation = await known_conversation(parts, conversation_id)
    leaf = conversation.active_leaf
    history = await parts.conversations.history(leaf, LONGEST_HISTORY) if leaf else []
    return conversation, history
