"""What is erased has left no word in any file of the data folder."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import AppError, StorageError
from desktop_app.storage import erasing_steps
from desktop_app.storage.backing_up import check_backup, list_backups, make_backup
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.erasing import Erasing
from desktop_app.storage.erasing_notes import kept_notes
from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.preparing import connect
from tests.storage.growing_tree import names_of, plant
from tests.storage.traces import SECRETS, plant_secrets, traces

ROOT = Path(__file__).parents[2]
SOON = timedelta(minutes=1)
KEPT = "mneskwertz"


@pytest.fixture
def erasing(database: Database) -> Erasing:
    return Erasing(database)


@pytest.fixture
def folder(path: Path) -> Path:
    return path.parent


async def until(true: Callable[[], object]) -> None:
    deadline = asyncio.get_running_loop().time() + 20.0
    while not true():
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.001)


async def plant_others(store: Conversations, count: int = 30) -> None:
    for number in range(count):
        moment = now()
        conversation = Conversation(id=f"o{number}", title=f"Other {number}")
        message = Message(
            conversation.id,
            Role.USER,
            f"{KEPT} words {number} zqanswer zqquestion",
            created_at=moment,
            finished_at=moment,
        )
        await store.add_prompt(conversation, message)


async def test_the_words_are_there_before(store: Conversations, folder: Path) -> None:
    await plant_secrets(store, "c")
    left = traces(folder)
    assert all(any(word in line for line in left) for word in SECRETS.values())


async def test_an_erased_conversation_leaves_nothing(
    store: Conversations, erasing: Erasing, folder: Path
) -> None:
    await plant_others(store)
    await plant_secrets(store, "c", "between others")
    await plant_others(store, 5)
    await erasing.erase(["c"])
    assert traces(folder) == []
    assert await store.conversation("c") is None
    assert len(await store.list_conversations()) == 30
    assert traces(folder, [KEPT]) != []


async def test_the_file_is_packed_for_splitting_pages_leaves_copies_between_rows(
    store: Conversations, database: Database, erasing: Erasing
) -> None:
    await plant_others(store, 3)
    await plant_secrets(store, "c", "many words " * 5000)
    await erasing.erase(["c"])
    assert (await database.run("PRAGMA freelist_count"))[0][0] == 0


async def test_what_was_deleted_and_purged_leaves_nothing(
    store: Conversations, erasing: Erasing, folder: Path
) -> None:
    await plant_others(store)
    await plant_secrets(store, "c")
    await store.delete_conversations(["c"])
    assert await erasing.purge(now() - SOON) == []
    assert traces(folder) != []
    assert await erasing.purge(now() + SOON) == ["c"]
    assert traces(folder) == []


async def test_words_that_were_gathered_for_the_search_go_unless_others_hold_them(
    store: Conversations, database: Database, erasing: Erasing, folder: Path
) -> None:
    long = "y" * 150
    await plant_others(store, 3)
    await plant_secrets(store, "c", f"{KEPT} {long} x{long}")
    await database.run("CREATE VIRTUAL TABLE temp.now_ USING fts5vocab (main, message_words, row)")
    await database.run(
        "INSERT OR IGNORE INTO search_word (word) SELECT substr(term, 1, 100) FROM temp.now_"
    )
    kept = await store.messages("o0")
    await store.add_message(replace(kept[0], id="again", text=f"{long} again"))
    await erasing.erase(["c"])
    assert traces(folder) == []
    words = {row["word"] for row in await database.run("SELECT word FROM search_word")}
    assert {KEPT, "words", long[:100]} <= words
    assert "between" not in words
    assert f"x{long}"[:100] not in words
    await database.run(
        "INSERT INTO search_word_parts (search_word_parts) VALUES ('integrity-check')"
    )


async def test_a_message_alone_leaves_nothing(
    store: Conversations, erasing: Erasing, folder: Path
) -> None:
    await plant(store, "c", q1="", a1="q1")
    await plant_secrets(store, "d")
    (question, answer) = await store.messages("d")
    await store.delete_message(answer.id)
    assert await erasing.purge(now() + SOON) == ["d"]
    of_answer = ["answer", "thought", "better", "failure", "sent", "later"]
    assert traces(folder, [SECRETS[name] for name in of_answer]) == []
    assert traces(folder, [SECRETS["question"]]) != []
    assert await names_of(store, "d") == [question.id]


async def test_everything_leaves_nothing_and_no_backup(
    store: Conversations, path: Path, erasing: Erasing, folder: Path
) -> None:
    await plant_others(store)
    await plant_secrets(store, "c")
    make_backup(path, "asked")
    await erasing.erase_everything()
    assert traces(folder) == traces(folder, [KEPT]) == []
    assert list((folder / "backups").iterdir()) == []
    assert await store.list_conversations() == []


async def test_everything_can_be_written_and_found_again(
    store: Conversations, database: Database, erasing: Erasing
) -> None:
    await plant_secrets(store, "c")
    before = await _triggers(database)
    await erasing.erase_everything()
    assert await _triggers(database) == before
    await plant(store, "d", q1="", a1="q1")
    rows = await database.run("SELECT rowid FROM message_words WHERE message_words MATCH 'words'")
    assert len(rows) == 2
    for table in ("message_words", "title_words"):
        await database.run(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")


async def _triggers(database: Database) -> list[str]:
    rows = await database.run("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
    return [row["sql"] for row in rows]


async def test_backups_lose_what_is_erased_and_nothing_else(
    store: Conversations, path: Path, erasing: Erasing, folder: Path
) -> None:
    await plant_others(store, 3)
    await plant_secrets(store, "c")
    made = make_backup(path, "asked")
    await erasing.erase(["c"])
    assert traces(folder) == []
    (kept,) = list_backups(path)
    assert (kept.path, kept.conversations, kept.messages) == (made.path, 3, 3)
    check_backup(kept.path)
    async with open_database(made.path) as copy:
        assert await Conversations(copy).messages("o1") == await store.messages("o1")
        await copy.run("INSERT INTO message_words (message_words) VALUES ('integrity-check')")


async def test_a_backup_that_holds_nothing_of_it_is_not_touched(
    store: Conversations, path: Path, erasing: Erasing
) -> None:
    await plant_others(store, 3)
    made = make_backup(path, "asked")
    before = made.path.stat()
    await plant_secrets(store, "c")
    await erasing.erase(["c"])
    assert made.path.stat() == before


async def test_what_a_killed_process_left_of_a_backup_goes_too(
    store: Conversations, path: Path, erasing: Erasing, folder: Path
) -> None:
    await plant_secrets(store, "c")
    made = make_backup(path, "asked")
    shutil.copyfile(made.path, made.path.with_name(f"{made.path.name}.erasing-1"))
    await erasing.erase(["c"])
    assert traces(folder) == []


async def test_a_backup_that_is_being_made_is_looked_into_later(
    store: Conversations, path: Path, erasing: Erasing, folder: Path
) -> None:
    await plant_secrets(store, "c")
    made = make_backup(path, "asked")
    part = made.path.with_suffix(".part")
    made.path.rename(part)
    await erasing.erase(["c"])
    assert traces(folder) != []
    part.rename(made.path)
    await erasing.resume()
    assert traces(folder) == []
    assert kept_notes(path) == []


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
async def test_backups_of_every_older_version_are_cleaned(
    store: Conversations, erasing: Erasing, folder: Path, version: int
) -> None:
    old = folder / "backups" / f"chatloom-v{version}-20260101T000000000000Z.db"
    old.parent.mkdir()
    word = SECRETS["answer"]
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        for statement in (each for step in MIGRATIONS[:version] for each in step):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("PRAGMA secure_delete = OFF")
        for name in ("c", "d"):
            connection.execute(
                "INSERT INTO conversation (id, title, assistant, model, provider, pinned, archived,"
                " active_leaf, draft, mood, created_at, updated_at)"
                " VALUES (?, ?, '', '', '', 0, 0, ?, '', '', 1, 1)",
                (name, word if name == "c" else "", f"{name}2"),
            )
            for number, parent in (("1", None), ("2", f"{name}1")):
                connection.execute(
                    "INSERT INTO message (id, conversation, parent, role, text, reasoning, status,"
                    " model, provider, created_at, rating, searchable)"
                    " VALUES (?, ?, ?, 'user', ?, '', 'complete', '', '', 1, 0, 1)",
                    (name + number, name, parent, f"{word} words" if name + number != "d1" else ""),
                )
    assert traces(folder, [word]) != []
    await plant(store, "d", d1="", d2="d1")
    await store.delete_message("d2")
    await erasing.erase(["c"])
    await erasing.purge(now() + SOON)
    assert traces(folder, [word]) == []
    with closing(sqlite3.connect(old)) as connection:
        rows = connection.execute("SELECT id, active_leaf FROM conversation").fetchall()
        assert rows == [("d", "d1")]
        assert connection.execute("SELECT id FROM message").fetchall() == [("d1",)]


async def test_a_damaged_backup_is_named_and_the_rest_is_done(
    store: Conversations, erasing: Erasing, folder: Path
) -> None:
    await plant_secrets(store, "c")
    bad = folder / "backups" / "chatloom-v3-20260101T000000000000Z.db"
    bad.parent.mkdir()
    bad.write_bytes(b"SQLite format 3\0" + b"\x17" * 5000)
    with pytest.raises(StorageError) as caught:
        await erasing.erase(["c"])
    assert caught.value.code == "untouched_copy"
    assert bad.name in caught.value.advice
    assert bad.exists()
    bad.unlink()
    assert traces(folder) == []
    assert kept_notes(folder / "chatloom.db") == []


async def test_what_was_set_aside_is_named_and_goes_with_everything(
    store: Conversations, erasing: Erasing, folder: Path, path: Path
) -> None:
    await plant_secrets(store, "c")
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = folder / "chatloom-set-aside-20260101T000000000000Z.db"
    shutil.copyfile(path, aside)
    log = aside.with_name(f"{aside.name}-wal")
    log.write_text(SECRETS["answer"])
    foreign = folder / "chatloom-set-aside-20260102T000000000000Z.db"
    foreign.write_text("not ours")
    with pytest.raises(StorageError) as caught:
        await erasing.erase(["c"])
    assert str(caught.value.values["file"]) == str(aside)
    await erasing.erase_everything()
    assert not aside.exists()
    assert not log.exists()
    assert foreign.read_text() == "not ours"
    assert traces(folder) == []


async def test_other_files_follow(store: Conversations, erasing: Erasing) -> None:
    forgotten: list[str] = []

    async def forget(ids: Sequence[str]) -> list[AppError]:
        forgotten.extend(ids)
        return [AppError("One is still there")]

    erasing.also(forget)
    await plant(store, "c", q1="")
    await plant(store, "d", q2="")
    with pytest.raises(AppError, match="still there"):
        await erasing.erase(["c"])
    assert forgotten == ["c"]
    with pytest.raises(AppError, match="still there"):
        await erasing.erase_everything()
    assert forgotten == ["c", "d"]


async def test_another_process_that_reads_delays_it_and_does_not_lose_it(
    store: Conversations, erasing: Erasing, folder: Path, path: Path
) -> None:
    await plant_secrets(store, "c")
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM message").fetchone() == (2,)
        await erasing.erase(["c"])
        assert reader.execute("SELECT count(*) FROM message").fetchone() == (2,)
        (note,) = kept_notes(path)
        assert note.left == ("log",)
    await erasing.resume()
    assert kept_notes(path) == []
    assert traces(folder) == []


async def test_this_process_waits_with_its_statements_while_the_file_is_packed(
    store: Conversations,
    database: Database,
    erasing: Erasing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SQLite would let them wait, too, but only for so long, and then they fail."""
    waits: list[bool] = []
    pack = erasing_steps._pack

    def packing(connection: sqlite3.Connection) -> None:
        waits.append(database._turn.locked())
        pack(connection)

    monkeypatch.setattr(erasing_steps, "_pack", packing)
    await plant(store, "c", q1="")
    await erasing.erase(["c"])
    assert waits == [True]


async def test_a_large_database_is_packed_at_the_end(
    store: Conversations, erasing: Erasing, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing_steps, "LARGE", 1)
    await plant_others(store, 3)
    await plant_secrets(store, "c")
    await erasing.erase(["c"])
    assert [note.left for note in kept_notes(path)] == [("space",)]
    await erasing.finish()
    assert kept_notes(path) == []


async def test_finishing_purges_what_could_still_have_come_back(
    store: Conversations, erasing: Erasing, folder: Path
) -> None:
    await plant_secrets(store, "c")
    await plant(store, "d", q1="", a1="q1")
    await store.delete_conversations(["c"])
    await store.delete_message("a1")
    await erasing.finish(within=60.0)
    assert traces(folder) == []
    assert await names_of(store, "d") == ["q1"]


async def test_cut_off_while_it_works_it_goes_on_later(
    store: Conversations, erasing: Erasing, folder: Path, path: Path
) -> None:
    await plant_others(store)
    await plant_secrets(store, "c")
    task = asyncio.get_running_loop().create_task(erasing.erase(["c"]))
    await until(lambda: kept_notes(path))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(kept_notes(path)) == 1
    await erasing.resume()
    assert traces(folder) == []


async def test_following_erases_what_is_old_enough(
    store: Conversations, database: Database, erasing: Erasing, folder: Path
) -> None:
    await plant_secrets(store, "c")
    await plant(store, "d", q1="")
    await store.delete_conversations(["c", "d"])
    await database.run("UPDATE conversation SET deleted_at = 1 WHERE id = 'c'")
    task = asyncio.get_running_loop().create_task(erasing.follow(lambda _error: None))
    await until(lambda: not traces(folder))
    task.cancel()
    await asyncio.wait([task])
    await store.restore_conversations(["d"])
    assert await names_of(store, "d") == ["q1"]


async def test_every_connection_that_writes_overwrites(database: Database, path: Path) -> None:
    for connection in (connect(path),):
        with closing(connection):
            assert connection.execute("PRAGMA secure_delete").fetchone()[0] == 1
            assert connection.execute("PRAGMA temp_store").fetchone()[0] == 2
    assert (await database.run("PRAGMA secure_delete"))[0][0] == 1
    assert (await database.run("PRAGMA temp_store"))[0][0] == 2


ERASE = """
import asyncio, sys
from pathlib import Path
from desktop_app.storage.database import open_database
from desktop_app.storage.erasing import Erasing

async def main():
    async with open_database(Path(sys.argv[1])) as database:
        erasing = Erasing(database)
        print("ready", flush=True)
        await (erasing.erase_everything() if sys.argv[2] == "all" else erasing.erase(["c"]))
        print("done", flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("what", ["one", "all"])
@pytest.mark.parametrize("milliseconds", [1, 5, 12, 25, 50, 100, 200])
def test_killed_in_the_middle_it_is_ended_at_the_next_start(
    path: Path, folder: Path, what: str, milliseconds: int
) -> None:
    asyncio.run(_plant_much(path))
    process = subprocess.Popen(
        [sys.executable, "-c", ERASE, str(path), what], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    try:
        process.wait(milliseconds / 1000)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    begun = bool(kept_notes(path)) or not traces(folder)

    async def go_on() -> int:
        async with open_database(path) as database:
            await Erasing(database).resume()
            return len(await Conversations(database).list_conversations())

    count = asyncio.run(go_on())
    if begun:
        assert traces(folder) == []
        assert count == (30 if what == "one" else 0)
    else:
        assert count == 31


async def _plant_much(path: Path) -> None:
    async with open_database(path) as database:
        store = Conversations(database)
        await plant_others(store)
        await plant_secrets(store, "c")
        make_backup(path, "asked")
