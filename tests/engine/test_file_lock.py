"""A lock between processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from desktop_app.engine.file_lock import FileLock, is_held

HOLD = """
import sys, time
from pathlib import Path
from desktop_app.engine.file_lock import FileLock
print(FileLock(Path(sys.argv[1])).acquire(), flush=True)
lock = FileLock(Path(sys.argv[1] + "2"))
lock.acquire()
time.sleep(60)
"""


def test_only_one_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    first, second = FileLock(path), FileLock(path)
    assert first.acquire()
    assert is_held(path)
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()
    assert not is_held(path)


def test_it_is_free_when_its_holder_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        held = Path(f"{path}2")
        while not is_held(held):
            pass
        holder.kill()
    assert not is_held(held)
