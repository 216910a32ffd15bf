"""ChatGPT's export: a list of conversations, each a ``mapping`` of nodes that form a tree.

``{"title", "create_time", "update_time", "mapping": {ID: {"id", "message", "parent", "children"}},
"current_node", "conversation_id", "is_archived", "is_starred", ...}``; a message is ``{"author":
{"role", "name"}, "create_time", "content": {"content_type", ...}, "metadata", "recipient"}``. It is
documented nowhere by its maker; shapes of 2023 to 2026 are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desktop_app.core.conversation import Role, Status
from desktop_app.core.importing.taken import Note
from desktop_app.core.importing.turns import Dialogue, Turn
from desktop_app.core.importing.values import fields_of, items_of, moment_of, text_of

SOURCE = "ChatGPT"

_CODE_RUN_HERE = "python"
_TEXTS = ("text", "multimodal_text")
_BACKTICKS = re.compile("`+")
_HIDDEN = "is_visually_hidden_from_conversation"


def is_chatgpt(value: Mapping[str, Any]) -> bool:
    """Whether an object is a conversation of ChatGPT."""
    return isinstance(value.get("mapping"), dict)


def from_chatgpt(value: Mapping[str, Any]) -> Dialogue:
    """Read a conversation of ChatGPT. System messages and custom instructions instruct it."""
    dialogue = Dialogue(
        SOURCE,
        text_of(value.get("conversation_id")) or text_of(value.get("id")),
        text_of(value.get("title")),
        current=text_of(value.get("current_node")) or None,
        created_at=moment_of(value.get("create_time")),
        updated_at=moment_of(value.get("update_time")),
        pinned=value.get("is_starred") is True or moment_of(value.get("pinned_time")) is not None,
        archived=value.get("is_archived") is True,
        join_answers=True,
    )
    for identity, node in value["mapping"].items():
        fields = fields_of(node)
        turn = Turn(identity, text_of(fields.get("parent")) or None)
        dialogue.turns[identity] = turn
        _read(dialogue, turn, fields_of(fields.get("message")))
    _take_parents_from_children(dialogue, value["mapping"])
    return dialogue


def _read(dialogue: Dialogue, turn: Turn, message: Mapping[str, Any]) -> None:
    role = text_of(fields_of(message.get("author")).get("role"))
    content = fields_of(message.get("content"))
    kind = text_of(content.get("content_type"))
    turn.created_at = moment_of(message.get("create_time"))
    if role == "system" or kind == "user_editable_context":
        dialogue.instructions += _instructions(dialogue, turn, content)
    elif role == "tool":
        if content:
            dialogue.notes[Note.TOOL] += 1
        turn.pictures = _pictures_in(content)
        # Pictures that ChatGPT has drawn are what a tool says; they belong to the answer.
        turn.role = Role.ASSISTANT if turn.pictures else None
    elif fields_of(message.get("metadata")).get(_HIDDEN) is True:
        return
    elif role == "user":
        turn.role = Role.USER
        turn.text = _words(dialogue, turn, content)
        _count_files(turn, message)
    elif role == "assistant":
        _read_answer(dialogue, turn, message, content)


def _instructions(dialogue: Dialogue, turn: Turn, content: Mapping[str, Any]) -> list[str]:
    if content.get("content_type") == "user_editable_context":
        told = [text_of(content.get(name)) for name in ("user_profile", "user_instructions")]
    else:
        told = [_words(dialogue, turn, content)]
    return [words for each in told if (words := each.strip())]


def _read_answer(
    dialogue: Dialogue, turn: Turn, message: Mapping[str, Any], content: Mapping[str, Any]
) -> None:
    turn.role = Role.ASSISTANT
    turn.model = text_of(fields_of(message.get("metadata")).get("model_slug"))
    if message.get("status") == "in_progress":
        turn.status = Status.INTERRUPTED
    recipient = text_of(message.get("recipient")) or "all"
    kind = text_of(content.get("content_type"))
    if kind == "thoughts":
        turn.reasoning = _thoughts(content)
    elif kind == "reasoning_recap":
        turn.role = None  # How long it thought is said there, and nothing else.
    elif recipient not in ("all", _CODE_RUN_HERE):
        dialogue.notes[Note.TOOL] += 1
        turn.role = None
    elif kind == "code":
        turn.text = _fenced(text_of(content.get("text")), text_of(content.get("language")))
    else:
        turn.text = _words(dialogue, turn, content)


def _words(dialogue: Dialogue, turn: Turn, content: Mapping[str, Any]) -> str:
    if content and content.get("content_type", "text") not in _TEXTS:
        dialogue.notes[Note.UNKNOWN] += 1
        return ""
    words = []
    for part in items_of(content.get("parts")):
        if isinstance(part, str):
            words.append(part)
            continue
        kind = text_of(fields_of(part).get("content_type"))
        if kind == "audio_transcription":
            words.append(text_of(part.get("text")))
        elif kind.endswith("asset_pointer"):
            turn.pictures += 1
        elif part is not None:
            dialogue.notes[Note.UNKNOWN] += 1
    return "\n\n".join(word for word in words if word)


def _thoughts(content: Mapping[str, Any]) -> str:
    told = []
    for thought in items_of(content.get("thoughts")):
        fields = fields_of(thought)
        summary, words = text_of(fields.get("summary")), text_of(fields.get("content"))
        told.append("\n\n".join([f"**{summary}**"] * bool(summary) + [words] * bool(words)))
    return "\n\n".join(part for part in told if part)


def _pictures_in(content: Mapping[str, Any]) -> int:
    kinds = (
        text_of(fields_of(part).get("content_type")) for part in items_of(content.get("parts"))
    )
    return sum(kind.endswith("asset_pointer") for kind in kinds)


def _count_files(turn: Turn, message: Mapping[str, Any]) -> None:
    attached = items_of(fields_of(message.get("metadata")).get("attachments"))
    turn.pictures = max(turn.pictures, len(attached))


def _fenced(code: str, language: str) -> str:
    if not code.strip():
        return ""
    longest = max((len(run) for run in _BACKTICKS.findall(code)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}{'' if language == 'unknown' else language}\n{code}\n{fence}"


def _take_parents_from_children(dialogue: Dialogue, mapping: Mapping[str, Any]) -> None:
    """Where a node doesn't say what it follows on, the one that has it as a child does."""
    for identity, node in mapping.items():
        for child in items_of(fields_of(node).get("children")):
            turn = dialogue.turns.get(child) if isinstance(child, str) else None
            if turn is not None and turn.parent is None:
                turn.parent = identity
