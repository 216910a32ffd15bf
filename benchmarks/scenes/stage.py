"""The stage of a scene: the whole window in this process, composed as the application composes it.

Only two things differ from a start by hand. The local engine is given a model file that is not
there, so that it ends at once and takes no part; and the application object can measure events.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import psutil  # type: ignore[import-untyped]
from PySide6.QtCore import QEventLoop as QtEventLoop
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from benchmarks.scenes.watch import WatchedApplication
from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import AppError
from desktop_app.core.folders import user_folders
from desktop_app.core.settings import Settings
from desktop_app.opening import open_chat
from desktop_app.storage.settings import save_settings
from desktop_app.ui import theme
from desktop_app.ui.chat.chat_page import ChatPage
from desktop_app.ui.chat.transcript.view import Transcript
from desktop_app.ui.collector import Collector
from desktop_app.ui.event_loop import EventLoop
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Tasks

WINDOW = (1280, 820)
PATIENCE = 120.0
"""Seconds after which a scene fails whose window does not do what is waited for."""

_QUIET_SECONDS = 0.1
_QUIET_CPU_SECONDS = 0.006

Told = dict[str, object]


class Stage:
    """What a scene works with.

    Attributes:
        application: Measures events while it is told to.
        window: Open, painted and warm.
    """

    def __init__(self, application: WatchedApplication, window: MainWindow) -> None:
        self.application = application
        self.window = window

    @property
    def page(self) -> ChatPage:
        """What works the chat tab."""
        return self.window.chat

    @property
    def transcript(self) -> Transcript:
        """The messages."""
        return self.page.pane.transcript

    async def open(self, conversation: str) -> float:
        """Open a stored conversation and wait until it is shown to its end.

        Returns:
            CPU seconds of this process.
        """
        found = self.page.list.rows.conversation(conversation)
        assert found is not None
        start = time.process_time()
        await self.page.open_conversation(found)
        return await quiet() - start

    async def ask(self, text: str) -> float:
        """Send a message by key and wait until its answer is shown.

        Returns:
            When the key was pressed (`time.monotonic`).
        """
        before = len(self.transcript.messages)
        pressed = self.press_enter(text)
        await until(lambda: len(self.transcript.messages) >= before + 2 and not self.is_replying)
        return pressed

    def press_enter(self, text: str) -> float:
        """Write a message and send it by key; return when that was pressed."""
        composer = self.page.pane.composer
        composer.set_text(text)
        pressed = time.monotonic()
        QTest.keyClick(composer.field, Qt.Key.Key_Return)
        return pressed

    @property
    def is_replying(self) -> bool:
        """Whether the window shows that an answer is being written."""
        stop = self.window.findChild(QPushButton, "stop_button")
        return isinstance(stop, QPushButton) and not stop.isHidden()


async def until(true: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait, while the window lives on, until `true` says so.

    Raises:
        TimeoutError: It did not within `patience` seconds.
    """
    async with asyncio.timeout(patience):
        while not true():  # noqa: ASYNC110 - nothing would set an event
            await asyncio.sleep(0.02)


async def quiet() -> float:
    """Wait until nothing is worked at any more.

    Returns:
        The CPU time of this process (`time.process_time`) when it began to idle.

    Raises:
        TimeoutError: It did not.
    """
    async with asyncio.timeout(PATIENCE):
        while True:
            before = time.process_time()
            await asyncio.sleep(_QUIET_SECONDS)
            if time.process_time() - before < _QUIET_CPU_SECONDS:
                return before


def resident_mb() -> float:
    """Return the resident memory of this process, after collecting what is garbage."""
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1e6


def play(scene: Callable[[Stage], Awaitable[Told]]) -> None:
    """Open the window in the folders that the environment names, play, and print what was told."""
    application = prepared_application()
    tasks = Tasks(_fail)
    window = MainWindow(tasks)
    window.resize(*WINDOW)
    window.show()
    window.activateWindow()
    while not window.is_painted:
        application.processEvents(QtEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    gc.freeze()
    Collector(application).start()
    run(application, _played(scene, Stage(application, window), tasks))


def prepared_application() -> WatchedApplication:
    """Return the application, set up as `desktop_app.app` does it."""
    application = WatchedApplication(["chatloom", "-style", theme.STYLE])
    application.setQuitOnLastWindowClosed(False)
    theme.prepare(application)
    theme.apply(application, "light")
    return application


def run(application: WatchedApplication, scene: Awaitable[Told]) -> None:
    """Run a scene on Qt's loop and print what it told as one line of JSON."""

    async def awaited() -> Told:
        return await scene

    with asyncio.Runner(loop_factory=lambda: EventLoop(application)) as runner:
        told = runner.run(awaited())
    print(json.dumps(told))


async def _played(scene: Callable[[Stage], Awaitable[Told]], stage: Stage, tasks: Tasks) -> Told:
    file = user_folders(os.environ).settings
    preferences = Preferences(Settings(), lambda changed: save_settings(file, changed))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(tasks.cancel_all)
        await open_chat(stack, stage.window, tasks, preferences)
        # It says so when the model file isn't there, and its process has ended then.
        await until(lambda: stage.page.engine_phase is Phase.FAILED)
        await quiet()
        # What it says takes room from the transcript.
        stage.page.pane.close_notice()
        await quiet()
        return await scene(stage)


def _fail(error: AppError) -> None:
    raise error
