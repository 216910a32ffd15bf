"""The progress bar, and the exit codes of ``python -m desktop_app.engine fetch``."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.folders import Folders
from desktop_app.engine.fetch_in_terminal import ProgressBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def fetch() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "desktop_app.engine", "fetch"],
        capture_output=True,
        check=False,
        text=True,
    )


def test_a_terminal_shows_one_line_that_is_redrawn() -> None:
    terminal = Terminal()
    bar = ProgressBar(terminal, "Tiny")
    for done, total in ((0, 0), (0, 10_000_000), (5_000_000, 10_000_000)):
        bar.show(done, total)
    bar.say("Done.")
    *drawn, last = terminal.getvalue().split("\r")
    assert len(drawn) == 3
    assert "[###############...............]  50% of 10 MB" in last
    assert terminal.getvalue().endswith("\nDone.\n")


def test_elsewhere_a_line_is_written_now_and_then() -> None:
    stream = io.StringIO()
    bar = ProgressBar(stream, "Tiny")
    bar.show(0, 0)
    for percent in range(101):
        bar.show(percent * 1_000_000, 100_000_000)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "Looking for Tiny …"
    assert [line.split("]")[1].split()[0] for line in lines[1:]] == [
        "0%", "20%", "40%", "60%", "80%", "100%",
    ]  # fmt: skip


@pytest.mark.engine
def test_a_model_that_is_there_is_told(with_model: Folders) -> None:
    done = fetch()
    assert (done.returncode, done.stderr) == (0, "")
    assert "SmolLM2 135M (Apache-2.0) is ready" in done.stdout


def test_no_network_is_one_sentence_and_exit_code_1(folders: Folders, no_network: None) -> None:
    done = fetch()
    assert done.returncode == 1
    assert done.stderr.startswith("The built-in model isn't on this computer yet. Connect")
    assert len(done.stderr.splitlines()) == 1


def test_an_own_file_is_only_looked_at(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATLOOM_MODEL_FILE", str(tmp_path / "own.gguf"))
    assert fetch().returncode == 1
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    assert fetch().returncode == 0
