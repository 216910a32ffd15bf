"""One fault a round, each followed by a start that must succeed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import psutil

from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.preparing import connect, prepare
from tests.chatloom_process import COMMAND, Chatloom
from tests.faults.account import Account

ROOT = Path(__file__).parents[2]
OLD = 4000
"""Messages in a database of an older version."""

TOGETHER = 50
"""How many of them are in one conversation."""


class Rounds:
    """Rounds in homes below one folder.

    Attributes:
        counts: How many there were of each kind.
        problems: What was wrong after them.
        promised: How many messages had to be there, all rounds together.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._steady = Account()
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self.failures: Counter[str] = Counter()
        self.promised = 0

    def play(self, seed: int) -> None:
        """Play the round of a seed."""
        chance = random.Random(seed)
        kind = chance.choices(("work", "migrate", "window"), (14, 4, 2))[0]
        self.counts[kind] += 1
        found = getattr(self, f"_{kind}")(chance, seed)
        self.problems += [f"seed {seed}, {kind}: {problem}" for problem in found]

    def _work(self, chance: random.Random, seed: int) -> list[str]:
        home = self._folder / f"home-{seed // 25}"
        if not home.exists():
            self._steady = Account()
        account = self._steady
        database = home / "data" / "chatloom.db"
        process = _worker(database, seed)
        assert process.stdout is not None
        first = [process.stdout.readline(), process.stdout.readline()]
        # Now and then while it is still opening.
        time.sleep(chance.random() * chance.choice((0.05, 0.5, 2.0)))
        account.take(*_killed(process, first))
        self.failures.update(account.failures)
        account.failures.clear()
        return self._started(home, account)

    def _migrate(self, chance: random.Random, seed: int) -> list[str]:
        home = self._folder / f"old-{seed}"
        database = home / "data" / "chatloom.db"
        account = Account()
        account.messages = _older(database, chance.randrange(1, len(MIGRATIONS)))
        account.places = {name: f"c{int(name[1:]) // TOGETHER}" for name in account.messages}
        process = _worker(database, seed)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(chance.random() * chance.choice((0.05, 0.4)))
        account.take(*_killed(process, [first]))
        return self._started(home, account)

    def _window(self, chance: random.Random, seed: int) -> list[str]:
        home = self._folder / f"window-{seed}"
        database = home / "data" / "chatloom.db"
        account = Account()
        account.messages = _older(database, len(MIGRATIONS))
        chatloom = _chatloom(home)
        with subprocess.Popen(
            COMMAND, env=chatloom.environ, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            time.sleep(0.3 + chance.random() * 5)
            process.kill()
        return self._started(home, account)

    def _started(self, home: Path, account: Account) -> list[str]:
        """Start the program once more, and look at what it finds."""
        chatloom = _chatloom(home)
        orphans = _orphans(home)
        ran = chatloom.run("conversations", "list", "--json")
        problems = [f"{orphan} is left" for orphan in orphans]
        if ran.code != 0 or ran.err:
            problems.append(f"it ended with {ran.code}: {ran.err}")
        self.promised += len(account.messages)
        return problems + account.problems(home / "data" / "chatloom.db")


def _worker(database: Path, seed: int) -> subprocess.Popen[bytes]:
    # Without a buffer: what it held after the first lines nobody would read.
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker", str(database), str(seed)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
    )  # fmt: skip


def _killed(process: subprocess.Popen[bytes], first: list[bytes]) -> tuple[list[str], float]:
    """Kill a worker; return what it has said, and when it was killed."""
    ended = process.poll()
    killed_at = time.monotonic()
    process.send_signal(signal.SIGKILL)
    said, errors = process.communicate()
    assert ended is None, f"It had ended by itself: {errors.decode()}"
    return [line.decode() for line in (*first, *said.splitlines())], killed_at


def _chatloom(home: Path) -> Chatloom:
    chatloom = Chatloom(home)
    chatloom.environ |= {
        "QT_QPA_PLATFORM": "offscreen",
        # Nobody listens there: no model is fetched.
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": os.devnull,
    }
    return chatloom


def _orphans(home: Path) -> list[str]:
    """Return the processes of a home that still live a while after it was killed."""
    deadline = time.monotonic() + 10
    while True:
        found = [process for process in psutil.process_iter() if _lives_in(process, home)]
        if not found or time.monotonic() > deadline:
            return [str(process) for process in found]
        time.sleep(0.05)


def _lives_in(process: psutil.Process, home: Path) -> bool:
    try:
        lives = process.status() != psutil.STATUS_ZOMBIE
        return lives and process.environ().get("CHATLOOM_HOME", "") == str(home)
    except psutil.Error:
        return False


def _older(database: Path, version: int) -> dict[str, int]:
    """Make a database of an older version; return how long its messages are."""
    prepare(database, MIGRATIONS[:version])
    made = {}
    with closing(connect(database)) as connection:
        connection.execute("BEGIN")
        for number in range(OLD):
            conversation, place = divmod(number, TOGETHER)
            if place == 0:
                _insert_conversation(connection, f"c{conversation}")
            text = f"walrus {number} " * (number % 60 + 1)
            connection.execute(
                "INSERT INTO message (id, conversation, parent, role, text, reasoning, status,"
                " model, provider, created_at, finished_at, rating, searchable)"
                " VALUES (?, ?, ?, 'user', ?, '', 'complete', '', '', 5, 6, 0, 1)",
                (f"m{number}", f"c{conversation}", f"m{number - 1}" if place else None, text),
            )
            made[f"m{number}"] = len(text)
        connection.execute("COMMIT")
    return made


def _insert_conversation(connection: sqlite3.Connection, name: str) -> None:
    connection.execute(
        "INSERT INTO conversation (id, title, assistant, model, provider, pinned, archived,"
        " active_leaf, draft, mood, created_at, updated_at)"
        " VALUES (?, 'T', '', '', '', 0, 0, NULL, '', '', 5, 5)",
        (name,),
    )
