"""What somebody who can't see the window gets of it, through the desktop's own interface."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desktop import until
from tests.journeys.journey import Journey, Window
from tests.journeys.screen_reader import ScreenReader, missing, session_bus
from tests.openai_server.scripts import Answer
from tests.openai_server.server import OpenAIServer

pytestmark = pytest.mark.x11

QUESTION = "How do I print?"
ANSWER = Answer(
    text=(
        "So:\n\n",
        "```python\nprint(1)\n```\n\n",
        "Great, and [more](https://example.org/) \U0001f600.",
    ),
    reasoning=("They want to print.",),
)
SHOWN = "So:\nprint(1)\nGreat, and more \U0001f600."


@pytest.fixture
def bus(journey: Journey, tmp_path: Path) -> Iterator[None]:
    """Let the windows of this journey be watched."""
    if lacking := missing():
        pytest.skip(f"There is no {lacking} here, and it could not be installed.")
    with session_bus(tmp_path / "bus") as environ:
        journey.chatloom.environ |= environ
        yield


@pytest.fixture
def window(bus: None, journey: Journey, openai_server: OpenAIServer) -> Window:
    """Return the open window of somebody who uses the scripted server."""
    openai_server.script(ANSWER)
    journey.use_server(openai_server.base_url)
    return journey.open()


@pytest.fixture
def reader(window: Window, journey: Journey) -> Iterator[ScreenReader]:
    """Yield what listens to the window."""
    reader = ScreenReader(window.process.pid, journey.chatloom.environ)
    try:
        reader.find("Conversation", "list")
        yield reader
    finally:
        reader.close()


def test_a_conversation_is_found_and_its_answer_announced(
    window: Window, reader: ScreenReader
) -> None:
    window.send(QUESTION)
    window.until_answer("complete", lambda answer: answer["sentiment"])
    until(lambda: len(reader.find("Conversation", "list")["children"]) == 2, "both are there")

    said, answered = reader.find("Conversation", "list")["children"]
    assert (said["role"], said["name"], said["text"]) == ("list item", "You", QUESTION)
    assert answered["text"] == answered["description"] == SHOWN
    assert [mood["name"] for mood in said["children"] if mood["description"]] == ["Mood: neutral"]
    moods = [(c["name"], c["description"]) for c in answered["children"] if c["description"]]
    assert moods[0][0] == "Mood: positive"
    assert moods[0][1].endswith("% sure")

    (announced,) = until(lambda: reader.heard("object:announcement"), "it is announced")
    assert announced == ("Conversation", f"{answered['name']} has answered: {SHOWN}")
    # What is typed is told letter by letter; what the model writes isn't.
    assert {name for name, _ in reader.heard("object:text-changed:insert")} == {"Message"}
    assert window.close() == 0


def test_controls_are_pressed_and_focused_without_sight(
    window: Window, reader: ScreenReader
) -> None:
    window.send(QUESTION)
    window.until_answer("complete")

    reader.do(reader.find("Show the reasoning"), "Press")
    hide = reader.find("Hide the reasoning")
    answered = reader.find("Conversation", "list")["children"][1]
    assert answered["text"] == f"They want to print.\n{SHOWN}"

    reader.do(answered, "SetFocus")
    until(lambda: "focused" in reader.find(answered["name"], "list item")["states"], "it has")
    window.keys("Tab", "Tab", "Tab")
    focused = "object:state-changed:focused"
    until(lambda: hide["name"] in dict(reader.heard(focused)), "the keys go to it")
    assert window.close() == 0
