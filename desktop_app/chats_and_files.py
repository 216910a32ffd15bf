"""What brings the chats of the window to files and back: on demand, and all the time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from desktop_app.exchange import Exchange
from desktop_app.parts import Parts
from desktop_app.storage.failures import backup_folder
from desktop_app.storage.temporary import Temporary
from desktop_app.ui.chat.all_chats import AllChats
from desktop_app.ui.erasing_dialog import ask_to_erase_everything
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings.data.dropping import FileDrop
from desktop_app.ui.settings.data.file_asking import ask_for_files
from desktop_app.ui.settings.data.services import DataServices
from desktop_app.ui.settings.data.work import DataWork
from desktop_app.ui.tasks import Tasks
from desktop_app.written_files import WrittenFiles, notes_file


class ChatsAndFiles:
    """Holds what works without the settings being open.

    Args:
        window: Tells what is to be exported and imported.
        tasks: Runs what takes time.
        preferences: Name the folder of the files that are kept up to date.
        parts: What is behind the window.
        temporary: The chats of which nothing is kept, but where the user exports them.
        all_chats: Keeps right what the window shows.

    Attributes:
        work: What is done with all chats.
        written: The files that are kept up to date.
    """

    def __init__(
        self,
        window: MainWindow,
        tasks: Tasks,
        preferences: Preferences,
        parts: Parts,
        temporary: Temporary,
        all_chats: AllChats,
    ) -> None:
        self._window = window
        self._tasks = tasks
        self.written = WrittenFiles(
            parts.conversations,
            Exchange(parts.database).export,
            notes_file(parts.folders.data),
            preferences.settings.json_folder,
            window.chat.show_error,
        )
        preferences.watch(lambda settings: self.written.use(settings.json_folder))
        parts.erasing.also(self.written.erase, self.written.known)
        services = DataServices(
            exchange=Exchange(parts.database, temporary),
            backups=parts.backups,
            backup_folder=backup_folder(parts.folders.database),
            erasing=parts.erasing,
            ask_to_erase=ask_to_erase_everything,
            written=self.written,
            chats=all_chats,
            preferences=preferences,
            tasks=tasks,
        )
        self.work = DataWork(services)
        conversations = window.chat.list
        conversations.import_wanted.connect(lambda: ask_for_files(window, self._take))
        self._drop = FileDrop(conversations, self._take)

    def follow(self, stack: AsyncExitStack) -> None:
        """Keep the files up to date until `stack` is left."""
        stack.push_async_callback(self.written.finish)
        self._tasks.start(self.written.follow())

    def _take(self, paths: Sequence[Path]) -> None:
        # The settings show how far it is, and then what was taken.
        self.work.take(paths)
        self._window.settings_wanted.emit("data")
