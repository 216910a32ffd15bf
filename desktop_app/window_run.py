"""The window's life after its first frame: opens what stands behind it, and takes it down again."""

from __future__ import annotations

import asyncio
import builtins
import gc
import logging
import os
import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop_app.core.errors import AppError, StorageError
from desktop_app.core.folders import Folders
from desktop_app.core.secret import Secret
from desktop_app.core.settings import Settings
from desktop_app.journal import catch_crashes, open_journal, report_crash
from desktop_app.mending import Mending
from desktop_app.opening import open_chat
from desktop_app.picture import take_picture
from desktop_app.providers.scrub import scrub
from desktop_app.storage.settings import save_settings
from desktop_app.ui import theme
from desktop_app.ui.collector import Collector
from desktop_app.ui.event_loop import EventLoop
from desktop_app.ui.icons import icon
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.notices import Action
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings_writer import SettingsWriter
from desktop_app.ui.single_instance import SingleInstance
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.tokens import LIGHT

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Painted:
    """What stands when the first frame is painted."""

    application: QApplication
    window: MainWindow
    tasks: Tasks
    folders: Folders
    settings: Settings
    instance: SingleInstance


def run_painted(painted: Painted, picture: Path | None) -> AppError | None:
    """Run the window on an asyncio loop until it is closed.

    Args:
        painted: The window and what it was made with.
        picture: Save a picture of the window there and end; None to stay open.

    Returns:
        Why there is no picture, where one was wanted.
    """
    gc.freeze()
    import_plainly()
    Collector(painted.application).start()
    logs, key = painted.folders.logs, Secret(os.environ.get("OPENAI_API_KEY", ""))
    open_journal(logs, key)
    catch_crashes(logs, key)
    with asyncio.Runner(loop_factory=lambda: EventLoop(painted.application)) as runner:
        try:
            runner.run(WindowRun(painted, picture, key).run())
        except AppError as error:
            return error
    return None


def import_plainly() -> None:
    """Take out of every import what PySide puts in for ``from __feature__ import …``.

    Nobody uses that here, and with it (6.11) two threads that import at the same time see each
    other's modules half made: while the SDK was loaded, one start in ten failed with "cannot
    import name … from partially initialized module".
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


class WindowRun:
    """One run of the window, from its first frame to its end."""

    def __init__(self, painted: Painted, picture: Path | None, key: Secret) -> None:
        self._application = painted.application
        self._window = painted.window
        self._tasks = painted.tasks
        self._folders = painted.folders
        self._instance = painted.instance
        self._picture = picture
        self._key = key
        self._writer = SettingsWriter(self._save_settings, self._tell)
        self._preferences = Preferences(painted.settings, self._writer.write)
        self._tasks.tell = self._tell
        self._closed = asyncio.Event()
        self._whatever_happens = False
        self._ended = False

    async def run(self) -> None:
        """Open the parts behind the window, and wait until it is closed."""
        self._application.aboutToQuit.connect(self._loop_stopped)
        try:
            await self._live()
        finally:
            self._ended = True

    async def _live(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._crashed)
        window = self._window
        window.closing.connect(self._close)
        if window.is_closing:
            self._close()
        self._close_on_signals()
        self._application.setWindowIcon(icon("logo", LIGHT.accent))
        self._watch_theme()
        window.follow_focus(self._application)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._writer.finish)
            stack.push_async_callback(self._tasks.cancel_all)
            if self._picture is not None:
                await open_chat(stack, window, self._tasks, self._preferences)
                await take_picture(window, self._picture)
                return
            self._instance.listen(window.come_forward)
            opening = self._tasks.start(self._open(stack))
            await self._until_closed()
            opening.cancel()
            self._instance.stop_listening()
            window.hide()

    async def _until_closed(self) -> None:
        while True:
            await self._closed.wait()
            try:
                await self._window.chat.save_draft()
                break
            except StorageError as error:
                if self._whatever_happens:
                    break
                self._closed.clear()
                words = QCoreApplication.translate("WindowRun", "Close without saving it")
                self._window.chat.show_error(error, [Action(words, self._end)])

    async def _open(self, stack: AsyncExitStack) -> None:
        while True:
            try:
                await open_chat(stack, self._window, self._tasks, self._preferences)
                break
            except StorageError as error:
                await self._told(error)

    async def _told(self, error: StorageError) -> None:
        if Mending.helps(error):
            await Mending(self._window.chat, self._folders.database).offer(error)
            return
        again = asyncio.Event()
        words = QCoreApplication.translate("WindowRun", "Try again")
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

    def _close_on_signals(self) -> None:
        if sys.platform == "win32":
            return
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            # Whoever started it with a signal ignored, as nohup does, meant that.
            if signal.getsignal(number) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(number, self._end)

    def _loop_stopped(self) -> None:
        # Qt stops the loop by itself only when the display is gone, as at the end of a desktop's
        # session. Nothing can be awaited then, and the thread of the database would keep this
        # process alive for ever. What was shown is on disk, as after a kill.
        if not self._ended:
            _log.warning("The display is gone; the window ends as if it were killed.")
            os._exit(1)

    def _end(self) -> None:
        self._whatever_happens = True
        self._close()

    def _close(self) -> None:
        size = (self._window.width(), self._window.height())
        if not self._window.isMaximized():
            self._preferences.change(window=size)
        self._closed.set()

    def _save_settings(self, settings: Settings) -> None:
        save_settings(self._folders.settings, settings)

    def _tell(self, error: AppError) -> None:
        self._window.chat.show_error(error)

    def _crashed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, Exception):
            loop.default_exception_handler(context)
            return
        report = report_crash(self._folders.logs, error, self._key)
        self._tell(
            AppError(
                QCoreApplication.translate("WindowRun", "Chatloom made a mistake"),
                QCoreApplication.translate(
                    "WindowRun", "Everything saved so far is kept. A report is in {report}."
                ),
                scrub(f"{type(error).__name__}: {error}", self._key),
                code="bug",
                report=report,
            )
        )
