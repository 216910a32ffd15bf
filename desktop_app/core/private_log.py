"""Log files that only their owner may read."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Literal

LONGEST_TAIL = 2000
"""Characters of a log that go into the detail of a failure."""

_MOST_BYTES_A_CHARACTER = 4


def open_private(path: Path, mode: Literal["a", "w"]) -> TextIOWrapper:
    """Open a file of mode 0600, made if need be, to go on with it or to write it anew.

    One that others could read until now is closed to them.

    Raises:
        OSError: It can't be written.
    """

    def opener(name: str, flags: int) -> int:
        handle = os.open(name, flags, 0o600)
        if sys.platform != "win32":
            with suppress(OSError):  # Some file systems know no modes.
                os.fchmod(handle, 0o600)
        return handle

    # pathlib's open() takes no opener.
    return open(path, mode, encoding="utf-8", errors="backslashreplace", opener=opener)


def open_log_of_child(path: Path) -> TextIOWrapper:
    """Open the log that a child process writes, anew; its folder is made if need be.

    Where it can't be written, what the child says is lost: that is no reason not to run it.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return open_private(path, "w")
    except OSError:
        return Path(os.devnull).open("w", encoding="utf-8")


def tail(path: Path) -> str:
    """Return the last words of a log, empty where there is none."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LONGEST_TAIL * _MOST_BYTES_A_CHARACTER))
            return file.read().decode(errors="replace")[-LONGEST_TAIL:].strip()
    except OSError:
        return ""
