"""The notice of a message: why it failed and what can be done, or what is to be said quietly."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_app.core.conversation import Message, Role
from desktop_app.core.errors import Failure
from desktop_app.ui.chat.remedies import (
    OLDER_LEFT_OUT,
    PARAMETER_LEFT_OUT,
    Remedy,
    Trouble,
    remedies,
)
from desktop_app.ui.notices import Action, Notice, Tone


def usual_offers(message: Message, failure: Failure) -> list[Remedy]:
    """Return the ways out that need nothing but the message."""
    part = has_part(message, failure)
    return remedies(Trouble(failure.code, message.provider, partial=part))


def has_part(message: Message, failure: Failure) -> bool:
    """Whether a part of an answer is there that can be gone on with."""
    is_answer = message.role is Role.ASSISTANT and not is_remark(failure)
    return is_answer and bool(message.text.strip())


def is_remark(failure: Failure) -> bool:
    """Whether something is only remarked, and nothing failed."""
    return failure.code in (PARAMETER_LEFT_OUT, OLDER_LEFT_OUT)


def row_notice(
    message: Message,
    failure: Failure,
    offered: list[Remedy],
    taken: Callable[[str, str], None],
    parent: QWidget,
) -> Notice:
    """Return the notice of a message.

    Args:
        message: It.
        failure: What is told.
        offered: The ways out.
        taken: Called with the id of the message and the name of the way out that was chosen.
        parent: Where it is shown.
    """
    tone: Tone = "info" if is_remark(failure) else "warning"
    actions = [
        Action(each.label, partial(taken, message.id, each.name), primary=each.primary)
        for each in offered
    ]
    return Notice(failure, actions, tone, parent, closable=True)
