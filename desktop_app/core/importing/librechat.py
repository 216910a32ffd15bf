"""LibreChat's export: one conversation a file, with its messages in a list or as a tree.

``{"conversationId", "title", "branches", "recursive", "options": {"promptPrefix", ...},
"messages": [{"messageId", "parentMessageId", "sender", "isCreatedByUser", "text", "content",
"model", "createdAt", "feedback", ...}]}``, or ``"messagesTree"`` with ``"children"`` in each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_app.core.conversation import Role, Status
from desktop_app.core.errors import Failure
from desktop_app.core.importing.taken import Note
from desktop_app.core.importing.turns import Dialogue, Turn
from desktop_app.core.importing.values import fields_of, items_of, moment_of, text_of

SOURCE = "LibreChat"

_NO_PARENT = "00000000-0000-0000-0000-000000000000"
_RATINGS = {"thumbsUp": 1, "thumbsDown": -1}


def is_librechat(value: Mapping[str, Any]) -> bool:
    """Whether an object is a conversation of LibreChat."""
    return isinstance(value.get("conversationId"), str) and (
        "messages" in value or "messagesTree" in value
    )


def from_librechat(value: Mapping[str, Any]) -> Dialogue:
    """Read a conversation of LibreChat; the branch that is shown is the one written to last."""
    options = fields_of(value.get("options"))
    dialogue = Dialogue(
        SOURCE,
        text_of(value.get("conversationId")),
        text_of(value.get("title")),
        created_at=moment_of(value.get("createdAt")),
        updated_at=moment_of(value.get("updatedAt")),
        archived=value.get("isArchived") is True,
        tags=tuple(text_of(tag) for tag in items_of(value.get("tags"))),
    )
    for name in ("promptPrefix", "system", "instructions"):
        if words := text_of(options.get(name)).strip():
            dialogue.instructions.append(words)
    messages = value.get("messagesTree") or value.get("messages")
    for index, (parent, message) in enumerate(_flat(messages)):
        identity = text_of(message.get("messageId")) or str(index)
        if identity in dialogue.turns:
            dialogue.notes[Note.TWICE] += 1
            continue
        _read(dialogue, identity, parent, message)
    return dialogue


def _flat(messages: object) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """Yield the messages of a list or a tree, each with the id of the one above it in the tree."""
    top = [messages] if isinstance(messages, dict) else items_of(messages)
    waiting: list[tuple[str | None, Any]] = [(None, each) for each in reversed(top)]
    while waiting:
        above, value = waiting.pop()
        message = fields_of(value)
        identity = text_of(message.get("messageId"))
        if identity or text_of(message.get("text")) or message.get("content"):
            yield above, message
        children = items_of(message.get("children"))
        waiting += [(identity or above, child) for child in reversed(children)]


def _read(dialogue: Dialogue, identity: str, above: str | None, message: Mapping[str, Any]) -> None:
    parent = text_of(message.get("parentMessageId"))
    turn = Turn(
        identity,
        above if not parent else None if parent == _NO_PARENT else parent,
        created_at=moment_of(message.get("createdAt")),
    )
    dialogue.turns[identity] = turn
    by_user = message.get("isCreatedByUser") is True or (
        "isCreatedByUser" not in message and text_of(message.get("sender")).lower() == "user"
    )
    turn.role = Role.USER if by_user else Role.ASSISTANT
    turn.text = text_of(message.get("text"))
    _read_content(dialogue, turn, message.get("content"))
    turn.pictures += len(items_of(message.get("files")))
    if by_user:
        return
    turn.model = text_of(message.get("model")) or text_of(message.get("sender"))
    rating = text_of(fields_of(message.get("feedback")).get("rating"))
    turn.rating = _RATINGS.get(rating, 0)
    if message.get("error") is True:
        turn.failure = Failure("The model service refused", detail=turn.text, code="imported")
        turn.text, turn.status = "", Status.FAILED
    elif message.get("unfinished") is True:
        turn.status = Status.INTERRUPTED


def _read_content(dialogue: Dialogue, turn: Turn, content: object) -> None:
    """Read the parts that newer messages are made of; where they have words, these count."""
    words: list[str] = []
    thoughts: list[str] = []
    for part in items_of(content):
        fields = fields_of(part)
        kind = text_of(fields.get("type"))
        if kind in ("text", "think"):
            value = fields.get(kind)
            told = text_of(value) or text_of(fields_of(value).get("value"))
            (words if kind == "text" else thoughts).append(told)
        elif kind.startswith("image"):
            turn.pictures += 1
        elif kind != "error":
            dialogue.notes[Note.TOOL if kind == "tool_call" else Note.UNKNOWN] += 1
    turn.text = "\n\n".join(word for word in words if word.strip()) or turn.text
    turn.reasoning = "\n\n".join(thought for thought in thoughts if thought.strip())
