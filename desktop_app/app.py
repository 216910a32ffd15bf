"""The window up to its first frame, with nothing imported that the frame does not show."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from desktop_app.core.folders import Folders, user_folders
from desktop_app.core.settings import Settings, settings_from_json
from desktop_app.ui import theme, translations
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.single_instance import SingleInstance
from desktop_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.core.errors import AppError

HEAVY = ("openai", "keyring", "pygments")
"""What must not have been imported when the first frame is painted."""


class WindowOptions(NamedTuple):
    """What the window was started for, beside being used.

    Attributes:
        picture: Save a picture of the window there and end; None to stay open.
        until_first_frame: Print what the first frame cost as JSON and end.
    """

    picture: Path | None = None
    until_first_frame: bool = False


def run_window(argv: list[str]) -> int:
    """Open the window and return the exit code when it was closed."""
    options = _options(argv)
    if not _has_display(options):
        return _refuse(_no_display())
    folders = user_folders(os.environ)
    settings = _settings(folders)
    application = QApplication(["chatloom", "-style", theme.STYLE])
    application.setApplicationName("chatloom")
    application.setApplicationDisplayName("Chatloom")
    application.setDesktopFileName("chatloom")
    # Otherwise the loop would stop before everything is saved.
    application.setQuitOnLastWindowClosed(False)
    instance = SingleInstance(folders.data)
    if options == WindowOptions() and not instance.is_first():
        found = instance.settle()
        if found != "free":
            return 0 if found == "raised" else _refuse(_instance_held(folders))
    translations.install(application, settings.language)
    theme.prepare(application)
    theme.apply(application, settings.theme)
    tasks = Tasks()
    window = MainWindow(tasks)
    window.resize(*settings.window)
    _paint(application, window)
    if options.until_first_frame:
        _report_first_frame()
        return 0
    # asyncio, the database and the services are imported only now.
    from desktop_app.window_run import Painted, run_painted

    painted = Painted(application, window, tasks, folders, settings, instance)
    error = run_painted(painted, options.picture)
    instance.release()
    return _refuse(error) if error is not None else 0


def _paint(application: QApplication, window: MainWindow) -> None:
    window.show()
    while not window.is_painted:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _report_first_frame() -> None:
    cpu_ms = time.process_time() * 1000
    loaded = [name for name in HEAVY if name in sys.modules]
    sys.stdout.write(json.dumps({"cpu_ms": cpu_ms, "modules": loaded}) + "\n")


def _settings(folders: Folders) -> Settings:
    # What is wrong with the file is told when the parts are opened, which read it again.
    try:
        values = json.loads(folders.settings.read_bytes())
    except (OSError, ValueError, RecursionError):
        return Settings()
    return settings_from_json(values) if isinstance(values, dict) else Settings()


def _has_display(options: WindowOptions) -> bool:
    # Without a display Qt would abort the process; pictures are drawn offscreen.
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return options != WindowOptions()


def _no_display() -> AppError:
    from desktop_app.core.errors import AppError

    return AppError(
        "There is no display to open a window on",
        "Start Chatloom on a desktop, or use it here with commands such as chatloom ask; "
        "chatloom --help lists them.",
        code="no_display",
    )


def _instance_held(folders: Folders) -> AppError:
    from desktop_app.core.errors import StorageError

    return StorageError(
        "Chatloom is open already, but its window doesn’t answer",
        "Close it, or end its process, then start again. Its data is in {folder}.",
        code="instance_held",
        folder=folders.data,
    )


def _refuse(error: AppError) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"{error.sentence}\n")
    return 1


def _options(argv: list[str]) -> WindowOptions:
    picture: Path | None = None
    words = [word for argument in argv for word in argument.split("=", 1)]
    if "--picture" in words:
        place = words.index("--picture") + 1
        picture = Path(words[place] if place < len(words) else "chatloom.png").absolute()
    return WindowOptions(picture, "--until-first-frame" in words)
