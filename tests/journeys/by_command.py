"""A user of the command line who has a key store and a provider of their own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from desktop_app.core.assistants import Assistant, format_assistants
from desktop_app.core.folders import Folders, user_folders
from tests.chatloom_process import Chatloom, Ran
from tests.journeys.kept import Kept
from tests.journeys.secret_service import SecretService, secret_service
from tests.journeys.servers import Served

PATIENCE = 60
"""Seconds without a byte that a provider is given: a busy computer may need some."""


class ManyRuns:
    """Runs verbs of Chatloom in one process, see `many_runs`. Use with ``with``.

    Args:
        environ: Their environment.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.many_runs"],
            cwd=Path(__file__).parents[2],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """Run a verb to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([arguments, stdin.decode()]) + "\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        assert said, f"It crashed at {arguments}; standard error says why."
        return Ran(**json.loads(said))

    def ok(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """Run a verb that must succeed without a word on stderr."""
        ran = self.run(*arguments, stdin=stdin)
        assert (ran.code, ran.err) == (0, ""), ran.err
        return ran

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=20)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody at a terminal.

    Attributes:
        chatloom: Their command line.
        runs: The same in a process that stays.
        store: Where their keys are.
        served: The server that they use.
        provider: What Chatloom calls it.
    """

    chatloom: Chatloom
    runs: ManyRuns
    store: SecretService
    served: Served
    provider: str

    @property
    def kept(self) -> Kept:
        """What stands on their disk."""
        return Kept(self.chatloom.home)

    @property
    def folders(self) -> Folders:
        """Where it stands."""
        return user_folders(self.chatloom.environ)

    def ask(self, text: str, *options: str, attempts: int = 1) -> Ran:
        """Ask the provider, and return how it went as JSON and as a sentence."""
        wanted = ("--provider", self.provider, "--model", self.served.model)
        often = ("--attempts", str(attempts))
        return self.runs.run("ask", text, "--json", *wanted, *often, *options)

    def asked(self, text: str, *options: str) -> dict[str, Any]:
        """Ask the provider, and return an answer that must be whole."""
        ran = self.ask(text, *options)
        assert (ran.code, ran.err) == (0, "")
        assert ran.json["status"] == "complete"
        assert ran.json["content"].strip()
        return dict(ran.json)

    def stop(self, text: str) -> Ran:
        """Ask, press Ctrl+C once words arrive, and return how that went."""
        wanted = ("--provider", self.provider, "--model", self.served.model)
        with self.chatloom.started("ask", text, *wanted) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            first = process.stdout.read(1)
            process.send_signal(signal.SIGINT)
            rest = process.stdout.read()
            said = process.stderr.read().decode()
            return Ran(process.wait(20), (first + rest).decode(), said)


def add(
    chatloom: Chatloom | ManyRuns, served: Served, name: str, read_timeout: float = PATIENCE
) -> str:
    """Add a provider with its key, and return what Chatloom calls it."""
    added = chatloom.ok(
        *("providers", "add", "--name", name, "--base-url", served.base_url),
        *("--transport", served.transport, "--read-timeout", str(read_timeout)),
        *("--key-stdin", "--json"),
        stdin=f"{served.key}\n".encode(),
    )
    return str(added.json["id"])


def be_brief(folders: Folders) -> None:
    """Make the small model say the same at each run, so that it doesn't chat for half a minute."""
    brief = Assistant("General", "You are a helpful assistant.", parameters={"temperature": 0})
    narrow = replace(brief, name="Narrow", parameters={"temperature": 0, "top_p": 0.5})
    folders.data.mkdir(parents=True, mode=0o700)
    folders.assistants.write_text(format_assistants([brief, narrow]))


@contextmanager
def somebody(folder: Path, served: Served, name: str = "A journey's") -> Iterator[User]:
    """Yield somebody whose provider is set up, its key in the key store."""
    with secret_service(folder / "bus") as store:
        chatloom = Chatloom(folder / "home")
        chatloom.environ |= store.environ
        be_brief(user_folders(chatloom.environ))
        with ManyRuns(chatloom.environ) as runs:
            yield User(chatloom, runs, store, served, add(runs, served, name))
