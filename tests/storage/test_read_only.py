"""A folder that can be read and not written: a medium of somebody else, a copy kept for good."""
# ruff: noqa: ASYNC240 - nothing else goes on in these event loops

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import StorageError
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.preparing import prepare
from desktop_app.storage.search import search
from tests.chatloom_process import Chatloom

Lock = Callable[[], None]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "medium"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    with suppress(FileNotFoundError):
        if subprocess.run(mount, check=False, capture_output=True).returncode == 0:
            yield folder
            subprocess.run(["umount", str(folder)], check=True)
            return
    pytest.skip("no file system can be mounted here")


@pytest.fixture
def path(home: Path) -> Path:
    return home / "data" / "chatloom.db"


@pytest.fixture
def lock(home: Path) -> Lock:
    """Return what makes the medium read-only from now on."""
    remount = ["mount", "-o", "remount,ro", str(home)]

    def remounted() -> None:
        subprocess.run(remount, check=True)

    return remounted


async def _fill(database: Database) -> None:
    store = Conversations(database)
    await store.add_prompt(
        Conversation(id="c", title="Kept"),
        Message("c", Role.USER, "a walrus", finished_at=now()),
    )


async def _read(path: Path) -> None:
    async with open_database(path) as database:
        store = Conversations(database)
        assert [each.title for each in await store.list_conversations()] == ["Kept"]
        assert [each.text for each in await store.messages("c")] == ["a walrus"]
        assert [hit.conversation for hit in await search(database, "walrus")] == ["c"]
        ((leaf,),) = await database.run("SELECT active_leaf FROM conversation")
        assert await store.branch_page(leaf, 0, 9) == await store.history(leaf, 9)
        assert await store.position(leaf, leaf) == 0
        assert [hits async for hits in store.find_in_branch(leaf, "WAL")] == [[(0, 1)]]
        with pytest.raises(StorageError) as caught:
            await store.rename("c", "New")
        assert caught.value.code == "not_writable"
        with pytest.raises(StorageError) as caught:
            await store.add_message(Message("c", Role.USER, "more"))
        assert caught.value.code == "not_writable"
        assert [each.title for each in await store.list_conversations()] == ["Kept"]


async def test_what_was_closed_is_read(path: Path, lock: Lock) -> None:
    async with open_database(path) as database:
        await _fill(database)
    lock()
    await _read(path)
    assert [file.name for file in path.parent.iterdir()] == ["chatloom.db"]


async def test_what_a_crash_left_in_the_log_is_read(path: Path, lock: Lock, tmp_path: Path) -> None:
    async with open_database(tmp_path / "chatloom.db") as database:
        await _fill(database)
        path.parent.mkdir()
        for file in tmp_path.glob("chatloom.db*"):
            shutil.copy(file, path.parent)
    lock()
    await _read(path)


@pytest.mark.parametrize("content", ["old", "foreign", "nothing"])
async def test_what_is_not_up_to_date_is_told(path: Path, lock: Lock, content: str) -> None:
    path.parent.mkdir()
    if content == "old":
        prepare(path, MIGRATIONS[:1])
    elif content == "foreign":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE theirs (number)")
    lock()
    with pytest.raises(StorageError) as caught:
        await _read(path)
    assert caught.value.code == ("not_a_database" if content == "foreign" else "not_writable")


async def test_the_command_line_shows_and_exports(
    home: Path, path: Path, lock: Lock, tmp_path: Path
) -> None:
    async with open_database(path) as database:
        await _fill(database)
    lock()
    chatloom = Chatloom(home)
    assert [each["id"] for each in chatloom.ok("conversations", "list", "--json").json] == ["c"]
    assert "a walrus" in chatloom.ok("conversations", "show", "c").out
    assert chatloom.ok("conversations", "search", "walrus").out.startswith("c ")
    assert chatloom.ok("export", "c", "-o", "-").json["title"] == "Kept"
    assert chatloom.run("export", "c", "-o", str(tmp_path / "c.json")).code == 0
    for arguments in (["conversations", "delete", "c"], ["ask", "hi", "--provider", "local"]):
        ran = chatloom.run(*arguments)
        assert (ran.code, ran.out) == (1, "")
        assert "can't write" in ran.err
