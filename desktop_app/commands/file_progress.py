"""How far an export or an import has come, shown beside the output while somebody waits for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_app.commands.terminal import hints_are_read, safe
from desktop_app.core.exchange import Progress

_CLEAR = "\r\x1b[K"
_PAUSE = 0.1
"""Seconds between two times it is shown."""
_LONGEST = 50


@contextmanager
def file_progress() -> Iterator[Callable[[Progress], None]]:
    """Yield what shows progress on one line of the terminal, which is empty again afterwards.

    Shows nothing where the errors go to a file.
    """
    showing = hints_are_read()
    last = 0.0

    def show(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if showing and now - last >= _PAUSE:
            last = now
            share = f"{progress.done / progress.total:4.0%}  " if progress.total else ""
            what = " ".join(safe(progress.what).split())[:_LONGEST]
            sys.stderr.write(f"{_CLEAR}{share}{what}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if last:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
