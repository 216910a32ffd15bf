"""What was deleted is gone for good when the window closes, and what was cut off at the start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from desktop_app.core.folders import Folders, user_folders
from desktop_app.core.settings import Settings
from desktop_app.opening import open_chat
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.storage.erasing_notes import Note, keep_note
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Tasks
from tests.storage.traces import plant_secrets, traces
from tests.ui.desk import until


@pytest.fixture
async def folders(home: Path, plain_environment: None, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Return the folders of somebody who has a conversation."""
    monkeypatch.setenv("CHATLOOM_MODEL_FILE", str(home / "no-such-model.gguf"))
    folders = user_folders({"CHATLOOM_HOME": str(home)})
    async with open_database(folders.database) as database:
        await plant_secrets(Conversations(database), "c")
    return folders


@pytest.fixture
async def window(folders: Folders) -> AsyncIterator[MainWindow]:
    """Yield a window that isn't opened yet."""
    tasks = Tasks(lambda _error: None)
    window = MainWindow(tasks)
    window.show()
    yield window
    await tasks.cancel_all()
    window.hide()
    window.deleteLater()


async def opened(stack: AsyncExitStack, window: MainWindow) -> None:
    await open_chat(stack, window, window._tasks, Preferences(Settings(), lambda _changed: None))


async def delete(folders: Folders) -> None:
    async with open_database(folders.database) as database:
        await Conversations(database).delete_conversations(["c"])


async def test_the_window_that_closes_ends_it(folders: Folders, window: MainWindow) -> None:
    async with AsyncExitStack() as stack:
        await opened(stack, window)
        await delete(folders)
        window.close()
    assert traces(folders.data) == []


async def test_a_window_that_is_killed_leaves_it_for_later(
    folders: Folders, window: MainWindow
) -> None:
    async with AsyncExitStack() as stack:
        await opened(stack, window)
        await delete(folders)
    assert traces(folders.data) != []


async def test_the_next_start_ends_what_was_cut_off(folders: Folders, window: MainWindow) -> None:
    keep_note(folders.database, Note(conversations=("c",)))
    async with AsyncExitStack() as stack:
        await opened(stack, window)
        await until(lambda: not traces(folders.data))
