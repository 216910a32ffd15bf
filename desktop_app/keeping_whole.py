"""What is done for the conversations while the window is open, besides being shown."""

from __future__ import annotations

import asyncio

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import StorageError
from desktop_app.mending import Mending
from desktop_app.parts import Parts
from desktop_app.storage.daily import DailyBackups
from desktop_app.storage.places import risky_place
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.notices import Action
from desktop_app.ui.place_words import PlaceWords
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Tasks


def keep_whole(window: MainWindow, tasks: Tasks, preferences: Preferences, parts: Parts) -> None:
    """Copy them once a day, watch for damage, and tell of a folder that is no place for them."""
    daily = DailyBackups(parts.database, parts.backups)
    tasks.start(daily.follow(window.chat.show_error))
    tasks.start(_tell_of_place(window, preferences, parts))
    _Damage(window, tasks, parts).watch()


class _Damage:
    """Offers another file when damage is found while the window is open."""

    def __init__(self, window: MainWindow, tasks: Tasks, parts: Parts) -> None:
        self._page = window.chat
        self._tasks = tasks
        self._parts = parts
        self._is_offered = False

    def watch(self) -> None:
        self._parts.database.watch_damage(self._found)

    def _found(self, error: StorageError) -> None:
        # It is found by every statement that reads there.
        if not self._is_offered:
            self._is_offered = True
            self._tasks.start(self._offer(error))

    async def _offer(self, error: StorageError) -> None:
        database = self._parts.database
        try:
            await Mending(self._page, database.path).offer(error, database.exchange_file)
        finally:
            self._is_offered = False
        await self._show_again()

    async def _show_again(self) -> None:
        """Show the conversation that is shown as it is now, or an empty one where it is gone."""
        shown = self._page.conversation
        stored = await self._parts.conversations.conversation(shown.id)
        await self._page.open_conversation(stored or self._page.noted(Conversation()))
        await self._page.refresh_list()


async def _tell_of_place(window: MainWindow, preferences: Preferences, parts: Parts) -> None:
    """Say once that the data folder is on a network drive or synchronised."""
    folder = parts.folders.data
    place = await asyncio.to_thread(risky_place, folder)
    if place is None or preferences.settings.risky_folder == str(folder):
        return
    words = PlaceWords()
    warning = words.warning(place.kind, place.name, folder)

    def understood() -> None:
        preferences.change(risky_folder=str(folder))
        window.chat.pane.withdraw(lambda shown: shown is warning)

    window.chat.show_error(warning, [Action(words.understood(), understood)])
