"""Going back to a copy on the command line, and a copy a day without asking."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.chatloom_process import Chatloom
from tests.openai_server.server import OpenAIServer


@pytest.fixture
def chatloom(tmp_path: Path, openai_server: OpenAIServer) -> Chatloom:
    """The command line of somebody who has asked, and has a copy of that."""
    program = Chatloom(tmp_path / "home")
    program.environ["OPENAI_BASE_URL"] = openai_server.base_url
    program.ok("ask", "First question")
    return program


def _titles(chatloom: Chatloom) -> list[str]:
    listed = chatloom.ok("conversations", "list", "--json").json
    return [each["title"] for each in listed]


def _database(chatloom: Chatloom) -> Path:
    return chatloom.home / "data" / "chatloom.db"


def test_there_is_a_copy_of_the_day(chatloom: Chatloom) -> None:
    (copy,) = chatloom.ok("restore", "--json").json
    assert (copy["reason"], copy["conversations"], copy["messages"]) == ("daily", 1, 2)
    chatloom.ok("ask", "Second question")
    assert chatloom.ok("restore", "--json").json == [copy]
    assert chatloom.ok("restore").out.startswith(copy["name"])


def test_going_back_and_forth(chatloom: Chatloom) -> None:
    (copy,) = chatloom.ok("restore", "--json").json
    chatloom.ok("ask", "Second question")
    told = chatloom.ok("restore", copy["name"], "--json").json
    assert told == {"restored": copy["name"], "set_aside": None, "rescued_messages": 0}
    assert _titles(chatloom) == ["First question"]
    before = next(
        each for each in chatloom.ok("restore", "--json").json if each["reason"] == "restore"
    )
    assert "as it was in" in chatloom.ok("restore", before["name"]).out
    assert _titles(chatloom) == ["Second question", "First question"]


def test_a_damaged_file_is_told_and_mended(chatloom: Chatloom) -> None:
    chatloom.ok("ask", "Second question")
    database = _database(chatloom)
    content = bytearray(database.read_bytes())
    at = content.rindex(b"conversation_by_date")
    content[at - 40 : at + 40] = b"\xff" * 80
    database.write_bytes(content)
    ran = chatloom.run("conversations", "list")
    assert ran.code == 1
    assert "chatloom restore" in ran.err
    found = chatloom.run("doctor", "--json").json
    (finding,) = [each for each in found if each["check"] == "database"]
    assert finding["level"] == "fail"
    assert "chatloom restore" in finding["advice"]
    told = chatloom.ok("restore", "newest", "--json").json
    assert Path(told["set_aside"]).read_bytes() == content
    assert "First question" in _titles(chatloom)


def test_what_is_newer_comes_along(chatloom: Chatloom) -> None:
    chatloom.ok("ask", "Second question")
    database = _database(chatloom)
    with closing(sqlite3.connect(database)) as connection:
        ((root,),) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'message_by_parent'"
        ).fetchall()
        ((size,),) = connection.execute("PRAGMA page_size").fetchall()
    # A page of an index: all rows can still be read.
    with database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    database.with_name("chatloom.db-wal").touch()
    assert chatloom.run("conversations", "list").code == 1
    told = chatloom.ok("restore", "newest", "--json").json
    assert told["rescued_messages"] == 2
    assert _titles(chatloom) == ["Second question", "First question"]


def test_without_a_copy(chatloom: Chatloom) -> None:
    for copy in (_database(chatloom).parent / "backups").iterdir():
        copy.unlink()
    ran = chatloom.run("restore", "newest")
    assert (ran.code, "There is no such copy" in ran.err) == (1, True)
    ran = chatloom.run("restore", "none")
    assert (ran.code, "can be read" in ran.err) == (1, True)
    _database(chatloom).write_bytes(b"Dear diary " * 1000)
    told = chatloom.ok("restore", "none", "--json").json
    assert Path(told["set_aside"]).read_bytes() == b"Dear diary " * 1000
    assert _titles(chatloom) == []


def test_a_name_that_is_none(chatloom: Chatloom) -> None:
    ran = chatloom.run("restore", "nothing.db")
    assert ran.code == 1
    assert str(_database(chatloom).parent / "backups") in ran.err
