"""The order in which a conversation is read: the branch that is shown, then what went otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.conversation import Conversation, Message, branch


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of messages that isn't shown.

    Attributes:
        after: The message it follows on, None where it begins anew.
        messages: In reading order.
    """

    after: Message | None
    messages: list[Message]


def shown_branch(
    conversation: Conversation, messages: Sequence[Message]
) -> tuple[list[Message], list[Aside]]:
    """Return the branch that is shown, and all other messages in stretches of one branch each.

    Args:
        conversation: Its leaf says what is shown.
        messages: All of them, every parent before its answers.
    """
    by_id = {message.id: message for message in messages}
    shown = branch(by_id, conversation.active_leaf)
    seen = {message.id for message in shown}
    asides: dict[str, Aside] = {}  # By the id of their last message.
    ended: list[Aside] = []
    for message in messages:
        if message.id in seen:
            continue
        aside = asides.pop(message.parent or "", None)
        if aside is None:
            aside = Aside(by_id.get(message.parent or ""), [])
            ended.append(aside)
        aside.messages.append(message)
        asides[message.id] = aside
    return shown, ended
