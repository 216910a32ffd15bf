"""What a model is asked, made of a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core.assistants import Assistant
from desktop_app.core.conversation import Message, Role, Trace

GO_ON = (
    "Your last message was cut off before its end. Go on with it exactly where it stopped, in the "
    "same language and format. Repeat nothing of it, and add no remark: what you write now is put "
    "right behind its last character, so begin with a space or a new line where one belongs."
)
"""The last turn of a request that has a model write on at what it has written."""


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

    @property
    def letters(self) -> int:
        """How many characters the turns have together."""
        return sum(len(turn.text) for turn in self.turns)


def first_sent(history: Sequence[Message], sent_from: str | None) -> int:
    """Return the position of the first message that is sent.

    Where something is left out, that is always a question: many models refuse a conversation that
    begins with an answer.

    Args:
        history: The end of a branch, in reading order.
        sent_from: As in `Conversation`.
    """
    named = (number for number, message in enumerate(history) if message.id == sent_from)
    first = next(named, 0)
    if not first and (not history or history[0].parent is None):
        return 0
    questions = (n for n in range(first, len(history)) if history[n].role is Role.USER)
    return next(questions, first)


def request_for(model: str, assistant: Assistant, sent: Sequence[Message]) -> ChatRequest:
    """Return the request for the answer to the last of the messages that are sent."""
    turns = turns_of(sent)
    if assistant.instructions:
        turns.insert(0, Turn(Role.SYSTEM, assistant.instructions))
    return ChatRequest(model, tuple(turns), assistant.parameters)


def going_on(request: ChatRequest, text: str) -> ChatRequest:
    """Return the request that has a model go on with an answer of which `text` is there."""
    if not text.strip():
        return request
    more = (Turn(Role.ASSISTANT, text), Turn(Role.USER, GO_ON))
    return ChatRequest(request.model, (*request.turns, *more), request.parameters)


def turns_of(messages: Sequence[Message]) -> list[Turn]:
    """Return messages as a model reads them, by turns.

    An answer without a word, such as one that failed, is no turn; two questions that stand in a
    row then are one, with an empty line in between, because strict servers want them by turns.
    Where the user has written a better answer, a model reads that one as its own.
    """
    turns: list[Turn] = []
    for message in messages:
        words = message.stands
        if not words.strip():
            continue
        if turns and turns[-1].role is message.role:
            turns[-1] = Turn(message.role, f"{turns[-1].text}\n\n{words}")
        else:
            turns.append(Turn(message.role, words))
    return turns


def request_of(message: Message, history: Sequence[Message]) -> ChatRequest:
    """Return the request that an answer came of, by its trace.

    For an answer that was gone on with, that is its first request.

    Args:
        message: The answer.
        history: The end of the branch before it, in reading order, as it was at hand then.
    """
    trace = message.trace or Trace()
    how = Assistant("", trace.instructions, parameters=trace.parameters)
    return request_for(message.model, how, history[trace.left_out :])
