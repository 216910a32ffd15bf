"""Resident memory of the window's process: idle, an empty chat, the SDK loaded in the background.

The program is started as a user starts it, beside an empty window. The engine is another process
and does not count here.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil  # type: ignore[import-untyped]

import benchmarks
from benchmarks.scenes.started import ROOT, environment, window_variables

RUNS = 5
BUDGET_MB = 130.0
_SDK_PART = "pydantic_core"
"""A library that is loaded with the SDK and with nothing else."""

_IDLE_SECONDS = 1.5
_IDLE_CPU_SECONDS = 0.03
_PATIENCE = 90.0


def measure() -> list[benchmarks.Row]:
    """Return the row; megabytes are millions of bytes."""
    return rows(RUNS)


def rows(runs: int) -> list[benchmarks.Row]:
    """Return the row for another number of runs."""
    windows: list[float] = []
    floors: list[float] = []
    for _ in range(runs):
        windows.append(_resident_mb(["desktop_app"], _has_sdk))
        floors.append(_resident_mb(["benchmarks.floors.empty_window", "--stay"], _has_started))
    return [
        benchmarks.limit_row(
            "window process, idle, SDK loaded (resident MB)",
            statistics.median(windows),
            statistics.median(floors),
            BUDGET_MB,
            benchmarks.spread(windows),
        )
    ]


def _resident_mb(module: list[str], ready: Callable[[psutil.Process], bool]) -> float:
    """Return the resident memory of a module that runs, once it is ready and idles."""
    with (
        tempfile.TemporaryDirectory() as home,
        subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=environment() | window_variables(Path(home)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        ) as started,
    ):
        process = psutil.Process(started.pid)
        try:
            _wait_until_idle(process, ready)
            return float(process.memory_info().rss) / 1e6
        finally:
            started.terminate()


def _wait_until_idle(process: psutil.Process, ready: Callable[[psutil.Process], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    spent = -1.0
    while time.monotonic() < deadline:
        before, spent = spent, _cpu_seconds(process)
        if spent - before < _IDLE_CPU_SECONDS and ready(process):
            return
        time.sleep(_IDLE_SECONDS)
    raise TimeoutError(f"{process.name()} does not come to rest.")


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _has_sdk(process: psutil.Process) -> bool:
    return any(_SDK_PART in mapped.path for mapped in process.memory_maps())


def _has_started(process: psutil.Process) -> bool:
    return any("QtWidgets" in mapped.path for mapped in process.memory_maps())
