"""What an export has written, and the names of its files."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import Failure
from desktop_app.core.exchange import Exported, Format, Left
from desktop_app.core.export.readable_names import free_name, readable_name
from desktop_app.core.export.rendering import Rendered
from desktop_app.core.export.told import title_of

_ANSWERS_LEFT_OUT = "Answers that failed, broke off or are empty were left out: {count}"
_NOTHING_TO_WRITE = "Conversations without a question and its answer were left out: {count}"


class Written:
    """What an export has written so far."""

    def __init__(self) -> None:
        self._conversations = self._answers = self._nothing = 0

    def note(self, done: Rendered) -> None:
        """Count one conversation."""
        self._answers += done.left_out
        if done.content:
            self._conversations += 1
        else:
            self._nothing += 1

    def exported(self, path: Path, files: int) -> Exported:
        """Return what is told of it."""
        left = ((_ANSWERS_LEFT_OUT, self._answers), (_NOTHING_TO_WRITE, self._nothing))
        told = tuple(Left("", "", _told(*each)) for each in left if each[1])
        return Exported(path, files, self._conversations, told)


class FileNames:
    """Names for the files of a folder, none of them twice."""

    def __init__(self, format_: Format) -> None:
        self._ending = f".{format_}"
        self._taken: set[str] = set()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._taken)

    def of(self, conversation: Conversation) -> str:
        """Return the title of a conversation with the end of its id, so that it stays the same."""
        # Ids begin with the time; what tells those of one moment apart stands at the end.
        short = readable_name(conversation.id[-12:], "chat").replace(" ", "")
        stem = f"{readable_name(title_of(conversation), 'Chat')} {short}"
        # To many systems upper and lower case are the same.
        name = free_name(stem, self._ending, lambda name: name.casefold() in self._taken)
        self._taken.add(name.casefold())
        return name


def _told(template: str, count: int) -> Failure:
    number = str(count)
    return Failure(
        template.format(count=number),
        code="export_left_out",
        title_template=template,
        values={"count": number},
    )
