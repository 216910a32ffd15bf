"""One run of the local engine's process.

The process is started, read and waited for in a thread of its own: that keeps the slow start of a
process away from the window, and works on every event loop, also those without a child watcher.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from desktop_app.core.private_log import open_log_of_child, tail

if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW = 0

PACKAGE_PARENT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended.

    Attributes:
        detail: Exit code and the end of its log, or why it could not even start.
        started: Whether there was a process at all.
    """

    detail: str
    started: bool


class EngineProcess:
    """Starts the process at once; call all methods in the loop's thread.

    Args:
        command: What to run.
        environment: Its whole environment.
        log: Takes its standard error, replaced at each start.
        heard: Called in the loop's thread with each JSON object it writes.
        ended: Called in the loop's thread when it is gone; nothing is called after that.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        heard: Callable[[dict[str, Any]], None],
        ended: Callable[[Ended], None],
    ) -> None:
        self._command = command
        self._environment = environment
        self._log = log
        self._heard = heard
        self._told_end = ended
        self._loop = asyncio.get_running_loop()
        self._gone = self._loop.create_future()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._unwanted = False
        # A daemon: it never keeps a window alive that was closed without `stop`.
        self._thread = threading.Thread(target=self._run, name="local engine", daemon=True)
        self._thread.start()

    async def stop(self, seconds: float) -> None:
        """Close its standard input, wait `seconds`, and kill it if it is still there then."""
        with self._lock:
            self._unwanted = True
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
        done, _ = await asyncio.wait([self._gone], timeout=seconds)
        if not done and self._process is not None:
            self._process.kill()
            await asyncio.wait([self._gone])
        self._thread.join(seconds)

    def _run(self) -> None:
        """The thread: start, read every line, wait for the end."""
        try:
            with open_log_of_child(self._log) as errors:
                process = self._start(errors)
        except OSError as error:
            self._post(self._end, Ended(str(error), started=False))
            return
        with process:
            for line in process.stdout or ():
                with suppress(ValueError):
                    self._post(self._heard, json.loads(line))
        detail = f"Exit code {process.returncode}. {tail(self._log)}".strip()
        self._post(self._end, Ended(detail, started=True))

    def _start(self, errors: TextIO) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            # The module is looked for in the current folder first, which may be anybody's.
            cwd=PACKAGE_PARENT,
            env=self._environment,
            # Ctrl+C in a terminal is for the program that was started there.
            start_new_session=True,
            creationflags=_NO_WINDOW,
        )
        with self._lock:
            self._process = process
            if self._unwanted and process.stdin is not None:
                process.stdin.close()
        return process

    def _end(self, ended: Ended) -> None:
        if not self._gone.done():
            self._gone.set_result(None)
        self._told_end(ended)

    def _post(self, call: Callable[..., None], *values: object) -> None:
        # The loop may be closed already: the engine ends by itself, and nobody listens.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call, *values)
