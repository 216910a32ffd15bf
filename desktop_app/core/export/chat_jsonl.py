"""A dialogue as a line of chat JSONL, as models are fine-tuned with.

``{"messages": [{"role": "system", "content": …}, {"role": "user", …}, {"role": "assistant", …}]}``:
https://platform.openai.com/docs/guides/supervised-fine-tuning. Questions and answers take turns,
and the last is an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core.conversation import Conversation, Message, Role, Status, branch


@dataclass(frozen=True, slots=True)
class ChatLine:
    """A line, and what isn't in it.

    Attributes:
        value: The object of the line, None where nothing is left to write.
        left_out: Answers of the branch that aren't in it, with their questions: they failed, broke
            off, are empty, or answer nothing.
    """

    value: dict[str, Any] | None
    left_out: int


def conversation_to_line(conversation: Conversation, messages: Sequence[Message]) -> ChatLine:
    """Return the branch that is shown; corrected answers stand in place of the originals.

    The system message is that of the conversation, or what the last answer was written with.
    """
    shown = branch({message.id: message for message in messages}, conversation.active_leaf)
    turns: list[dict[str, str]] = []
    questions: list[str] = []
    left_out = 0
    for message in shown:
        if message.role is Role.USER:
            if message.text.strip():
                questions.append(message.text)
            continue
        answer = _answer(message)
        if answer and questions:
            turns.append({"role": "user", "content": "\n\n".join(questions)})
            turns.append({"role": "assistant", "content": answer})
        elif answer and turns:
            turns[-1]["content"] += f"\n\n{answer}"
        else:
            left_out += 1
        questions = []
    if not turns:
        return ChatLine(None, left_out)
    if instructions := _instructions(conversation, shown):
        turns.insert(0, {"role": "system", "content": instructions})
    return ChatLine({"messages": turns}, left_out)


def _answer(message: Message) -> str:
    if message.corrected_text is not None:
        return message.corrected_text.strip()
    is_whole = message.status is Status.COMPLETE and message.finish_reason in ("", "stop")
    return message.text.strip() if is_whole and message.failure is None else ""


def _instructions(conversation: Conversation, shown: Sequence[Message]) -> str:
    if conversation.instructions is not None:
        return conversation.instructions.strip()
    written_with = (m.trace.instructions for m in reversed(shown) if m.trace is not None)
    return next(written_with, "").strip()
