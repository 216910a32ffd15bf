"""A process for work on what a model wrote, which may take for ever: it can be killed."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from desktop_app.core.child_environment import without_keys

_PACKAGE_PARENT = Path(__file__).resolve().parents[4]
_LIMIT_MS = 2000
_START_MS = 30_000
_IDLE_MS = 60_000
_GONE_WITHIN_MS = 3000

_log = logging.getLogger(__name__)


class ChildProgram(QObject):
    """Starts at the first request, ends when none came for a minute, and comes back.

    Signals:
        answered: A part of the answer, a dict; behind the last one `is_busy` is false.
        failed: There is no answer, or no more of it: it took too long, crashed, or `is_broken`.

    Args:
        program: The module to run; it speaks as `answering` does.
        parent: Its owner; it calls `close` before it goes.
        limit_ms: How long a part of an answer may take until the process is killed.
        start_ms: How long the process may take until it is ready for the first request.
        idle_ms: How long the process stays when it has nothing to do.
    """

    answered = Signal(dict)
    failed = Signal()

    def __init__(
        self,
        program: str,
        parent: QObject | None = None,
        *,
        limit_ms: int = _LIMIT_MS,
        start_ms: int = _START_MS,
        idle_ms: int = _IDLE_MS,
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._process: QProcess | None = None
        self._is_ready = False
        self._is_broken = False
        self._request = b""
        self._limit = self._timer(limit_ms)
        self._starting = self._timer(start_ms)
        self._idle = self._timer(idle_ms)

    @property
    def is_broken(self) -> bool:
        """Whether the program could not even start, or not in time: nothing is ever answered."""
        return self._is_broken

    @property
    def is_busy(self) -> bool:
        """Whether a request is being answered."""
        return bool(self._request)

    @property
    def pid(self) -> int:
        """The number of the process; 0 while there is none."""
        return 0 if self._process is None else self._process.processId()

    def ask(self, request: Mapping[str, object]) -> None:
        """Send a request. Not while `is_busy`."""
        self._idle.stop()
        self._request = json.dumps(request).encode() + b"\n"
        if self._process is None:
            self._start()
        elif self._is_ready:
            self._send()

    def close(self) -> None:
        """End the process at once; nothing is told any more of what it was busy with."""
        self._request = b""
        for timer in (self._limit, self._starting, self._idle):
            timer.stop()
        process, self._process = self._process, None
        if process is None:
            return
        for signal in (process.readyReadStandardOutput, process.finished, process.errorOccurred):
            signal.disconnect()
        process.kill()
        process.waitForFinished(_GONE_WITHIN_MS)
        process.deleteLater()

    def _timer(self, duration_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(duration_ms)
        timer.timeout.connect(self._end)
        return timer

    def _start(self) -> None:
        self._is_ready = False
        process = self._process = QProcess(self)
        environment = QProcessEnvironment()
        for name, value in without_keys(os.environ).items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        # The module is looked for in the current folder first, which may be anybody's.
        process.setWorkingDirectory(str(_PACKAGE_PARENT))
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._end_unstarted)
        process.start(sys.executable, ["-m", self._program])
        self._starting.start()

    def _send(self) -> None:
        if self._process is not None:
            self._process.write(self._request)
            self._limit.start()

    def _read(self) -> None:
        while self._process is not None and self._process.canReadLine():
            answer = json.loads(bytes(self._process.readLine().data()))
            if not self._is_ready:
                self._is_ready = True
                self._starting.stop()
                self._send()
                continue
            if answer.get("more"):
                self._limit.start()
            else:
                self._limit.stop()
                self._request = b""
                self._idle.start()
            self.answered.emit(answer)

    def _end_unstarted(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end()

    def _end(self) -> None:
        """Take the end of the process, or bring it about: it is too slow, crashed, or idle."""
        was_busy = self.is_busy
        if self._process is not None and not self._is_ready:
            self._is_broken = True
            told = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
            _log.warning("%s can't be run. %s", self._program, told.strip()[-300:])
        self.close()
        if was_busy:
            _log.info("%s did not answer", self._program)
            self.failed.emit()
