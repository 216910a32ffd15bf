"""The short version of `python -m tests.faults`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_app.storage.migrations import MIGRATIONS
from tests.faults.account import Account
from tests.faults.full_disk import fill_disks
from tests.faults.rounds import Rounds, _older
from tests.faults.turned import turn_bytes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")


def test_killed_at_random_moments(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path)
    for seed in (0, 1, 2, 3, 5, 6):
        rounds.play(seed)
    assert rounds.problems == []
    assert rounds.promised > 0
    assert {"work", "migrate"} <= set(rounds.counts)


def test_bytes_that_turned(tmp_path: Path) -> None:
    outcomes, problems = turn_bytes(tmp_path, range(30))
    assert problems == []
    assert outcomes["mended, all newer"] + outcomes["mended, some newer"] > 0


def test_full_disks(tmp_path: Path) -> None:
    outcomes, problems = fill_disks(tmp_path, range(2))
    assert problems == []
    assert outcomes


def test_what_is_missing_is_found(tmp_path: Path) -> None:
    """The account itself must be able to fail."""
    path = tmp_path / "data" / "chatloom.db"
    account = Account(messages=_older(path, len(MIGRATIONS)))
    assert account.problems(path) == []
    account.take(['["kept", "message", ["lost", "c"], 9]', '["kept", "draft", "c0", "x"]'], 0.0)
    account.take(['["shown", "m0", 99, 1.0]', '["kept", "mess'], 9.0)
    assert len(account.problems(path)) == 3
    account.erased.add("c")
    assert len(account.problems(path)) == 2
