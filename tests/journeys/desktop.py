"""The desktop of a journey: the X display of this run, its window manager, keys and pictures."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")

_GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
application.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


def until(probe: Callable[[], Found], what: str, seconds: float = 15.0) -> Found:
    """Return what `probe` finds once it finds anything; fail after some seconds."""
    deadline = time.monotonic() + seconds
    while not (found := probe()):
        if time.monotonic() > deadline:
            raise AssertionError(f"Not within {seconds:.0f} s: {what}.")
        time.sleep(0.03)
    return found


class Desktop:
    """What a user does with keyboard and window manager."""

    def keys(self, *keys: str) -> None:
        """Press keys, or chords such as "ctrl+n", one after the other."""
        xdotool("key", "--delay", "40", *keys)

    def click(self, x: int, y: int) -> None:
        """Click with the left button at a place on the screen."""
        xdotool("mousemove", "--sync", str(x), str(y), "click", "1")

    def type(self, text: str) -> None:
        """Type a line of ASCII, about as fast as the fastest typist."""
        xdotool("type", "--delay", "15", "--", text)

    def windows(self, process: int) -> dict[str, str]:
        """Return the titles of a process's visible windows by their ids."""
        its = ("--all", "--onlyvisible", "--pid", str(process), "--name", ".")
        found = xdotool("search", *its)
        return {window: xdotool("getwindowname", window) for window in found.split()}

    def active(self) -> str:
        """Return the id of the window that gets the keys."""
        return xdotool("getactivewindow")

    def activate(self, window: str) -> None:
        """Bring a window to the front and give it the keys."""
        xdotool("windowactivate", "--sync", window)

    def minimise(self, window: str) -> None:
        """Put a window away."""
        xdotool("windowminimize", window)

    def take_picture(self, path: Path) -> None:
        """Save what is on the screen as PNG."""
        environ = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
        grab = [sys.executable, "-c", _GRAB, str(path)]
        subprocess.run(grab, env=environ, capture_output=True, timeout=20, check=False)


def xdotool(*arguments: str) -> str:
    """Return what it prints, nothing where it fails: what it looks for isn't there yet."""
    done = subprocess.run(
        ["xdotool", *arguments], capture_output=True, text=True, timeout=30, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""


@contextmanager
def openbox(home: Path) -> Iterator[None]:
    """Run a window manager with its usual settings."""
    with ExitStack() as stack:
        until(lambda: _managed(stack, home), "the window manager works")
        yield


def _managed(stack: ExitStack, home: Path) -> bool:
    """Start the window manager and return whether it lives.

    An X server starts anew when its last client goes, which may end the one that has just come.
    """
    process = stack.enter_context(
        subprocess.Popen(
            ["openbox", "--sm-disable"],
            env={**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    )
    stack.callback(process.terminate)
    until(lambda: xdotool("get_desktop") or process.poll() is not None, "it works, or has ended")
    return process.poll() is None
