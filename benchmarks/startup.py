"""Start-up: CPU time until the first frame of the whole window, beside an empty QMainWindow."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

RUNS = 9
BUDGET = 1.6
_FLOOR = ("-m", "benchmarks.floors.empty_window")
_WINDOW = ("-m", "desktop_app", "--until-first-frame")
_UNSET = ("OPENAI_", "PYTHON", "CHATLOOM_")
_SECONDS_A_RUN = 60


def measure() -> list[dict[str, object]]:
    """Return the first frame's row, and one for what must not be imported by then.

    Both are processes of their own, run by turns after one unmeasured run each; the figures are
    medians of user and system time in milliseconds.

    Raises:
        subprocess.SubprocessError: One of them failed or did not end.
    """
    floors: list[float] = []
    windows: list[float] = []
    loaded: set[str] = set()
    with tempfile.TemporaryDirectory() as home:
        _first_frame(_FLOOR, home)
        _first_frame(_WINDOW, home)
        for _ in range(RUNS):
            floors.append(_first_frame(_FLOOR, home)["cpu_ms"])
            told = _first_frame(_WINDOW, home)
            windows.append(told["cpu_ms"])
            loaded.update(told["modules"])
    window, floor = statistics.median(windows), statistics.median(floors)
    return [
        {
            "what": "first frame of the window / of an empty one (CPU ms)",
            "measured": round(window, 1),
            "floor": round(floor, 1),
            "ratio": round(window / floor, 2),
            "budget": BUDGET,
            "ok": window / floor <= BUDGET,
        },
        {
            "what": "heavy modules at the first frame"
            + (f": {', '.join(sorted(loaded))}" if loaded else ""),
            "measured": len(loaded),
            "floor": 0,
            "ratio": None,
            "budget": 0,
            "ok": not loaded,
        },
    ]


def _first_frame(arguments: tuple[str, ...], home: str) -> dict[str, Any]:
    """Run one process until its first frame and return the line it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_UNSET)}
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=Path(__file__).parents[1],
        env={
            **kept,
            "QT_QPA_PLATFORM": "offscreen",
            # The platform's own folders are looked up, as on any user's computer.
            **dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), home),
            # Compiled once, as on any computer in use, but not into the checkout.
            "PYTHONPYCACHEPREFIX": str(Path(home, "compiled")),
        },
        capture_output=True,
        check=True,
        text=True,
        timeout=_SECONDS_A_RUN,
    )
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told
