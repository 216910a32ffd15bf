"""Every action by keyboard, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.desktop import until
from tests.journeys.journey import Journey, Window
from tests.openai_server.scripts import Answer
from tests.openai_server.server import OpenAIServer

pytestmark = pytest.mark.x11

LONG = Answer(text=tuple(f"word{number} " for number in range(2000)), rate=50)


@pytest.fixture
def window(journey: Journey, openai_server: OpenAIServer) -> Window:
    """Return the open window of somebody who uses the scripted server."""
    journey.hand_over_model()
    journey.use_server(openai_server.base_url)
    return journey.open()


def test_a_message_is_written_sent_and_recalled(journey: Journey, window: Window) -> None:
    window.type("one")
    window.keys("shift+Return")
    window.type("two")
    window.until_draft("one\ntwo")

    window.keys("Return")
    assert window.until_answer("complete")["text"] == "You said: one\ntwo"
    until(lambda: journey.kept.drafts() == [], "the composer is empty")

    window.keys("Up")
    window.until_draft("one\ntwo")
    window.type("!")
    window.until_draft("one\ntwo!")
    assert window.close() == 0


def test_esc_stops_a_reply(journey: Journey, window: Window, openai_server: OpenAIServer) -> None:
    openai_server.script(LONG)
    window.send("Go on and on.")
    until(lambda: openai_server.chats and openai_server.chats[0].sent > 10, "words come")

    window.keys("Escape")

    answer = window.until_answer("stopped")
    assert openai_server.chats[0].gone.wait(2)
    assert answer["text"].startswith("word0 word1 word2 ")
    window.send("And now?")
    assert window.until_answer("complete")["text"] == "You said: And now?"
    # What was stopped is told to the model as far as it came.
    told = openai_server.chats[1].body["messages"]
    assert [turn["role"] for turn in told] == ["system", "user", "assistant", "user"]
    assert told[2]["content"] == answer["text"]


def test_a_reply_goes_on_behind_a_new_chat(
    journey: Journey, window: Window, openai_server: OpenAIServer
) -> None:
    openai_server.script(Answer(text=tuple(f"word{number} " for number in range(60)), rate=30))
    window.send("First")
    until(lambda: openai_server.chats and openai_server.chats[0].sent > 5, "words come")

    window.keys("ctrl+n")
    window.send("Second")

    until(
        lambda: [row["status"] for row in journey.kept.messages()] == ["complete"] * 4,
        "both are answered",
    )
    first, second = journey.kept.conversations()
    assert [first["title"], second["title"]] == ["First", "Second"]
    texts = {row["conversation"]: row["text"] for row in journey.kept.messages()}
    assert texts[first["id"]].endswith("word59 ")
    assert texts[second["id"]] == "You said: Second"


def test_tabs_sidebar_and_settings(journey: Journey, window: Window) -> None:
    window.write("kept")
    window.keys("ctrl+2")
    window.type("lost on the training tab")
    window.keys("ctrl+1")
    window.write_on("kept", " and more")

    window.keys("ctrl+b")
    until(lambda: journey.settings().get("sidebar_open") is False, "the list is hidden")
    window.keys("ctrl+b")
    until(lambda: journey.settings().get("sidebar_open") is True, "the list is shown")

    for leave in ("Escape", "alt+F4"):
        window.keys("ctrl+comma")
        until(lambda: "Settings" in str(window.titles()), "the settings are open")
        until(window.is_behind, "the settings have the keys")
        window.keys(leave)
        until(lambda: len(window.titles()) == 1, "the settings are closed")
    window.write_on("kept and more", ".")
    assert window.close() == 0


def test_nothing_of_the_key_is_kept(journey: Journey, window: Window) -> None:
    window.send("Hello")
    window.until_answer("complete")
    assert window.close() == 0
    files = [path for path in Path(journey.chatloom.home).rglob("*") if path.is_file()]
    assert [path for path in files if b"sk-test-key" in path.read_bytes()] == []
