"""Scenes and the scripted server, each started in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_UNSET = ("OPENAI_", "PYTHON", "CHATLOOM_", "QT_")
_SECONDS_A_SCENE = 600.0


class Server:
    """The scripted server of the tests.

    Attributes:
        base_url: Where it listens.
    """

    def __init__(self, output: IO[str], end: Callable[[], None]) -> None:
        self.base_url = output.readline().strip()
        self._end = end
        self._lines: list[str] = []
        # Read as it comes: the server would stand still once the pipe is full.
        self._thread = threading.Thread(target=lambda: self._lines.extend(output))
        self._thread.start()

    def told(self) -> list[dict[str, Any]]:
        """End it, and return what it told of each request; see `tests.openai_server`."""
        self._end()
        self._thread.join()
        return [json.loads(line) for line in self._lines]


@contextmanager
def served(*arguments: str) -> Iterator[Server]:
    """Run the scripted server with the given options."""
    command = [sys.executable, "-m", "tests.openai_server", *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        # Its standard input ends with this process or here, and it with that.
        server = Server(process.stdout, process.stdin.close)
        try:
            yield server
        finally:
            server.told()


def texts_served(texts: Sequence[str], folder: Path, *, rate: float, chunk: int) -> list[str]:
    """Return the server's options for answering with `texts`, the last over and over.

    Args:
        texts: One for each request.
        folder: Where they are put.
        rate: Deltas a second.
        chunk: Characters a delta.
    """
    options = [f"--rate={rate}", f"--chunk={chunk}"]
    for number, text in enumerate(texts):
        file = folder / f"answer-{number}.md"
        file.write_text(text, "utf-8")
        options.append(f"--text-file={file}")
    return options


def played(
    name: str,
    *arguments: str,
    home: Path,
    base_url: str = "",
    seconds: float = _SECONDS_A_SCENE,
) -> dict[str, Any]:
    """Play a scene and return what it told.

    Args:
        name: Its module in `benchmarks`, such as "scenes.answering".
        arguments: The scene's own.
        home: Holds everything it keeps.
        base_url: The server behind the provider "Environment".
        seconds: How long it may take.

    Raises:
        subprocess.SubprocessError: It failed, or took too long.
    """
    ended = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *arguments],
        cwd=ROOT,
        env=environment() | window_variables(home, base_url),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        timeout=seconds,
    )
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


def window_variables(home: Path, base_url: str = "") -> dict[str, str]:
    """Return what a window in `home` is started with; its engine ends at once for want of a file.

    Args:
        home: Holds everything it keeps.
        base_url: The server behind the provider "Environment"; there is none without.
    """
    variables = {
        "CHATLOOM_HOME": str(home),
        "CHATLOOM_MODEL_FILE": str(home / "none.gguf"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return variables | {"OPENAI_BASE_URL": base_url} if base_url else variables


def environment() -> dict[str, str]:
    """Return this process's environment without what would change how Chatloom runs."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_UNSET) and name.upper() not in _PROXIES
    }
