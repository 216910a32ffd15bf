"""What is told of an export and of an import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_app.core.errors import Failure

Format = Literal["json", "md", "html", "jsonl"]
"""What is written: JSON without loss, Markdown, HTML, or a line of chat JSONL a conversation."""

FORMATS: tuple[Format, ...] = ("json", "md", "html", "jsonl")

LEFT_AT_MOST = 1000
"""How many places of what was not taken are told one by one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an export or an import has come.

    Attributes:
        done: Bytes read of an import, conversations written of an export.
        total: How many there are; 0 where nobody knows.
        what: The title of a conversation, or the name of a file.
    """

    done: int
    total: int
    what: str


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was not taken, or not written.

    Attributes:
        place: Where it stands: the name of a file, and the number of the conversation in it.
        title: The title of the conversation, empty where nobody knows it.
        reason: Why, in words that can be translated as those of other failures.
    """

    place: str
    title: str
    reason: Failure


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import took.

    Attributes:
        source: Who wrote what was read, such as ``ChatGPT``; several are joined by a comma.
        added: Conversations that were not here.
        changed: Conversations that were here and have got new messages.
        unchanged: Conversations that were here and had nothing new.
        messages: Messages that were added.
        pictures_left: Pictures and other files of messages, which are not taken.
        left: What else was not taken, the first `LEFT_AT_MOST` of it.
        left_more: How much more of it there was.
    """

    source: str
    added: int
    changed: int
    unchanged: int
    messages: int
    pictures_left: int
    left: tuple[Left, ...] = ()
    left_more: int = 0


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    Attributes:
        path: The file or the folder.
        files: How many files.
        conversations: How many conversations they hold.
        left: What could not be said in the format, and was left out.
        left_more: How much more was left out than is told one by one.
    """

    path: Path
    files: int
    conversations: int
    left: tuple[Left, ...] = ()
    left_more: int = 0
