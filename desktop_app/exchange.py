"""Conversations that leave for files of other programs, and come from them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from desktop_app.core.conversation import Conversation, Role, overall_mood
from desktop_app.core.errors import InputError, StorageError
from desktop_app.core.exchange import Exported, Format, ImportReport, Left, Progress
from desktop_app.core.export.rendering import Rendered, frame, rendered
from desktop_app.core.export.told import title_of
from desktop_app.core.export.written import FileNames, Written
from desktop_app.core.importing.counting import Counted
from desktop_app.core.importing.ours import SOURCE as OURS
from desktop_app.core.importing.reading import Read, read_conversations
from desktop_app.core.importing.taken import Taken
from desktop_app.core.sentiment import judge
from desktop_app.core.to_the_end import to_the_end
from desktop_app.storage.database import Database
from desktop_app.storage.exporting import Exports
from desktop_app.storage.importing import Imports
from desktop_app.storage.private_files import NewFile, write_private
from desktop_app.storage.temporary import Temporary, routed

Tell = Callable[[Progress], None]
Write = Callable[[bytes], None]

_BATCH_MESSAGES = 500
_BATCH_CHARACTERS = 1_000_000
"""What is kept in one go. Until that is done the database does nothing else, so it is little."""

_JUDGED_AT_MOST = 1000
"""Characters of a message whose mood is judged while it is imported. That takes 1 ms; what is
longer, and answers, are judged when they are first seen, as all messages without a mood are."""


class Exchange:
    """Writes conversations to files and reads them back, with everything off the window's thread.

    Args:
        database: Where the conversations are.
        temporary: Those of which nothing is kept, to be exported by their ids alone.
    """

    def __init__(self, database: Database, temporary: Temporary | None = None) -> None:
        exports = Exports(database)
        self._exports = routed(exports, temporary) if temporary is not None else exports
        self._imports = Imports(database)

    async def export(
        self,
        path: Path,
        format_: Format,
        conversations: Sequence[str] | None,
        tell: Tell | None = None,
        *,
        into_folder: bool = False,
    ) -> Exported:
        """Write conversations to a file, or each to a file of its own in a folder.

        Whatever is written, only the user may read it. A file that is there is replaced when all
        is written; when this is cancelled, it stays as it was, and a folder holds whole files.

        Args:
            path: The file or the folder.
            format_: What to write.
            conversations: The ids of those that are written, in this order; None for all,
                the one written to last first. Archived ones are written too, deleted ones never.
            tell: Called with the progress, on the thread of the caller.
            into_folder: Whether `path` is a folder, which is made where it isn't there. A folder
                that is there is taken for one anyway.

        Raises:
            InputError: There is no such conversation.
            StorageError: They can't be read, or the file can't be written.
        """
        if into_folder or await asyncio.to_thread(path.is_dir):
            return await self._into_folder(path, format_, conversations, tell)
        file = NewFile(path)
        try:
            told = await self.pour(partial(_write, path, file), format_, conversations, tell)
            await to_the_end(asyncio.to_thread(_finish, path, file))
        finally:
            await to_the_end(asyncio.to_thread(file.discard))
        return replace(told, path=path)

    async def pour(
        self,
        write: Write,
        format_: Format,
        conversations: Sequence[str] | None,
        tell: Tell | None = None,
    ) -> Exported:
        """Hand conversations to `write`, piece by piece, in a worker thread; see `export`.

        One JSON conversation is an object, several, and all, are a list.

        Raises:
            InputError: There is no such conversation.
            StorageError: They can't be read.
        """
        one = conversations is not None and len(conversations) == 1
        around = None
        tally = Written()
        async with aclosing(self._rendered(format_, conversations, tell)) as steps:
            async for conversation, done in steps:
                tally.note(done)
                if around is None:
                    title = title_of(conversation) if one else "Chatloom"
                    around = frame(format_, title, one=one)
                    await _written(write, around.first)
                elif around.between:
                    await _written(write, around.between)
                await _written(write, done.content)
        if around is None:
            around = frame(format_, "Chatloom", one=False)
            await _written(write, around.first)
        await _written(write, around.last)
        return tally.exported(Path("-"), 1)

    async def take(self, path: Path, tell: Tell | None = None) -> ImportReport:
        """Read conversations from a file, a zip file or a folder, and keep them.

        What is here already is known by its id, which for other programs is made of theirs. Taking
        the same twice adds nothing; of a conversation that is here, only messages are added that
        are not: titles, marks and what the user has made of messages stay as they are, and so does
        the text of a message even where the file has another. What was deleted and is in the file
        comes back. When this is cancelled, every conversation is either here as a whole or not at
        all.

        Args:
            path: What other programs and Chatloom have exported.
            tell: Called with the progress, on the thread of the caller.

        Raises:
            InputError: It can't be read, or holds no conversations at all.
            StorageError: They can't be kept; those taken before are here.
        """
        counted = Counted()
        async with aclosing(_batches(path)) as batches:
            async for batch in batches:
                taken = [step.found for step in batch if isinstance(step.found, Taken)]
                counted.leave(step.found for step in batch if isinstance(step.found, Left))
                if taken:
                    judged = await self._judged(taken)
                    counted.keep(batch, judged, await self._imports.keep(judged))
                if tell is not None:
                    tell(Progress(batch[-1].done, batch[-1].total, batch[-1].place))
        return counted.report()

    async def _judged(self, batch: list[Taken]) -> list[Taken]:
        """Judge the mood of what the user said in other programs, as far as it is new."""
        known = await self._imports.known_messages(batch)
        return await asyncio.to_thread(lambda: [_judged(taken, known) for taken in batch])

    async def _into_folder(
        self, folder: Path, format_: Format, conversations: Sequence[str] | None, tell: Tell | None
    ) -> Exported:
        tally = Written()
        names = FileNames(format_)
        async with aclosing(self._rendered(format_, conversations, tell)) as steps:
            async for conversation, done in steps:
                tally.note(done)
                if not done.content:
                    continue
                around = frame(format_, title_of(conversation), one=True)
                content = around.first + done.content + around.last
                path = folder / names.of(conversation)
                await to_the_end(asyncio.to_thread(_write_whole, path, content))
        return tally.exported(folder, names.count)

    async def _rendered(
        self, format_: Format, conversations: Sequence[str] | None, tell: Tell | None
    ) -> AsyncGenerator[tuple[Conversation, Rendered], None]:
        wanted = await self._exports.all_ids() if conversations is None else conversations
        for number, identity in enumerate(wanted, 1):
            whole = await self._exports.whole(identity)
            if whole is None:
                if conversations is None:
                    continue  # It was deleted a moment ago.
                raise InputError(
                    'There is no conversation "{conversation}"',
                    "It may have been deleted. Nothing was written.",
                    code="unknown_conversation",
                    conversation=identity,
                )
            yield whole[0], await asyncio.to_thread(rendered, format_, *whole)
            if tell is not None:
                tell(Progress(number, len(wanted), whole[0].title))


async def _batches(path: Path) -> AsyncGenerator[list[Read], None]:
    """Yield what is read, as much at a time as is kept in one go."""
    steps = read_conversations(path)

    def batch() -> list[Read]:
        read: list[Read] = []
        messages = characters = 0
        for step in islice(steps, _BATCH_MESSAGES):
            read.append(step)
            if isinstance(step.found, Taken):
                messages += len(step.found.messages)
                characters += sum(len(message.text) for message in step.found.messages)
            if messages >= _BATCH_MESSAGES or characters >= _BATCH_CHARACTERS:
                break
        return read

    try:
        while read := await to_the_end(asyncio.to_thread(batch)):
            yield read
    finally:
        await to_the_end(asyncio.to_thread(steps.close))


def _judged(taken: Taken, known: set[str]) -> Taken:
    if taken.source == OURS:
        return taken  # Moods and all.
    messages = tuple(
        replace(message, sentiment=judge(message.text))
        if message.role is Role.USER
        and message.id not in known
        and len(message.text) <= _JUDGED_AT_MOST
        else message
        for message in taken.messages
    )
    moods = Counter(str(message.sentiment.label) for message in messages if message.sentiment)
    conversation = replace(taken.conversation, mood=overall_mood(moods))
    return replace(taken, conversation=conversation, messages=messages)


def _write(path: Path, file: NewFile, content: bytes) -> None:
    with _unwritable(path):
        file.write(content)


def _finish(path: Path, file: NewFile) -> None:
    with _unwritable(path):
        file.finish()


def _write_whole(path: Path, content: bytes) -> None:
    with _unwritable(path):
        write_private(path, content)


@contextmanager
def _unwritable(path: Path) -> Iterator[None]:
    """Tell of a place of the user's choice what would be said wrongly of the data folder."""
    try:
        yield
    except StorageError as error:
        full = error.code == "disk_full"
        raise StorageError(
            "The disk is full" if full else "{file} can't be written",
            "Free some space, or choose another place. Your conversations are as they were."
            if full
            else "Check that its folder is there and may be written, or choose another place. Your "
            "conversations are as they were.",
            error.detail,
            code=error.code,
            file=path,
        ) from error


async def _written(write: Write, content: bytes) -> None:
    if content:
        await to_the_end(asyncio.to_thread(write, content))
