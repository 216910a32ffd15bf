"""The window stays right while all chats behind it end, or become what they were."""

from __future__ import annotations

import pytest

from desktop_app.core.conversation import Status
from desktop_app.ui.chat.all_chats import AllChats
from tests.openai_server.scripts import Answer
from tests.ui.desk import Desk, until

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def all_chats(desk: Desk) -> AllChats:
    assert desk.page.workings is not None
    return desk.page.workings.all_chats


async def test_a_reply_is_stopped_and_kept_and_so_is_what_is_typed(
    desk: Desk, all_chats: AllChats
) -> None:
    desk.server.script(Answer(("words ",) * 500, rate=50.0))
    desk.send("Hello")
    await until(lambda: desk.is_replying and len(desk.shown) == 2 and desk.shown[-1].text)
    desk.page.pane.composer.set_text("half a thought")
    await all_chats.stop_replies()
    assert not desk.is_replying
    stored = await desk.store.messages(all_chats.shown)
    assert stored[-1].status is Status.STOPPED
    assert stored[-1].text.startswith("words")
    kept = await desk.store.conversation(all_chats.shown)
    assert kept is not None
    assert kept.draft == "half a thought"


async def test_it_knows_which_chat_is_shown(desk: Desk, all_chats: AllChats) -> None:
    assert all_chats.shown == ""
    desk.send("How do boats float?")
    await desk.answered()
    assert all_chats.shown == desk.page.conversation.id
    await until(lambda: all_chats.title == "How do boats float?")


async def test_to_begin_anew_forgets_what_was_typed_and_could_be_undone(
    desk: Desk, all_chats: AllChats
) -> None:
    desk.send("Hello")
    await desk.answered()

    async def undo() -> None:
        return

    desk.page.undoing.offer("Deleted a message.", undo)
    desk.page.pane.composer.set_text("half a thought")
    await all_chats.begin_anew()
    assert desk.page.is_empty
    assert desk.page.pane.composer.text == ""
    assert desk.page.undoing.words == ""


async def test_a_temporary_chat_is_left_without_a_question(desk: Desk, all_chats: AllChats) -> None:
    assert desk.page.workings is not None
    await desk.page.workings.temporary.begin()
    desk.send("Hello")
    await desk.answered()
    assert desk.temporary.holds(desk.page.conversation.id)
    await all_chats.stop_replies()
    await all_chats.begin_anew()
    assert desk.page.is_empty
    assert not desk.temporary.holds(desk.page.conversation.id)


async def test_the_chat_is_shown_again_as_it_is_stored_now(desk: Desk, all_chats: AllChats) -> None:
    desk.send("Hello")
    await desk.answered()
    shown = desk.page.conversation.id
    desk.page.pane.composer.set_text("half a thought")
    await all_chats.stop_replies()
    await desk.store.show_branch(shown, desk.shown[0].id)
    await all_chats.show_again()
    assert [message.text for message in desk.shown] == ["Hello"]
    assert desk.page.pane.composer.text == "half a thought"


async def test_where_it_is_gone_an_empty_one_is_shown(desk: Desk, all_chats: AllChats) -> None:
    desk.send("Hello")
    await desk.answered()
    gone = desk.page.conversation.id
    desk.page.pane.composer.set_text("half a thought")
    await all_chats.stop_replies()
    await desk.store.delete_conversations([gone])
    await all_chats.show_again()
    assert desk.page.is_empty
    assert desk.page.conversation.id != gone
    assert desk.page.pane.composer.text == "half a thought"
    await desk.page.save_draft()
    kept = await desk.store.conversation(desk.page.conversation.id)
    assert kept is not None
    assert kept.draft == "half a thought"
