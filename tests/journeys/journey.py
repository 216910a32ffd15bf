"""One journey: a home, and the windows that are opened in it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from desktop_app.core.folders import Folders, user_folders
from tests.chatloom_process import COMMAND, Chatloom
from tests.engine.built_in_model import hand_over
from tests.journeys.desktop import Desktop, until
from tests.journeys.kept import Kept


class Journey:
    """A user with a home of their own, and no network but this computer.

    Attributes:
        chatloom: Their command line.
        kept: What stands on their disk.
        folders: Where it stands.
    """

    def __init__(self, folder: Path, desktop: Desktop) -> None:
        self.chatloom = Chatloom(folder / "home")
        self.kept = Kept(self.chatloom.home)
        self.folders: Folders = user_folders(self.chatloom.environ)
        self._folder = folder
        self._desktop = desktop
        self._started: list[subprocess.Popen[bytes]] = []
        environ = self.chatloom.environ
        environ.pop("WAYLAND_DISPLAY", None)
        environ |= {
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
            # Nobody listens there: a model that isn't handed over can't be fetched.
            "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
            "PIP_CONFIG_FILE": os.devnull,
        }

    def hand_over_model(self) -> None:
        """Put the real built-in model where the engine looks for it."""
        hand_over(self.folders)

    def use_server(self, base_url: str) -> None:
        """Make a server the provider "Environment"."""
        self.chatloom.environ |= {"OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": "sk-test-key"}

    def start(self) -> subprocess.Popen[bytes]:
        """Start the program as `open` does, and wait for nothing."""
        with (self._folder / "stderr.txt").open("ab") as errors:
            process = subprocess.Popen(
                COMMAND,
                env=self.chatloom.environ,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )
        self._started.append(process)
        return process

    def open(self) -> Window:
        """Start the program and wait until its window has the keys."""
        window = Window(self.start(), self._desktop, self.kept)
        window.wait_until_open()
        return window

    def engine(self) -> dict[str, Any]:
        """Return what another process is told about the engine."""
        return dict(self.chatloom.ok("engine", "status", "--json").json)

    def until_engine(self, phase: str) -> dict[str, Any]:
        """Wait until the engine has come so far."""

        def reached() -> dict[str, Any] | None:
            state = self.engine()
            return state if state["phase"] == phase else None

        return until(reached, f"the engine is {phase}", 30)

    def settings(self) -> dict[str, Any]:
        """Return the settings as they are saved, empty before anything was changed."""
        path = self.folders.settings
        return dict(json.loads(path.read_text())) if path.exists() else {}

    def processes(self) -> list[psutil.Process]:
        """Return all that live in this home: windows, engines, and what they started."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def until_all_ended(self, seconds: float = 5.0) -> None:
        """Wait until no process of this home is left."""
        until(lambda: not self.processes(), f"all have ended of {self.processes()}", seconds)

    def log(self) -> str:
        """Return everything that was logged."""
        return "\n".join(path.read_text() for path in sorted(self.folders.logs.glob("*.log")))

    def forgive(self, words: str) -> None:
        """Expect these words on standard error, and take them away."""
        path = self._folder / "stderr.txt"
        said = path.read_text().splitlines()
        assert [line for line in said if words in line]
        path.write_text("".join(f"{line}\n" for line in said if words not in line))

    def end(self) -> None:
        """End what still runs, and fail where the program complained without the test's wish."""
        for process in self._started:
            process.kill()
            process.wait()
        self.until_all_ended()
        assert (self._folder / "stderr.txt").read_text() == ""
        assert [*self.folders.logs.glob("crash-*")] == []
        assert "Traceback" not in self.log()

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            home = process.environ().get("CHATLOOM_HOME", "")
            ended = process.status() == psutil.STATUS_ZOMBIE
            return home.startswith(str(self.chatloom.home)) and not ended
        except psutil.Error:
            return False


class Window:
    """One start of the window, used by keys alone."""

    def __init__(self, process: subprocess.Popen[bytes], desktop: Desktop, kept: Kept) -> None:
        self.process = process
        self.id = ""
        self._desktop = desktop
        self._kept = kept

    def wait_until_open(self) -> None:
        """Wait until the window is there and gets the keys."""

        def opened() -> str:
            assert self.process.poll() is None, f"It ended with {self.process.returncode}."
            return next(iter(self.titles()), "")

        self.id = until(opened, "the window is open")
        until(lambda: self._desktop.active() == self.id, "the window has the keys")

    def titles(self) -> dict[str, str]:
        """Return the titles of its windows by their ids."""
        return self._desktop.windows(self.process.pid)

    def keys(self, *keys: str) -> None:
        """Press keys or chords."""
        self._desktop.keys(*keys)

    def type(self, text: str) -> None:
        """Type text without waiting for anything."""
        self._desktop.type(text)

    def write(self, text: str) -> None:
        """Type text and wait until it is kept as a draft."""
        self.type(text)
        self.until_draft(text)

    def write_on(self, there: str, text: str) -> None:
        """Type text behind what stands in the composer, and wait until both are kept."""
        self.type(text)
        self.until_draft(there + text)

    def is_behind(self) -> bool:
        """Return whether another window of the same program has the keys."""
        active = self._desktop.active()
        return active != self.id and active in self.titles()

    def until_draft(self, text: str) -> None:
        """Wait until this text stands in the composer, and on the disk."""
        until(lambda: text in self._kept.drafts(), f"{text!r} is a draft")

    def send(self, text: str) -> None:
        """Write text, press Enter, and wait until it is kept as a message."""
        self.write(text)
        self.keys("Return")
        until(
            lambda: (found := self._kept.message("user", "complete")) and found["text"] == text,
            f"{text!r} is sent",
        )

    def until_answer(
        self,
        status: str,
        fits: Callable[[sqlite3.Row], object] = lambda _answer: True,
        seconds: float = 30.0,
    ) -> sqlite3.Row:
        """Return the newest answer once it has this status, and fits."""

        def found() -> sqlite3.Row | None:
            answer = self._kept.message("assistant", status)
            return answer if answer is not None and fits(answer) else None

        return until(found, f"the answer is {status}", seconds)

    def close(self) -> int:
        """Close the window as its frame does, and return the exit code."""
        self._desktop.activate(self.id)
        self.keys("alt+F4")
        return self.process.wait(10)

    def signal(self, number: signal.Signals) -> int:
        """Send a signal, and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(10)

    def kill(self) -> None:
        """End it the hard way; does nothing if it has ended."""
        self.process.kill()
        self.process.wait(10)
