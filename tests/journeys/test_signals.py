"""Asked to end by the system: whatever was being written is saved first."""

from __future__ import annotations

import signal

import pytest

from tests.journeys.desktop import until
from tests.journeys.journey import Journey
from tests.openai_server.scripts import Answer
from tests.openai_server.server import OpenAIServer

pytestmark = pytest.mark.x11

LONG = Answer(text=tuple(f"word{number} " for number in range(2000)), rate=100)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_like_its_window_frame(
    journey: Journey, openai_server: OpenAIServer, number: signal.Signals
) -> None:
    journey.hand_over_model()
    journey.use_server(openai_server.base_url)
    openai_server.script(LONG)
    window = journey.open()
    window.send("Go on and on.")
    until(lambda: openai_server.chats and openai_server.chats[0].sent > 50, "words come")
    window.write("a thought for later")

    assert window.signal(number) == 0

    journey.until_all_ended()
    answer = journey.kept.message("assistant", "stopped")
    assert answer is not None
    assert len(answer["text"].split()) >= 50
    assert journey.kept.drafts() == ["a thought for later"]
