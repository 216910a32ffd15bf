"""The bytes of files of one or many dialogues, in each of the formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson

from desktop_app.core.conversation import Conversation, Message
from desktop_app.core.exchange import Format
from desktop_app.core.export.chat_jsonl import conversation_to_line
from desktop_app.core.export.conversation_json import conversation_to_json
from desktop_app.core.export.html_page import PAGE_END, conversation_to_article, page_beginning
from desktop_app.core.export.markdown_file import conversation_to_markdown


@dataclass(frozen=True, slots=True)
class Rendered:
    """One dialogue in a format.

    Attributes:
        content: Empty where there is nothing to write.
        left_out: How many answers aren't in it.
    """

    content: bytes
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around dialogues in one file.

    Attributes:
        first: Before the first.
        between: Between two of them.
        last: After the last.
    """

    first: bytes = b""
    between: bytes = b""
    last: bytes = b""


def rendered(format_: Format, conversation: Conversation, messages: Sequence[Message]) -> Rendered:
    """Return a dialogue as it stands in a file, without what stands around it."""
    return _RENDERERS[format_](conversation, messages)


def frame(format_: Format, title: str, *, one: bool) -> Frame:
    """Return what stands around dialogues in a file.

    Args:
        format_: Which.
        title: Of the page, in HTML.
        one: Whether there is one dialogue, and no list of them.
    """
    if format_ == "html":
        return Frame(page_beginning(title).encode(), last=PAGE_END.encode())
    if format_ == "md":
        return Frame(between=b"\n")
    if format_ == "jsonl":
        return Frame()
    return Frame(last=b"\n") if one else Frame(b"[\n", b",\n", b"\n]\n")


def _json(conversation: Conversation, messages: Sequence[Message]) -> Rendered:
    return Rendered(_dumped(conversation_to_json(conversation, messages)))


def _dumped(value: object) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2)
    except TypeError:  # Halves of surrogate pairs, and numbers of more than 64 bits.
        return json.dumps(value, indent=2).encode()


def _markdown(conversation: Conversation, messages: Sequence[Message]) -> Rendered:
    return Rendered(conversation_to_markdown(conversation, messages).encode("utf-8", "replace"))


def _html(conversation: Conversation, messages: Sequence[Message]) -> Rendered:
    return Rendered(conversation_to_article(conversation, messages).encode("utf-8", "replace"))


def _jsonl(conversation: Conversation, messages: Sequence[Message]) -> Rendered:
    line = conversation_to_line(conversation, messages)
    if line.value is None:
        return Rendered(b"", line.left_out)
    return Rendered(orjson.dumps(line.value) + b"\n", line.left_out)


_RENDERERS: dict[Format, Callable[[Conversation, Sequence[Message]], Rendered]] = {
    "json": _json,
    "md": _markdown,
    "html": _html,
    "jsonl": _jsonl,
}
