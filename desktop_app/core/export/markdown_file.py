"""A dialogue as Markdown, to be read by people and by other programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from desktop_app.core.conversation import Conversation, Message
from desktop_app.core.export.shown_branch import shown_branch
from desktop_app.core.export.told import (
    BETTER_ANSWER,
    INSTRUCTIONS,
    OTHER_BRANCHES,
    THOUGHTS,
    after_words,
    marks_of,
    speaker_of,
    time_of,
    title_of,
)

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SIGNS = re.compile(r"([\\`*_\[\]<>#&|~])")


def conversation_to_markdown(conversation: Conversation, messages: Sequence[Message]) -> str:
    """Return the branch that is shown, and after it what went otherwise.

    The words of messages stand there as they are written, so code stays intact.

    Args:
        conversation: Whose title, date and instructions head the text.
        messages: All of them, every parent before its answers.
    """
    shown, asides = shown_branch(conversation, messages)
    parts = [f"# {_plain(title_of(conversation))}", time_of(conversation.created_at)]
    if conversation.tags:
        parts.append(" ".join(_plain(f"#{' '.join(tag.split())}") for tag in conversation.tags))
    if conversation.instructions:
        parts += [f"**{INSTRUCTIONS}**", _quoted(conversation.instructions)]
    parts += _told(shown, "##")
    if asides:
        parts += ["---", f"## {OTHER_BRANCHES}"]
    for aside in asides:
        parts.append(f"### {_plain(after_words(aside.after))}")
        parts += _told(aside.messages, "####")
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _told(messages: Iterable[Message], heading: str) -> Iterator[str]:
    for message in messages:
        told = [speaker_of(message), time_of(message.created_at), *marks_of(message)]
        yield f"{heading} {_plain(' · '.join(told))}"
        if message.reasoning.strip():
            yield f"**{THOUGHTS}**"
            yield _quoted(message.reasoning)
        yield _closed(message.text)
        if message.failure is not None:
            yield f"*{_plain(message.failure.title)}*"
        if message.corrected_text is not None:
            yield f"**{BETTER_ANSWER}**"
            yield _quoted(message.corrected_text)


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip("\n").split("\n"))


def _closed(text: str) -> str:
    """Return `text` with the end of a fence that is open at its end, so that it ends there."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found is None:
            continue
        if not fence:
            fence = found[1]
        elif found[1].startswith(fence) and not line[found.end() :].strip():
            fence = ""
    return f"{text}\n{fence}" if fence else text
