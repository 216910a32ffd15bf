"""Works the search: asks as one types, shows the last answer alone, and opens what is picked."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.found import Found, Hit, Place
from desktop_app.core.search_query import Query, parse, without
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.search.chips import ARCHIVED, KEYS
from desktop_app.ui.search.hit_words import CountWords
from desktop_app.ui.search.search_view import SearchView
from desktop_app.ui.search.services import Chats, Searching
from desktop_app.ui.tasks import Tasks

_PAGE = 50


class SearchPage(QObject):
    """The search of all conversations."""

    def __init__(self, window: QWidget, tasks: Tasks, chats: Chats) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._chats = chats
        self._searching: Searching | None = None
        self._asking: asyncio.Task[None] | None = None
        self._adding: asyncio.Task[None] | None = None
        self._query = Query()
        self._next: Place | None = None
        self._counting = CountWords(self)
        self.view = SearchView(window)
        self.view.typed.connect(self._ask)
        self.view.picked.connect(self._pick)
        self.view.chips.taken_off.connect(self._take_off)
        self.view.list.rows.more_wanted.connect(self._add)

    def attach(self, searching: Searching) -> None:
        """Search there from now on."""
        self._searching = searching
        if self.view.isVisible():
            self.open()

    def open(self) -> None:
        """Show the search with what was looked for last."""
        self.view.open()
        self.view.chips.offer([], _today())
        if self._searching is not None:
            self._tasks.start(self._prepare(self._searching))
        self._ask()

    # How it works

    async def _prepare(self, searching: Searching) -> None:
        self.view.chips.offer(await searching.models(), _today())
        await searching.gather()

    def _ask(self) -> None:
        self._cancel()
        today = _today()
        self._query = parse(self.view.field.text(), today).over(self.view.chips.query)
        self.view.chips.show(self._query, today)
        if self._query.is_empty or self._searching is None:
            self._show(Found([]))
            return
        self._asking = self._tasks.start(self._answer(self._searching, self._query))

    async def _answer(self, searching: Searching, query: Query) -> None:
        try:
            self._show(await searching.find(query, _PAGE))
        except AppError as error:
            words = in_users_words(error)
            self._show(Found([]), f"{words.title}.\n{words.advice}")

    def _show(self, found: Found, failure: str = "") -> None:
        self._next = found.next
        self.view.list.rows.show(found.hits, more=found.next is not None)
        self.view.list.go_to(0)
        self.view.list.scrollToTop()
        self.view.show_count(self._count(found.hits))
        self.view.show_remark("" if found.hits else failure or self._remark())

    def _add(self) -> None:
        adding = self._adding is not None and not self._adding.done()
        if self._searching is not None and self._next is not None and not adding:
            self._adding = self._tasks.start(self._answer_more(self._searching, self._next))

    async def _answer_more(self, searching: Searching, place: Place) -> None:
        found = await searching.find(self._query, _PAGE, place)
        self._next = found.next
        rows = self.view.list.rows
        rows.add(found.hits, more=found.next is not None)
        self.view.show_count(self._count(rows.hits))

    def _cancel(self) -> None:
        for task in (self._asking, self._adding):
            if task is not None:
                task.cancel()
        self._asking = self._adding = None

    def _take_off(self, name: str) -> None:
        text = self.view.field.text()
        kept = without(text, KEYS[name], _today())
        if kept != " ".join(text.split()):
            self.view.field.setText(kept)

    def _pick(self, hit: Hit, stay: bool) -> None:  # noqa: FBT001 - as the signal sends it
        if not stay:
            self.view.close_search(focus_back=False)
        self._tasks.start(self._open(hit, stay=stay))

    async def _open(self, hit: Hit, *, stay: bool) -> None:
        try:
            if hit.message is not None:
                await self._chats.show_message(hit.conversation, hit.message)
            elif self._searching is not None:
                conversation = await self._searching.conversation(hit.conversation)
                if conversation is not None:
                    await self._chats.open_conversation(conversation)
        finally:
            if stay and self.view.isVisible():
                self.view.field.setFocus()

    def _count(self, hits: list[Hit]) -> str:
        if not hits:
            return ""
        chats = len({hit.conversation for hit in hits})
        return self._counting.count(len(hits), chats, more=self._next is not None)

    def _remark(self) -> str:
        if self._query.is_empty:
            return self.tr(
                "Words find messages and titles, “a phrase” in quotes finds just that.\n"
                "from:me, model:…, is:rated, mood:negative, after:2026-11, tag:… narrow it down."
            )
        if ARCHIVED in self._query.marks:
            return self.tr("Nothing found in the archived chats.")
        if self._query.has_filters:
            return self.tr("Nothing found. Fewer filters may find more.")
        return self.tr("Nothing found. The chip “Archived” searches the archived chats.")


def _today() -> date:
    return datetime.now().astimezone().date()
