"""Windows for tests: drawn offscreen, with asyncio running on Qt's loop as in the application."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt import plugin
from pytestqt.qtbot import QtBot

from desktop_app.ui import theme
from desktop_app.ui.collector import Collector
from desktop_app.ui.event_loop import EventLoop
from desktop_app.window_run import import_plainly
from tests.openai_server import OpenAIServer
from tests.ui.desk import Desk


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run the async tests of this folder as the window runs its coroutines."""
    return {"qt": lambda: EventLoop(QApplication.instance())}


@pytest.fixture(scope="session", autouse=True)
def prepared(qapp: QApplication) -> None:
    """Do once what the application does before its first widget."""
    # Otherwise closing a window would end the loop of a test.
    qapp.setQuitOnLastWindowClosed(False)
    # Otherwise two threads that import at once may see each other's modules half made.
    import_plainly()
    theme.prepare(qapp)


@pytest.fixture(scope="session", autouse=True)
def collector(qapp: QApplication) -> Iterator[Collector]:
    """Collect garbage as the window does: a widget freed by another thread is a crash."""
    collector = Collector()
    collector.start()
    yield collector
    collector.stop()
    gc.enable()


@pytest.fixture(autouse=True)
def collected(collector: Collector) -> Iterator[None]:
    """Collect what a test left, also where it ran no loop."""
    yield
    collector.collect()


@pytest.fixture(autouse=True)
def light(qapp: QApplication, prepared: None) -> Iterator[None]:
    """Begin every test in the light theme, with an empty clipboard."""
    theme.apply(qapp, "light")
    QGuiApplication.clipboard().clear()
    yield
    theme.apply(qapp, "light")


@pytest.fixture(autouse=True)
def paused(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no task go on while asyncio's loop stands still, between the phases of a test.

    pytest-qt lets Qt work then, and with it the timers and queued calls of asyncio's loop: a task
    would find that no loop is running.
    """
    if request.node.get_closest_marker("asyncio") is not None:
        monkeypatch.setattr(plugin, "_process_events", lambda: None)


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the HTTP client would read from the developer's environment."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def desk(
    tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
) -> AsyncIterator[Desk]:
    """Yield an open window with real parts behind it."""
    async with Desk(tmp_path, openai_server) as opened:
        yield opened


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., None]]:
    """Yield what shows a widget, active and of a size, until the test ends."""
    kept: list[QWidget] = []

    def shown(widget: QWidget, width: int = 800, height: int = 600) -> None:
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)

    return shown
