"""What each running engine is doing, where another process can read it.

Every engine keeps one small JSON file in the cache folder, named after its process, and holds a
lock beside it. Whether an engine lives is asked of the lock: a process number may be used again.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import Failure
from desktop_app.core.folders import Folders
from desktop_app.engine.file_lock import FileLock, is_held

STOPPED = EngineState(Phase.STOPPED)

_MOST_TELLING = (Phase.STOPPED, Phase.FAILED, Phase.STARTING, Phase.FETCHING, Phase.READY)


class StateFile:
    """The file of this process. It never holds the key or the port.

    The file is a convenience for other processes: where the folder can't be written, the engine
    runs without it.
    """

    def __init__(self, folders: Folders) -> None:
        folder = _folder(folders)
        self._path = folder / f"{os.getpid()}.json"
        self._lock = FileLock(self._path.with_suffix(".lock"))
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _forget_ended(folder)
            self._lock.acquire()

    def write(self, state: EngineState) -> None:
        """Replace the file in one step."""
        draft = self._path.with_suffix(".new")
        with suppress(OSError):
            draft.write_text(json.dumps({"pid": os.getpid(), **asdict(state)}), encoding="utf-8")
            draft.replace(self._path)

    def close(self, *, keep: bool) -> None:
        """Let go of the lock; `keep` leaves the file to tell why the engine failed."""
        self._lock.release()
        if not keep:
            _remove(self._path)


def read_state(folders: Folders) -> EngineState:
    """Return what the engines of this user are doing: the one that is furthest along.

    An engine that ended is STOPPED, whatever its file says, unless it told why it FAILED.
    """
    states = [_read(path) for path in _folder(folders).glob("*.json")]
    return max(states, key=lambda state: _MOST_TELLING.index(state.phase), default=STOPPED)


def _folder(folders: Folders) -> Path:
    return folders.cache / "engine"


def _read(path: Path) -> EngineState:
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values.pop("pid")
        failure = values.pop("failure")
        state = EngineState(
            phase=Phase(values.pop("phase")),
            failure=Failure(**failure) if failure else None,
            **values,
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        # Gone in between, half a disk's worth of nothing, or of another version: as good as none.
        return STOPPED
    if state.phase is Phase.FAILED or is_held(path.with_suffix(".lock")):
        return state
    return STOPPED


def _forget_ended(folder: Path) -> None:
    for path in folder.glob("*.json"):
        if not is_held(path.with_suffix(".lock")):
            _remove(path)


def _remove(path: Path) -> None:
    for name in (path, path.with_suffix(".lock"), path.with_suffix(".new")):
        with suppress(OSError):
            name.unlink()
