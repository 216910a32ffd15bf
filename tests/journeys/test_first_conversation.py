"""From the first start to a saved conversation, with the real model and real keys."""

from __future__ import annotations

import pytest

from tests.journeys.desktop import until
from tests.journeys.journey import Journey

pytestmark = [pytest.mark.x11, pytest.mark.engine]

QUESTION = "What is the capital of France?"


def test_from_the_first_start_to_a_saved_conversation(journey: Journey) -> None:
    journey.hand_over_model()
    window = journey.open()
    assert [*window.titles().values()] == ["Chatloom"]

    window.send(QUESTION)
    answer = window.until_answer("complete", lambda answer: answer["sentiment"])

    assert "Paris" in answer["text"]
    assert (answer["model"], answer["provider"]) == ("smollm2-135m", "local")
    assert answer["output_tokens"] > 0
    question, _ = journey.kept.messages()
    assert answer["parent"] == question["id"]
    assert (question["sentiment"], question["sentiment_source"]) == ("neutral", "machine")
    (conversation,) = journey.kept.conversations()
    assert conversation["title"] == QUESTION
    assert (conversation["active_leaf"], conversation["draft"]) == (answer["id"], "")
    assert journey.engine()["phase"] == "ready"

    assert window.close() == 0
    journey.until_all_ended()
    (shown,) = journey.chatloom.ok("conversations", "list", "--json").json
    assert shown["title"] == QUESTION


def test_the_next_start_goes_on_where_the_last_one_ended(journey: Journey) -> None:
    journey.hand_over_model()
    window = journey.open()
    window.send(QUESTION)
    answer = window.until_answer("complete", lambda answer: answer["sentiment"])
    window.write("and of It")
    assert window.close() == 0

    window = journey.open()
    window.type("aly?")
    window.until_draft("and of Italy?")
    window.keys("Return")
    until(lambda: len(journey.kept.messages()) == 4, "the second question is answered")
    second = journey.kept.messages()[2]
    assert (second["text"], second["parent"]) == ("and of Italy?", answer["id"])
    window.until_answer("complete")
    assert len(journey.kept.conversations()) == 1
