"""What is sent while a reply is written waits, is seen, and goes out in its turn."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.core.conversation import Role, Status
from desktop_app.ui.chat.queue_rows import QueueRows
from tests.openai_server import Answer, Ending, OpenAIServer
from tests.ui.desk import Desk, click, until

LONG = " ".join(f"{number:x}th-{number * 7919:x}" for number in range(6000))
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


async def fill_up(desk: Desk) -> None:
    ((pages,),) = await desk.database.run("PRAGMA page_count")
    await desk.database.run(f"PRAGMA max_page_count = {pages}")


async def make_room(desk: Desk) -> None:
    await desk.database.run("PRAGMA max_page_count = 1000000")


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


async def test_sending_now_lets_the_others_follow(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, "second", "third")
    click(_rows(desk).send)
    await until(lambda: len(desk.shown) == 6 and not desk.is_replying)
    await desk.quiet()
    assert _said(desk) == ["first", "second", "third"]
    assert desk.shown[1].status is Status.STOPPED


async def test_a_double_press_queues_once(desk: Desk) -> None:
    await _writing(desk)
    desk.page.pane.composer.set_text("second")
    desk.press(Qt.Key.Key_Return, widget=desk.field)
    desk.press(Qt.Key.Key_Return, widget=desk.field)
    await until(lambda: desk.page.pane.composer.text == "")
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()
    assert _waiting(desk) == ["second"]
    (conversation,) = await desk.store.list_conversations()
    assert conversation.queued == ("second",)
    assert conversation.draft == ""


async def test_what_waits_is_no_draft_of_the_conversation_that_is_left(desk: Desk) -> None:
    await _writing(desk)
    desk.page.pane.composer.set_text("second")
    desk.press(Qt.Key.Key_Return, widget=desk.field)
    await asyncio.sleep(0)  # It is being stored.
    await desk.page.new_chat()
    assert desk.page.pane.composer.text == ""
    (conversation,) = await desk.store.list_conversations()
    assert desk.page._replies is not None
    await desk.page._replies.end([conversation.id])
    await desk.quiet()
    stored = await desk.store.conversation(conversation.id)
    assert stored is not None
    assert (stored.queued, stored.draft) == (("second",), "")


async def test_what_can_t_be_sent_is_tried_once_and_waits(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, LONG, "third")
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()
    await fill_up(desk)
    click(_rows(desk).send)
    await until(lambda: desk.told)
    await desk.quiet()
    assert len(desk.told) == 1
    assert _waiting(desk) == [LONG, "third"]
    assert _rows(desk).accessibleName() == "Paused: not sent yet"
    (conversation,) = await desk.store.list_conversations()
    assert conversation.queued == (LONG, "third")
    await make_room(desk)
    click(_rows(desk).send)
    await until(lambda: len(desk.shown) == 6 and not desk.is_replying)
    await desk.quiet()
    assert _said(desk) == ["first", LONG, "third"]


async def test_another_question_lets_those_that_were_paused_follow(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, "second")
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()
    desk.send("between")
    await until(lambda: len(desk.shown) == 6 and not desk.is_replying)
    await desk.quiet()
    assert _said(desk) == ["first", "between", "second"]


async def test_it_does_not_follow_an_answer_on_another_branch(desk: Desk) -> None:
    desk.send("first")
    await desk.answered()
    first = desk.shown[-1]
    desk.server.script(Answer(text=tuple("abcdefghijkl"), rate=20))
    desk.send("more")
    await until(lambda: len(desk.shown) == 4)
    await _queued(desk, "second")
    await desk.store.show_branch(first.conversation, first.id)
    await until(lambda: not desk.is_replying)
    await desk.quiet()
    assert _waiting(desk) == ["second"]
    assert _rows(desk).accessibleName() == "Paused: not sent yet"


async def test_what_was_removed_can_be_brought_back(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, "second", "third")
    click(_buttons(desk, "Don’t send it")[0])
    await until(lambda: desk.page.undoing.words == "Won’t be sent: “second”")
    assert _waiting(desk) == ["third"]
    desk.page.undoing.undo_last()
    await until(lambda: _waiting(desk) == ["second", "third"])
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()
    (conversation,) = await desk.store.list_conversations()
    assert conversation.queued == ("second", "third")


async def test_what_is_taken_back_waits_until_it_is_a_draft(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, LONG)
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()
    await fill_up(desk)
    desk.type("typed")
    click(_buttons(desk, "Edit the waiting message")[0])
    await until(lambda: desk.told)
    await until(lambda: _waiting(desk) == [LONG])
    assert desk.page.pane.composer.text == "typed"
    (conversation,) = await desk.store.list_conversations()
    assert conversation.queued == (LONG,)
    await make_room(desk)
    click(_buttons(desk, "Edit the waiting message")[0])
    await until(lambda: _waiting(desk) == [])
    await desk.quiet()
    (conversation,) = await desk.store.list_conversations()
    assert (conversation.draft, conversation.queued) == (f"{LONG}\n\ntyped", ())


async def test_it_waits_in_a_temporary_chat_and_leaves_nothing(desk: Desk) -> None:
    assert desk.page.workings is not None
    await desk.page.workings.temporary.begin()
    desk.server.script(Answer(text=tuple("abcdefgh"), rate=20))
    desk.send("first")
    await until(lambda: len(desk.shown) == 2)
    await _queued(desk, "second")
    assert await desk.store.list_conversations() == []
    await until(lambda: len(desk.shown) == 4 and not desk.is_replying)
    await desk.quiet()
    assert desk.shown[-1].text == "You said: second"


async def test_it_is_worked_by_keys_before_the_composer(desk: Desk) -> None:
    await _writing(desk)
    await _queued(desk, "second", "third")
    desk.field.setFocus()
    desk.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    remove = _buttons(desk, "Don’t send it")[1]
    assert remove.hasFocus()
    desk.press(Qt.Key.Key_Space)
    await until(lambda: _waiting(desk) == ["second"])
    assert desk.field.hasFocus()
    # The focus doesn’t go on to what sends when its place goes.
    _buttons(desk, "Edit the waiting message")[0].setFocus()
    desk.press(Qt.Key.Key_Space)
    await until(lambda: _waiting(desk) == [])
    assert desk.field.hasFocus()
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()


async def test_send_says_that_it_waits(desk: Desk) -> None:
    send = desk.find("send_button")
    assert send.accessibleDescription() == ""
    place = send.geometry()
    await _writing(desk)
    assert send.accessibleDescription() == "Waits until the reply has ended"
    assert send.geometry() == place
    assert desk.find("stop_button").geometry().right() < place.left()
    desk.type("x")
    assert send.isEnabled()
    desk.page.stop()
    await until(lambda: not desk.is_replying)
    await desk.quiet()
