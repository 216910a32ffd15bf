"""What is left of a window that was killed, and how the next start goes on."""

from __future__ import annotations

import time

import pytest

from tests.journeys.desktop import until
from tests.journeys.journey import Journey
from tests.openai_server.scripts import Answer
from tests.openai_server.server import OpenAIServer

pytestmark = pytest.mark.x11

LONG = Answer(text=tuple(f"word{number} " for number in range(2000)), rate=100)
SHOWN_FOR = 1.2
"""Seconds: what was shown a second before is kept, and showing it takes a moment."""


def test_what_was_shown_for_a_second_outlives_a_kill(
    journey: Journey, openai_server: OpenAIServer
) -> None:
    journey.hand_over_model()
    journey.use_server(openai_server.base_url)
    openai_server.script(LONG)
    window = journey.open()
    window.send("Go on and on.")
    until(lambda: openai_server.chats and openai_server.chats[0].sent > 150, "words come")
    shown = openai_server.chats[0].sent
    time.sleep(SHOWN_FOR)
    window.kill()
    journey.until_all_ended()

    answer = journey.kept.message("assistant", "interrupted")
    assert answer is not None
    words = answer["text"].split()
    assert words == [f"word{number}" for number in range(len(words))]
    assert len(words) >= shown

    window = journey.open()
    window.send("Still there?")
    window.until_answer("complete")
    question, cut, again, _ = journey.kept.messages()
    assert (question["text"], question["status"]) == ("Go on and on.", "complete")
    assert (cut["id"], cut["text"], cut["status"]) == (
        answer["id"],
        answer["text"],
        "interrupted",
    )
    assert again["parent"] == cut["id"]
    assert window.close() == 0
    (found,) = journey.chatloom.ok("conversations", "search", "word149", "--json").json
    assert found["conversation"] == question["conversation"]


def test_what_waited_to_be_sent_outlives_a_kill_and_waits_for_the_user(
    journey: Journey, openai_server: OpenAIServer
) -> None:
    journey.use_server(openai_server.base_url)
    openai_server.script(LONG)
    window = journey.open()
    window.send("Go on and on.")
    until(lambda: openai_server.chats and openai_server.chats[0].sent > 50, "words come")
    for text in ("And then?", "And after that?"):
        window.type(text)
        window.keys("Return")
        until(lambda text=text: text in journey.kept.queued(), f"{text!r} waits on the disk")
    window.kill()
    journey.until_all_ended()

    assert journey.kept.queued() == ["And then?", "And after that?"]
    window = journey.open()
    window.send("Still there?")
    until(lambda: not journey.kept.queued(), "they follow an answer that ended well")
    until(lambda: len(journey.kept.messages()) == 8, "all are answered")
    window.until_answer("complete")
    asked = [each["text"] for each in journey.kept.messages() if each["role"] == "user"]
    assert asked == ["Go on and on.", "Still there?", "And then?", "And after that?"]
    assert window.close() == 0


@pytest.mark.engine
def test_the_local_engine_ends_with_a_killed_window(journey: Journey) -> None:
    journey.hand_over_model()
    window = journey.open()
    window.send("Write a very long story about a ship, with many chapters.")
    until(
        lambda: (found := journey.kept.message("assistant", "interrupted")) and found["text"],
        "a part of the answer is kept",
        30,
    )
    assert len(journey.processes()) > 1

    window.kill()

    journey.until_all_ended()
    answer = journey.kept.message("assistant", "interrupted")
    assert answer is not None
    window = journey.open()
    window.send("What is the capital of France?")
    window.until_answer("complete")
    assert journey.kept.messages()[1]["text"] == answer["text"]
    assert window.close() == 0


@pytest.mark.engine
def test_an_engine_that_was_killed_comes_back(journey: Journey) -> None:
    journey.hand_over_model()
    window = journey.open()
    journey.until_engine("ready")
    for process in journey.processes():
        if process.pid != window.process.pid:
            process.kill()
    window.send("What is the capital of France?")
    assert "Paris" in window.until_answer("complete")["text"]
    assert window.close() == 0
