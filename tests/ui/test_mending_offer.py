"""A database that can't be used, as the window opens and later: what is offered, and what helps."""
# ruff: noqa: ASYNC240 - nothing waits for these files

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import AppError, StorageError
from desktop_app.core.settings import Settings
from desktop_app.mending import Mending
from desktop_app.opening import open_chat
from desktop_app.storage.backing_up import make_backup
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Tasks
from tests.ui.desk import until

RESTORE, RESCUE, EMPTY = "Restore the copy of today", "Keep what can be read", "Begin empty"


class Starting:
    """A window that opens as the program does."""

    def __init__(self, stack: AsyncExitStack, path: Path) -> None:
        self._stack = stack
        self.path = path
        self.tasks = Tasks(self._tell)
        self.window = MainWindow(self.tasks)
        self.window.resize(1100, 750)
        self.window.show()
        self.preferences = Preferences(Settings(conversation="c"), lambda _settings: None)
        self.is_open = False

    def _tell(self, error: AppError) -> None:
        self.window.chat.show_error(error)

    async def open(self) -> None:
        """Open it, offering what helps until it can be opened."""
        while not self.is_open:
            try:
                await open_chat(self._stack, self.window, self.tasks, self.preferences)
                self.is_open = True
            except StorageError as error:
                assert Mending.helps(error)  # noqa: PT017 - what is not mended fails the test
                await Mending(self.window.chat, self.path).offer(error)

    @property
    def _notice(self) -> QWidget | None:
        found = self.window.findChildren(QWidget, "page_notice")
        return next((notice for notice in found if notice.isVisible()), None)

    @property
    def notice(self) -> str:
        return self._notice.accessibleName() if self._notice is not None else ""

    @property
    def offers(self) -> list[str]:
        if self._notice is None:
            return []
        buttons = self._notice.findChildren(QAbstractButton)
        return [button.text() for button in buttons if button.text()]

    async def choose(self, label: str) -> None:
        await until(lambda: any(each.startswith(label) for each in self.offers))
        assert self._notice is not None
        buttons = self._notice.findChildren(QAbstractButton)
        next(button for button in buttons if button.text().startswith(label)).click()

    @property
    def shown(self) -> list[str]:
        return [each.text for each in self.window.chat.pane.transcript.messages]


@pytest.fixture
def path(home: Path) -> Path:
    return home / "data" / "chatloom.db"


@pytest.fixture
async def starting(
    home: Path, path: Path, plain_environment: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Starting]:
    monkeypatch.setenv("CHATLOOM_MODEL_FILE", str(home / "no-such-model.gguf"))
    async with AsyncExitStack() as stack:
        made = Starting(stack, path)
        stack.push_async_callback(made.tasks.cancel_all)
        yield made
    made.window.hide()
    made.window.deleteLater()


async def _write(path: Path, *texts: str) -> None:
    async with open_database(path) as database:
        store = Conversations(database)
        for text in texts:
            kept = await store.conversation("c") or Conversation(id="c", title="Kept")
            message = Message("c", Role.USER, text, kept.active_leaf, finished_at=now())
            await store.add_prompt(kept, message)


def _ruin(path: Path, part: str) -> None:
    """Overwrite the first page of a table or index."""
    with closing(sqlite3.connect(path)) as connection:
        ((root,),) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (part,)
        ).fetchall()
        ((size,),) = connection.execute("PRAGMA page_size").fetchall()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def _ruin_at_rest(path: Path) -> bytes:
    _ruin(path, "message_by_parent")
    path.with_name("chatloom.db-wal").touch()
    return path.read_bytes()


async def test_the_copy_is_restored_with_what_is_newer(starting: Starting, path: Path) -> None:
    await _write(path, "one")
    await asyncio.to_thread(make_backup, path, "daily")
    await _write(path, "two")
    content = _ruin_at_rest(path)
    opening = starting.tasks.start(starting.open())
    await until(lambda: starting.offers)
    assert "is damaged" in starting.notice
    assert "the file is kept" in starting.notice
    assert "(1 chat" in starting.offers[0]
    assert starting.offers[1:] == [EMPTY, "Try again", "Show where it is", "Details"]
    assert path.read_bytes() == content, "nothing happens before the user has chosen"
    await starting.choose(RESTORE)
    await opening
    assert starting.shown == ["one", "two"]
    (aside,) = path.parent.glob("chatloom-set-aside-*.db")
    assert aside.read_bytes() == content
    assert "The copy of today" in starting.notice
    assert "1 message" in starting.notice
    assert str(aside) in starting.notice


async def test_without_a_copy_what_can_be_read_is_kept(starting: Starting, path: Path) -> None:
    await _write(path, "one", "two")
    _ruin_at_rest(path)
    opening = starting.tasks.start(starting.open())
    await starting.choose(RESCUE)
    await opening
    assert starting.shown == ["one", "two"]
    assert "What could be read is here again" in starting.notice


async def test_begin_empty(starting: Starting, path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"Dear diary " * 1000)
    opening = starting.tasks.start(starting.open())
    await until(lambda: starting.offers)
    assert starting.offers[0] == EMPTY
    await starting.choose(EMPTY)
    await opening
    assert starting.shown == []
    (aside,) = path.parent.glob("chatloom-set-aside-*.db")
    assert aside.read_bytes() == b"Dear diary " * 1000


async def test_try_again(starting: Starting, path: Path) -> None:
    await _write(path, "one")
    content = path.read_bytes()
    path.write_bytes(b"Dear diary " * 1000)
    opening = starting.tasks.start(starting.open())
    await until(lambda: starting.offers)
    path.write_bytes(content)
    await starting.choose("Try again")
    await opening
    assert starting.shown == ["one"]
    assert starting.notice == ""


async def test_what_does_not_help_is_told_and_offered_again(
    starting: Starting, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _write(path, "one")
    _ruin_at_rest(path)
    opening = starting.tasks.start(starting.open())
    await until(lambda: starting.offers)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        await starting.choose(RESCUE)
        await until(lambda: "Another program" in starting.notice)
    assert not list(path.parent.glob("chatloom-set-aside-*"))
    opening.cancel()
    await asyncio.wait([opening])


async def test_damage_that_is_found_later(starting: Starting, path: Path) -> None:
    await _write(path, "one")
    await asyncio.to_thread(make_backup, path, "daily")
    await _write(path, "two")
    await starting.open()
    assert starting.shown == ["one", "two"]
    # What was read before is in the memory, until somebody else has written.
    await _write(path, "three")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _ruin(path, "message_by_parent")
    page = starting.window.chat
    pane = page.pane
    # Whatever reads next comes upon it.
    with pytest.raises(StorageError):
        await page._services.store.versions([message.id for message in pane.transcript.messages])
    await starting.choose(RESTORE)
    await until(lambda: "is restored" in starting.notice)
    await until(lambda: starting.shown == ["one", "two", "three"])
    assert list(path.parent.glob("chatloom-set-aside-*.db"))
    # It goes on with the new file.
    await _write(path, "four")
    kept = await page._services.store.messages("c")
    assert [message.text for message in kept] == ["one", "two", "three", "four"]
