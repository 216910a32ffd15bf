"""``conversations delete``: gone for good when it returns, and everything only once confirmed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chatloom_process import COMMAND, Chatloom
from tests.openai_server.server import OpenAIServer
from tests.storage.traces import traces

WORD = "zqyellowishkwj"


@pytest.fixture
def chatloom(tmp_path: Path, openai_server: OpenAIServer) -> Chatloom:
    program = Chatloom(tmp_path / "home")
    program.environ["OPENAI_BASE_URL"] = openai_server.base_url
    program.ok("ask", f"A {WORD} question")
    program.ok("ask", "Another question")
    return program


def ids_of(chatloom: Chatloom) -> list[str]:
    return [each["id"] for each in chatloom.ok("conversations", "list", "--json").json]


def test_one_is_gone_from_every_file(chatloom: Chatloom) -> None:
    other, wanted = ids_of(chatloom)
    settings = chatloom.home / "config" / "settings.json"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(json.dumps({"conversation": wanted, "zoom": 1.5}))
    assert traces(chatloom.home, [WORD]) != []
    assert chatloom.ok("conversations", "delete", wanted, "--json").json == {"deleted": [wanted]}
    assert traces(chatloom.home, [WORD]) == []
    assert ids_of(chatloom) == [other]
    kept = json.loads(settings.read_text())
    assert (kept["conversation"], kept["zoom"]) == ("", 1.5)


def test_all_of_them_need_a_word_or_a_flag(chatloom: Chatloom) -> None:
    ids = ids_of(chatloom)
    ran = chatloom.run("conversations", "delete", "--all", stdin=b"delete\n")
    assert (ran.code, ran.out) == (1, "")
    assert "--yes" in ran.err
    assert ids_of(chatloom) == ids
    ran = chatloom.ok("conversations", "delete", "--all", "--yes", "--json")
    assert sorted(ran.json["deleted"]) == sorted(ids)
    assert ids_of(chatloom) == []
    assert traces(chatloom.home, [WORD]) == []


def test_wrong_ways_to_say_it(chatloom: Chatloom) -> None:
    ids = ids_of(chatloom)
    for wrong in ([], ["--all", ids[0]], [ids[0], "--yes"], ["--yes"]):
        assert chatloom.run("conversations", "delete", *wrong).code == 2
    assert ids_of(chatloom) == ids


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
@pytest.mark.parametrize(("typed", "code"), [("delete\n", 0), ("Delete \n", 0), ("yes\n", 1)])
def test_the_word_is_typed_in_a_terminal(chatloom: Chatloom, typed: str, code: int) -> None:
    keyboard, terminal = os.openpty()
    os.write(keyboard, typed.encode())
    ran = subprocess.run(
        [*COMMAND, "conversations", "delete", "--all"],
        env=chatloom.environ,
        stdin=terminal,
        capture_output=True,
        timeout=100,
        check=False,
        text=True,
    )
    os.close(keyboard)
    os.close(terminal)
    assert ran.returncode == code, ran.stderr
    assert 'Type "delete" to go on' in ran.stderr
    assert len(ids_of(chatloom)) == (0 if code == 0 else 2)
