"""An engine run by a test, as the application runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any, Self

import psutil

KEY = "a key of the test"
SECONDS_TO_END = 3.0


class RunningEngine:
    """``python -m desktop_app.engine``, whose lines can be waited for. Its home is the test's."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop_app.engine", "serve", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "CHATLOOM_ENGINE_KEY": KEY, **environment},
        )
        self.lines: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close_stdin()
        try:
            self.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()

    def until(self, state: str) -> dict[str, Any]:
        """Return the first line of this state; fail when another end comes first."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(json.loads(line))
            if self.lines[-1]["state"] == state:
                return self.lines[-1]
        raise AssertionError(f"No {state}: {self.lines}")

    def ready(self) -> str:
        """Return the address of the service once it answers."""
        return f"http://127.0.0.1:{self.until('ready')['port']}"

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def close_stdin(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()


def all_end(processes: list[psutil.Process], seconds: float = SECONDS_TO_END) -> bool:
    """Wait until none of the processes lives; zombies count as ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(_lives(process) for process in processes):
            return True
        time.sleep(0.02)
    return False


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
