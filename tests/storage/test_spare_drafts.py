# ruff: noqa: ASYNC240 - nothing waits for these files
from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.conversation import Conversation
from desktop_app.core.folders import user_folders
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.spare_drafts import SpareDrafts


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def spare(home: Path, tmp_path: Path) -> SpareDrafts:
    return SpareDrafts(user_folders({"CHATLOOM_HOME": str(home)}), str(tmp_path / "runtime"))


async def test_they_come_back_once(store: Conversations, home: Path, spare: SpareDrafts) -> None:
    await store.save_conversation(Conversation(id="c", title="Kept", draft="old"))
    await spare.keep({"c": "first"})
    await spare.keep({"c": "typed", "new": "a thought"})
    (file,) = (home / "config").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    await spare.give_back(store)
    drafts = {each.id: (each.title, each.draft) for each in await store.list_conversations()}
    assert drafts == {"c": ("Kept", "typed"), "new": ("", "a thought")}
    assert list((home / "config").iterdir()) == []
    await store.save_draft("c", "newer")
    await spare.give_back(store)
    kept = await store.conversation("c")
    assert kept is not None
    assert kept.draft == "newer"


async def test_another_folder_is_taken(
    store: Conversations, home: Path, tmp_path: Path, spare: SpareDrafts
) -> None:
    home.write_text("in the way")
    await spare.keep({"c": "typed"})
    (folder,) = (tmp_path / "runtime").iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    await spare.give_back(store)
    assert [each.draft for each in await store.list_conversations()] == ["typed"]


async def test_nowhere_at_all(home: Path, tmp_path: Path, spare: SpareDrafts) -> None:
    home.write_text("in the way")
    (tmp_path / "runtime").write_text("in the way")
    await spare.keep({"c": "typed"})


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"c": 1}', b"\xff"])
async def test_a_file_that_is_none(
    store: Conversations, home: Path, spare: SpareDrafts, content: bytes
) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "unsaved-drafts.json").write_bytes(content)
    await spare.give_back(store)
    assert await store.list_conversations() == []
