"""Copies of everything: made while others write, listed, kept for a while, and put back."""
# ruff: noqa: ASYNC240 - nothing else goes on in these event loops

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import StorageError
from desktop_app.storage import backing_up, preparing
from desktop_app.storage.backing_up import (
    check_backup,
    clear_away,
    list_backups,
    make_backup,
    newest_good,
    read_backup,
)
from desktop_app.storage.backups import Backups
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.failures import backup_folder
from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.preparing import prepare

ROOT = Path(__file__).parents[2]


def _message(text: str, conversation: str = "c") -> Message:
    return Message(conversation, Role.USER, text, finished_at=now())


async def _say(store: Conversations, text: str, conversation: str = "c") -> None:
    await store.add_prompt(Conversation(id=conversation, title=text), _message(text, conversation))


async def _texts(store: Conversations, conversation: str = "c") -> list[str]:
    return [message.text for message in await store.messages(conversation)]


@pytest.fixture
def backups(database: Database) -> Backups:
    return Backups(database)


async def test_a_copy_is_one_private_file(path: Path, store: Conversations, backups: Backups):
    await _say(store, "one")
    await _say(store, "two")
    await _say(store, "elsewhere", "d")
    await _say(store, "gone", "e")
    await store.delete_conversations(["e"])
    made = await backups.make("asked")
    assert (made.conversations, made.messages, made.reason) == (2, 4, "asked")
    assert made.size == made.path.stat().st_size
    assert abs(datetime.now(UTC) - made.made_at) < timedelta(minutes=1)
    assert list(made.path.parent.iterdir()) == [made.path]
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700
    await backups.check(made)
    assert await backups.list() == [made]
    with closing(sqlite3.connect(made.path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        connection.execute("INSERT INTO message_words (message_words) VALUES ('integrity-check')")


async def test_what_was_deleted_is_not_in_a_copy(
    store: Conversations, database: Database, backups: Backups
):
    await _say(store, "a walrus " * 500)
    await database.run("DELETE FROM conversation WHERE id = 'c'")
    made = await backups.make("asked")
    assert b"a walrus a walrus" not in made.path.read_bytes()


async def test_others_write_while_a_copy_is_made(store: Conversations, backups: Backups):
    for number in range(300):
        await _say(store, f"{number} " * 2000, f"c{number}")
    making = asyncio.ensure_future(backups.make("asked"))
    written = 0
    while not making.done():
        await _say(store, f"meanwhile {written}")
        written += 1
    made = await making
    await backups.check(made)
    assert written > 0
    assert len(await store.messages("c")) == written
    assert made.conversations in (300, 301)


async def test_newest_first(store: Conversations, backups: Backups):
    await _say(store, "one")
    made = [await backups.make(reason) for reason in ("asked", "daily", "restore", "update")]
    assert await backups.list() == made[::-1]


def _dated(path: Path, days: int, reason: str = "-daily") -> Path:
    moment = datetime.now(UTC) - timedelta(days=days)
    (newest, *_) = list_backups(path)
    name = f"chatloom-v{len(MIGRATIONS)}-{moment:%Y%m%dT%H%M%S%fZ}{reason}.db"
    return Path(shutil.copy(newest.path, newest.path.with_name(name)))


async def test_as_many_are_kept_as_are_needed(path: Path, store: Conversations, backups: Backups):
    await _say(store, "one")
    asked = await backups.make("asked")
    old = [_dated(path, days) for days in range(1, 12)]
    others = [_dated(path, 400, ""), _dated(path, 401, "-restore"), _dated(path, 500, "-asked")]
    made = await backups.make("daily")
    kept = {backup.path for backup in await backups.list()}
    assert kept == {made.path, asked.path, *old[:6], *others}


async def test_none_goes_where_no_new_one_could_be_made(
    path: Path, store: Conversations, backups: Backups, monkeypatch: pytest.MonkeyPatch
):
    await _say(store, "one")
    await backups.make("daily")
    old = [_dated(path, days) for days in range(1, 12)]
    monkeypatch.setattr(backing_up, "faults", lambda _path: "a page is gone")
    with pytest.raises(StorageError) as caught:
        await backups.make("daily")
    assert caught.value.code == "bad_backup"
    assert len(await backups.list()) == len(old) + 1
    assert not list(backup_folder(path).glob("*.part"))


async def test_a_clock_that_was_ahead(path: Path, store: Conversations, backups: Backups):
    """Copies from the future neither crowd out new ones nor stay for ever."""
    await _say(store, "one")
    asked = await backups.make("asked")
    for days in range(-400, -390):
        _dated(path, days)
    made = [await backups.make("daily") for _ in range(9)]
    kept = await backups.list()
    assert [each for each in kept if each.made_at <= datetime.now(UTC)] == [*made[:-8:-1], asked]
    assert len([each for each in kept if each.made_at > datetime.now(UTC)]) == 7


async def test_a_disk_that_is_nearly_full(
    path: Path, store: Conversations, backups: Backups, monkeypatch: pytest.MonkeyPatch
):
    await _say(store, "one")
    kept = await backups.make("daily")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(backing_up.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 10**6))
    with pytest.raises(StorageError, match="nearly full") as caught:
        await backups.make("daily")
    assert caught.value.code == "no_room"
    assert await backups.list() == [kept]
    assert [file.name for file in backup_folder(path).iterdir()] == [kept.path.name]


async def test_cancelled_while_a_copy_is_made(path: Path, store: Conversations, backups: Backups):
    for number in range(100):
        await _say(store, f"{number} " * 5000, f"c{number}")
    for pause in (0.0, 0.002, 0.01):
        making = asyncio.ensure_future(backups.make("daily"))
        await asyncio.sleep(pause)
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
    assert not list(backup_folder(path).glob("*.part"))
    await _say(store, "and on")
    assert await _texts(store) == ["and on"]


def test_killed_while_a_copy_is_made(path: Path):
    prepare(path)
    folder = backup_folder(path)
    folder.mkdir()
    leftover = folder / "chatloom-v1-x-daily.part"
    leftover.write_bytes(b"half")
    make_backup(path, "daily")
    assert leftover.exists(), "it may be of a process that still works on it"
    import os

    os.utime(leftover, (0, 0))
    make_backup(path, "daily")
    assert not leftover.exists()
    assert len(list_backups(path)) == 2


async def test_put_back(path: Path, store: Conversations, backups: Backups):
    await _say(store, "then")
    await store.save_draft("c", "typed")
    made = await backups.make("asked")
    await _say(store, "since")
    await _say(store, "new", "d")
    number = (await store.changed_since(0)).number
    await backups.restore(made)
    assert await _texts(store) == ["then"]
    kept = await store.conversation("c")
    assert kept is not None
    assert kept.draft == "typed"
    assert await store.conversation("d") is None
    changed = await store.changed_since(number)
    assert [each.id for each in changed.conversations] == ["c"]
    await _say(store, "and on")
    assert (await store.changed_since(changed.number)).number > changed.number
    ((journal,),) = await store._database.run("PRAGMA journal_mode")
    assert journal == "wal"

    present = next(each for each in await backups.list() if each.reason == "restore")
    assert (present.conversations, present.messages) == (2, 3)
    await backups.restore(present)
    assert await _texts(store) == ["then", "since"]
    assert await _texts(store, "d") == ["new"]
    check_backup(made.path)
    assert not list(backup_folder(path).glob("*.part*"))


async def test_another_process_sees_what_was_put_back(path: Path, store: Conversations, backups):
    await _say(store, "then")
    made = await backups.make("asked")
    async with open_database(path) as other:
        theirs = Conversations(other)
        await _say(theirs, "since")
        await backups.restore(made)
        assert await _texts(theirs) == ["then"]
        await _say(theirs, "theirs")
    assert await _texts(store) == ["then", "theirs"]


WRITER = """
import asyncio, sys
from pathlib import Path
from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
async def main():
    async with open_database(Path(sys.argv[1])) as database:
        store = Conversations(database)
        for number in range(150):
            await store.add_prompt(
                Conversation(id="w"), Message("w", Role.USER, f"{number}", finished_at=now()))
            if number == 20:
                print("on", flush=True)
asyncio.run(main())
"""


async def test_another_process_writes_while_it_is_put_back(
    path: Path, store: Conversations, backups: Backups
):
    await _say(store, "then " * 10_000)
    made = await backups.make("asked")
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-c", WRITER, str(path),
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert writer.stdout is not None
    await writer.stdout.readline()
    await backups.restore(made)
    _, errors = await writer.communicate()
    assert (writer.returncode, errors) == (0, b"")
    # What it had written before is in the copy of that moment, the rest is here: nothing is lost.
    present = next(each for each in await backups.list() if each.reason == "restore")
    with closing(backing_up.open_backup(present.path)) as connection:
        before = [text for (text,) in connection.execute("SELECT text FROM message")]
    assert {*before, *await _texts(store, "w")} >= {str(number) for number in range(150)}
    ((found,),) = await store._database.run("PRAGMA integrity_check")
    assert found == "ok"


async def test_a_copy_of_an_older_version_is_brought_up_to_date(
    tmp_path: Path, path: Path, store: Conversations, backups: Backups
):
    old = tmp_path / "old" / "chatloom.db"
    prepare(old, MIGRATIONS[:1])
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(
            "INSERT INTO conversation VALUES (1,'o','Old','','','',0,0,'a','','',5,5);"
            "INSERT INTO message VALUES (1,'a','o',NULL,'assistant','a walrus','','complete','m',"
            "'p',1,2,NULL,NULL,5,6,0,NULL,NULL,NULL,NULL,NULL,1);"
        )
    kept = make_backup(old, "update")
    assert (kept.reason, kept.conversations, kept.messages) == ("update", 1, 1)
    backup_folder(path).mkdir()
    copy = Path(shutil.copy(kept.path, backup_folder(path)))
    content = copy.read_bytes()
    await backups.restore(read_backup(copy))
    assert await _texts(store, "o") == ["a walrus"]
    assert await store._database.run("SELECT rowid FROM message_words ('walrus')")
    assert copy.read_bytes() == content


@pytest.mark.parametrize("kind", ["damaged", "no database", "foreign", "newer"])
async def test_what_cannot_be_put_back_is_refused(store, backups: Backups, kind: str):
    await _say(store, "walrus " * 2000)
    made = await backups.make("asked")
    await _say(store, "since")
    if kind == "damaged":
        content = bytearray(made.path.read_bytes())
        content[8192:-4096] = bytes(len(content) - 12288)
        made.path.write_bytes(content)
    elif kind == "no database":
        made.path.write_bytes(b"Dear diary " * 1000)
    else:
        pragma = "application_id = 7" if kind == "foreign" else "user_version = 99"
        with closing(sqlite3.connect(made.path)) as connection:
            connection.execute(f"PRAGMA {pragma}")
    with pytest.raises(StorageError) as caught:
        await backups.restore(made)
    assert caught.value.code == ("newer_version" if kind == "newer" else "bad_backup")
    assert (await _texts(store))[-1] == "since"
    assert newest_good(store._database.path) is None


async def test_no_patience_without_end(
    path: Path, store: Conversations, backups: Backups, monkeypatch: pytest.MonkeyPatch
):
    await _say(store, "then")
    made = await backups.make("asked")
    monkeypatch.setattr(preparing, "BUSY_TIMEOUT", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as caught:
            await backups.restore(made)
        other.execute("ROLLBACK")
    assert caught.value.code == "locked"
    assert await _texts(store) == ["then"]


async def test_copies_before_updates_are_in_the_list(path: Path):
    for number in range(5):
        steps = (*MIGRATIONS, *((f"CREATE TABLE extra{n} (a)",) for n in range(number + 1)))
        prepare(path, MIGRATIONS if number == 0 else steps[:-1])
        prepare(path, steps)
    kept = list_backups(path)
    assert [backup.reason for backup in kept] == ["update"] * 3
    clear_away(path, kept[0])
    assert list_backups(path) == kept
