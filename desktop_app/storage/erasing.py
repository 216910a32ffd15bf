"""Making conversations gone for good, from every file they ever stood in.

What is overwritten where, and what it takes, stands in docs/decisions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desktop_app.core.conversation import now
from desktop_app.core.errors import AppError, Failure
from desktop_app.storage.database import Database
from desktop_app.storage.erasing_notes import STEPS, Note, Step, keep_note, kept_notes
from desktop_app.storage.erasing_steps import Manner, take_step
from desktop_app.storage.listing import Listing
from desktop_app.storage.portions import Pace
from desktop_app.storage.rows import to_milliseconds

Forget = Callable[[Sequence[str]], Awaitable[list[AppError]]]
"""Removes the files of conversations that are gone; returns why some are still there."""

Known = Callable[[], Awaitable[list[str]]]
"""Returns the ids of all conversations that have such files, also those that aren't stored."""

KEPT = timedelta(hours=1, minutes=1)
"""How long what was deleted is kept; a minute longer than the window offers to bring it back."""

LOOKS = 60.0
"""Seconds between two looks for what has been kept long enough."""

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)
# Each needs those before it; the others need the first alone.
_ONE_AFTER_ANOTHER = ("sight", "rows", "words", "space")


class Erasing:
    """Erases; what is cut off, or is in somebody's way, is ended later by `resume`.

    The words of conversations that go are gone from the database, its log, its search indexes and
    its backups, and from the files of those who have asked for it by `also`.

    Args:
        database: Open.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._forget: list[Forget] = []
        self._known: list[Known] = []
        self._turn = asyncio.Lock()

    def also(self, forget: Forget, known: Known | None = None) -> None:
        """Have other files follow.

        Args:
            forget: Called with the ids of what is gone.
            known: Asked, when everything goes, which conversations have such files; None where
                only stored ones can have.
        """
        self._forget.append(forget)
        if known is not None:
            self._known.append(known)

    async def erase(self, conversation_ids: Sequence[str]) -> None:
        """Make conversations gone for good, deleted ones too; unknown ids don't matter.

        Raises:
            AppError: Not everywhere, for the reason told; where it can, the rest follows later.
        """
        await self._begin(Note(conversations=tuple(conversation_ids)))

    async def erase_everything(self) -> None:
        """Make all conversations and all backups gone for good.

        Raises:
            AppError: As `erase`.
        """
        rows = await self._database.run("SELECT id FROM conversation")
        ids = dict.fromkeys(str(row["id"]) for row in rows)
        for known in self._known:
            ids |= dict.fromkeys(await known())
        note = Note(conversations=tuple(ids), everything=True)
        # Later there may be others, which are to stay.
        await self._begin(note, Manner(all_rows=True))

    async def purge(self, before: datetime) -> list[str]:
        """Make gone for good what was deleted before a moment; return the ids of conversations.

        These are the conversations that are gone, and those that have lost messages.

        Raises:
            AppError: As `erase`.
        """
        note, changed = await self._deleted(before)
        if changed:
            await self._begin(note)
        return changed

    async def resume(self) -> None:
        """Go on with what was begun, here or by a process that was killed.

        Raises:
            AppError: As `erase`.
        """
        for note in await asyncio.to_thread(kept_notes, self._database.path):
            await self._work(note, Manner())

    async def follow(self, tell: Callable[[AppError], None]) -> None:
        """Erase what was deleted an hour ago, and what is left of earlier, until cancelled.

        Args:
            tell: Called with each failure once.
        """
        told: set[Failure] = set()
        while True:
            for work in (self.resume, lambda: self.purge(now() - KEPT)):
                try:
                    await work()
                except AppError as error:
                    if error.failure not in told:
                        told.add(error.failure)
                        tell(error)
            await asyncio.sleep(LOOKS)

    async def finish(self, within: float | None = None) -> None:
        """Make gone for good all that was deleted, as at the end of the program.

        What can't be done is tried again at the next start, and told there.

        Args:
            within: Seconds after which it is cut off, where it can be; None for no limit.
        """
        with suppress(AppError):
            note, changed = await self._deleted(_END_OF_TIME)
            if changed:
                await asyncio.to_thread(keep_note, self._database.path, note)
        await self.end_what_is_left(within)

    async def end_what_is_left(self, within: float | None = None) -> None:
        """Do at once what was left for later; what can't be done is still left afterwards.

        Args:
            within: As `finish`.
        """
        manner = Manner(Pace(share=0.0), is_last=True)
        timer = None
        if within is not None:
            timer = asyncio.get_running_loop().call_later(within, manner.pace.stop)
        try:
            for note in await asyncio.to_thread(kept_notes, self._database.path):
                with suppress(AppError):
                    await self._work(note, manner)
        finally:
            if timer is not None:
                timer.cancel()

    async def _deleted(self, before: datetime) -> tuple[Note, list[str]]:
        moment = to_milliseconds(before)
        gone = await self._database.run("SELECT id FROM conversation WHERE deleted_at < ?", moment)
        lost = await self._database.run(
            "SELECT message.id, conversation FROM message"
            " JOIN conversation ON conversation.id = message.conversation"
            " WHERE message.deleted_at < ?1"
            " AND (conversation.deleted_at IS NULL OR conversation.deleted_at >= ?1)",
            moment,
        )
        # Marked already.
        note = Note(
            tuple(row["id"] for row in gone), tuple(row["id"] for row in lost), left=STEPS[1:]
        )
        changed = {*note.conversations, *(row["conversation"] for row in lost)}
        return note, sorted(changed)

    async def _begin(self, note: Note, manner: Manner | None = None) -> None:
        # From here on, whatever happens, it ends some time.
        await asyncio.to_thread(keep_note, self._database.path, note)
        await self._work(note, manner or Manner())

    async def _work(self, note: Note, manner: Manner) -> None:
        """Do what is left of an erasing, as far as can be; failures are raised at the end."""
        failures: list[AppError] = []
        async with self._turn:
            is_ready = True
            for step in note.left:
                if (step in _ONE_AFTER_ANOTHER and not is_ready) or (
                    step != "sight" and "sight" in note.left
                ):
                    continue
                try:
                    if step == "files":
                        done = await self._forget_files(note, failures)
                    elif step == "space":
                        # It takes seconds, and SQLite lets others wait for five at the most.
                        async with self._database.stilled():
                            done = await self._in_thread(step, note, manner, failures)
                    else:
                        done = await self._in_thread(step, note, manner, failures)
                except AppError as error:
                    failures.append(error)
                    done = False
                is_ready = is_ready and done
                if done:
                    note = replace(note, left=tuple(each for each in note.left if each != step))
                    await asyncio.to_thread(keep_note, self._database.path, note)
        if failures:
            raise failures[0]

    async def _forget_files(self, note: Note, failures: list[AppError]) -> bool:
        gone = await Listing(self._database).gone_among(note.conversations)
        for forget in self._forget:
            failures += await forget(gone)
        return True

    async def _in_thread(
        self, step: Step, note: Note, manner: Manner, failures: list[AppError]
    ) -> bool:
        """Do one step; when this is cancelled, end after the portion that is being worked on."""
        work = asyncio.ensure_future(
            asyncio.to_thread(take_step, self._database.path, step, note, manner, failures)
        )
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            manner.pace.stop()
            await asyncio.wait([work])
            work.exception()
            raise
