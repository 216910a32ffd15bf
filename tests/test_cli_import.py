"""Importing and exporting in the formats of others, as users of the command line do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.chatloom_process import Chatloom
from tests.core.importing.shapes import asked_twice, node, open_webui, said


@pytest.fixture
def chatloom(tmp_path: Path) -> Chatloom:
    return Chatloom(tmp_path / "home")


def save(path: Path, value: Any) -> str:
    path.write_text(json.dumps(value))
    return str(path)


def test_what_was_taken_and_what_was_not(chatloom: Chatloom, tmp_path: Path) -> None:
    value = asked_twice()
    value["mapping"]["tool"] = node("tool", "welcome", "tool", "Result")
    path = save(tmp_path / "conversations.json", [value, {"title": "B\x1b[31m", "mapping": {}}])
    ran = chatloom.ok("import", path)
    assert ran.out.splitlines() == [
        "ChatGPT: 1 conversation added (5 messages), 0 changed, 0 unchanged.",
        "conversations.json #2 · B[31m: This conversation has no messages",
        "What tools were asked and what they answered was left out: 1",
    ]
    (listed,) = chatloom.ok("conversations", "list", "--json").json
    assert listed["title"] == "Blue skies"
    shown = chatloom.ok("conversations", "show", listed["id"]).out
    assert "Because of Rayleigh." in shown
    assert "Nobody knows." not in shown
    assert "1 more on other branches" in shown

    soup = save(tmp_path / "soup.json", open_webui(said("q", None, "user", "Soup?"), archived=True))
    (again, other) = chatloom.ok("import", path, soup, "--json").json
    assert (again["added"], again["unchanged"], again["left"][0]["title"]) == (0, 1, "B\x1b[31m")
    assert (other["path"], other["source"], other["added"]) == (soup, "Open WebUI", 1)
    assert set(other) == {
        *("path", "source", "added", "changed", "unchanged", "messages", "pictures_left"),
        *("left", "left_more"),
    }
    (archived,) = chatloom.ok("conversations", "list", "--archived", "--json").json
    assert archived["title"] == "Soup"
    assert chatloom.ok("conversations", "list", "--archived").out.endswith("  Soup\n")
    assert len(chatloom.ok("conversations", "list", "--json").json) == 1


def test_what_can_not_be_read_is_told_and_the_rest_is_taken(
    chatloom: Chatloom, tmp_path: Path
) -> None:
    good = save(tmp_path / "good.json", [asked_twice()])
    (tmp_path / "bad.json").write_text("Dear diary")
    ran = chatloom.run("import", str(tmp_path / "bad.json"), good)
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert "bad.json isn't a file of conversations" in ran.err
    assert ran.out.startswith("ChatGPT: 1 conversation added")
    ran = chatloom.run("import", str(tmp_path / "bad.json"), good, "--json")
    assert ran.code == 1
    assert [each.get("unchanged") for each in ran.json] == [None, 1]
    assert ran.json[0]["error"]["code"] == "import_not_json"
    empty = save(tmp_path / "empty.json", [{"mapping": {}}])
    ran = chatloom.run("import", empty)
    assert ran.code == 1
    assert "Nothing could be taken from empty.json" in ran.err
    assert chatloom.run("import").code == 2


def test_every_format_of_one_and_all(chatloom: Chatloom, tmp_path: Path) -> None:
    chatloom.ok("import", save(tmp_path / "c.json", [asked_twice()]))
    (listed,) = chatloom.ok("conversations", "list", "--json").json
    for format_, words in (
        ("md", "# Blue skies\n"),
        ("html", "<h1>Blue skies</h1>"),
        ("jsonl", '{"role":"user","content":"Why is the sky blue?"}'),
    ):
        poured = chatloom.ok("export", listed["id"], "--format", format_, "-o", "-").out
        assert words in poured
        path = tmp_path / f"out.{format_}"
        ran = chatloom.run("export", "--all", "--format", format_, "-o", str(path))
        assert (ran.code, ran.out) == (0, "")
        assert ran.err == f"Wrote 1 conversation to {path}.\n"
        assert words in path.read_text()


def test_all_of_it_moves_to_another_home(chatloom: Chatloom, tmp_path: Path) -> None:
    chatloom.ok("import", save(tmp_path / "c.json", [asked_twice()]))
    everything = chatloom.ok("export", "--all", "-o", "-").json
    other = Chatloom(tmp_path / "other")
    other.ok("import", save(tmp_path / "all.json", everything))
    assert other.ok("export", "--all", "-o", "-").json == everything
