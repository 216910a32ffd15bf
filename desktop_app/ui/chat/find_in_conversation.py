"""Find in the conversation: the bar asks, the store searches, the transcript shows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from PySide6.QtCore import QObject

from desktop_app.ui.chat.find_bar import FindBar
from desktop_app.ui.chat.transcript.finding import Hit
from desktop_app.ui.chat.transcript.places import Place
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.view import Transcript
from desktop_app.ui.tasks import Tasks

Search = Callable[[str], AsyncGenerator[list[tuple[int, int]], None]]
"""Yields for words which messages of the branch hold them and how often, newest first."""

_SLICE_SECONDS = 0.008


class FindInConversation(QObject):
    """One search at a time in the branch that is shown.

    Args:
        bar: Where the words are typed.
        transcript: Where hits are shown.
        tasks: Runs the search.
        search: Finds messages, here or not.
        read: Brings the page with a message here.
    """

    def __init__(
        self,
        bar: FindBar,
        transcript: Transcript,
        tasks: Tasks,
        search: Search,
        read: Callable[[int], Awaitable[None]],
    ) -> None:
        super().__init__(bar)
        self._bar = bar
        self._transcript = transcript
        self._tasks = tasks
        self._search = search
        self._read = read
        self._searching: asyncio.Task[None] | None = None
        self._known: tuple[tuple[int, str, str], list[Hit]] = ((-1, "", ""), [])
        """The hits in the message that was read last, and its position, its text, the words."""
        bar.words_changed.connect(self.look_for)
        bar.next_wanted.connect(lambda: tasks.start(self.go(forward=True)))
        bar.previous_wanted.connect(lambda: tasks.start(self.go(forward=False)))
        bar.closed.connect(self.close)

    def open(self) -> None:
        """Open the bar, with the words that are selected if they are few."""
        self._bar.open(self._transcript.selected_words())

    def look_for(self, words: str) -> None:
        """Look for other words; an earlier search ends."""
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        self._transcript.finding.look_for(words)
        self._show_count()
        self._transcript.viewport().update()
        if words:
            self._searching = self._tasks.start(self._find(words))

    def close(self) -> None:
        """Look for nothing any more, and give the focus back."""
        self.look_for("")
        self._transcript.setFocus()

    async def go(self, *, forward: bool) -> None:
        """Show the next hit, or the one before; behind the last comes the first."""
        finding, rows = self._transcript.finding, self._transcript.rows
        words, current = finding.words, finding.current
        start = self._transcript.first_row if current is None else current.start.row
        for lap, number in enumerate([*finding.rows_from(start, forward=forward), start]):
            if rows.at(number) is None:
                await self._read(number)
            row = rows.at(number)
            hits = [] if row is None else await self._hits(number, row)
            if finding.words != words:
                return  # Something else was typed meanwhile.
            if self._show_hit(number, hits, forward=forward, first=lap == 0):
                return

    async def _hits(self, number: int, row: Row) -> list[Hit]:
        """Return the hits in a message; a long one is read in slices, so that nothing stalls."""
        finding = self._transcript.finding
        asked = (number, row.message.text, finding.words)
        if self._known[0] == asked:
            return self._known[1]
        hits: list[Hit] = []
        words, started = finding.words, time.perf_counter()
        for name, section, block in row.blocks():
            hits += finding.hits_in(Place(number, name), section, block)
            if time.perf_counter() - started > _SLICE_SECONDS:
                await asyncio.sleep(0)
                started = time.perf_counter()
            if finding.words != words:
                return []
        finding.correct(number, len(hits))
        self._known = (asked, hits)
        return hits

    def _show_hit(self, number: int, hits: list[Hit], *, forward: bool, first: bool) -> bool:
        finding = self._transcript.finding
        current = finding.current
        if first and current is not None and current.start.row == number:
            beyond = [
                index
                for index, hit in enumerate(hits)
                if (hit.start > current.start if forward else hit.start < current.start)
            ]
        else:
            beyond = list(range(len(hits)))
        if not beyond:
            return False
        index = beyond[0] if forward else beyond[-1]
        finding.go_to(hits[index], index)
        self._transcript.show_place(hits[index].start)
        self._show_count()
        return True

    async def _find(self, words: str) -> None:
        finding = self._transcript.finding
        async with aclosing(self._search(words)) as portions:
            async for portion in portions:
                finding.take(portion)
                self._show_count()
        finding.searching = False
        self._show_count()
        if finding.current is None and finding.total:
            await self.go(forward=True)

    def _show_count(self) -> None:
        finding = self._transcript.finding
        self._bar.show_count(finding.passed, finding.total, searching=finding.searching)
