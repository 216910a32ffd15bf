"""What is kept: listed, found, shown, exported, deleted."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

from desktop_app.core.export.conversation_json import conversation_from_json, conversation_to_json
from tests.chatloom_process import Chatloom
from tests.openai_server.scripts import Answer, Ending, Refusal
from tests.openai_server.server import OpenAIServer


@pytest.fixture
def chatloom(tmp_path: Path, openai_server: OpenAIServer) -> Chatloom:
    """The command line of somebody who has asked twice."""
    program = Chatloom(tmp_path / "home")
    program.environ["OPENAI_BASE_URL"] = openai_server.base_url
    program.ok("ask", "First question")
    program.ok("ask", "Second question")
    return program


@pytest.fixture
def ids(chatloom: Chatloom) -> list[str]:
    listed = chatloom.ok("conversations", "list", "--json").json
    return [each["id"] for each in listed]


def test_conversations(chatloom: Chatloom, ids: list[str]) -> None:
    listed = chatloom.ok("conversations", "list", "--json").json
    assert [each["title"] for each in listed] == ["Second question", "First question"]
    assert listed[0]["updated_at"] > listed[1]["updated_at"]
    assert {"id", "title", "updated_at", "created_at", "mood"} <= set(listed[0])
    assert chatloom.ok("conversations", "list").out.splitlines()[0].startswith(ids[0])

    shown = chatloom.ok("conversations", "show", ids[1], "--json").json
    assert (shown["format"], shown["version"]) == ("chatloom-conversation", 1)
    assert [m["content"] for m in shown["messages"]] == [
        "First question",
        "You said: First question",
    ]
    assert shown["messages"][1]["parent"] == shown["messages"][0]["id"]
    text = chatloom.ok("conversations", "show", ids[1]).out
    assert text.startswith("First question\n")
    assert "You said: First question" in text

    (hit, *_) = chatloom.ok("conversations", "search", "first quest", "--json").json
    assert hit["conversation"] == ids[1]
    assert "First question" in hit["snippet"]
    assert list(hit) == ["conversation", "title", "message", "snippet", "created_at"]
    found = chatloom.ok("conversations", "search", "irst", "from:me", "--limit", "1", "--json").json
    assert [hit["message"] for hit in found] == [shown["messages"][0]["id"]]
    assert chatloom.ok("conversations", "search", "first", "is:rated").out == ""
    assert chatloom.ok("conversations", "search", "nowhere").out == ""
    assert chatloom.run("conversations", "search", "first", "--limit", "0").code == 2

    gone = chatloom.run("conversations", "delete", ids[0], "0123")
    assert (gone.code, gone.out) == (1, "")
    assert "0123" in gone.err
    assert chatloom.ok("conversations", "delete", ids[0], "--json").json == {"deleted": [ids[0]]}
    assert chatloom.run("conversations", "show", ids[0]).code == 1
    assert [each["id"] for each in chatloom.ok("conversations", "list", "--json").json] == ids[1:]


def test_export(chatloom: Chatloom, ids: list[str], tmp_path: Path) -> None:
    one = tmp_path / "one.json"
    ran = chatloom.run("export", ids[1], "--format", "json", "-o", str(one))
    assert (ran.code, ran.out) == (0, "")
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    document = json.loads(one.read_text())
    assert document == chatloom.ok("conversations", "show", ids[1], "--json").json
    assert conversation_to_json(*conversation_from_json(document)) == document

    every = tmp_path / "new" / "all.json"
    assert chatloom.run("export", "--all", "-o", str(every)).code == 0
    assert [each["id"] for each in json.loads(every.read_text())] == ids

    folder = tmp_path / "folder"
    folder.mkdir()
    assert chatloom.run("export", *ids, "-o", str(folder)).code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"First question {ids[1][-12:]}.json", f"Second question {ids[0][-12:]}.json"]

    made = tmp_path / "new" / "folder"
    assert chatloom.run("export", "--all", "-o", f"{made}{os.sep}").code == 0
    assert sorted(path.name for path in made.iterdir()) == names
    assert stat.S_IMODE(made.stat().st_mode) == 0o700

    for wrong in ([], ["--all", ids[0]], ["--all", "--format", "x"]):
        ran = chatloom.run("export", *wrong, "-o", str(tmp_path / "no.json"))
        assert (ran.code, ran.out) == (2, "")
    assert chatloom.run("export", "--all").code == 2
    assert not (tmp_path / "no.json").exists()
    (tmp_path / "file").touch()
    ran = chatloom.run("export", "--all", "-o", str(tmp_path / "file" / "x.json"))
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert str(tmp_path / "file" / "x.json") in ran.err
    assert "CHATLOOM_HOME" not in ran.err


def test_export_to_the_output(chatloom: Chatloom, ids: list[str]) -> None:
    assert chatloom.ok("export", ids[0], "-o", "-").json["id"] == ids[0]
    assert [each["id"] for each in chatloom.ok("export", "--all", "-o", "-").json] == ids


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("name", ["pipe", "link"])
def test_export_into_a_pipe_leaves_it_there(
    chatloom: Chatloom, ids: list[str], tmp_path: Path, name: str
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        ran = chatloom.run("export", ids[0], "-o", str(tmp_path / name))
        assert (ran.code, ran.out) == (0, "")
        written, _ = reader.communicate(timeout=20)
    assert json.loads(written)["id"] == ids[0]
    assert pipe.is_fifo()
    assert (tmp_path / "link").is_symlink()


def test_answers_that_are_not_whole_say_so(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    openai_server.script(Answer(text=("Half", " an"), ending=Ending.CUT), Refusal(400))
    marks = []
    for question in ("Broken off", "Refused"):
        chatloom.run("ask", question)
        (newest, *_) = chatloom.ok("conversations", "list", "--json").json
        shown = chatloom.ok("conversations", "show", newest["id"]).out
        marks.append(shown.splitlines()[5].split(" · ")[2])
    assert marks == ["interrupted", "failed"]
