"""What another process can read of the engines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import Failure
from desktop_app.core.folders import Folders
from desktop_app.engine.file_lock import FileLock
from desktop_app.engine.state_file import StateFile, read_state

READY = EngineState(Phase.READY, "m", "M", context=8192)
FETCHING = EngineState(Phase.FETCHING, "m", "M", 3, 10)
FAILED = EngineState(Phase.FAILED, "m", "M", failure=Failure("No", "Try", "x", "y"))
STOPPED = EngineState(Phase.STOPPED)


def test_no_engine_ever_ran(folders: Folders) -> None:
    assert read_state(folders) == STOPPED


@pytest.mark.parametrize("state", [READY, FETCHING, FAILED])
def test_a_running_engine_is_read_as_it_is(folders: Folders, state: EngineState) -> None:
    file = StateFile(folders)
    file.write(state)
    assert read_state(folders) == state
    file.close(keep=False)
    assert read_state(folders) == STOPPED


def test_an_engine_that_was_killed_reads_as_stopped(folders: Folders) -> None:
    file = StateFile(folders)
    file.write(READY)
    file.close(keep=True)
    assert read_state(folders) == STOPPED


def test_why_it_failed_is_told_until_the_next_one_starts(folders: Folders) -> None:
    file = StateFile(folders)
    file.write(FAILED)
    file.close(keep=True)
    assert read_state(folders) == FAILED
    StateFile(folders).close(keep=False)
    assert read_state(folders) == STOPPED


def test_of_two_engines_the_ready_one_is_told(folders: Folders) -> None:
    file = StateFile(folders)
    file.write(READY)
    other = folders.cache / "engine" / "1.json"
    lock = FileLock(other.with_suffix(".lock"))
    assert lock.acquire()
    own = folders.cache / "engine" / f"{os.getpid()}.json"
    other.write_text(own.read_text().replace("ready", "starting"))
    assert read_state(folders) == READY
    file.close(keep=False)
    assert read_state(folders).phase is Phase.STARTING
    lock.release()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"pid": 1, "phase": "?", "failure": null}'])
def test_a_broken_file_reads_as_stopped(folders: Folders, text: str) -> None:
    folder = folders.cache / "engine"
    folder.mkdir(parents=True)
    (folder / "7.json").write_text(text)
    assert read_state(folders) == STOPPED


def test_a_cache_that_cannot_be_written_is_no_failure(folders: Folders, tmp_path: Path) -> None:
    folders.cache.parent.mkdir()
    folders.cache.write_text("no folder")
    file = StateFile(folders)
    file.write(READY)
    file.close(keep=False)
    assert read_state(folders) == STOPPED
