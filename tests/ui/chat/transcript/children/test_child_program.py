"""A process for work that may never end: when it is there, what it survives, when it is gone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.transcript.children.child_program import ChildProgram

ROOT = Path(__file__).parents[4]
FORMULAS = "desktop_app.ui.chat.transcript.formulas.drawing"
WITHIN_MS = 60_000
X = {"latex": "x", "display": True}
ENDLESS = {"latex": r"\left(" * 40 + "x" + r"\right)" * 40, "display": True}

Make = Callable[..., ChildProgram]


@pytest.fixture
def make(qapp: object) -> Iterator[Make]:
    """Make programs that are closed after the test."""
    made: list[ChildProgram] = []

    def program(name: str = FORMULAS, **times: int) -> ChildProgram:
        made.append(ChildProgram(name, **times))
        return made[-1]

    yield program
    for one in made:
        one.close()


def answer(qtbot: QtBot, program: ChildProgram, request: dict[str, Any]) -> dict[str, Any]:
    with qtbot.waitSignal(program.answered, timeout=WITHIN_MS) as answered:
        program.ask(request)
    return answered.args[0]


def test_it_starts_with_the_first_request_and_stays(qtbot: QtBot, make: Make) -> None:
    program = make()
    assert program.pid == 0
    first = answer(qtbot, program, X)
    pid = program.pid
    assert pid
    assert not program.is_busy
    assert answer(qtbot, program, X) == first
    assert program.pid == pid
    program.close()
    assert program.pid == 0


def test_an_answer_may_have_many_parts(qtbot: QtBot, make: Make) -> None:
    program = make("desktop_app.ui.chat.transcript.colours.lexing")
    parts: list[dict[str, Any]] = []
    program.answered.connect(parts.append)
    program.ask({"text": "1\n" * 1200, "lexer": "python"})
    qtbot.waitUntil(lambda: not program.is_busy, timeout=WITHIN_MS)
    assert len(parts) > 2
    assert [part.get("more", False) for part in parts] == [True] * (len(parts) - 1) + [False]
    assert [line for part in parts for line in part["lines"]] == [[0, 1, 2]] * 1200 + [[]]


def test_one_that_takes_too_long_is_killed_and_the_next_one_answered(
    qtbot: QtBot, make: Make
) -> None:
    program = make(limit_ms=1000)
    with qtbot.waitSignal(program.failed, timeout=WITHIN_MS):
        program.ask(ENDLESS)
    assert program.pid == 0
    assert not program.is_broken
    with qtbot.waitSignals([program.answered], timeout=WITHIN_MS):
        program.ask(X)


@pytest.mark.logs("can't be run")
def test_one_that_is_not_ready_in_time_is_killed_and_broken(qtbot: QtBot, make: Make) -> None:
    # A module that waits for a request, and never says that it is ready.
    program = make("code", start_ms=1000)
    with qtbot.waitSignal(program.failed, timeout=WITHIN_MS):
        program.ask(X)
    assert program.pid == 0
    assert program.is_broken


def test_it_comes_back_after_it_was_idle(qtbot: QtBot, make: Make) -> None:
    program = make(idle_ms=1)
    first = answer(qtbot, program, X)
    qtbot.waitUntil(lambda: program.pid == 0, timeout=WITHIN_MS)
    assert answer(qtbot, program, X) == first


def test_closing_it_while_it_is_busy_tells_nothing(make: Make) -> None:
    program = make()
    told: list[str] = []
    program.answered.connect(lambda: told.append("answered"))
    program.failed.connect(lambda: told.append("failed"))
    program.ask(X)
    program.close()
    program.close()
    assert not program.is_busy
    assert program.pid == 0
    assert told == []


@pytest.mark.logs("can't be run")
def test_one_that_does_not_start_is_broken(qtbot: QtBot, make: Make) -> None:
    program = make("desktop_app.no_such_module")
    with qtbot.waitSignal(program.failed, timeout=WITHIN_MS):
        program.ask(X)
    assert program.is_broken


@pytest.mark.logs("can't be run")
def test_so_is_one_without_an_interpreter(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    program = make()
    with qtbot.waitSignal(program.failed, timeout=WITHIN_MS):
        program.ask(X)
    assert program.is_broken


def test_the_process_knows_no_key_of_a_provider(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    program = make()
    answer(qtbot, program, X)
    environment = Path(f"/proc/{program.pid}/environ")
    if environment.exists():
        assert b"sk-secret" not in environment.read_bytes()


def test_the_process_ends_with_its_input_even_when_it_is_busy() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", FORMULAS],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == {}
        process.stdin.write(json.dumps(ENDLESS).encode() + b"\n")
        process.stdin.close()
        assert process.wait(WITHIN_MS / 1000) == 0
