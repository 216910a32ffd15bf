"""A database that can't be used: set aside, replaced by a copy, and what can be read taken over."""
# ruff: noqa: ASYNC240 - nothing else goes on in these event loops

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, Status, branch, now
from desktop_app.core.errors import StorageError
from desktop_app.storage import restoring
from desktop_app.storage.backing_up import make_backup
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.preparing import connect, prepare
from desktop_app.storage.rescuing import Rescued, rescue
from desktop_app.storage.restoring import mend
from desktop_app.storage.setting_aside import newcomer, set_aside


def _message(text: str, parent: str | None = None, conversation: str = "c") -> Message:
    return Message(conversation, Role.USER, text, parent, finished_at=now())


async def _fill(path: Path, count: int = 200, conversation: str = "c") -> list[Message]:
    messages = []
    async with open_database(path) as database:
        store, parent = Conversations(database), None
        await store.save_conversation(Conversation(id=conversation, title=f"Title {conversation}"))
        for number in range(count):
            message = _message(f"words {number} " * 40, parent, conversation)
            await store.add_message(message)
            messages.append(message)
            parent = message.id
    return messages


async def _texts(path: Path, conversation: str = "c") -> list[str]:
    async with open_database(path) as database:
        return [each.text for each in await Conversations(database).messages(conversation)]


def _root_of(path: Path, table: str) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        ((root,),) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchall()
        ((size,),) = connection.execute("PRAGMA page_size").fetchall()
    return root, size


def _ruin(path: Path, pages: list[int], size: int) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)


def _leaves(path: Path, text: str) -> list[int]:
    """Return the pages on which a text stands."""
    _, size = _root_of(path, "message")
    content = path.read_bytes()
    return [
        at // size + 1
        for at in range(0, len(content), size)
        if text.encode() in content[at : at + size]
    ]


async def test_set_aside_with_all_that_belongs_to_it(path: Path) -> None:
    await _fill(path, 3)
    before = path.read_bytes()
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).write_bytes(ending.encode())
    aside = set_aside(path)
    assert aside.name.startswith("chatloom-set-aside-")
    assert aside.read_bytes() == before
    for ending in ("-wal", "-shm"):
        assert aside.with_name(aside.name + ending).read_bytes() == ending.encode()
    assert set(path.parent.iterdir()) == {
        aside.with_name(aside.name + ending) for ending in ("", "-wal", "-shm")
    }


async def test_nothing_that_was_set_aside_is_overwritten(path: Path) -> None:
    aside = set()
    for number in range(3):
        await _fill(path, number)
        aside.add(set_aside(path))
    assert len(aside) == 3
    assert {len(await _texts(each)) for each in aside} == {0, 1, 2}


async def test_begin_empty(path: Path) -> None:
    await _fill(path, 3)
    mended = mend(path, None, rescuing=False)
    assert mended.rescued == Rescued(0, 0)
    async with open_database(path) as database:
        assert await Conversations(database).list_conversations() == []
    assert len(await _texts(mended.aside)) == 3
    assert {each.name for each in path.parent.iterdir()} == {path.name, mended.aside.name}
    assert path.stat().st_mode & 0o777 == 0o600


async def test_the_copy_and_what_is_newer(path: Path) -> None:
    old = await _fill(path, 200)
    backup = make_backup(path, "daily")
    async with open_database(path) as database:
        store = Conversations(database)
        since = [_message(f"since {number} " * 40, old[-1].id) for number in range(2)]
        for message in since:
            await store.add_message(message)
        await store.save_draft("c", "typed")
    await _fill(path, 30, "d")
    damaged = _leaves(path, old[50].text)
    _ruin(path, damaged, _root_of(path, "message")[1])
    content = path.read_bytes()
    with pytest.raises(StorageError):
        await _texts(path)
    mended = mend(path, backup.path, rescuing=True)
    assert mended.rescued == Rescued(2, 32)
    assert mended.aside.read_bytes() == content
    assert await _texts(path) == [each.text for each in (*old, *since)]
    async with open_database(path) as database:
        store = Conversations(database)
        conversation = await store.conversation("c")
        assert conversation is not None
        assert (conversation.active_leaf, conversation.draft) == (since[1].id, "typed")
        for leaf in (since[0], since[1]):
            page = await store.branch_page(leaf.id, 195, 10)
            assert [each.id for each in page] == [*(each.id for each in old[195:]), leaf.id]
        assert len(await store.messages("d")) == 30
        assert await database.run("SELECT rowid FROM message_words ('since')")
        ((found,),) = await database.run("PRAGMA integrity_check")
        assert found == "ok"
        assert await database.run("PRAGMA foreign_key_check") == []


async def test_what_can_be_read_without_any_copy(path: Path) -> None:
    messages = await _fill(path, 300)
    ruined = _leaves(path, messages[100].text) + _leaves(path, messages[200].text)
    _ruin(path, ruined, _root_of(path, "message")[1])
    mended = mend(path, None, rescuing=True)
    kept = await _texts(path)
    assert mended.rescued == Rescued(1, len(kept))
    assert 200 < len(kept) < 300
    assert [each.text for each in messages if each.text in set(kept)] == kept
    async with open_database(path) as database:
        store = Conversations(database)
        conversation = await store.conversation("c")
        assert conversation is not None
        assert conversation.active_leaf == messages[-1].id
        shown = await store.branch_page(messages[-1].id, 0, 999)
        by_id = {each.id: each for each in await store.messages("c")}
        assert shown == branch(by_id, messages[-1].id)
        assert await database.run("PRAGMA foreign_key_check") == []


async def test_a_conversation_of_which_only_messages_can_be_read(path: Path) -> None:
    await _fill(path, 20)
    _ruin(path, [_root_of(path, "conversation")[0]], _root_of(path, "message")[1])
    assert mend(path, None, rescuing=True).rescued == Rescued(1, 20)
    assert len(await _texts(path)) == 20


async def test_an_answer_that_was_being_written_when_the_copy_was_made(path: Path) -> None:
    (prompt,) = await _fill(path, 1)
    async with open_database(path) as database:
        store = Conversations(database)
        answer = Message("c", Role.ASSISTANT, "A", prompt.id, status=Status.INTERRUPTED)
        await store.add_message(answer)
        backup = make_backup(path, "daily")
        whole = replace(answer, text="A whole answer", status=Status.COMPLETE, finished_at=now())
        await store.finish_message(whole)
    mend(path, backup.path, rescuing=True)
    assert (await _texts(path))[-1] == "A whole answer"
    async with open_database(path) as database:
        assert await database.run("SELECT rowid FROM message_words ('whole')")


@pytest.mark.parametrize("content", [b"", b"Dear diary " * 1000, b"SQLite format 3\0" + b"x" * 999])
def test_what_is_no_database_of_ours_gives_nothing(
    tmp_path: Path, path: Path, content: bytes
) -> None:
    prepare(path)
    other = tmp_path / "other.db"
    other.write_bytes(content)
    assert rescue(other, path) == Rescued(0, 0)
    assert other.read_bytes() == content


def test_an_older_one_gives_what_it_has(tmp_path: Path, path: Path) -> None:
    old = tmp_path / "old.db"
    prepare(old, MIGRATIONS[:1])
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(
            "INSERT INTO conversation VALUES (1,'o','Old','','','',0,0,'a','','',5,5);"
            "INSERT INTO message VALUES (1,'a','o',NULL,'assistant','a walrus','','complete','m',"
            "'p',1,2,NULL,NULL,5,6,0,NULL,NULL,NULL,NULL,NULL,1);"
        )
    prepare(path)
    assert rescue(old, path) == Rescued(1, 1)
    with closing(connect(path)) as connection:
        assert connection.execute("SELECT title, active_leaf FROM conversation").fetchall()


async def test_rows_that_chatloom_never_wrote_are_left(tmp_path: Path, path: Path) -> None:
    odd = tmp_path / "odd.db"
    await _fill(odd, 6)
    with closing(sqlite3.connect(odd)) as connection:
        for number, change in enumerate(
            ("role = 'king'", "text = CAST(x'ff41' AS TEXT)", "trace = '{'", "status = 'lost'")
        ):
            connection.execute(f"UPDATE message SET {change} WHERE number = {number + 1}")
        connection.commit()
    prepare(path)
    assert rescue(odd, path) == Rescued(1, 3)
    kept = await _texts(path)
    assert len(kept) == 3
    assert kept[0] == "\ufffdA", "one sign that turned is no reason to lose the others"


class Killed(BaseException):
    pass


async def test_killed_while_it_is_mended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it ends, the next start finds either the old one or the new one."""
    await _fill(path, 5)
    backup = make_backup(path, "daily")
    await _fill(path, 2, "d")
    kept = path.with_name("kept")
    shutil.copytree(path.parent, kept)
    for step in ("rescue", "sync_file", "set_aside", "settle"):
        home = path.parent.parent / step
        shutil.copytree(kept, home)
        database = home / path.name

        def killed(*_: object) -> None:
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(restoring, step, killed)
            if step == "set_aside":
                patch.setattr(Path, "unlink", lambda *_, **__: None)
            with pytest.raises(Killed):
                mend(database, backup.path, rescuing=True)
        assert len(await _texts(database, "d")) == 2
        assert len(await _texts(database)) == 5


async def test_killed_between_the_old_and_the_new(path: Path) -> None:
    await _fill(path, 5)
    backup = make_backup(path, "daily")
    new = newcomer(path)
    shutil.copy(backup.path, new)
    # It was killed after the first of these renamings.
    aside = path.with_name("chatloom-set-aside-20260101T000000000000Z.db")
    log = path.with_name("chatloom.db-wal")
    log.write_bytes(b"a log")
    path.rename(aside)
    assert len(await _texts(path)) == 5
    assert not new.exists()
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"a log"


async def test_a_disk_without_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await _fill(path, 5)
    backup = make_backup(path, "daily")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring.shutil, "copyfile", full)
    with pytest.raises(StorageError) as caught:
        mend(path, backup.path, rescuing=True)
    assert caught.value.code == "disk_full"
    assert len(await _texts(path)) == 5
    assert sorted(each.name for each in path.parent.iterdir()) == ["backups", path.name]


@pytest.mark.parametrize("seed", range(40))
async def test_bytes_that_turned(path: Path, seed: int) -> None:
    """Every start ends in a database that works, with all that the backup holds."""
    chance = random.Random(seed)
    messages = await _fill(path, 60)
    backup = make_backup(path, "daily")
    await _fill(path, 20, "d")
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 10, 300))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)
    if chance.random() < 0.5:
        path.with_name(f"{path.name}-wal").touch()
    try:
        texts = await _texts(path)
    except StorageError as error:
        assert error.code in {"damaged", "not_a_database", "newer_version"}  # noqa: PT017
        mended = mend(path, backup.path, rescuing=True)
        assert mended.aside.read_bytes() == content
        # A message whose id turned is there twice.
        assert {*await _texts(path)} >= {each.text for each in messages}
        async with open_database(path) as database:
            ((found,),) = await database.run("PRAGMA integrity_check")
            assert found == "ok"
    else:
        assert len(texts) <= len(messages)


@pytest.mark.parametrize("empty", [False, True])
async def test_where_there_was_something_nothing_is_begun_unasked(path: Path, empty: bool) -> None:
    await _fill(path, 3)
    copy = make_backup(path, "asked")
    path.unlink()
    if empty:
        path.touch()
    with pytest.raises(StorageError) as caught:
        await _texts(path)
    assert caught.value.code == "lost"
    mend(path, copy.path, rescuing=False)
    assert len(await _texts(path)) == 3


async def test_with_copies_that_hold_nothing_it_begins_anew(path: Path) -> None:
    async with open_database(path):
        pass
    make_backup(path, "asked")
    path.unlink()
    assert await _texts(path) == []


async def test_to_begin_empty_is_decided_once(path: Path) -> None:
    await _fill(path, 3)
    make_backup(path, "asked")
    path.unlink()
    mend(path, None, rescuing=False)
    assert await _texts(path) == []
    assert await _texts(path) == []
