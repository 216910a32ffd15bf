"""The branch that is shown, read from the store in pages as the reader gets to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple, Protocol

from PySide6.QtGui import QGuiApplication

from desktop_app.core.conversation import Message, Role
from desktop_app.ui.chat.transcript.body import is_long, prepare
from desktop_app.ui.chat.transcript.copying import both_texts, clipboard_data
from desktop_app.ui.chat.transcript.places import Selection
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.rows import PAGE
from desktop_app.ui.chat.transcript.view import Transcript

Named = list[tuple[Message, str]]
"""Messages, each with the name of its author."""


class BranchStore(Protocol):
    """Where branches are read."""

    async def branch_length(self, leaf: str) -> int:
        """Return the number of messages on the branch that ends with `leaf`."""
        ...

    async def branch_page(self, leaf: str, first: int, count: int) -> list[Message]:
        """Return messages of the branch of `leaf` from position `first` on, in reading order."""
        ...


class Opened(NamedTuple):
    """A branch as it is shown first.

    Attributes:
        length: How many messages it has.
        first: The position of the first message that was read.
        messages: Those that were read: the last ones.
    """

    length: int
    first: int
    messages: list[Message]


class BranchPages:
    """Reads what the transcript needs of one branch.

    Attributes:
        length: How many messages it has.

    Args:
        store: Where they are.
        author: Names the author of a message.
    """

    def __init__(self, store: BranchStore, author: Callable[[Message], str]) -> None:
        self._leaves: list[str] = []
        self.length = 0
        self._store = store
        self._author = author

    @property
    def leaf(self) -> str | None:
        """The id of the last message of the branch; None for an empty one."""
        return self._leaves[-1] if self._leaves else None

    def show(self, leaf: str | None, length: int) -> None:
        """Another branch is shown."""
        self._leaves = [leaf] if leaf else []
        self.length = length

    def add(self, message: str) -> None:
        """A message was added at its end."""
        self._leaves.append(message)
        self.length += 1

    def remove_last(self, parent: str | None) -> None:
        """Its last message was taken away; `parent` is the one before."""
        self._leaves = [parent] if parent else []
        self.length -= 1

    async def open(self, leaf: str | None) -> Opened:
        """Return the end of the branch of `leaf`.

        Raises:
            StorageError: They can't be read.
        """
        length = await self._store.branch_length(leaf) if leaf else 0
        # As many as a whole page, so that the view is never nearly empty.
        first = max(length - PAGE, 0) // PAGE * PAGE
        messages = await self._read(leaf, first, 2 * PAGE) if leaf else []
        return Opened(length, first, messages)

    def named(self, messages: list[Message]) -> Named:
        """Return messages, each with the name of its author."""
        return [(message, self._author(message)) for message in messages]

    async def fill(self, transcript: Transcript, first: int, end: int) -> list[Message]:
        """Read a page that the transcript asked for, and show it; return what was read.

        Raises:
            StorageError: It can't be read.
        """
        leaf = self.leaf
        if leaf is None:
            return []
        messages = await self._read(leaf, first, end - first)
        if self.shows(leaf):
            transcript.fill(first, self.named(messages))
        return messages

    async def copy(self, transcript: Transcript, selection: Selection, *, markdown: bool) -> None:
        """Copy what is selected, whether the transcript has it here or not.

        Raises:
            StorageError: It can't be read.
        """
        texts: list[tuple[str, str]] = []
        rows = selection.rows
        for start in range(rows.start, rows.stop, PAGE):
            page = await self._rows(transcript, start, min(start + PAGE, rows.stop))
            texts.append(await asyncio.to_thread(both_texts, page, selection))
        QGuiApplication.clipboard().setMimeData(clipboard_data(texts, markdown=markdown))

    async def _read(self, leaf: str, first: int, count: int) -> list[Message]:
        messages = await self._store.branch_page(leaf, first, count)
        for message in messages:
            if message.role is Role.ASSISTANT and is_long(message.text):
                await asyncio.to_thread(prepare, message.text)
        return messages

    async def _rows(self, transcript: Transcript, start: int, end: int) -> list[tuple[int, Row]]:
        """Return rows that belong to nobody else, so that another thread may read them."""
        here = [transcript.rows.at(number) for number in range(start, end)]
        known = [(row.message, row.author) for row in here if row is not None]
        if len(known) < end - start and self.leaf is not None:
            messages = await self._store.branch_page(self.leaf, start, end - start)
            known = self.named(messages)
        return [
            (number, transcript.loose_row(message, author))
            for number, (message, author) in enumerate(known, start)
        ]

    def shows(self, leaf: str) -> bool:
        """Whether `leaf` is the end of what is shown, or was until something was added to it."""
        return leaf in self._leaves
