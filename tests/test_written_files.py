"""A folder whose files follow the conversations, and nobody else's."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import stat
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import AppError, StorageError
from desktop_app.core.exchange import Exported, Format
from desktop_app.core.export.conversation_json import conversation_from_json
from desktop_app.core.settings import Settings, settings_from_json
from desktop_app.exchange import Exchange
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.erasing import Erasing
from desktop_app.written_files import WrittenFiles
from tests.storage.growing_tree import plant

LATER = now() + timedelta(days=1)


class Kept:
    """A database, a folder beside it, and what keeps the folder up to date.

    Attributes:
        folder: The folder.
        store: The conversations.
        files: What is tested.
        told: The failures that were told.
        written: The conversations that were written, one after another.
        progressed: Set whenever one was.
    """

    files: WrittenFiles

    def __init__(self, root: Path, database: Database) -> None:
        self.root = root
        self.folder = root / "json"
        self.folder.mkdir()
        self.database = database
        self.store = Conversations(database)
        self.told: list[AppError] = []
        self.written: list[str] = []
        self.progressed = asyncio.Event()
        self.start()

    def start(self, folder: Path | None = None) -> None:
        """Begin anew, as after a restart."""
        self.files = WrittenFiles(
            self.store,
            self._write,
            self.root / "data" / "notes.json",
            str(folder or self.folder),
            self.told.append,
        )
        self.files.watch(self.progressed.set)

    def erasing(self) -> Erasing:
        """Return what erases, with the files following it."""
        erasing = Erasing(self.database)
        erasing.also(self.files.erase, self.files.known)
        return erasing

    async def _write(self, path: Path, format_: Format, conversations: Sequence[str]) -> Exported:
        self.written += conversations
        self.progressed.set()
        return await Exchange(self.database).export(path, format_, conversations)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true after a file was written."""
        while not true():
            self.progressed.clear()
            await self.progressed.wait()

    @property
    def names(self) -> list[str]:
        return sorted(each.name for each in self.folder.iterdir())

    def read(self, name: str) -> dict[str, Any]:
        values: dict[str, Any] = json.loads((self.folder / name).read_bytes())
        return values

    async def say(self, conversation: str, text: str, title: str = "") -> None:
        """Add a message to a conversation, which is made where it isn't there."""
        stored = await self.store.conversation(conversation)
        made = stored or Conversation(id=conversation, title=title or conversation)
        leaf = made.active_leaf
        message = Message(conversation, Role.USER, text, parent=leaf, finished_at=now())
        await self.store.add_prompt(made, message)


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(tmp_path / "data" / "c.db"))
        yield Kept(tmp_path, database)


async def test_every_conversation_becomes_a_private_file(kept: Kept) -> None:
    await kept.say("a", "Hello", title="Trip to Norway")
    await kept.say("b", "Hi", title="Trip to Norway")
    await kept.say("c", "Привет", title="Поездка: план")
    await kept.store.archive(["b"], archived=True)
    await kept.files.look()
    assert kept.names == ["Trip to Norway (2).json", "Trip to Norway.json", "Поездка план.json"]
    assert {kept.read(name)["id"] for name in kept.names} == {"a", "b", "c"}
    for path in kept.folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    conversation, messages = conversation_from_json(kept.read("Поездка план.json"))
    assert conversation == await kept.store.conversation("c")
    assert messages == await kept.store.messages("c")
    assert kept.files.following.written == 3
    assert kept.files.following.waiting == 0


async def test_only_what_has_changed_is_written_again(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.say("b", "Hello")
    await kept.files.look()
    kept.written.clear()
    await kept.files.look()
    assert kept.written == []
    await kept.say("b", "More")
    await kept.files.finish()
    assert kept.written == ["b"]
    assert [m["content"] for m in kept.read("b.json")["messages"]] == ["Hello", "More"]


async def test_after_a_restart_nothing_is_written_again(kept: Kept) -> None:
    for each in "abc":
        await kept.say(each, "Hello")
    await kept.files.look()
    await kept.say("b", "More")
    kept.written.clear()
    kept.start()
    await kept.files.look()
    assert kept.written == ["b"]
    assert kept.names == ["a.json", "b.json", "c.json"]


async def test_a_file_follows_its_title(kept: Kept) -> None:
    await kept.say("a", "Hello", title="Before")
    await kept.files.look()
    await kept.store.rename("a", "After")
    await kept.files.finish()
    assert kept.names == ["After.json"]
    await kept.store.rename("a", "after")
    await kept.files.finish()
    assert kept.names == ["after.json"]


async def test_an_empty_chat_has_no_file_yet(kept: Kept) -> None:
    await kept.store.save_conversation(Conversation(id="a", title="Nothing said", draft="hm"))
    await kept.files.look()
    assert kept.names == []
    await kept.say("a", "Hello")
    await kept.files.look()
    assert kept.names == ["Nothing said.json"]


async def test_a_deleted_conversation_keeps_its_file_until_it_is_gone(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.say("b", "Hello")
    await kept.files.look()
    await kept.store.delete_conversations(["a"])
    await kept.files.look()
    assert kept.names == ["a.json", "b.json"]
    await kept.erasing().purge(LATER)
    await kept.files.look()
    assert kept.names == ["b.json"]


async def test_what_is_gone_is_seen_though_its_number_is_given_again(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.say("b", "Hello")
    await kept.files.look()
    await kept.store.delete_conversations(["b"])
    await kept.files.look()
    await kept.erasing().purge(LATER)
    while (await kept.store.tally()).last < kept.files._seen.tally.last:  # type: ignore[union-attr]
        await kept.say("a", "More")
    await kept.files.finish()
    assert kept.names == ["a.json"]
    stored = [m.text for m in await kept.store.messages("a")]
    assert [m["content"] for m in kept.read("a.json")["messages"]] == stored


async def test_what_is_merely_not_there_any_more_keeps_its_file(kept: Kept) -> None:
    """A lost database, or an older copy, must not take the last there is of a chat along."""
    await kept.say("a", "Hello")
    await kept.say("b", "Hello")
    await kept.files.look()
    before = kept.read("a.json")
    await kept.database.run("DELETE FROM conversation WHERE id = 'a'")
    await kept.files.look()
    assert kept.names == ["a.json", "b.json"]
    kept.start()
    await kept.files.look()
    assert kept.names == ["a.json", "b.json"]
    assert kept.read("a.json") == before


async def test_one_that_comes_back_goes_on_in_its_file(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.files.look()
    await kept.database.run("DELETE FROM conversation")
    await kept.files.look()
    await kept.say("a", "Hello again")
    await kept.files.finish()
    assert kept.names == ["a.json"]
    assert [each["content"] for each in kept.read("a.json")["messages"]] == ["Hello again"]


async def test_what_could_not_be_reached_when_it_was_erased_goes_later(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.say("b", "Hello")
    await kept.files.look()
    kept.folder.rename(kept.root / "away")
    with pytest.raises(StorageError):
        await kept.erasing().erase(["a"])
    (kept.root / "away").rename(kept.folder)
    assert kept.names == ["a.json", "b.json"]
    kept.start()
    await kept.files.look()
    assert kept.names == ["b.json"]


async def test_erasing_everything_takes_the_files_of_what_is_not_stored_too(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.say("b", "Hello")
    await kept.files.look()
    await kept.database.run("DELETE FROM conversation WHERE id = 'a'")
    await kept.erasing().erase_everything()
    assert kept.names == []


async def test_erasing_removes_the_files_at_once_and_their_names(kept: Kept) -> None:
    await kept.say("a", "Hello", title="Secret plan")
    await kept.say("b", "Hello")
    await kept.files.look()
    kept.start(kept.root / "elsewhere")
    assert await kept.files.erase(["a", "unknown"]) == []
    assert kept.names == ["b.json"]
    assert "Secret" not in (kept.root / "data" / "notes.json").read_text()


async def test_erasing_tells_what_it_cannot_reach(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.files.look()
    kept.folder.rename(kept.root / "away")
    failures = await kept.files.erase(["a"])
    assert [each.code for each in failures] == ["folder_gone"]


async def test_erasing_does_not_wait_until_all_is_written(kept: Kept) -> None:
    for each in range(30):
        await kept.say(f"c{each}", "Hello")
    looking = asyncio.ensure_future(kept.files.look())
    await kept.until(lambda: len(kept.written) >= 3)
    first, now_writing = kept.written[0], kept.written[-1]
    await kept.files.erase([first, now_writing, "c29"])
    assert not looking.done()
    await looking
    assert kept.files.following.problem is None
    left = {kept.read(name)["id"] for name in kept.names}
    assert left == {f"c{each}" for each in range(30)} - {first, now_writing, "c29"}


STRANGERS = {
    "notes": b"my own notes",
    "other": b'{"format": "chatloom-conversation", "version": 1, "id": "somebody"}',
    "binary": b"\x00\xff\xfe" * 5000,
}


@pytest.mark.parametrize("content", STRANGERS.values(), ids=list(STRANGERS))
async def test_a_file_of_somebody_else_is_left_alone(kept: Kept, content: bytes) -> None:
    (kept.folder / "Plan.json").write_bytes(content)
    await kept.say("a", "Hello", title="Plan")
    await kept.files.look()
    assert kept.names == ["Plan (2).json", "Plan.json"]
    assert (kept.folder / "Plan.json").read_bytes() == content


async def test_a_file_that_was_put_in_the_place_of_ours_is_left_alone(kept: Kept) -> None:
    await kept.say("a", "Hello", title="Plan")
    await kept.files.look()
    (kept.folder / "Plan.json").write_bytes(b"mine now")
    await kept.say("a", "More")
    await kept.files.finish()
    assert (kept.folder / "Plan.json").read_bytes() == b"mine now"
    assert kept.read("Plan (2).json")["id"] == "a"
    await kept.store.delete_conversations(["a"])
    await kept.erasing().purge(LATER)
    await kept.files.look()
    assert kept.names == ["Plan.json"]


async def test_links_and_folders_are_left_alone(kept: Kept) -> None:
    outside = kept.root / "outside.json"
    outside.write_text("")
    (kept.folder / "Plan.json").symlink_to(outside)
    (kept.folder / "Plan (2).json").mkdir()
    await kept.say("a", "Hello", title="Plan")
    await kept.files.look()
    assert outside.read_text() == ""
    assert kept.read("Plan (3).json")["id"] == "a"


async def test_a_file_taken_away_comes_back_with_the_next_start(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.say("b", "Hello")
    await kept.files.look()
    (kept.folder / "a.json").unlink()
    (kept.folder / ".chatloom-abc").write_text("half written by a killed one")
    kept.start()
    await kept.files.look()
    assert kept.names == ["a.json", "b.json"]


async def test_a_folder_that_is_gone_is_told_once_and_followed_when_it_is_back(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.files.look()
    kept.folder.rename(kept.root / "away")
    await kept.say("b", "Hello")
    for _ in range(3):
        await kept.files.look()
    assert [error.code for error in kept.told] == ["folder_gone"]
    assert not kept.folder.exists()
    assert kept.files.following.problem is kept.told[0] or kept.files.following.problem is not None
    (kept.root / "away").rename(kept.folder)
    await kept.files.look()
    assert kept.names == ["a.json", "b.json"]
    assert kept.files.following.problem is None
    kept.folder.rename(kept.root / "away")
    await kept.say("b", "More")
    await kept.files.look()
    assert len(kept.told) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be written by root")
async def test_a_folder_that_may_not_be_written(kept: Kept) -> None:
    await kept.say("a", "Hello")
    kept.folder.chmod(0o500)
    await kept.files.look()
    kept.folder.chmod(0o700)
    assert [error.code for error in kept.told] == ["not_writable"]
    assert str(kept.folder) in kept.told[0].advice


async def test_a_full_disk_is_told_and_what_was_written_stays(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    await kept.say("a", "Hello")
    await kept.files.look()
    await kept.say("a", "More")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full_disk:
        full_disk.setattr(os, "fsync", full)
        await kept.files.finish()
    assert [error.code for error in kept.told] == ["disk_full"]
    assert len(kept.read("a.json")["messages"]) == 1
    await kept.files.finish()
    assert len(kept.read("a.json")["messages"]) == 2
    assert kept.files.following.problem is None


async def test_turned_off_and_to_another_folder(kept: Kept) -> None:
    await kept.say("a", "Hello")
    await kept.files.look()
    kept.files.use("")
    await kept.say("b", "Hello")
    await kept.files.look()
    assert kept.names == ["a.json"]
    assert kept.files.following.folder == ""
    other = kept.root / "other"
    other.mkdir()
    kept.files.use(str(other))
    await kept.files.look()
    assert sorted(each.name for each in other.iterdir()) == ["a.json", "b.json"]
    kept.files.use(str(kept.folder))
    kept.written.clear()
    await kept.files.look()
    assert kept.written == ["b"]


async def test_following_goes_on_until_it_is_cancelled(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.written_files.LOOKS", 0.01)
    following = asyncio.ensure_future(kept.files.follow())
    await kept.say("a", "Hello")
    await kept.until(lambda: "a.json" in kept.names)
    await kept.say("b", "Hello")
    await kept.until(lambda: "b.json" in kept.names)
    # Cancelled at the very moment at which it is woken, it ends, too.
    kept.files.use("")
    following.cancel()
    await asyncio.wait([following])
    assert following.cancelled()
    assert [each for each in kept.names if each.startswith(".")] == []


async def test_an_id_that_is_a_path_leads_nowhere(kept: Kept) -> None:
    await plant(kept.store, "../../away", q1="")
    await kept.files.look()
    assert kept.names == ["T.json"]
    assert kept.read("T.json")["id"] == "../../away"
    assert sorted(each.name for each in kept.root.iterdir()) == ["data", "json"]


@pytest.mark.parametrize(
    "notes", ["", "[1]", '{"x": 1}', '{"/x": {"a": ["../b.json", 1]}}', '{"/x": {"a": [1, 2]}}']
)
async def test_notes_that_cannot_be_read_count_as_none(kept: Kept, notes: str) -> None:
    (kept.root / "data" / "notes.json").write_text(notes)
    await kept.say("a", "Hello")
    await kept.files.look()
    assert kept.names == ["a.json"]
    assert await kept.files.erase(["a"]) == []


def test_settings_keep_the_folder() -> None:
    assert Settings().json_folder == ""
    assert settings_from_json(Settings(json_folder="/there").to_json()).json_folder == "/there"
