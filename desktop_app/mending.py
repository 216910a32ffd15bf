"""Offers ways out when the database can't be used, and goes the one that the user takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app.core.backup import Backup
from desktop_app.core.errors import StorageError
from desktop_app.core.to_the_end import to_the_end
from desktop_app.storage.backing_up import newest_good
from desktop_app.storage.failures import DAMAGE
from desktop_app.storage.restoring import Mended, mend
from desktop_app.ui.chat.chat_page import ChatPage
from desktop_app.ui.mending_words import MendingWords
from desktop_app.ui.notices import Action

Exchange = Callable[[Callable[[], Mended]], Awaitable[Mended]]
"""Runs what exchanges the file, in a thread, while nobody here has it open."""

Choice = Callable[[], Awaitable[Mended | None]]


class Mending:
    """Shows what is wrong above the composer until the user has chosen.

    Args:
        page: Where it is shown.
        database: The file.
    """

    def __init__(self, page: ChatPage, database: Path) -> None:
        self._page = page
        self._database = database
        self._words = MendingWords()

    @staticmethod
    def helps(error: StorageError) -> bool:
        """Whether another file in its place is a way out of a failure."""
        return error.code in DAMAGE

    async def offer(self, error: StorageError, exchange: Exchange = asyncio.to_thread) -> None:
        """Offer the ways out until one of them has been gone, or is to try again as it is.

        Args:
            error: What was found.
            exchange: How the file is exchanged, by default while nobody has it open.
        """
        failed: StorageError | None = None
        while True:
            backup = await asyncio.to_thread(newest_good, self._database)
            chosen = await self._chosen(error, backup, failed)
            if chosen is None:
                return
            rescuing, copy = chosen
            try:
                mended = await to_the_end(self._exchanged(exchange, copy, rescuing=rescuing))
            except StorageError as failure:
                failed = None if self.helps(failure) else failure
                continue
            today = datetime.now().date()
            self._page.show_error(
                self._words.mended(mended.aside, mended.rescued.messages, copy, today), []
            )
            return

    async def _exchanged(
        self, exchange: Exchange, copy: Backup | None, *, rescuing: bool
    ) -> Mended:
        path = copy.path if copy is not None else None
        told = self._words.mending()
        self._page.show_error(told, [])
        try:
            return await exchange(lambda: mend(self._database, path, rescuing=rescuing))
        finally:
            self._page.pane.withdraw(lambda shown: shown is told)

    async def _chosen(
        self, error: StorageError, backup: Backup | None, failed: StorageError | None
    ) -> tuple[bool, Backup | None] | None:
        """Wait for a choice: whether to rescue, and the copy to begin with; None to try again.

        Args:
            error: What was found.
            backup: The newest copy that is whole.
            failed: Why what was chosen before could not be done.
        """
        words, page = self._words, self._page
        choice: asyncio.Future[tuple[bool, Backup | None] | None] = asyncio.Future()

        def take(chosen: tuple[bool, Backup | None] | None) -> Callable[[], None]:
            return lambda: None if choice.done() else choice.set_result(chosen)

        is_damaged = error.code == "damaged"
        actions = []
        if backup is not None:
            label = words.restore(backup, datetime.now().date())
            actions.append(Action(label, take((is_damaged, backup)), primary=True))
        elif is_damaged:
            actions.append(Action(words.rescue(), take((True, None)), primary=True))
        actions += [
            Action(words.begin_empty(), take((False, None))),
            Action(words.again(), take(None), primary=not actions),
            Action(words.show_place(), self._show_place),
        ]
        problem = words.problem(error, has_copy=backup is not None)
        if failed is not None:
            problem = words.failed(failed, error)
        page.show_error(problem, actions)
        try:
            return await choice
        finally:
            page.pane.withdraw(lambda shown: shown is problem)

    def _show_place(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._database.parent)))
