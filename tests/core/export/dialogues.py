"""A dialogue in which everything happens that an export tells of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from desktop_app.core.conversation import Conversation, Message, Role, Status, Trace
from desktop_app.core.errors import Failure
from desktop_app.core.sentiment import Sentiment

THEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def message(identity: str, parent: str | None, role: Role, text: str, **more: Any) -> Message:
    """A message that was written some seconds after the one before it."""
    moment = THEN + timedelta(seconds=ord(identity[0]))
    model = "smol" if role is Role.ASSISTANT else ""
    more = {"model": model, "created_at": moment, "finished_at": moment, **more}
    return Message("c", role, text, parent=parent, id=identity, **more)


def asked(identity: str, parent: str | None, text: str, **more: Any) -> Message:
    """What the user said."""
    return message(identity, parent, Role.USER, text, **more)


def answered(identity: str, parent: str | None, text: str, **more: Any) -> Message:
    """What a model said."""
    return message(identity, parent, Role.ASSISTANT, text, **more)


def conversation(leaf: str | None, **more: Any) -> Conversation:
    """The conversation of these messages."""
    more = {"title": "Trip *notes*", "created_at": THEN, "updated_at": THEN, **more}
    return Conversation(id="c", active_leaf=leaf, **more)


def trip() -> tuple[Conversation, list[Message]]:
    """A dialogue with branches, marks, thoughts, code and a failure."""
    sad = Sentiment("negative", -0.5, 0.9)
    messages = [
        asked("a", None, "Where to?\n\n```\nunclosed", sentiment=sad),
        answered("b", "a", "Rome", rating=-1, corrected_text="Rome\nin May", reasoning="Hm"),
        answered("c", "a", "Oslo", rating=1, trace=Trace(instructions="Be brief.")),
        asked("d", "b", "And then?"),
        answered(
            "e", "d", "", status=Status.FAILED, failure=Failure("The server <i>broke</i> off")
        ),
        asked("f", "c", "Why?"),
    ]
    return conversation("e", tags=("summer plans",), instructions="Guide me."), messages
