"""A screen reader for journeys: what it finds in a window, what it is told, what it can do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.journeys.desktop import until

_PYTHON = "/usr/bin/python3"
"""The system's, which knows `gi`."""

_CLIENT = Path(__file__).with_name("atspi_client.py")
_IMPORT = "import gi; gi.require_version('Atspi', '2.0')"
_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")

Node = dict[str, Any]
"""What a reader knows of one thing: role, name, description, text, area, states, children."""


def missing() -> str:
    """Return what can't be found of what a screen reader needs; empty for nothing."""
    if shutil.which("dbus-daemon") is None or not _SERVICE.exists():
        return "dbus-daemon or at-spi2-core"
    tried = subprocess.run([_PYTHON, "-I", "-c", _IMPORT], capture_output=True, check=False)
    return "python3-gi or gir1.2-atspi-2.0" if tried.returncode else ""


@contextmanager
def session_bus(folder: Path) -> Iterator[dict[str, str]]:
    """Run a session bus and yield the environment that leads to it."""
    folder.mkdir(mode=0o700)
    environ = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    # Both would lead to a bus of the developer.
    for name in ("DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS"):
        environ.pop(name, None)
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as bus:
        try:
            assert bus.stdout is not None
            yield {
                "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip(),
                "XDG_RUNTIME_DIR": str(folder),
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                # Qt remarks on every question that it has no answer to.
                "QT_LOGGING_RULES": "qt.accessibility.atspi=false",
            }
        finally:
            bus.terminate()


class ScreenReader:
    """Listens to the window of one process.

    Args:
        process: Its id.
        environ: The environment that leads to the bus.
    """

    def __init__(self, process: int, environ: dict[str, str]) -> None:
        # With a display it would look there for the bus, and may find one that has ended.
        environ = {name: value for name, value in environ.items() if name != "DISPLAY"}
        self._client = subprocess.Popen(
            [_PYTHON, "-I", str(_CLIENT), str(process)],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def close(self) -> None:
        """End it."""
        self._client.communicate(timeout=10)

    def heard(self, kind: str) -> list[tuple[str, str]]:
        """Return what was told of a kind: where it comes from by name, and its words."""
        return [(name, words) for event, name, words in self._ask("heard") if event == kind]

    def find(self, name: str, role: str = "") -> Node:
        """Return the first thing of this name, and of this role where one is given."""
        return until(lambda: self._find(name, role), f"there is {role or 'something'} {name!r}")

    def seen(self) -> list[Node]:
        """Return all that is on the screen now, as it is laid out."""
        tree = self._ask("tree")
        below = _below(tree, []) if isinstance(tree, dict) and "role" in tree else []
        return [node for node in below if "showing" in node["states"]]

    def do(self, node: Node, action: str) -> None:
        """Do something to what was found."""
        assert self._ask("do", node["path"], action) is True

    def _find(self, name: str, role: str) -> Node | None:
        tree = self._ask("tree")
        below = _below(tree, []) if isinstance(tree, dict) and "role" in tree else []
        return next((n for n in below if n["name"] == name and role in ("", n["role"])), None)

    def _ask(self, *request: object) -> Any:
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(json.dumps(request) + "\n")
        self._client.stdin.flush()
        return json.loads(self._client.stdout.readline())


def _below(node: Node, path: list[int]) -> list[Node]:
    """Return a node and all below it, each with its path."""
    node["path"] = path
    found = [node]
    for position, child in enumerate(node["children"]):
        found += _below(child, [*path, position])
    return found
