"""What every test gets: a home of its own, and a check that it leaves nothing behind."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# Read by Qt when the application is made; without a display the xcb plugin would abort the run.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Read by keyring, here and in every child process: no test touches the developer's key store.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

_HERE = Path(__file__).parent
pytest_plugins = (
    ["tests.openai_server.fixture"] if (_HERE / "openai_server" / "fixture.py").exists() else []
)

_TASKS_MAY_END_WITHIN = 1.0
_THREADS_MAY_END_WITHIN = 3.0
_POOLS = ("asyncio_", "ThreadPoolExecutor", "AnyIO worker thread", "Dummy-")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Keep the settings of pytest-qt known where it is switched off: core is tested without Qt."""
    if not pluginmanager.hasplugin("pytest-qt"):
        parser.addini("qt_api", "unused")
        parser.addini("qt_log_level_fail", "unused")
        parser.addini("qt_log_ignore", "unused", type="linelist")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that this test's Chatloom, and its children, keep everything in."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CHATLOOM_HOME", str(folder))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "CHATLOOM_MODEL_FILE"):
        monkeypatch.delenv(name, raising=False)
    return folder


class _Records(logging.Handler):
    """Keeps what was logged at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def unexpected_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logged a warning, unless it is marked ``logs("part of the message")``."""
    kept = _Records()
    root = logging.getLogger()
    root.addHandler(kept)
    yield
    root.removeHandler(kept)
    allowed = [part for mark in request.node.iter_markers("logs") for part in mark.args]
    unexpected = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in kept.records
        if not any(part in record.getMessage() for part in allowed)
    ]
    if unexpected:
        pytest.fail("Unexpected log output:\n" + "\n".join(unexpected), pytrace=False)


def _strays(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not thread.name.startswith(_POOLS)
    ]


@pytest.fixture(autouse=True)
def leaked_threads() -> Iterator[None]:
    """Fail a test whose threads still run after it; the pools of the event loop are its own."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _THREADS_MAY_END_WITHIN
    while (strays := _strays(before)) and time.monotonic() < deadline:
        time.sleep(0.02)
    if strays:
        names = ", ".join(thread.name for thread in strays)
        pytest.fail(f"These threads still run after the test: {names}", pytrace=False)


def _pending(runner: asyncio.Runner) -> list[str]:
    loop = runner.get_loop()

    async def wait() -> list[str]:
        mine = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks(loop) if task is not mine]
        _, pending = await asyncio.wait(tasks, timeout=_TASKS_MAY_END_WITHIN) if tasks else ((), ())
        return [repr(task.get_coro()) for task in pending]

    return runner.run(wait())


@pytest.fixture(autouse=True)
def leaked_tasks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail an asyncio test when tasks still run after its fixtures have ended."""
    if request.node.get_closest_marker("asyncio") is None:
        yield
        return
    # pytest-asyncio would cancel what is left without a word; its runner is asked before.
    runner = request.getfixturevalue("_function_scoped_runner")
    yield
    if left := _pending(runner):
        pytest.fail("These tasks still run after the test: " + ", ".join(left), pytrace=False)
