"""Ended by the system: what was being written is saved, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator

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


@pytest.fixture
def short_lived_display() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Yield the name of another display, and its server."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        yield f":{server.stdout.readline().decode().strip()}", server
        server.kill()


def test_it_ends_with_its_display(
    journey: Journey, short_lived_display: tuple[str, subprocess.Popen[bytes]]
) -> None:
    display, server = short_lived_display
    journey.hand_over_model()
    journey.chatloom.environ["DISPLAY"] = display
    process = journey.start()
    journey.until_engine("ready")

    server.kill()

    assert process.wait(10) == 1
    journey.until_all_ended()
    journey.forgive("The X11 connection broke")
    journey.chatloom.environ["DISPLAY"] = os.environ["DISPLAY"]
    assert journey.open().close() == 0
