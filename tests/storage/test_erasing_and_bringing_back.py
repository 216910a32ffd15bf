"""What the user has brought back or written since stays, whatever an erasing has noted."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.core.conversation import now
from desktop_app.core.errors import AppError, StorageError
from desktop_app.storage.backing_up import make_backup
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.erasing import Erasing
from desktop_app.storage.erasing_notes import STEPS, Note, keep_note, kept_notes
from desktop_app.storage.preparing import connect
from tests.storage.growing_tree import names_of, plant
from tests.storage.traces import plant_secrets, traces

SOON = timedelta(minutes=1)


@pytest.fixture
def erasing(database: Database) -> Erasing:
    return Erasing(database)


async def test_what_is_not_erased_yet_comes_back_no_more_once_it_is_imported_again(
    store: Conversations, erasing: Erasing, path: Path
) -> None:
    keep_note(path, Note(conversations=("c",), left=("log", "files")))
    await plant(store, "c", q1="")
    await erasing.resume()
    assert await names_of(store, "c") == ["q1"]


async def test_what_was_brought_back_before_its_turn_stays_everywhere(
    store: Conversations, erasing: Erasing, path: Path
) -> None:
    forgotten: list[str] = []

    async def forget(ids: Sequence[str]) -> list[AppError]:
        forgotten.extend(ids)
        return []

    erasing.also(forget)
    await plant(store, "c", q1="", a1="q1")
    await plant(store, "d", q2="", a2="q2", q3="a2")
    made = make_backup(path, "asked")
    await store.delete_conversations(["c"])
    await store.delete_message("a2")
    note, _changed = await erasing._deleted(now() + SOON)
    keep_note(path, note)
    await store.restore_conversations(["c"])
    await store.restore_message("a2")
    await erasing.resume()
    assert kept_notes(path) == []
    assert await names_of(store, "c") == ["q1", "a1"]
    assert await names_of(store, "d") == ["q2", "a2", "q3"]
    with closing(sqlite3.connect(made.path)) as connection:
        assert connection.execute("SELECT count(*) FROM message").fetchone() == (5,)
    assert forgotten == []


async def test_what_others_wrote_below_a_deleted_message_stays_with_it(
    store: Conversations, database: Database, erasing: Erasing
) -> None:
    await plant(store, "c", q1="", a1="q1", q2="a1", a2="q1")
    # As one writes that knows of no deletions.
    await database.run("UPDATE message SET deleted_at = 1 WHERE id IN ('q1', 'a1', 'a2')")
    await erasing.purge(now() + SOON)
    assert await names_of(store, "c") == ["q1", "a1", "q2"]
    assert await erasing.purge(now() + SOON) == []


async def test_nothing_is_taken_from_copies_before_it_is_marked(
    store: Conversations, erasing: Erasing, path: Path
) -> None:
    """Else what could not be marked, and so is still there, would be taken for brought back."""
    await plant_secrets(store, "c")
    make_backup(path, "asked")
    with closing(connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError):
            await erasing.erase(["c"])
    (note,) = kept_notes(path)
    assert note.left == STEPS
    await erasing.resume()
    assert traces(path.parent) == []
