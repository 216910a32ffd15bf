"""The verbs that ask nobody, and the beginning and end of the program."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.__main__ import opens_window
from tests.chatloom_process import Chatloom
from tests.openai_server.server import MODEL, OpenAIServer


@pytest.fixture
def chatloom(tmp_path: Path) -> Chatloom:
    return Chatloom(tmp_path / "home")


def test_help_and_version(chatloom: Chatloom) -> None:
    assert "doctor" in chatloom.ok("--help").out
    assert chatloom.ok("--version").out == "chatloom 0.1.0\n"
    ran = chatloom.run("frobnicate")
    assert (ran.code, ran.out) == (2, "")
    assert not (chatloom.home / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--picture", "a.png"], True),
        (["--picture=a.png"], True),
        (["--until-first-frame"], True),
        (["--help"], False),
        (["ask", "--picture"], False),
    ],
)
def test_what_opens_the_window(arguments: list[str], window: bool) -> None:
    assert opens_window(arguments) is window


def test_sentiment(chatloom: Chatloom) -> None:
    assert chatloom.ok("sentiment", "Thanks!").out.startswith("positive (score +0.")
    found = chatloom.ok("sentiment", "-", "--json", stdin=b"It doesn't work").json
    assert list(found) == ["label", "score", "confidence"]
    assert found["label"] == "negative"
    for wrong in ([], ["Thanks!", "--jsonl"]):
        assert chatloom.run("sentiment", *wrong).code == 2


def test_sentiment_of_many_lines(chatloom: Chatloom) -> None:
    lines = b'{"text": "Thanks!"}\n\n{"text": "caf\xe9"}\n{"text": "delete the old file"}\n'
    rows = [
        json.loads(row) for row in chatloom.ok("sentiment", "--jsonl", stdin=lines).out.splitlines()
    ]
    assert [row["label"] for row in rows] == ["positive", "neutral", "neutral"]
    assert all(set(row) == {"label", "score", "confidence"} for row in rows)

    lines = b'{"text": 7}\n[]\nno\n{"text": "Thanks!"}' + b"\n" + b"[" * 100_000
    ran = chatloom.run("sentiment", "--jsonl", stdin=lines)
    rows = [json.loads(row) for row in ran.out.splitlines()]
    assert ran.code == 1
    assert ["error" in row for row in rows] == [True, True, True, False, True]
    assert ran.err.startswith("Line 1 ")


def test_models(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    (built_in,) = chatloom.ok("models", "--json").json
    assert (built_in["id"], built_in["provider"]) == ("smollm2-135m", "local")
    assert built_in["context"] > 0
    assert built_in["vision"] is False
    chatloom.environ["OPENAI_BASE_URL"] = openai_server.base_url
    assert [m["id"] for m in chatloom.ok("models", "--json").json] == [MODEL, "smollm2-135m"]
    assert MODEL in chatloom.ok("models", "--provider", "environment").out
    openai_server.models[0] |= {
        "context_length": 128_000,
        "architecture": {"input_modalities": ["text", "image"]},
        "pricing": {"prompt": "0.00000015", "completion": "0.0000006"},
        "supported_parameters": ["temperature", "seed"],
        "shutdown_date": "2027-01-14",
    }
    notes = chatloom.home / "config" / "models.json"
    notes.parent.mkdir(parents=True, exist_ok=True)
    told = {"provider": "environment", "model": MODEL, "context": 64_000, "refused": ["seed"]}
    notes.write_text(json.dumps({"models": [told]}))
    assert chatloom.ok("models", "--json").json[0] == {
        "id": MODEL,
        "provider": "environment",
        "name": MODEL,
        "provider_name": "Environment",
        "vision": True,
        "context": 64_000,
        "price": {"input": 0.15, "output": 0.6, "cached": None},
        "shutdown": "2027-01-14",
        "reasoning": False,
        "takes": ["temperature"],
    }
    words = chatloom.ok("models", "--provider", "environment").out
    assert "64000 tokens, sees pictures, $0.15 read and $0.6 written" in words
    assert "until 2027-01-14" in words
    openai_server.key = "wanted"
    ran = chatloom.run("models", "--json")
    assert (ran.code, [m["id"] for m in ran.json]) == (0, ["smollm2-135m"])
    assert len(ran.err.splitlines()) == 1
    ran = chatloom.run("models", "--json", "--provider", "environment")
    assert (ran.code, ran.out) == (1, "")


def test_model_file_that_is_not_there(chatloom: Chatloom) -> None:
    chatloom.environ["CHATLOOM_MODEL_FILE"] = "/nowhere/my.gguf"
    ran = chatloom.run("models")
    assert (ran.code, ran.out) == (1, "")
    assert "my.gguf" in ran.err


def test_assistants(chatloom: Chatloom, tmp_path: Path) -> None:
    shipped = chatloom.ok("assistants", "--json").json
    assert [each["name"] for each in shipped] == [
        *("General", "Code helper", "Translator", "Picture describer"),
    ]
    own = tmp_path / "own.json"
    own.write_text('[{"name": "Poet", "instructions": "Rhyme.", "model": "m"}]')
    assert chatloom.ok("assistants", "--file", str(own), "--json").json == [
        {"name": "Poet", "instructions": "Rhyme.", "model": "m"}
    ]
    assert chatloom.ok("assistants", "--file", str(own)).out == "Poet  Rhyme.\n"
    own.write_text("[\n{]")
    ran = chatloom.run("assistants", "--file", str(own))
    assert (ran.code, ran.out) == (1, "")
    assert "line 2" in ran.err
    (chatloom.home / "data" / "assistants.json").write_text("nothing")
    ran = chatloom.run("assistants", "--json")
    assert (ran.code, ran.json) == (0, shipped)
    assert "line 1" in ran.err


def test_engine_status(chatloom: Chatloom) -> None:
    assert chatloom.ok("engine", "status", "--json").json["phase"] == "stopped"
    assert "Stopped" in chatloom.ok("engine", "status").out
    assert chatloom.run("engine").code == 2


def test_doctor(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    ran = chatloom.run("doctor", "--json")
    found = {finding["check"]: finding for finding in ran.json}
    assert (ran.code, ran.err) == (0, "")
    assert found["model"]["level"] == "warn"
    assert found["database"]["level"] == "ok"
    assert found["qt"]["level"] == "ok"
    assert not (chatloom.home / "data").exists()

    chatloom.environ["OPENAI_BASE_URL"] = openai_server.base_url
    models = chatloom.home / "data" / "models"
    models.mkdir(parents=True)
    (models / "smollm2-135m-instruct-q4_1.gguf").write_bytes(b"GGUF")
    (chatloom.home / "data" / "chatloom.db").write_bytes(b"no database" * 1000)
    (chatloom.home / "data" / "assistants.json").write_text("[")
    ran = chatloom.run("doctor")
    assert ran.code == 1
    lines = {line.split()[1].rstrip(":"): line for line in ran.out.splitlines()}
    assert lines["model"].startswith("fail")
    assert lines["database"].startswith("fail")
    assert lines["assistants"].startswith("warn")
    assert lines["environment"].startswith("ok")
    assert (models / "smollm2-135m-instruct-q4_1.gguf").read_bytes() == b"GGUF"


def test_doctor_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = Chatloom(tmp_path / "file").run("doctor", "--json")
    assert ran.code == 1
    assert {f["check"] for f in ran.json if f["level"] == "fail"} >= {"data", "config", "logs"}


def test_bug_leaves_a_report_and_one_sentence(chatloom: Chatloom, tmp_path: Path) -> None:
    # A mistake of our own can't be asked for, so one is put in front of the program.
    program = tmp_path / "buggy.py"
    program.write_text(
        "import sys, desktop_app.cli\n"
        "def run(arguments): raise RuntimeError('broke on sk-abcdefgh123456')\n"
        "desktop_app.cli.run = run\n"
        "from desktop_app.__main__ import main\n"
        "sys.exit(main(['models']))\n"
    )
    done = subprocess.run(
        [sys.executable, str(program)],
        env={**chatloom.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    (report,) = (chatloom.home / "logs").glob("crash-*.txt")
    assert str(report) in done.stderr
    assert "RuntimeError: broke on sk-" in report.read_text()
    assert "abcdefgh" not in report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_window_needs_no_typer() -> None:
    code = (
        "import sys, desktop_app.parts, desktop_app.__main__\n"
        "heavy = {'openai', 'keyring', 'pygments', 'starlette', 'vaderSentiment', 'typer'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert done.stderr == ""
