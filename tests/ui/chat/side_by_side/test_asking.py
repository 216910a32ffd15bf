"""The same question to several models: columns that grow, each by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from desktop_app.core.conversation import Role, Status
from tests.openai_server import Answer, OpenAIServer, Refusal, error_body
from tests.storage.traces import traces
from tests.ui.chat.side_by_side.compared import (
    LETTERS,
    OTHER,
    SLOW,
    answered,
    answers,
    ask,
    columns,
    kept,
    only,
    open_columns,
    said_by_both,
    several,
)
from tests.ui.desk import SCRIPTED, Desk, click, until

REFUSED = Refusal(400, error_body("No such thing.", "invalid_request_error"))


async def test_both_answer_the_same_question(desk: Desk) -> None:
    await ask(desk)
    await desk.quiet()
    question, first, second = await kept(desk)
    assert question.text == "Which?"
    assert {first.parent, second.parent} == {question.id}
    assert [first.model, second.model] == [SCRIPTED.id, OTHER.id]
    assert answered(desk) == ["You said: Which?"] * 2
    assert desk.page.pane.composer.text == ""
    assert {request.body["model"] for request in desk.server.chats} == {SCRIPTED.id, OTHER.id}


async def test_the_first_one_is_where_the_conversation_stands(desk: Desk) -> None:
    desk.server.script(SLOW, SLOW)
    await ask(desk)
    await said_by_both(desk)
    first = answers(desk)[0]
    assert (await only(desk)).active_leaf == first.id
    assert [message.id for message in desk.shown][-1] == first.id
    desk.page.stop()
    await desk.quiet()
    row = desk.transcript.rows.at(1)
    assert row is not None
    assert row.version is not None
    assert (row.version.number, row.version.total) == (1, 2)


async def test_one_that_fails_does_not_end_the_other(desk: Desk) -> None:
    desk.server.script(REFUSED)
    await ask(desk)
    await desk.quiet()
    failed = next(c for c in columns(desk).columns if c.stands and c.stands.failure)
    other = next(c for c in columns(desk).columns if c is not failed)
    assert failed.accessibleName().endswith("failed")
    assert not failed.choose.isEnabled()
    row = failed.transcript.rows.at(0)
    assert row is not None
    assert row.notice is not None
    assert other.stands is not None
    assert other.stands.status is Status.COMPLETE
    assert not other.again.isVisible()
    click(failed.again)
    await until(lambda: failed.stands is not None and failed.stands.status is Status.COMPLETE)
    await desk.quiet()
    assert failed.choose.isEnabled()
    assert len(await kept(desk)) == 4


async def test_one_tries_again_while_the_other_is_written(desk: Desk) -> None:
    desk.server.script(REFUSED, SLOW)
    await ask(desk)
    await until(lambda: sorted(c.is_growing for c in columns(desk).columns) == [False, True])
    failed = next(c for c in columns(desk).columns if not c.is_growing)
    other = next(c for c in columns(desk).columns if c is not failed)
    desk.server.script(LETTERS)
    click(failed.again)
    await until(lambda: failed.stands is not None and "abc" in failed.stands.text)
    assert other.is_growing
    await until(lambda: not failed.is_growing)
    assert other.is_growing
    click(other.stop)
    await desk.quiet()
    assert not desk.is_replying
    assert failed.stands is not None
    assert failed.stands.text == "abcdefghijkl"


async def test_one_can_be_stopped_alone(desk: Desk) -> None:
    desk.server.script(SLOW, SLOW)
    await ask(desk)
    await said_by_both(desk)
    first, second = columns(desk).columns
    click(first.stop)
    await until(lambda: not first.is_growing)
    assert second.is_growing
    assert desk.is_replying
    assert first.accessibleName().endswith("stopped")
    click(second.stop)
    await desk.quiet()
    answers = [each for each in await kept(desk) if each.role is Role.ASSISTANT]
    assert [each.status for each in answers] == [Status.STOPPED] * 2
    assert all(each.text.startswith("0") for each in answers)


async def test_stop_ends_all(desk: Desk) -> None:
    desk.server.script(SLOW, SLOW)
    await ask(desk)
    desk.page.stop()
    await desk.quiet()
    assert not desk.is_replying
    assert [each.status for each in answers(desk)] == [Status.STOPPED] * 2


async def test_a_question_that_can_not_be_kept_stays_in_the_composer(desk: Desk) -> None:
    several(desk).picking.button.choose([SCRIPTED, OTHER])
    await desk.database.run("PRAGMA query_only = ON")
    desk.send("Which?")
    await until(lambda: desk.told)
    assert desk.page.pane.composer.text == "Which?"
    assert open_columns(desk) is None
    assert several(desk).picking.button.chosen
    await desk.quiet()


async def test_not_while_a_reply_is_written(desk: Desk) -> None:
    desk.server.script(SLOW)
    desk.send("first")
    await until(lambda: len(desk.shown) == 2 and desk.shown[-1].text)
    several(desk).picking.button.choose([SCRIPTED, OTHER])
    desk.send("Which?")
    await until(lambda: desk.notice)
    assert "once this reply has ended" in desk.notice
    assert desk.page.pane.composer.text == "Which?"
    desk.page.stop()
    await desk.quiet()
    assert desk.notice == ""
    desk.press(Qt.Key.Key_Return, widget=desk.field)
    await until(lambda: open_columns(desk) is not None)
    await desk.quiet()
    assert answered(desk) == ["You said: Which?"] * 2


class TestElsewhere:
    async def test_they_go_on_and_are_there_again(self, desk: Desk) -> None:
        desk.server.script(SLOW, SLOW)
        await ask(desk)
        await said_by_both(desk)
        conversation = await only(desk)
        await desk.page.new_chat()
        assert open_columns(desk) is None
        assert not desk.is_replying
        await desk.page.open_conversation(conversation)
        assert all(column.is_growing for column in columns(desk).columns)
        words = answered(desk)
        await until(
            lambda: all(len(a) > len(b) for a, b in zip(answered(desk), words, strict=True))
        )
        desk.page.stop()
        await desk.quiet()

    async def test_they_end_there_and_still_wait_for_a_choice(self, desk: Desk) -> None:
        desk.server.script(LETTERS, LETTERS)
        await ask(desk)
        conversation = await only(desk)
        await desk.page.new_chat()
        await desk.quiet()
        assert (await only(desk)).unread
        await desk.page.open_conversation(conversation)
        assert answered(desk) == ["abcdefghijkl"] * 2
        assert not any(column.is_growing for column in columns(desk).columns)
        await desk.quiet()

    async def test_a_deleted_conversation_stops_them(self, desk: Desk) -> None:
        desk.server.script(SLOW, SLOW)
        await ask(desk)
        await said_by_both(desk)
        conversation = await only(desk)
        assert desk.page._replies is not None
        await desk.store.delete_conversations([conversation.id])
        await desk.page._replies.end([conversation.id])
        await desk.quiet()
        assert desk.page._replies.conversations == []

    async def test_a_temporary_chat_leaves_nothing(self, desk: Desk, tmp_path: Path) -> None:
        desk.page.pane.temporary_wanted.emit()
        await desk.quiet()
        desk.server.script(Answer(text=("zqmurexkwj",)), Answer(text=("zqmurexkwj",)))
        await ask(desk, "zqgnomonkwj")
        await desk.quiet()
        assert answered(desk) == ["zqmurexkwj"] * 2
        assert traces(tmp_path, ["zqmurexkwj", "zqgnomonkwj"]) == []


async def test_after_a_restart_they_are_versions(
    tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
) -> None:
    async with Desk(tmp_path, openai_server) as desk:
        desk.server.script(LETTERS, LETTERS)
        await ask(desk)
        await desk.quiet()
        first = answers(desk)[0]
    async with Desk(tmp_path, openai_server) as again:
        await again.quiet()
        assert open_columns(again) is None
        assert [message.id for message in again.shown][-1] == first.id
        row = again.transcript.rows.at(1)
        assert row is not None
        assert row.version is not None
        assert row.version.total == 2
