"""The same question to several models: columns that grow, a choice that is kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from desktop_app.core.conversation import Message, Role, Status
from desktop_app.ui.chat.side_by_side.asking import AskingSeveral
from desktop_app.ui.chat.side_by_side.columns import AnswerColumns
from tests.openai_server import Answer, Refusal, error_body
from tests.ui.desk import SCRIPTED, Desk, click, until

SLOW = Answer(text=tuple(f"{number} " for number in range(200)), rate=40)
OTHER = replace(SCRIPTED, id="gpt-other", name="gpt-other")


def _several(desk: Desk) -> AskingSeveral:
    assert desk.page.workings is not None
    return desk.page.workings.several


def _columns(desk: Desk) -> AnswerColumns | None:
    found = [each for each in desk.window.findChildren(AnswerColumns) if each.isVisible()]
    return found[0] if found else None


def _shown(desk: Desk) -> AnswerColumns:
    columns = _columns(desk)
    assert columns is not None
    return columns


def _tick(desk: Desk) -> None:
    for model in (SCRIPTED, OTHER):
        _several(desk).button.tick(model, on=True)


def _texts(desk: Desk) -> list[str]:
    return [column.message.text if column.message else "" for column in _shown(desk).columns]


async def _asked(desk: Desk, text: str = "Which?") -> None:
    _tick(desk)
    desk.send(text)
    await until(lambda: _columns(desk) is not None)


async def _kept(desk: Desk) -> list[Message]:
    (conversation,) = await desk.store.list_conversations()
    return await desk.store.messages(conversation.id)


async def test_both_answer_the_same_question(desk: Desk) -> None:
    await _asked(desk)
    await desk.quiet()
    question, first, second = await _kept(desk)
    assert question.text == "Which?"
    assert {first.parent, second.parent} == {question.id}
    assert {first.model, second.model} == {SCRIPTED.id, OTHER.id}
    assert _texts(desk) == ["You said: Which?"] * 2
    assert desk.page.pane.composer.text == ""
    assert {request.body["model"] for request in desk.server.chats} == {SCRIPTED.id, OTHER.id}


async def test_the_chosen_one_goes_on_and_the_other_stays(desk: Desk) -> None:
    await _asked(desk)
    await desk.quiet()
    chosen, other = _shown(desk).columns[1].message, _shown(desk).columns[0].message
    assert chosen is not None
    assert other is not None
    click(_shown(desk).columns[1].choose)
    await until(lambda: _columns(desk) is None)
    await desk.quiet()
    assert [message.id for message in desk.shown][-1] == chosen.id
    kept = await desk.store.message(chosen.id)
    assert kept is not None
    assert kept.preferred_over == (other.id,)
    assert sorted((await desk.store.versions([chosen.id]))[chosen.id]) == sorted(
        [chosen.id, other.id]
    )
    assert desk.field.hasFocus()


async def test_one_that_fails_does_not_end_the_other(desk: Desk) -> None:
    desk.server.script(Refusal(400, error_body("No such thing.", "invalid_request_error")))
    await _asked(desk)
    await desk.quiet()
    statuses = [column.message.status for column in _shown(desk).columns if column.message]
    assert sorted(statuses) == [Status.COMPLETE, Status.FAILED]
    failed = next(
        column
        for column in _shown(desk).columns
        if column.message and column.message.status is Status.FAILED
    )
    assert not failed.choose.isEnabled()
    click(failed.again)
    await until(lambda: failed.message is not None and failed.message.status is Status.COMPLETE)
    await desk.quiet()
    assert failed.choose.isEnabled()


async def test_one_can_be_stopped_alone(desk: Desk) -> None:
    desk.server.script(SLOW)
    await _asked(desk)
    columns = _shown(desk).columns
    await until(
        lambda: (
            sorted(column.is_growing for column in columns) == [False, True]
            and all(column.message for column in columns)
        )
    )
    slow = next(column for column in columns if column.is_growing)
    click(slow.stop)
    await desk.quiet()
    assert slow.message is not None
    assert slow.message.status is Status.STOPPED
    assert sorted(
        message.status for message in await _kept(desk) if message.role is Role.ASSISTANT
    ) == [Status.COMPLETE, Status.STOPPED]


async def test_stop_ends_all(desk: Desk) -> None:
    desk.server.script(SLOW, SLOW)
    await _asked(desk)
    await until(lambda: all(column.is_growing for column in _shown(desk).columns))
    desk.page.stop()
    await desk.quiet()
    assert not desk.is_replying
    assert [column.message.status for column in _shown(desk).columns if column.message] == [
        Status.STOPPED,
        Status.STOPPED,
    ]


async def test_they_go_on_elsewhere_and_are_there_again(desk: Desk) -> None:
    desk.server.script(
        Answer(text=tuple("abcdefghijkl"), rate=20), Answer(text=tuple("abcdefghijkl"), rate=20)
    )
    await _asked(desk)
    (conversation,) = await desk.store.list_conversations()
    await desk.page.new_chat()
    assert _columns(desk) is None
    assert not desk.is_replying
    await desk.quiet()
    await desk.page.open_conversation(conversation)
    assert _texts(desk) == ["abcdefghijkl"] * 2
    await desk.quiet()


async def test_leaving_it_open_keeps_both_as_versions(desk: Desk) -> None:
    await _asked(desk)
    await desk.quiet()
    click(_shown(desk).close_button)
    await until(lambda: _columns(desk) is None)
    await desk.quiet()
    assert len(desk.shown) == 2
    assert len((await desk.store.versions([desk.shown[-1].id]))[desk.shown[-1].id]) == 2


async def test_what_waits_does_not_run_ahead_of_the_choice(desk: Desk) -> None:
    desk.server.script(
        Answer(text=tuple("abcdefgh"), rate=20), Answer(text=tuple("abcdefgh"), rate=20)
    )
    await _asked(desk)
    desk.send("next")
    await desk.quiet()
    assert len(await _kept(desk)) == 3
    _several(desk).button.clear()
    assert desk.page.workings is not None
    click(desk.page.workings.queueing.rows.send)
    await until(lambda: len(desk.shown) == 4 and not desk.is_replying)
    await desk.quiet()
    assert _columns(desk) is None


async def test_a_narrow_window_shows_one_at_a_time(desk: Desk) -> None:
    desk.window.resize(480, 640)
    await _asked(desk)
    await desk.quiet()
    QApplication.processEvents()
    assert [column.isVisible() for column in _shown(desk).columns] == [True, False]
    desk.window.resize(1280, 820)
    QApplication.processEvents()
    assert [column.isVisible() for column in _shown(desk).columns] == [True, True]


async def test_three_at_the_most(desk: Desk) -> None:
    button = _several(desk).button
    for number in range(5):
        button.tick(replace(SCRIPTED, id=f"m{number}"), on=True)
    assert len(button.chosen) == 3
    button.clear()
    assert not button.is_on
