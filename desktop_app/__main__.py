"""The start of the program: the window, or the command line."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

# What takes long is imported where it is needed, when Ctrl+C no longer ends in a traceback.
if TYPE_CHECKING:
    from types import FrameType, TracebackType

WINDOW_OPTIONS = ("--picture", "--until-first-frame")
INTERRUPTED = 130
"""The exit code after Ctrl+C, as shells expect it."""


def main(argv: list[str] | None = None) -> int:
    """Run Chatloom and return its exit code: 0 done, 1 failed, 2 wrong usage.

    Args:
        argv: The arguments without the program's name, by default those of this process.
    """
    arguments = sys.argv[1:] if argv is None else argv
    # Whoever started it with the signal ignored, as nohup does, meant that.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted_early)
    if opens_window(arguments):
        sys.excepthook = _crashed_early
        # Until the first frame there is no garbage worth looking for; then `ui.collector` does it.
        gc.disable()
        from desktop_app.app import run_window

        return run_window(arguments)
    return _run_command(arguments)


def opens_window(arguments: list[str]) -> bool:
    """Return whether the arguments name no verb, only what the window knows itself."""
    return not arguments or arguments[0].partition("=")[0] in WINDOW_OPTIONS


def _run_command(arguments: list[str]) -> int:
    # The window has no time for these imports: its first frame comes before them.

    from desktop_app.cli import run
    from desktop_app.core.errors import AppError
    from desktop_app.core.folders import user_folders
    from desktop_app.core.secret import Secret
    from desktop_app.journal import catch_crashes, open_journal, remark

    logs = user_folders(os.environ).logs
    key = Secret(os.environ.get("OPENAI_API_KEY", ""))
    open_journal(logs, key)
    catch_crashes(logs, key)
    try:
        # From here on there is something to save.
        if signal.getsignal(signal.SIGINT) is _interrupted_early:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return run(arguments)
    except AppError as error:
        remark(f"{error.sentence}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _interrupted_early(_number: int, _frame: FrameType | None) -> None:
    """End at once: nothing was opened yet."""
    os._exit(INTERRUPTED)


def _crashed_early(
    kind: type[BaseException], error: BaseException, frames: TracebackType | None
) -> None:
    """Report a crash before the journal was opened."""
    from desktop_app.core.folders import user_folders
    from desktop_app.core.secret import Secret
    from desktop_app.journal import catch_crashes

    catch_crashes(user_folders(os.environ).logs, Secret(os.environ.get("OPENAI_API_KEY", "")))
    sys.excepthook(kind, error, frames)


if __name__ == "__main__":
    sys.exit(main())
