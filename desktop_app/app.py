"""The window: builds the parts, connects them, and takes them down again in reverse order."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from desktop_app.core.errors import AppError, StorageError
from desktop_app.core.folders import Folders, user_folders
from desktop_app.core.settings import Settings
from desktop_app.storage.settings import load_settings
from desktop_app.ui import theme, translations
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.notices import Action
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.single_instance import SingleInstance
from desktop_app.ui.tasks import Tasks

HEAVY = ("openai", "keyring", "pygments")
"""What must not have been imported when the first frame is painted."""


@dataclass(frozen=True, slots=True)
class WindowOptions:
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
    _find_display(options)
    folders = user_folders(os.environ)
    settings = load_settings(folders.settings).settings
    application = QApplication(["chatloom"])
    application.setApplicationName("chatloom")
    application.setApplicationDisplayName("Chatloom")
    application.setDesktopFileName("chatloom")
    # Otherwise the loop would stop before everything is saved.
    application.setQuitOnLastWindowClosed(False)
    instance = SingleInstance(folders.data)
    if options == WindowOptions() and not instance.is_first():
        return 0 if instance.raise_first() else _tell_held(folders)
    translations.install(application, settings.language)
    theme.prepare(application)
    theme.apply(application, settings.theme)
    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        runner.run(WindowRun(application, folders, settings, options, instance).run())
    instance.release()
    return 0


class WindowRun:
    """One run of the window, from its first frame to its end."""

    def __init__(
        self,
        application: QApplication,
        folders: Folders,
        settings: Settings,
        options: WindowOptions,
        instance: SingleInstance,
    ) -> None:
        self._application = application
        self._folders = folders
        self._options = options
        self._instance = instance
        self._preferences = Preferences(settings, self._save_settings)
        self._tasks = Tasks(self._tell)
        self._window = MainWindow(self._tasks)
        self._closed = asyncio.Event()

    async def run(self) -> None:
        """Show the window, open the parts behind it, and wait until it is closed."""
        asyncio.get_running_loop().set_exception_handler(self._crashed)
        window = self._window
        window.closing.connect(self._close)
        window.resize(*self._preferences.settings.window)
        await self._first_frame()
        if self._options.until_first_frame:
            return
        self._watch_theme()
        self._instance.listen(window.come_forward)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._tasks.cancel_all)
            if self._options.picture is not None:
                await self._take_picture(stack, self._options.picture)
                return
            opening = self._tasks.start(self._open(stack))
            await self._closed.wait()
            opening.cancel()
            window.hide()
            await window.chat.save_draft()

    async def _first_frame(self) -> None:
        painted = asyncio.Event()

        def after_children() -> None:
            if self._options.until_first_frame:
                loaded = [name for name in HEAVY if name in sys.modules]
                report = {"cpu_ms": time.process_time() * 1000, "modules": loaded}
                sys.stdout.write(json.dumps(report) + "\n")
            painted.set()

        self._window.painted.connect(lambda: QTimer.singleShot(0, after_children))
        self._window.show()
        await painted.wait()
        gc.freeze()

    async def _open(self, stack: AsyncExitStack) -> None:
        # Imported now that the first frame stands: none of it is seen in it.
        from desktop_app.opening import open_chat

        while True:
            try:
                await open_chat(stack, self._window, self._tasks, self._preferences)
                break
            except StorageError as error:
                await self._told(error)

    async def _take_picture(self, stack: AsyncExitStack, path: Path) -> None:
        from desktop_app.opening import open_chat
        from desktop_app.picture import take_picture

        await open_chat(stack, self._window, self._tasks, self._preferences)
        await take_picture(self._window, path)

    async def _told(self, error: StorageError) -> None:
        again = asyncio.Event()
        words = self._window.tr("Try again")
        self._window.chat.show_error(error, [Action(words, again.set, primary=True)])
        await again.wait()
        self._window.chat.pane.close_notice()

    def _watch_theme(self) -> None:
        def show(_changed: object = None) -> None:
            theme.apply(self._application, self._preferences.settings.theme)

        shown = self._preferences.settings.theme

        def changed(settings: Settings) -> None:
            nonlocal shown
            if settings.theme != shown:
                shown = settings.theme
                show()

        self._preferences.watch(changed)
        self._application.styleHints().colorSchemeChanged.connect(show)

    def _close(self) -> None:
        size = (self._window.width(), self._window.height())
        if not self._window.isMaximized():
            self._preferences.change(window=size)
        self._closed.set()

    def _save_settings(self, settings: Settings) -> None:
        from desktop_app.storage.settings import save_settings

        try:
            save_settings(self._folders.settings, settings)
        except StorageError as error:
            self._tell(error)

    def _tell(self, error: AppError) -> None:
        self._window.chat.show_error(error)

    def _crashed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, Exception):
            loop.default_exception_handler(context)
            return
        from desktop_app.journal import report_crash

        report = report_crash(self._folders.logs, error)
        self._tell(
            AppError(
                self._window.tr("Chatloom made a mistake"),
                self._window.tr("Everything saved so far is kept. A report is in {report}."),
                f"{type(error).__name__}: {error}",
                code="bug",
                report=report,
            )
        )


def _find_display(options: WindowOptions) -> None:
    """Draw pictures offscreen, and refuse to start where Qt would abort the process.

    Raises:
        AppError: There is no display to open a window on.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return
    if options == WindowOptions():
        raise AppError(
            "There is no display to open a window on",
            "Start Chatloom on a desktop, or use it here with commands such as chatloom ask; "
            "chatloom --help lists them.",
            code="no_display",
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _options(argv: list[str]) -> WindowOptions:
    picture: Path | None = None
    words = [word for argument in argv for word in argument.split("=", 1)]
    if "--picture" in words:
        place = words.index("--picture") + 1
        picture = Path(words[place] if place < len(words) else "chatloom.png").absolute()
    return WindowOptions(picture, "--until-first-frame" in words)


def _tell_held(folders: Folders) -> int:
    raise StorageError(
        "Chatloom is open already, but its window doesn’t answer",
        "Close it, or end its process, then start again. Its data is in {folder}.",
        code="instance_held",
        folder=folders.data,
    )
