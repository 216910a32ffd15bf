"""Where the output goes wrong, an answer holds nothing, or somebody is in a hurry."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chatloom_process import COMMAND, Chatloom
from tests.openai_server.scripts import Answer
from tests.openai_server.server import OpenAIServer

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")


@pytest.fixture
def chatloom(tmp_path: Path, openai_server: OpenAIServer) -> Chatloom:
    program = Chatloom(tmp_path / "home")
    program.environ["OPENAI_BASE_URL"] = openai_server.base_url
    return program


def shell(chatloom: Chatloom, redirection: str, *arguments: str) -> tuple[int, str]:
    """Run a verb with its output where a shell's redirection sends it."""
    done = subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", *COMMAND, *arguments],
        env=chatloom.environ,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=100,
        check=False,
        text=True,
    )
    assert list((chatloom.home / "logs").glob("crash-*")) == []
    return done.returncode, done.stderr


@needs_full
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_answer_that_can_not_be_printed_is_kept(
    chatloom: Chatloom, redirection: str, more: list[str]
) -> None:
    told = shell(chatloom, redirection, "ask", "hi", *more)
    assert told == (1, "The output can't be written.\n")
    (kept,) = chatloom.ok("conversations", "list", "--json").json
    shown = chatloom.ok("conversations", "show", kept["id"], "--json").json
    answer = shown["messages"][1]
    assert (answer["content"], answer["status"]) == ("You said: hi", "complete")


@needs_full
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_other_verbs_that_can_not_print(chatloom: Chatloom, redirection: str) -> None:
    for arguments in (["doctor"], ["doctor", "--json"], ["models"], ["--version"]):
        told = shell(chatloom, redirection, *arguments)
        assert told == (1, "The output can't be written.\n")


@needs_full
@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
def test_remarks_that_can_not_be_written_are_lost(chatloom: Chatloom, redirection: str) -> None:
    assert shell(chatloom, f">/dev/null {redirection}", "ask", "hi")[0] == 0
    assert shell(chatloom, redirection, "conversations", "show", "0123")[0] == 1


def test_reader_that_has_seen_enough(chatloom: Chatloom) -> None:
    code, told = shell(chatloom, "| head -n 1 >/dev/null", "doctor")
    assert (code, told) == (0, "")


@pytest.mark.parametrize("text", [(), (" ", "\n")])
def test_empty_answer_is_told(
    chatloom: Chatloom, openai_server: OpenAIServer, text: tuple[str, ...]
) -> None:
    openai_server.script(Answer(text=text), Answer(text=text))
    ran = chatloom.run("ask", "hi")
    assert (ran.code, ran.out.strip()) == (1, "")
    assert ran.err == "The model answered with nothing.\n"
    ran = chatloom.run("ask", "hi", "--json")
    assert (ran.code, ran.err) == (1, "The model answered with nothing.\n")
    assert ran.json["error"]["code"] == "empty_answer"
    assert (ran.json["status"], ran.json["content"]) == ("complete", "".join(text))


INTERRUPTING = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
from desktop_app.__main__ import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize(
    "arguments",
    [
        ["desktop_app.core.folders", "models"],
        ["typer", "models"],
        ["desktop_app.providers.catalog", "models"],
        ["desktop_app.core.folders"],
        ["PySide6.QtWidgets"],
    ],
    ids=" ".join,
)
def test_interrupted_while_it_imports(chatloom: Chatloom, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTING, *arguments],
        env={**chatloom.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
