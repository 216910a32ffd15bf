"""The start of the program: the window, or the command line."""

from __future__ import annotations

import os
import sys

from desktop_app.core.errors import AppError
from desktop_app.core.folders import user_folders
from desktop_app.core.secret import Secret
from desktop_app.journal import catch_crashes, open_journal

WINDOW_OPTIONS = ("--picture", "--until-first-frame")


def main(argv: list[str] | None = None) -> int:
    """Run Chatloom and return its exit code: 0 done, 1 failed, 2 wrong usage.

    Args:
        argv: The arguments without the program's name, by default those of this process.
    """
    arguments = sys.argv[1:] if argv is None else argv
    logs = user_folders(os.environ).logs
    key = Secret(os.environ.get("OPENAI_API_KEY", ""))
    open_journal(logs, key)
    catch_crashes(logs, key)
    try:
        if opens_window(arguments):
            from desktop_app.app import run_window

            return run_window(arguments)
        # Typer takes a tenth of a second to import, which the window has no time for.
        from desktop_app.cli import run

        return run(arguments)
    except AppError as error:
        if sys.stderr is not None:
            sys.stderr.write(f"{error.sentence}\n")
        return 1


def opens_window(arguments: list[str]) -> bool:
    """Return whether the arguments name no verb, only what the window knows itself."""
    return not arguments or arguments[0].partition("=")[0] in WINDOW_OPTIONS


if __name__ == "__main__":
    sys.exit(main())
