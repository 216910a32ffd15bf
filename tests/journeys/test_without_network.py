"""The first start without network, and with model files that can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.engine.model_files import SMOLLM2
from tests.journeys.journey import Journey
from tests.openai_server.server import OpenAIServer

pytestmark = pytest.mark.x11


def test_another_provider_works_where_no_model_could_be_fetched(
    journey: Journey, openai_server: OpenAIServer
) -> None:
    journey.use_server(openai_server.base_url)
    window = journey.open()
    window.send("Hello")
    assert window.until_answer("complete")["text"] == "You said: Hello"

    failure = journey.until_engine("failed")["failure"]
    assert failure["title"]
    assert "network" in failure["advice"]
    window.send("Still there?")
    assert window.until_answer("complete")["provider"] == "environment"
    assert window.close() == 0


def test_without_any_model_a_message_is_kept_and_the_reason_told(journey: Journey) -> None:
    window = journey.open()
    failure = journey.until_engine("failed")["failure"]
    window.send("Hello")
    answer = window.until_answer("failed")
    assert failure["title"] in answer["failure"]
    assert failure["advice"] in answer["failure"]
    assert window.close() == 0


def test_a_damaged_model_is_set_aside(journey: Journey) -> None:
    models = journey.folders.models
    models.mkdir(parents=True)
    (models / SMOLLM2.file_name).write_bytes(b"GGUF" + bytes(1000))
    window = journey.open()
    failure = journey.until_engine("failed")["failure"]
    assert "damaged" in failure["title"]
    assert (models / f"{SMOLLM2.file_name}.damaged").read_bytes() == b"GGUF" + bytes(1000)
    assert not (models / SMOLLM2.file_name).exists()
    assert window.close() == 0


def test_a_file_that_is_no_model_is_told(journey: Journey, tmp_path: Path) -> None:
    file = tmp_path / "poem.gguf"
    file.write_text("Not a model at all.")
    journey.chatloom.environ["CHATLOOM_MODEL_FILE"] = str(file)
    window = journey.open()
    failure = journey.until_engine("failed")["failure"]
    assert "poem.gguf" in failure["title"]
    assert window.close() == 0
    assert file.read_text() == "Not a model at all."
