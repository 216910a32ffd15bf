"""Find in the conversation: the bar asks, the store searches, the transcript shows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import NamedTuple

from PySide6.QtCore import QObject

from desktop_app.ui.chat.find_bar import FindBar
from desktop_app.ui.chat.transcript.finding import Hit
from desktop_app.ui.chat.transcript.places import Place
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.view import Transcript
from desktop_app.ui.tasks import Tasks

_SLICE_SECONDS = 0.008


class Branch(NamedTuple):
    """What is asked of the branch that is shown.

    Attributes:
        search: Yields for words which messages hold them and how often, newest first.
        read: Returns the message at a position as a row that isn't shown; None for none.
        bring: Brings the message at a position into the transcript.
    """

    search: Callable[[str], AsyncGenerator[list[tuple[int, int]], None]]
    read: Callable[[int], Awaitable[Row | None]]
    bring: Callable[[int], Awaitable[None]]


class _Looked(NamedTuple):
    """What decides which hits a message shows."""

    number: int
    text: str
    thoughts: str
    words: str


class FindInConversation(QObject):
    """One search at a time in the branch that is shown.

    Args:
        bar: Where the words are typed.
        transcript: Where hits are shown.
        tasks: Runs the search.
        branch: Where hits are, in the transcript or not.
    """

    def __init__(self, bar: FindBar, transcript: Transcript, tasks: Tasks, branch: Branch) -> None:
        super().__init__(bar)
        self._bar = bar
        self._transcript = transcript
        self._tasks = tasks
        self._branch = branch
        self._searching: asyncio.Task[None] | None = None
        self._searches = 0
        self._going = asyncio.Lock()
        self._sliced = 0.0
        self._known: tuple[_Looked, list[Hit]] = (_Looked(-1, "", "", ""), [])
        """The message that was read last, and the hits in it."""
        bar.words_changed.connect(self.look_for)
        bar.next_wanted.connect(lambda: tasks.start(self.go(forward=True)))
        bar.previous_wanted.connect(lambda: tasks.start(self.go(forward=False)))
        bar.closed.connect(self.close)
        transcript.finished.connect(self.count_anew)
        transcript.renamed.connect(self._renamed)

    def open(self) -> None:
        """Open the bar, with the words that are selected if they are few."""
        self._bar.open(self._transcript.selected_words())

    def look_for(self, words: str) -> None:
        """Look for other words; an earlier search ends."""
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        self._searches += 1
        self._transcript.finding.look_for(words)
        self._show_count()
        self._transcript.viewport().update()
        if words:
            self._searching = self._tasks.start(self._find(words))

    def close(self) -> None:
        """Look for nothing any more."""
        self.look_for("")

    async def go(self, *, forward: bool) -> None:
        """Show the next hit, or the one before; behind the last comes the first.

        Raises:
            StorageError: A message with hits can't be read.
        """
        search = self._searches
        # Whoever is quicker than messages are read goes on from hit to hit all the same.
        async with self._going:
            if search == self._searches:
                await self._go(search, forward=forward)

    def count_anew(self, number: int) -> None:
        """Count the hits in a message that was added, has ended, or shows something else."""
        row = self._transcript.rows.at(number)
        # What is being written is counted when it has ended, or when the reader gets there.
        if self._transcript.finding.words and row is not None and not row.live:
            self._tasks.start(self._count(number, row))

    async def _go(self, search: int, *, forward: bool) -> None:
        finding = self._transcript.finding
        current = finding.current
        start = self._transcript.first_row if current is None else current.start.row
        self._sliced = time.perf_counter()
        for lap, number in enumerate([*finding.rows_from(start, forward=forward), start]):
            # What is far away is read apart: the transcript lets go of what is far from the view.
            row = self._transcript.rows.at(number) or await self._branch.read(number)
            hits = [] if row is None else await self._hits(number, row)
            if search != self._searches:
                return  # Something else was typed meanwhile.
            passed = (current or self._before_view()) if lap == 0 else None
            index = _following(hits, passed, number, forward=forward)
            if index is not None:
                finding.go_to(hits[index], index)
                await self._show(hits[index])
                break
        self._show_count()

    def _before_view(self) -> Hit:
        """Return what is as good as a hit just before what is seen, to go on from there."""
        place = self._transcript.top_place
        return Hit(place._replace(offset=place.offset - 1), 0)

    async def _show(self, hit: Hit) -> None:
        self._transcript.show_place(hit.start)
        if self._transcript.rows.at(hit.start.row) is None:
            await self._branch.bring(hit.start.row)
            if hit is self._transcript.finding.current:
                self._transcript.show_place(hit.start)

    async def _hits(self, number: int, row: Row) -> list[Hit]:
        """Return the hits in a message; all is read in slices, so that nothing stalls."""
        finding, search = self._transcript.finding, self._searches
        thoughts = row.message.reasoning if row.unfolded else ""
        looked = _Looked(number, row.shown_text, thoughts, finding.words)
        if self._known[0] == looked:
            return self._known[1]
        hits: list[Hit] = []
        for name, section, block in row.blocks():
            hits += finding.hits_in(Place(number, name), section, block)
            if time.perf_counter() - self._sliced > _SLICE_SECONDS:
                await asyncio.sleep(0)
                self._sliced = time.perf_counter()
            if search != self._searches:
                return []
        finding.correct(number, hits)
        self._known = (looked, hits)
        return hits

    async def _count(self, number: int, row: Row) -> None:
        search = self._searches
        self._sliced = time.perf_counter()
        await self._hits(number, row)
        if search == self._searches:
            self._show_count()

    async def _find(self, words: str) -> None:
        finding = self._transcript.finding
        async with aclosing(self._branch.search(words)) as portions:
            async for portion in portions:
                finding.take(portion)
                self._show_count()
        await self._look_into_live()
        finding.searching = False
        self._show_count()
        async with self._going:
            # Enter may have been quicker.
            if finding.current is None and finding.total:
                await self._go(self._searches, forward=True)

    async def _look_into_live(self) -> None:
        """Count the hits in what is being written, of which the store has only the beginning."""
        number = self._transcript.rows.count - 1
        row = self._transcript.rows.at(number)
        if row is not None and row.live:
            await self._hits(number, row)

    def _renamed(self, message: str) -> None:
        number = self._transcript.rows.number(message)
        if number is not None:
            self.count_anew(number)

    def _show_count(self) -> None:
        finding = self._transcript.finding
        self._bar.show_count(finding.passed, finding.total, searching=finding.searching)


def _following(hits: list[Hit], passed: Hit | None, number: int, *, forward: bool) -> int | None:
    """Return which of the hits in a message comes next, and None if none does.

    Args:
        hits: All in the message, in reading order.
        passed: The hit that is gone on from; None where that is of another message.
        number: The position of the message.
        forward: Whether the next one is meant or the one before.
    """
    beyond = [
        index
        for index, hit in enumerate(hits)
        if passed is None
        or passed.start.row != number
        or (hit.start > passed.start if forward else hit.start < passed.start)
    ]
    if not beyond:
        return None
    return beyond[0] if forward else beyond[-1]
