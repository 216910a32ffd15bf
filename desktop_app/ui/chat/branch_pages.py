"""The branch that is shown, read from the store in pages as the reader gets to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from PySide6.QtGui import QGuiApplication

from desktop_app.core.conversation import Message, Role
from desktop_app.ui.chat.transcript.body import is_long, prepare
from desktop_app.ui.chat.transcript.copying import both_texts, clipboard_data
from desktop_app.ui.chat.transcript.places import Selection
from desktop_app.ui.chat.transcript.rows import PAGE
from desktop_app.ui.chat.transcript.versions import VersionOf
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

    async def versions(self, messages: Sequence[str]) -> dict[str, list[str]]:
        """Return the messages beside each of `messages`, oldest first, where there are others."""
        ...


class Opened(NamedTuple):
    """A branch as it is shown first.

    Attributes:
        length: How many messages it has.
        first: The position of the first message that was read.
        messages: Those that were read: the last ones.
        versions: What stands beside each of them, itself among it, where there is something.
    """

    length: int
    first: int
    messages: list[Message]
    versions: Mapping[str, list[str]] = MappingProxyType({})


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
        self._shown: set[str] = set()
        self._versions: dict[str, list[str]] = {}
        self.length = 0
        self._store = store
        self._author = author

    @property
    def leaf(self) -> str | None:
        """The id of the last message of the branch; None for an empty one."""
        return self._leaves[-1] if self._leaves else None

    def show(self, leaf: str | None, opened: Opened) -> None:
        """Another branch is shown."""
        self._versions = dict(opened.versions)
        self.cut(opened.length, leaf)

    def add(self, message: str) -> None:
        """A message was added at its end."""
        self._leaves.append(message)
        self._shown.add(message)
        self.length += 1

    def cut(self, length: int, leaf: str | None) -> None:
        """It has another end now: `leaf`, or nothing is left of it."""
        self._leaves = [leaf] if leaf else []
        self._shown = set(self._leaves)
        self.length = length

    def versions(self, message: str) -> list[str]:
        """Return a message and those beside it, oldest first; empty where there are no others."""
        return self._versions.get(message, [])

    def place_of(self, message: str) -> VersionOf | None:
        """Return which version a message is; None where there are no others."""
        versions = self._versions.get(message)
        if not versions or message not in versions:
            return None
        return VersionOf(versions.index(message) + 1, len(versions))

    @property
    def has_versions(self) -> bool:
        """Whether one of the messages that were read has others beside it."""
        return bool(self._versions)

    async def read_versions(self, messages: Sequence[str]) -> None:
        """Read what stands beside messages.

        Raises:
            StorageError: It can't be read.
        """
        found = await self._store.versions(messages)
        for message in messages:
            if message in found:
                self._versions[message] = found[message]
            else:
                self._versions.pop(message, None)

    async def open(self, leaf: str | None) -> Opened:
        """Return the end of the branch of `leaf`.

        Raises:
            StorageError: They can't be read.
        """
        length = await self._store.branch_length(leaf) if leaf else 0
        # As many as a whole page, so that the view is never nearly empty.
        first = max(length - PAGE, 0) // PAGE * PAGE
        messages = await self._read(leaf, first, 2 * PAGE) if leaf else []
        versions = await self._store.versions([message.id for message in messages])
        return Opened(length, first, messages, versions)

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
        try:
            messages = await self._read(leaf, first, end - first)
            await self.read_versions([message.id for message in messages])
            if self.shows(leaf):
                transcript.fill(first, self.named(messages))
            return messages
        finally:
            if self.shows(leaf):
                transcript.forget_asked(first)

    async def read(self, position: int) -> tuple[Message, str] | None:
        """Return the message at a position and the name of its author; None where none is.

        Raises:
            StorageError: It can't be read.
        """
        leaf = self.leaf
        messages = [] if leaf is None else await self._read(leaf, position, 1)
        return self.named(messages)[0] if messages else None

    def copy(
        self, transcript: Transcript, selection: Selection, *, markdown: bool
    ) -> Coroutine[Any, Any, None]:
        """Copy what is selected in the branch as it is now, here or not.

        What is put on the clipboard meanwhile, by whatever program, stays there.

        Raises:
            StorageError: It can't be read.
        """
        # The branch is taken when this is called: the reader may turn elsewhere before it is read.
        leaf, changed = self.leaf, asyncio.Event()
        QGuiApplication.clipboard().dataChanged.connect(changed.set)

        async def copied() -> None:
            try:
                texts = await self._texts(leaf, transcript, selection)
            finally:
                QGuiApplication.clipboard().dataChanged.disconnect(changed.set)
            if not changed.is_set():
                data = clipboard_data(texts, markdown=markdown)
                QGuiApplication.clipboard().setMimeData(data)

        return copied()

    async def _texts(
        self, leaf: str | None, transcript: Transcript, selection: Selection
    ) -> list[tuple[str, str]]:
        """Return the plain text and the Markdown of what is selected, page by page."""
        texts: list[tuple[str, str]] = []
        if leaf is None:
            return texts
        rows = selection.rows
        for start in range(rows.start, rows.stop, PAGE):
            messages = await self._store.branch_page(leaf, start, min(PAGE, rows.stop - start))
            # Rows that belong to nobody else, so that another thread may read them.
            page = [
                (number, transcript.loose_row(message, author))
                for number, (message, author) in enumerate(self.named(messages), start)
            ]
            texts.append(await asyncio.to_thread(both_texts, page, selection))
        return texts

    async def _read(self, leaf: str, first: int, count: int) -> list[Message]:
        messages = await self._store.branch_page(leaf, first, count)
        for message in messages:
            if message.role is Role.ASSISTANT and is_long(message.text):
                await asyncio.to_thread(prepare, message.text)
        return messages

    def shows(self, leaf: str) -> bool:
        """Whether `leaf` is the end of what is shown, or was since it is shown."""
        return leaf in self._shown
