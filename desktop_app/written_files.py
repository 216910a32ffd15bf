"""Every conversation as a JSON file in a folder of the user's choice, kept up to date by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_app.core.errors import AppError, InputError, StorageError
from desktop_app.core.exchange import Exported, Format
from desktop_app.core.to_the_end import to_the_end
from desktop_app.storage.changes import Standing, Tally
from desktop_app.storage.written_folder import ERASED, WrittenFolder, WrittenNotes, unwritable

LOOKS = 2.0
"""Seconds between two looks for changes."""
_REST = 20
"""A file that takes a second to write is written again after so many seconds at the earliest: an
answer that grows in a very long conversation would keep the disk busy otherwise."""
_RETRY = 15.0
"""Seconds until it is tried again where the files couldn't be written."""
_AT_ONCE = 100
"""So many files are noted down together."""
_LAST_LOOK = 3.0
"""Seconds that closing waits for the files; what is missing then follows after the next start."""


def notes_file(data: Path) -> Path:
    """Return where it is noted which files were written, in the folder of the data."""
    return data / "written-files.json"


class Store(Protocol):
    """What is asked how conversations stand."""

    async def tally(self) -> Tally:
        """Return what says cheaply whether anything has changed."""
        ...

    async def standings(self, since: int = 0) -> list[Standing]:
        """Return how the conversations stand that have changed after the change of a number."""
        ...


class Write(Protocol):
    """Writes conversations to a file, off the window's thread: `Exchange.export`."""

    def __call__(
        self, path: Path, format_: Format, conversations: Sequence[str]
    ) -> Awaitable[Exported]:
        """Write these to a file that only the user can read, all or nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Following:
    """How the files stand.

    Attributes:
        folder: Where they are, empty where none are kept up to date.
        written: How many there are.
        waiting: How many conversations have changed since theirs was written, or have none yet.
        problem: Why they can't be written now; None where they can.
    """

    folder: str = ""
    written: int = 0
    waiting: int = 0
    problem: AppError | None = None


class _Seen:
    """The numbers of the last changes that are known, and what they come to together."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.tally = Tally(0, 0, 0)

    def note(self, standings: Iterable[Standing]) -> None:
        """Take over how conversations stand now."""
        total, last = self.tally.numbers, self.tally.last
        for each in standings:
            total += each.number - self.numbers.get(each.id, 0)
            last = max(last, each.number)
            self.numbers[each.id] = each.number
        self.tally = Tally(len(self.numbers), total, last)


class WrittenFiles:
    """Keeps the files of one folder as the conversations are.

    A file is written under a name of its own beside the others and then moved to its place. What
    somebody else has put there is left alone. A file goes when its conversation is erased, and for
    no other reason: one that is merely not in the database any more, as after a loss or when an
    older copy was restored, may be the last there is of it.

    Args:
        store: Asked what has changed.
        write: Writes the files.
        notes: The file in which it is noted what was written.
        folder: The folder, empty for none.
        tell: Called once with a failure; then again only after it has gone away, or with another.
    """

    def __init__(
        self,
        store: Store,
        write: Write,
        notes: Path,
        folder: str,
        tell: Callable[[AppError], None],
    ) -> None:
        self._store = store
        self._write = write
        self._notes = WrittenNotes(notes)
        self._loaded = False
        self._folder = folder
        self._tell = tell
        self._looking = asyncio.Lock()
        # Held for moments only, so that erasing needn't wait until all is written.
        self._turn = asyncio.Lock()
        self._nudge = asyncio.Event()
        self._seen: _Seen | None = None
        self._due: dict[str, Standing] = {}
        self._not_before: dict[str, float] = {}
        self._problem: AppError | None = None
        self._watchers: list[Callable[[], None]] = []

    @property
    def following(self) -> Following:
        """How the files stand."""
        if not self._folder:
            return Following()
        files = self._notes.folder(Path(self._folder)).files.values()
        written = sum(1 for file in files if file.number > 0)
        return Following(self._folder, written, len(self._due), self._problem)

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` whenever `following` has changed."""
        self._watchers.append(changed)

    def use(self, folder: str) -> None:
        """Keep files up to date in another folder, or in none; those there are stay as they are."""
        if folder != self._folder:
            self._folder, self._seen, self._problem = folder, None, None
            self._due.clear()
            self._not_before.clear()
            self._nudge.set()
            self._changed()

    async def follow(self) -> None:
        """Follow the changes until this is cancelled."""
        while True:
            await self.look()
            self._nudge.clear()
            with suppress(TimeoutError):
                # Not `wait_for`, which (3.11) loses a cancellation that comes with the event.
                async with asyncio.timeout(LOOKS if self._problem is None else _RETRY):
                    await self._nudge.wait()

    async def finish(self) -> None:
        """Write what is still missing, as far as that is quickly done."""
        self._not_before.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_LOOK):
                await self.look()

    async def look(self) -> None:
        """Write the files of all conversations that have changed; tell what is in the way."""
        async with self._looking:
            if not self._folder:
                return
            try:
                await self._catch_up(self._folder)
            except StorageError as error:
                self._stumbled(error)
            else:
                self._problem, had = None, self._problem
                if had is not None:
                    self._changed()

    async def erase(self, conversations: Sequence[str]) -> list[AppError]:
        """Remove the files of conversations that are gone for good, in every folder ever used.

        Returns:
            Why some of them are still there.

        Raises:
            StorageError: What is noted about them can't be changed.
        """
        async with self._turn:
            await self._load()
            for each in conversations:
                self._due.pop(each, None)
            failures = await to_the_end(asyncio.to_thread(self._notes.remove, conversations))
        self._changed()
        return failures

    async def known(self) -> list[str]:
        """Return the conversations that have a file in any folder, stored or not."""
        async with self._turn:
            await self._load()
            folders = self._notes.folders.values()
            return [each for folder in folders for each in folder.files]

    async def _catch_up(self, folder: str) -> None:
        await self._load()
        place = self._notes.folder(Path(folder))
        first = self._seen is None
        if first or self._problem is not None:
            missing = await asyncio.to_thread(place.missing)
            for each in missing:
                place.files[each].number = min(place.files[each].number, 0)
            self._seen = None
        await self._learn(place)
        await asyncio.to_thread(place.check)
        await self._write_due(place)

    async def _learn(self, place: WrittenFolder) -> None:
        """Find out what has changed, cheaply where little has."""
        tally, seen = await self._store.tally(), self._seen
        if seen is not None and tally == seen.tally:
            return
        if seen is not None:
            changed = await self._store.standings(seen.tally.last)
            seen.note(changed)
            self._note_due(place, changed)
            tally = await self._store.tally()
        if seen is None or tally != seen.tally:
            # A conversation is gone, or somebody writes right now.
            standings = await self._store.standings()
            self._seen = seen = _Seen()
            seen.note(standings)
            self._note_due(place, standings)
            self._due = {each: due for each, due in self._due.items() if each in seen.numbers}
            for each in place.files.keys() - seen.numbers.keys():
                # Its number may be given again, and it would then be taken for what it was.
                place.files[each].number = min(place.files[each].number, 0)
            await self._remove_erased(place, seen)

    def _note_due(self, place: WrittenFolder, standings: Iterable[Standing]) -> None:
        for each in standings:
            file = place.files.get(each.id)
            is_new = file.number != each.number if file is not None else not each.is_empty
            if is_new and not each.is_deleted:
                self._due[each.id] = each
            else:
                self._due.pop(each.id, None)

    async def _remove_erased(self, place: WrittenFolder, seen: _Seen) -> None:
        """Remove what could not be reached when it was erased, unless it has come back since."""
        erased = [each for each, file in place.files.items() if file.number == ERASED]
        erased = [each for each in erased if each not in seen.numbers]
        if erased:

            def remove() -> None:
                place.check()
                for each in erased:
                    place.remove(each)
                self._notes.save()

            async with self._turn:
                await to_the_end(asyncio.to_thread(remove))

    async def _write_due(self, place: WrittenFolder) -> None:
        while self._folder == str(place.path) and (batch := self._next_batch()):
            async with self._turn:
                # What was erased while this waited must not be noted again.
                batch = [each for each in batch if each.id in self._due]
                await to_the_end(asyncio.to_thread(self._claim, place, batch))
            try:
                for each in batch:
                    await self._write_one(place, each)
            finally:
                async with self._turn:
                    await to_the_end(asyncio.to_thread(self._notes.save))
                self._changed()

    def _claim(self, place: WrittenFolder, batch: Sequence[Standing]) -> None:
        place.claim({each.id: each.title for each in batch})
        self._notes.save()

    def _next_batch(self) -> list[Standing]:
        now = asyncio.get_running_loop().time()
        ready = [each for each in self._due.values() if self._not_before.get(each.id, 0.0) <= now]
        return ready[:_AT_ONCE]

    async def _write_one(self, place: WrittenFolder, standing: Standing) -> None:
        loop, conversation = asyncio.get_running_loop(), standing.id
        began = loop.time()
        try:
            await self._write(place.unfinished(conversation), "json", [conversation])
            async with self._turn:
                # Else it was erased meanwhile.
                if conversation in place.files:
                    put = asyncio.to_thread(place.put, conversation, standing.number)
                    await to_the_end(put)
        except StorageError as error:
            await asyncio.to_thread(place.check)
            raise unwritable(place.path, error.code, error.detail) from error
        except InputError:
            # It was deleted a moment ago, which the next look tells.
            pass
        finally:
            await to_the_end(asyncio.to_thread(place.discard, conversation))
        took = loop.time() - began
        self._not_before[conversation] = loop.time() + took * _REST
        self._due.pop(conversation, None)
        # The window, and the disk for what it saves, come first.
        await asyncio.sleep(took)

    async def _load(self) -> None:
        if not self._loaded:
            await asyncio.to_thread(self._notes.load)
            self._loaded = True

    def _stumbled(self, error: StorageError) -> None:
        told = self._problem
        self._problem = error
        if told is None or told.failure != error.failure:
            self._tell(error)
        self._changed()

    def _changed(self) -> None:
        for watcher in self._watchers:
            watcher()
