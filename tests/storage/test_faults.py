"""A full disk, a limit on files, and two processes at once."""
# ruff: noqa: ASYNC220 - nothing else goes on in these event loops

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import Chat, MessageAdded, reply
from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import StorageError
from desktop_app.core.events import Finished, TextDelta
from desktop_app.core.sentiment import NEUTRAL, Sentiment
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.storage.search import search

ROOT = Path(__file__).parents[2]


def _message(text: str) -> Message:
    return Message("c", Role.USER, text, finished_at=now())


async def _fill_up(store: Conversations) -> int:
    await store.save_conversation(Conversation(id="c", title="Kept"))
    kept = 0

    async def fill() -> None:
        nonlocal kept
        while kept < 1000:
            await store.add_message(_message("words " * 2000))
            kept += 1

    with pytest.raises(StorageError) as caught:
        await fill()
    assert caught.value.code == "disk_full"
    return kept


async def test_a_full_database_can_still_be_read(path: Path) -> None:
    async with open_database(path) as database:
        await database.run("PRAGMA max_page_count = 200")
        store = Conversations(database)
        kept = await _fill_up(store)
        assert len(await store.messages("c")) == kept > 0
        await database.run("PRAGMA max_page_count = 100000")
        await store.add_message(_message("there is room again"))
        assert len(await store.messages("c")) == kept + 1


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    with suppress(FileNotFoundError):
        if subprocess.run(mount, check=False, capture_output=True).returncode == 0:
            yield folder
            subprocess.run(["umount", str(folder)], check=True)
            return
    pytest.skip("no file system can be mounted here")


async def test_a_full_disk(tiny_disk: Path) -> None:
    path = tiny_disk / "data" / "chatloom.db"
    async with open_database(path) as database:
        store = Conversations(database)
        kept = await _fill_up(store)
        assert len(await store.messages("c")) == kept > 0
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("PRAGMA quick_check").fetchone() == ("ok",)


async def test_opening_on_a_full_disk(tiny_disk: Path) -> None:
    path = tiny_disk / "data" / "chatloom.db"
    async with open_database(path) as database:
        await Conversations(database).save_conversation(Conversation(id="c", title="Kept"))
    ballast = tiny_disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    with pytest.raises(StorageError) as caught:
        async with open_database(path) as database:
            await Conversations(database).rename("c", "New " * 5000)
    assert caught.value.code == "disk_full"
    fresh = tiny_disk / "data" / "fresh.db"
    with pytest.raises(StorageError) as caught:
        async with open_database(fresh):
            pass
    assert caught.value.code == "disk_full"
    ballast.unlink()
    for file, titles in ((path, ["Kept"]), (fresh, [])):
        async with open_database(file) as database:
            kept = await Conversations(database).list_conversations()
        assert [conversation.title for conversation in kept] == titles


async def test_a_full_disk_can_be_read_from_the_start_and_written_once_there_is_room(
    tiny_disk: Path,
) -> None:
    path = tiny_disk / "data" / "chatloom.db"
    async with open_database(path) as database:
        store = Conversations(database)
        await store.save_conversation(Conversation(id="c", title="Kept"))
        await store.add_message(_message("words"))
    ballast = tiny_disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    async with open_database(path) as database:
        store = Conversations(database)
        assert [each.title for each in await store.list_conversations()] == ["Kept"]
        assert len(await search(database, "words")) == 1
        for work in (store.rename("c", "New"), store.add_message(_message("more"))):
            with pytest.raises(StorageError) as caught:
                await work
            assert caught.value.code == "disk_full"
        ballast.unlink()
        await store.rename("c", "New")
        await store.add_message(_message("more"))
        assert len(await search(database, "more")) == 1
    async with open_database(path) as database:
        (kept,) = await Conversations(database).list_conversations()
        assert kept.title == "New"
        assert len(await Conversations(database).messages("c")) == 2


def test_a_limit_on_the_size_of_files(path: Path) -> None:
    script = (
        "import asyncio, resource, signal, sys\n"
        "from pathlib import Path\n"
        "from desktop_app.core.conversation import Conversation, Message, Role\n"
        "from desktop_app.core.errors import StorageError\n"
        "from desktop_app.storage.conversations import Conversations\n"
        "from desktop_app.storage.database import open_database\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n"
        "async def main():\n"
        "    async with open_database(Path(sys.argv[1])) as database:\n"
        "        store = Conversations(database)\n"
        "        await store.save_conversation(Conversation(id='c'))\n"
        "        for number in range(1000):\n"
        "            try:\n"
        "                await store.add_message(Message('c', Role.USER, 'w ' * 5000))\n"
        "            except StorageError as error:\n"
        "                print(error.code, len(await store.messages('c')) == number)\n"
        "                break\n"
        "asyncio.run(main())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, path],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.stdout.split() in (["disk_error", "True"], ["disk_full", "True"])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


class FillsTheDisk:
    """A model that leaves no room in mid-stream."""

    provider_id = "here"

    def __init__(self, ballast: Path) -> None:
        self.ballast = ballast

    async def stream(self, request):
        yield TextDelta("Once ")
        with suppress(OSError), self.ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        yield TextDelta("upon a time " * 20_000)
        await asyncio.sleep(1)
        yield Finished("stop")


async def test_a_reply_on_a_disk_that_gets_full(tiny_disk: Path) -> None:
    path = tiny_disk / "data" / "chatloom.db"
    async with open_database(path) as database:
        store = Conversations(database)
        model = FillsTheDisk(tiny_disk / "ballast")
        chat = Chat(store, model, "m", Assistant("A"), lambda text: Sentiment(NEUTRAL, 0, 1))
        seen = []
        with pytest.raises(StorageError) as caught:  # noqa: PT012 - what came before counts
            async for update in reply(chat, Conversation(id="c"), [], "Tell me"):
                seen.append(update)  # noqa: PERF401
        assert caught.value.code == "disk_full"
        assert Finished("stop") in seen
        prompt, answer = await store.messages("c")
        assert MessageAdded(prompt).message.text == "Tell me"
        assert (answer.status, answer.text) == ("interrupted", "")


WRITER = (
    "import asyncio, sys\n"
    "from pathlib import Path\n"
    "from desktop_app.core.conversation import Conversation, Message, Role, now\n"
    "from desktop_app.storage.conversations import Conversations\n"
    "from desktop_app.storage.database import open_database\n"
    "async def main():\n"
    "    async with open_database(Path(sys.argv[1])) as database:\n"
    "        store = Conversations(database)\n"
    "        for number in range(40):\n"
    "            name = sys.argv[2]\n"
    "            await store.add_prompt(\n"
    "                Conversation(id=name), Message(name, Role.USER, 'w', finished_at=now()))\n"
    "asyncio.run(main())\n"
)


async def test_processes_that_start_and_write_at_once(path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", WRITER, path, f"c{number}"],
            cwd=ROOT, stderr=subprocess.PIPE, text=True,
        )
        for number in range(3)
    ]  # fmt: skip
    errors = [(await asyncio.to_thread(writer.communicate))[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 3, errors
    async with open_database(path) as database:
        store = Conversations(database)
        counts = [len(await store.messages(f"c{number}")) for number in range(3)]
        assert counts == [40] * 3
        await database.run("INSERT INTO message_words (message_words) VALUES ('integrity-check')")


async def test_a_second_process_sees_what_the_first_writes(path: Path) -> None:
    async with open_database(path) as first, open_database(path) as second:
        await Conversations(first).save_conversation(Conversation(id="c", title="Shared"))
        kept = await Conversations(second).list_conversations()
        assert [conversation.title for conversation in kept] == ["Shared"]


async def test_a_lock_that_stays_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.storage.preparing.BUSY_TIMEOUT", 0.1)
    async with open_database(path) as database:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError) as caught:
                await Conversations(database).save_conversation(Conversation(id="c"))
            assert caught.value.code == "locked"
            assert await Conversations(database).list_conversations() == []
            other.execute("ROLLBACK")
        await Conversations(database).save_conversation(Conversation(id="c"))


async def test_mistakes_of_our_own_are_no_storage_errors(path: Path) -> None:
    async with open_database(path) as database:
        with pytest.raises(sqlite3.OperationalError, match="syntax"):
            await database.run("SELEKT")
        with pytest.raises(sqlite3.ProgrammingError):
            await database.run("SELECT ?")
