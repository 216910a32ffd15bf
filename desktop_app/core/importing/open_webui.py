"""Open WebUI's export: a list of chats, each with a ``history`` of messages that form a tree.

``{"id", "title", "chat": {"history": {"messages": {ID: {"id", "parentId", "childrenIds", "role",
"content", "model", "timestamp", "annotation", ...}}, "currentId"}, "messages", "params", "tags"},
"created_at", "updated_at", "archived", "pinned", "meta"}``. Old ones have only ``messages``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from desktop_app.core.conversation import Role, Status
from desktop_app.core.errors import Failure
from desktop_app.core.importing.taken import Note
from desktop_app.core.importing.turns import Dialogue, Turn
from desktop_app.core.importing.values import fields_of, items_of, moment_of, text_of

SOURCE = "Open WebUI"

_DETAILS = re.compile(
    r'<details type="(reasoning|tool_calls|code_interpreter)"[^>]{0,20000}>\n?'
    r"(?:<summary>[^<]{0,200}</summary>\n?)?"
)
_END = "</details>"
_QUOTED = re.compile(r"^(?:&gt;|>) ?", re.MULTILINE)


def is_open_webui(value: Mapping[str, Any]) -> bool:
    """Whether an object is a chat of Open WebUI."""
    chat = fields_of(value.get("chat"))
    return isinstance(chat.get("history"), dict) or isinstance(chat.get("messages"), list)


def from_open_webui(value: Mapping[str, Any]) -> Dialogue:
    """Read a chat of Open WebUI. Its system prompt and system messages instruct it."""
    chat = fields_of(value.get("chat"))
    history = fields_of(chat.get("history"))
    dialogue = Dialogue(
        SOURCE,
        text_of(value.get("id")) or text_of(chat.get("id")),
        text_of(value.get("title")) or text_of(chat.get("title")),
        current=text_of(history.get("currentId")) or None,
        created_at=moment_of(value.get("created_at")) or moment_of(chat.get("timestamp")),
        updated_at=moment_of(value.get("updated_at")),
        pinned=value.get("pinned") is True,
        archived=value.get("archived") is True,
        tags=tuple(_tags(chat.get("tags"), fields_of(value.get("meta")).get("tags"))),
    )
    for system in (fields_of(chat.get("params")).get("system"), chat.get("system")):
        if words := text_of(system).strip():
            dialogue.instructions.append(words)
    messages = fields_of(history.get("messages"))
    if messages:
        for identity, message in messages.items():
            fields = fields_of(message)
            _read(dialogue, identity, text_of(fields.get("parentId")) or None, fields)
    else:
        _read_in_a_row(dialogue, items_of(chat.get("messages")))
    return dialogue


def _read_in_a_row(dialogue: Dialogue, messages: Iterable[Any]) -> None:
    before: str | None = None
    for index, message in enumerate(messages):
        fields = fields_of(message)
        identity = text_of(fields.get("id")) or str(index)
        if identity in dialogue.turns:
            dialogue.notes[Note.TWICE] += 1
            continue
        _read(dialogue, identity, before, fields)
        before = dialogue.current = identity


def _read(
    dialogue: Dialogue, identity: str, parent: str | None, message: Mapping[str, Any]
) -> None:
    turn = Turn(identity, parent, created_at=moment_of(message.get("timestamp")))
    dialogue.turns[identity] = turn
    role = text_of(message.get("role"))
    text = _content(turn, message.get("content"))
    turn.pictures += len(items_of(message.get("files")))
    if role == "system":
        if text.strip():
            dialogue.instructions.append(text.strip())
    elif role == "user":
        turn.role, turn.text = Role.USER, text
    elif role == "assistant":
        turn.role = Role.ASSISTANT
        turn.text = _without_details(dialogue, turn, text)
        turn.model = text_of(message.get("model")) or text_of(message.get("modelName"))
        turn.rating = _rating(message.get("annotation"))
        _take_end(turn, message)
    elif message:
        dialogue.notes[Note.TOOL if role == "tool" else Note.UNKNOWN] += 1


def _content(turn: Turn, content: object) -> str:
    if isinstance(content, str):
        return content
    words = []
    for part in items_of(content):
        fields = fields_of(part)
        if fields.get("type") == "text":
            words.append(text_of(fields.get("text")))
        else:
            turn.pictures += 1
    return "\n\n".join(word for word in words if word)


def _without_details(dialogue: Dialogue, turn: Turn, text: str) -> str:
    """Return an answer without the thoughts and the tools that are written into it."""
    thoughts: list[str] = []
    words: list[str] = []
    at = 0
    while found := _DETAILS.search(text, at):
        end = text.find(_END, found.end())
        if end < 0:
            break
        words.append(text[at : found.start()])
        if found[1] == "reasoning":
            thoughts.append(html.unescape(_QUOTED.sub("", text[found.end() : end])).strip())
        else:
            dialogue.notes[Note.TOOL] += 1
        at = end + len(_END)
    if not at:
        return text
    turn.reasoning = "\n\n".join(thought for thought in thoughts if thought)
    return "".join([*words, text[at:]]).strip()


def _take_end(turn: Turn, message: Mapping[str, Any]) -> None:
    error = message.get("error")
    if error:
        words = text_of(error) or text_of(fields_of(error).get("content"))
        turn.status = Status.FAILED
        turn.failure = Failure("The model service refused", detail=words, code="imported")
    elif message.get("done") is False:
        turn.status = Status.INTERRUPTED


def _rating(annotation: object) -> int:
    rating = fields_of(annotation).get("rating")
    return rating if rating in (-1, 1) and isinstance(rating, int) else 0


def _tags(*lists: object) -> Iterable[str]:
    for tags in lists:
        for tag in items_of(tags):
            yield text_of(tag) or text_of(fields_of(tag).get("name"))
