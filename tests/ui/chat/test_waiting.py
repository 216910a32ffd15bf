"""Nothing has come yet of a reply, and the request is sent again."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from PySide6.QtCore import Qt

from desktop_app.core.conversation import Status
from desktop_app.providers.retry import RetryPolicy
from desktop_app.ui.chat.live_note import LiveNote
from tests.openai_server import Answer, Ending, Refusal, error_body
from tests.ui.desk import Desk, until
from tests.ui.painted import last_row

BUSY = Refusal(503, error_body("Busy.", "server_is_overloaded"), {"retry-after": "30"})


async def test_it_counts_down_and_ends_with_stop(desk: Desk) -> None:
    await _wait(desk)
    spoken: list[str] = []
    desk.transcript.renamed.connect(spoken.append)
    first = _seconds(desk)
    await until(lambda: _seconds(desk) < first)
    await until(lambda: _seconds(desk) < first - 1)
    assert spoken == [], "A screen reader is not told each second."
    desk.click("stop_button")
    await _stopped(desk)


async def test_escape_ends_it_too(desk: Desk) -> None:
    await _wait(desk)
    desk.press(Qt.Key.Key_Escape)
    await _stopped(desk)


async def test_coming_back_finds_it_still_counting(desk: Desk) -> None:
    await _wait(desk)
    waiting = desk.page.conversation
    await desk.page.new_chat()
    await desk.page.open_conversation(replace(waiting))
    assert _seconds(desk) > 0
    desk.click("stop_button")
    await _stopped(desk)


async def test_it_is_told_in_its_own_conversation_only(desk: Desk) -> None:
    await _wait(desk)
    waiting = desk.page.conversation
    await desk.page.new_chat()
    desk.server.script(Answer(delay=30))
    desk.send("Something else")
    await until(lambda: len(desk.shown) == 2)
    passed: list[bool] = []
    (note,) = desk.transcript.findChildren(LiveNote)
    note._timer.timeout.connect(lambda: passed.append(True))
    await until(lambda: passed)
    assert "trying" not in _note(desk)
    desk.click("stop_button")
    await until(lambda: not desk.is_replying)
    await desk.page.open_conversation(replace(waiting))
    desk.click("stop_button")
    await desk.answered()


async def test_the_next_attempt_is_told_and_forgotten_with_the_first_word(desk: Desk) -> None:
    desk.policy = RetryPolicy(3, sleep=lambda _seconds: asyncio.sleep(0.05))
    desk.preferences.change(attempts=3)
    desk.server.script(BUSY, Answer(text=("Well ", "again."), delay=0.3, ending=Ending.STALL))
    desk.send("Well?")
    await until(lambda: "attempt 2 of 3" in _note(desk))
    await until(lambda: desk.shown[-1].text == "Well again.")
    assert "attempt" not in _note(desk)
    desk.press(Qt.Key.Key_Escape)
    answer = await desk.answered()
    assert answer.trace is not None
    assert answer.trace.attempts == 2


async def _wait(desk: Desk) -> None:
    desk.policy = RetryPolicy(3)
    desk.preferences.change(attempts=3)
    desk.server.script(BUSY)
    desk.send("Well?")
    await until(lambda: "trying again in" in _note(desk))
    assert _note(desk).endswith("s, attempt 2 of 3")


async def _stopped(desk: Desk) -> None:
    answer = await desk.answered()
    assert (answer.text, answer.status) == ("", Status.STOPPED)
    assert len(desk.server.chats) == 1
    assert "trying" not in _note(desk)


def _note(desk: Desk) -> str:
    return last_row(desk.transcript).when if desk.shown else ""


def _seconds(desk: Desk) -> int:
    found = re.search(r"in (\d+) s", _note(desk))
    assert found is not None, _note(desk)
    return int(found[1])
