"""What is sent while a reply is written waits, is seen, and goes out in its turn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.core.conversation import Role, Status
from desktop_app.ui.chat.queue_rows import QueueRows
from tests.openai_server import Answer, Ending, OpenAIServer
from tests.ui.desk import Desk, click, until

SLOW = Answer(text=tuple(f"{number} " for number in range(200)), rate=40)


def _rows(desk: Desk) -> QueueRows:
    assert desk.page.workings is not None
    return desk.page.workings.queueing.rows


def _waiting(desk: Desk) -> list[str]:
    """Return what is seen to wait."""
    rows = _rows(desk)
    return (
        [button.accessibleDescription() for button in _buttons(desk, "Don’t send it")]
        if (rows.isVisible())
        else []
    )


def _buttons(desk: Desk, name: str) -> list[QPushButton]:
    return [
        button
        for button in _rows(desk).findChildren(QPushButton)
        if button.accessibleName() == name and button.isVisible()
    ]


def _said(desk: Desk) -> list[str]:
    return [message.text for message in desk.shown if message.role is Role.USER]


async def _writing(desk: Desk) -> None:
    """Ask something that takes long to answer, and wait for the first words."""
    desk.server.script(SLOW)
    desk.send("first")
    await until(lambda: len(desk.shown) == 2 and "3 " in desk.shown[-1].text)


async def _queued(desk: Desk, *texts: str) -> None:
    for text in texts:
        desk.send(text)
        await until(lambda text=text: _waiting(desk)[-1:] == [text])


async def test_it_waits_and_goes_out_when_the_reply_has_ended(desk: Desk) -> None:
    desk.server.script(Answer(text=tuple("abcdefgh"), rate=20))
    desk.send("first")
    await until(lambda: len(desk.shown) == 2)
    await _queued(desk, "second", "third")
    assert desk.page.pane.composer.text == ""
    await until(lambda: len(desk.shown) == 6 and not desk.is_replying)
    await desk.quiet()
    assert _said(desk) == ["first", "second", "third"]
    assert desk.shown[-1].text == "You said: third"
    assert _waiting(desk) == []
    (conversation,) = await desk.store.list_conversations()
    assert conversation.queued == ()


async def test_a_double_press_sends_once(desk: Desk) -> None:
    desk.page.pane.composer.set_text("once")
    desk.press(Qt.Key.Key_Return, widget=desk.field)
    desk.press(Qt.Key.Key_Return, widget=desk.field)
    await desk.answered()
    assert _said(desk) == ["once"]
    assert _waiting(desk) == []


async def test_what_is_typed_meanwhile_stays(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, "second")
    desk.type("third, half do")
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()
    assert desk.page.pane.composer.text == "third, half do"


async def test_after_a_stop_it_waits_for_the_user(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, "second", "third")
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()
    assert _waiting(desk) == ["second", "third"]
    assert _rows(desk).accessibleName() == "Paused: not sent yet"
    click(_rows(desk).send)
    await until(lambda: len(desk.shown) == 6 and not desk.is_replying)
    await desk.quiet()
    assert _said(desk) == ["first", "second", "third"]


async def test_after_a_reply_that_broke_off_it_waits_for_the_user(desk: Desk) -> None:
    desk.server.script(Answer(text=tuple("abcdefgh"), rate=20, ending=Ending.CUT))
    desk.send("first")
    await until(lambda: len(desk.shown) == 2)
    await _queued(desk, "second")
    await until(lambda: not desk.is_replying)
    await desk.quiet()
    assert desk.shown[-1].status is not Status.COMPLETE
    assert _waiting(desk) == ["second"]
    assert desk.page.pane.composer.text == ""


async def test_sending_now_stops_the_reply(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, "second")
    click(_rows(desk).send)
    await until(lambda: len(desk.shown) == 4 and not desk.is_replying)
    await desk.quiet()
    assert desk.shown[1].status is Status.STOPPED
    assert desk.shown[-1].text == "You said: second"


async def test_one_that_waits_can_be_taken_back_and_changed(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, "second", "third")
    desk.type("typed")
    click(_buttons(desk, "Edit the waiting message")[0])
    await until(lambda: _waiting(desk) == ["third"])
    assert desk.page.pane.composer.text == "second\n\ntyped"
    click(_buttons(desk, "Don’t send it")[0])
    await until(lambda: _waiting(desk) == [])
    (conversation,) = await desk.store.list_conversations()
    assert conversation.queued == ()
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()


async def test_it_goes_on_in_a_conversation_that_is_not_shown(desk: Desk) -> None:
    desk.server.script(Answer(text=tuple("abcdefghijkl"), rate=20))
    desk.send("first")
    await until(lambda: len(desk.shown) == 2)
    await _queued(desk, "second")
    await desk.page.new_chat()
    assert _waiting(desk) == []
    assert desk.page.pane.composer.text == ""
    await desk.quiet()
    assert desk.shown == []
    (conversation,) = await desk.store.list_conversations()
    texts = [message.text for message in await desk.store.messages(conversation.id)]
    assert texts == ["first", "abcdefghijkl", "second", "You said: second"]


async def test_a_deleted_conversation_sends_nothing_on(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, "second")
    asked = len(desk.server.chats)
    (conversation,) = await desk.store.list_conversations()
    assert desk.page._replies is not None
    await desk.store.delete_conversations([conversation.id])
    await desk.page._replies.end([conversation.id])
    await desk.quiet()
    assert len(desk.server.chats) == asked


async def test_it_is_there_after_a_restart_and_waits(
    tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
) -> None:
    async with Desk(tmp_path, openai_server) as desk:
        await _writing(desk)
        await _queued(desk, "second", "third")
        desk.page.stop()
        await until(lambda: not desk.is_replying)
        await desk.quiet()
    async with Desk(tmp_path, openai_server) as again:
        await until(lambda: _waiting(again) == ["second", "third"])
        assert _rows(again).accessibleName() == "Paused: not sent yet"
        await again.quiet()


@pytest.mark.parametrize("width", [480, 1280])
async def test_it_stands_above_the_composer(desk: Desk, width: int) -> None:
    desk.window.resize(width, 700)
    await _writing(desk)
    await _queued(desk, *[f"number {number}, {'long ' * 60}".strip() for number in range(7)])
    rows, composer = _rows(desk), desk.page.pane.composer
    assert rows.geometry().bottom() < composer.geometry().top()
    assert rows.height() < 170
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()
