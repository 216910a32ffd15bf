"""The log file, and the report that a crash leaves. Both without secrets, for their owner only."""

from __future__ import annotations

import logging
import os
import platform
import sys
import threading
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import TextIO

from desktop_app import __version__
from desktop_app.core.private_log import open_private
from desktop_app.core.secret import Secret
from desktop_app.providers.scrub import scrub

LOG_FILE = "chatloom.log"
LARGEST = 1_000_000
"""Bytes a log file may hold before it becomes ``chatloom.log.1``, which is then replaced."""

_FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"


def open_journal(folder: Path, *secrets: Secret) -> None:
    """Send what is logged into `folder`, and nothing to the console.

    A folder that can't be written means that nothing is logged: whoever opens the data folder
    next tells it to the user.

    Args:
        folder: Where the log file stands; made if need be.
        secrets: Keys that are known already; what else looks like one is masked as well.
    """
    logging.raiseExceptions = False  # A full disk must not fill the terminal.
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    logging.getLogger("desktop_app").setLevel(logging.INFO)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler: logging.Handler = PrivateLog(folder / LOG_FILE)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(ScrubbingFormatter(_FORMAT, *secrets))
    root.addHandler(handler)


def catch_crashes(folder: Path, *secrets: Secret) -> None:
    """Let whatever nobody catches leave a report in `folder` and one plain sentence on stderr."""

    def crashed(
        kind: type[BaseException], error: BaseException, _frames: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        remark(f"{_crash_sentence(report_crash(folder, error, *secrets))}\n")

    def crashed_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            crashed(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = crashed
    threading.excepthook = crashed_in_thread


def report_crash(folder: Path, error: BaseException, *secrets: Secret) -> Path | None:
    """Write a report of `error` and return its path, None where it can't be written.

    It holds the stack without the values of variables, for those may be anybody's words.
    """
    lines = [
        f"Chatloom {__version__}",
        f"Python {platform.python_version()} on {platform.platform()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "",
        *"".join(traceback.format_exception(error)).splitlines(),
    ]
    path = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open_private(path, "w") as file:
            file.write("\n".join(scrub(line, *secrets) for line in lines) + "\n")
    except OSError:
        return None
    return path


class ScrubbingFormatter(logging.Formatter):
    """Masks secrets in everything a record becomes, its traceback included."""

    def __init__(self, form: str, *secrets: Secret) -> None:
        super().__init__(form)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text without secrets."""
        return "\n".join(
            scrub(line, *self._secrets) for line in super().format(record).splitlines()
        )


class PrivateLog(logging.StreamHandler[TextIOWrapper]):
    """A log file of mode 0600 that starts anew when it has grown too large.

    The one of the standard library imports sockets, which the first frame has no time for.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__(open_private(path, "a"))

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, into a new file if this one is full."""
        try:
            if self.stream.tell() > LARGEST:
                self._start_anew()
        except (OSError, ValueError):  # Full, gone, or closed because no new one could be opened.
            self.handleError(record)
        super().emit(record)

    def close(self) -> None:
        """Close the file."""
        self.stream.close()
        super().close()

    def _start_anew(self) -> None:
        self.stream.close()
        try:
            self._path.replace(self._path.with_name(f"{self._path.name}.1"))
        finally:
            self.stream = open_private(self._path, "a")


def _crash_sentence(report: Path | None) -> str:
    kept = f"A report of it is in {report}." if report else "No report was kept."
    return f"Chatloom stopped because of a mistake of its own. {kept}"


def remark(text: str) -> None:
    """Write a remark beside the output; one that can't be written is lost."""
    # A program without a console has no stderr.
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Let what is left in a stream vanish, where Python would try again at its end, and fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError):  # A stream that tests put in place has no number.
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
