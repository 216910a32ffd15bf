"""Chatloom's command line as its users run it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-m", "desktop_app"]
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on the output."""
        return json.loads(self.out)


class Chatloom:
    """Runs verbs with a home of their own.

    Attributes:
        home: Holds everything that is kept.
        environ: The environment of each run; tests add to it.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environ = {
            **{name: value for name, value in os.environ.items() if name not in _PROXIES},
            "CHATLOOM_HOME": str(home),
            # A warning is an error here as everywhere in the tests.
            "PYTHONWARNINGS": "error",
        }
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "CHATLOOM_MODEL_FILE"):
            self.environ.pop(name, None)

    def run(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """Run a verb to its end."""
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=self.environ,
            input=stdin,
            capture_output=True,
            timeout=100,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Start a verb, for tests that end it themselves; it is killed if they don't."""
        with subprocess.Popen(
            [*COMMAND, *arguments],
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def ok(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """Run a verb that must succeed without a word on stderr."""
        ran = self.run(*arguments, stdin=stdin)
        assert (ran.code, ran.err) == (0, "")
        return ran
