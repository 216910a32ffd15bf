"""The verbs on the real model of this computer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from desktop_app.core.folders import user_folders
from tests.chatloom_process import Chatloom
from tests.engine.built_in_model import hand_over

pytestmark = pytest.mark.engine


@pytest.fixture
def chatloom(tmp_path: Path) -> Chatloom:
    """The command line of somebody who has the built-in model and nothing else."""
    program = Chatloom(tmp_path / "home")
    hand_over(user_folders(program.environ))
    return program


def test_built_in_model_answers(chatloom: Chatloom) -> None:
    answer = chatloom.ok("ask", "What is the capital of France?", "--json").json
    assert "Paris" in answer["content"]
    assert (answer["model"], answer["provider"]) == ("smollm2-135m", "local")
    assert answer["status"] == "complete"
    assert answer["usage"]["output_tokens"] > 0
    assert chatloom.ok("engine", "status", "--json").json["phase"] == "stopped"


def test_tour_shows_real_results(chatloom: Chatloom) -> None:
    out = chatloom.ok("demo").out
    assert "smollm2-135m" in out
    assert "Translator" in out
    path = Path(re.findall(r"^and in (.*)$", out, re.MULTILINE)[0])
    dialogue = json.loads(path.read_text())
    question, answer = dialogue["messages"]
    assert question["content"] in out
    assert answer["content"] in out
    assert answer["sentiment"]["label"] in out
    (kept,) = chatloom.ok("conversations", "list", "--json").json
    assert kept["id"] == dialogue["id"]


def test_doctor_starts_the_engine(chatloom: Chatloom) -> None:
    found = {each["check"]: each for each in chatloom.ok("doctor", "--deep", "--json").json}
    assert found["engine"]["level"] == "ok"
    assert found["model"]["level"] == "ok"
