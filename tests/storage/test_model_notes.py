from __future__ import annotations

import asyncio
import json
import stat
from pathlib import Path

import pytest

from desktop_app.core.errors import StorageError
from desktop_app.core.model_notes import Correction, ModelNotes
from desktop_app.storage.model_notes import KeptModelNotes, load_model_notes, save_model_notes

A, B = ("acme", "a"), ("acme", "Бета")
NOTES = ModelNotes((B,), {A: Correction("Mine", vision=True)}, {A: ("seed",)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "models.json"


@pytest.fixture
def kept(path: Path) -> KeptModelNotes:
    return KeptModelNotes(path, ModelNotes())


def test_nothing_is_noted_at_first(path: Path) -> None:
    loaded = load_model_notes(path)
    assert (loaded.notes, loaded.problem) == (ModelNotes(), None)
    assert not path.exists()


def test_notes_come_back(path: Path) -> None:
    save_model_notes(path, NOTES)
    assert load_model_notes(path).notes == NOTES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Бета" in path.read_text("utf-8")


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_broken_file_is_moved_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    loaded = load_model_notes(path)
    assert loaded.notes == ModelNotes()
    assert loaded.problem is not None
    assert "models.json.broken" in loaded.problem.advice
    assert not path.exists()
    assert path.with_name("models.json.broken").read_bytes() == content


def test_folder_in_the_way_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    loaded = load_model_notes(path)
    assert loaded.notes == ModelNotes()
    assert isinstance(loaded.problem, StorageError)


async def test_change_is_written_and_watched(kept: KeptModelNotes, path: Path) -> None:
    seen: list[ModelNotes] = []
    kept.watch(lambda: seen.append(kept.notes))
    await kept.change(NOTES)
    await kept.change(NOTES)
    assert seen == [NOTES]
    assert load_model_notes(path).notes == NOTES


async def test_newest_is_written_last(kept: KeptModelNotes, path: Path) -> None:
    steps = [ModelNotes(tuple(("acme", str(n)) for n in range(count))) for count in range(1, 6)]
    await asyncio.gather(*map(kept.change, steps))
    assert load_model_notes(path).notes == kept.notes == steps[-1]


async def test_what_can_not_be_written_counts_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = KeptModelNotes(tmp_path / "file" / "models.json", ModelNotes())
    with pytest.raises(StorageError):
        await kept.change(NOTES)
    assert kept.notes == NOTES
    kept.refuse("acme", "b", "stop")
    await kept.finish()
    assert kept.notes.refused[("acme", "b")] == ("stop",)


async def test_refused_parameters_are_noted_in_passing(kept: KeptModelNotes, path: Path) -> None:
    await kept.finish()
    kept.refuse("acme", "a", "seed")
    kept.refuse("acme", "a", "stop")
    await kept.finish()
    assert load_model_notes(path).notes.refused == {A: ("seed", "stop")}
    assert json.loads(await asyncio.to_thread(path.read_text))["models"] == [
        {"provider": "acme", "model": "a", "refused": ["seed", "stop"]}
    ]


async def test_noting_in_passing_undoes_nothing_of_another_process(
    kept: KeptModelNotes, path: Path
) -> None:
    window = KeptModelNotes(path, ModelNotes())
    await window.change(ModelNotes(pinned=(A,)))
    kept.refuse("acme", "a", "seed")
    await kept.finish()
    assert load_model_notes(path).notes == ModelNotes(pinned=(A,), refused={A: ("seed",)})
