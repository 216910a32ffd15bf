"""Making, checking and updating the file, and what is told when that fails."""
# ruff: noqa: ASYNC221, ASYNC240 - nothing else goes on in these event loops

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import StorageError
from desktop_app.storage import preparing
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.preparing import prepare

ROOT = Path(__file__).parents[2]
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs another user to become"
)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def _fill(path: Path) -> None:
    async with open_database(path) as database:
        await Conversations(database).save_conversation(Conversation(id="c", title="Kept"))


async def _titles(path: Path) -> list[str]:
    async with open_database(path) as database:
        kept = await Conversations(database).list_conversations()
    return [conversation.title for conversation in kept]


async def _code(path: Path) -> str:
    with pytest.raises(StorageError) as caught:
        await _fill(path)
    assert caught.value.sentence
    return caught.value.code


async def test_everything_is_private(tmp_path: Path) -> None:
    path = tmp_path / "home" / "data" / "chatloom.db"
    async with open_database(path) as database:
        await Conversations(database).save_conversation(Conversation(id="c"))
        beside = sorted(path.parent.iterdir())
        assert [_mode(file) for file in beside] == [0o600] * 3
        assert [_mode(folder) for folder in path.parents[:2]] == [0o700] * 2
    assert list(path.parent.iterdir()) == [path]


async def test_the_promises_of_the_connection(path: Path) -> None:
    async with open_database(path) as database:
        for pragma, value in (
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("busy_timeout", 5000),
            ("user_version", len(MIGRATIONS)),
        ):
            ((found,),) = await database.run(f"PRAGMA {pragma}")
            assert found == value, pragma


async def test_it_comes_back(path: Path) -> None:
    await _fill(path)
    before = path.read_bytes()
    assert await _titles(path) == ["Kept"]
    assert path.read_bytes() == before
    assert not (path.parent / "backups").exists()


async def test_a_path_with_odd_signs(tmp_path: Path) -> None:
    path = tmp_path / "a ?b#c%20 é" / "chatloom.db"
    await _fill(path)
    assert await _titles(path) == ["Kept"]
    assert path.is_file()


async def test_a_newer_version_is_left_alone(path: Path) -> None:
    await _fill(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    assert await _code(path) == "newer_version"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"x", b"Dear diary " * 1000, b"SQLite format 3\0" + b"x" * 999]
)
async def test_something_else_is_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert await _code(path) in ("not_a_database", "damaged")
    assert path.read_bytes() == content


async def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title)")
    before = path.read_bytes()
    assert await _code(path) == "not_a_database"
    assert path.read_bytes() == before


async def test_damage_is_found_after_an_unclean_end(path: Path) -> None:
    async with open_database(path) as database:
        store = Conversations(database)
        await store.save_conversation(Conversation(id="c"))
        for _ in range(200):
            await store.add_message(Message("c", Role.USER, "words " * 100, finished_at=now()))
    content = bytearray(path.read_bytes())
    content[8192:-8192] = os.urandom(len(content) - 16384)
    path.write_bytes(content)
    path.with_name("chatloom.db-wal").touch()
    assert await _code(path) == "damaged"
    assert path.read_bytes() == content
    with pytest.raises(StorageError) as caught:
        await _fill(path)
    assert caught.value.advice == (
        f"It is kept as it is: {path}."
        " To bring back a copy, or what can still be read: chatloom restore."
    )


@pytest.mark.parametrize(
    ("part", "unclean"), [("conversation", False), ("sqlite_autoindex_message_1", True)]
)
async def test_one_damaged_page_is_told(path: Path, part: str, unclean: bool) -> None:
    await _fill(path)
    with closing(sqlite3.connect(path)) as connection:
        ((root,),) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (part,)
        ).fetchall()
        ((size,),) = connection.execute("PRAGMA page_size").fetchall()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    if unclean:  # Then it is found before anything is read.
        path.with_name("chatloom.db-wal").touch()
    assert await _code(path) == "damaged"


async def test_answers_that_a_crash_cut_off_can_be_found(path: Path) -> None:
    script = (
        "import asyncio, os, sys\n"
        "from pathlib import Path\n"
        "from desktop_app.core.conversation import Conversation, Message, Role, Status\n"
        "from desktop_app.storage.conversations import Conversations\n"
        "from desktop_app.storage.database import open_database\n"
        "async def main():\n"
        "    async with open_database(Path(sys.argv[1])) as database:\n"
        "        store = Conversations(database)\n"
        "        await store.save_conversation(Conversation(id='c'))\n"
        "        await store.add_message(\n"
        "            Message('c', Role.ASSISTANT, status=Status.INTERRUPTED, id='a'))\n"
        "        await store.grow_message('a', 'a walrus', '')\n"
        "        os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, path], cwd=ROOT, check=False)
    assert killed.returncode == -9
    assert path.with_name("chatloom.db-wal").exists()
    async with open_database(path) as database:
        (row,) = await database.run("SELECT rowid FROM message_words ('walrus')")
        assert row[0] == 1
        message = await Conversations(database).message("a")
        assert message is not None
        assert (message.text, message.status, message.finished_at) == (
            "a walrus",
            "interrupted",
            None,
        )


ANOTHER = (
    "ALTER TABLE conversation ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'",
    "CREATE TABLE extra (a)",
)


def test_an_update_makes_a_backup_first(path: Path) -> None:
    prepare(path)
    assert not (path.parent / "backups").exists()
    prepare(path, (*MIGRATIONS, ANOTHER))
    (backup,) = (path.parent / "backups").iterdir()
    assert backup.name.startswith(f"chatloom-v{len(MIGRATIONS)}-")
    assert (_mode(backup), _mode(backup.parent)) == (0o600, 0o700)
    for file, version in ((backup, len(MIGRATIONS)), (path, len(MIGRATIONS) + 1)):
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (version,)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_update_that_fails_changes_nothing(path: Path) -> None:
    prepare(path)
    broken = (*ANOTHER, "CREATE TABLE extra (b)")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        prepare(path, (*MIGRATIONS, broken))
    prepare(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert not connection.execute("SELECT 1 FROM sqlite_schema WHERE name='extra'").fetchall()


def test_no_backup_no_update(path: Path) -> None:
    prepare(path)
    (path.parent / "backups").write_text("in the way")
    with pytest.raises(StorageError) as caught:
        prepare(path, (*MIGRATIONS, ANOTHER))
    assert caught.value.code == "not_writable"
    prepare(path)


def test_a_step_another_process_took_is_not_taken_twice(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(path)
    back_up = preparing._back_up

    def meanwhile(file: Path) -> None:
        back_up(file)
        monkeypatch.setattr(preparing, "_back_up", back_up)
        prepare(path, (*MIGRATIONS, ANOTHER))

    monkeypatch.setattr(preparing, "_back_up", meanwhile)
    prepare(path, (*MIGRATIONS, ANOTHER))


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert await _code(tmp_path / "file" / "data" / "chatloom.db") == "not_writable"
    assert await _code(Path("/proc/nowhere/chatloom.db")) == "not_writable"


async def test_a_folder_where_the_file_should_be(path: Path) -> None:
    path.mkdir(parents=True)
    assert await _code(path) == "not_writable"


@pytest.fixture
def nobody(tmp_path: Path) -> None:
    """Open the way to the test's folder for a user without rights."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)


def _code_as_nobody(path: Path) -> str:
    script = (
        "import asyncio, concurrent.futures.thread, os, sys\n"
        "from pathlib import Path\n"
        "from desktop_app.core.errors import StorageError\n"
        "from desktop_app.storage.database import open_database\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "async def main():\n"
        "    async with open_database(Path(sys.argv[1])) as database:\n"
        "        await database.run(\"UPDATE conversation SET title = ''\")\n"
        "try:\n"
        "    asyncio.run(main())\n"
        "except StorageError as error:\n"
        "    print(error.code)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, path],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout.strip()


@as_root
@pytest.mark.usefixtures("nobody")
async def test_a_read_only_folder(path: Path) -> None:
    path.parent.mkdir(mode=0o555)
    assert await asyncio.to_thread(_code_as_nobody, path) == "not_writable"
    assert list(path.parent.iterdir()) == []


@as_root
@pytest.mark.usefixtures("nobody")
async def test_a_read_only_folder_with_a_database(path: Path) -> None:
    await _fill(path)
    path.chmod(0o644)
    path.parent.chmod(0o555)
    assert await asyncio.to_thread(_code_as_nobody, path) == "not_writable"


@as_root
@pytest.mark.usefixtures("nobody")
async def test_a_read_only_file(path: Path) -> None:
    await _fill(path)
    path.chmod(0o444)
    path.parent.chmod(0o777)
    assert await asyncio.to_thread(_code_as_nobody, path) == "not_writable"


async def test_cancelled_while_it_opens(path: Path) -> None:
    await _fill(path)
    for step in range(12):
        task = asyncio.ensure_future(_titles(path))
        await asyncio.sleep(step * 0.001)
        task.cancel()
        await asyncio.wait([task])
    assert await _titles(path) == ["Kept"]


async def test_what_the_first_version_wrote_is_read(path: Path) -> None:
    prepare(path, MIGRATIONS[:1])
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "INSERT INTO conversation VALUES (1,'c','Old','','','',0,0,'a','','',5,5);"
            "INSERT INTO message VALUES (1,'a','c',NULL,'assistant','a walrus','','complete','m',"
            "'p',1,2,NULL,NULL,5,6,0,NULL,NULL,NULL,NULL,NULL,1);"
        )
    async with open_database(path) as database:
        store = Conversations(database)
        (old,) = await store.messages("c")
        assert (old.text, old.status, old.finish_reason) == ("a walrus", "complete", "")
        new = Message("c", Role.ASSISTANT, parent="a", finish_reason="length", finished_at=now())
        await store.add_message(new)
        kept = await store.message(new.id)
        assert kept is not None
        assert kept.finish_reason == "length"
        assert await database.run("SELECT rowid FROM message_words ('walrus')")
    (backup,) = (path.parent / "backups").iterdir()
    assert backup.name.startswith("chatloom-v1-")
