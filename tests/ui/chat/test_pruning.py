"""Deleting messages with a way back, and forking conversations."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.menu import context_menu
from tests.openai_server import Answer
from tests.ui.chat.grown_tree import texts, three_ways
from tests.ui.chat.test_replying import talk
from tests.ui.chat.test_versions import version
from tests.ui.desk import Desk, until
from tests.ui.painted import control, press

CTRL = Qt.KeyboardModifier.ControlModifier


async def deleted(desk: Desk, number: int) -> None:
    """Press Del with the keyboard at a message."""
    desk.transcript.setFocus()
    desk.transcript.focus_row(number)
    desk.press(Qt.Key.Key_Delete, widget=desk.transcript)
    await desk.quiet()


class TestDeleting:
    async def test_a_message_goes_with_all_that_follow(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(tree["One more"])
        await deleted(desk, 2)
        assert texts(desk) == ["Why?", "One"]
        stored = await desk.store.messages(tree.conversation.id)
        assert {m.text for m in stored} == {
            "Why?", "One", "Two", "And then", "Two more", "Three",
        }  # fmt: skip

    async def test_instead_of_one_of_several_versions_another_is_shown(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(tree["One more"])
        await deleted(desk, 1)
        assert texts(desk) == ["Why?", "Three"]
        assert version(desk, 1) == "2/2"

    async def test_the_bar_brings_it_back_as_it_was(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(tree["Two more"])
        await deleted(desk, 1)
        assert desk.page.undoing.words == "Deleted “Two”."
        desk.click("undo_button")
        await desk.quiet()
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]
        assert version(desk, 1) == "2/3"

    async def test_so_does_the_key(self, desk: Desk) -> None:
        await three_ways(desk)
        await deleted(desk, 1)
        desk.press(Qt.Key.Key_Z, CTRL, desk.transcript)
        await desk.quiet()
        assert texts(desk) == ["Why?", "Three"]

    async def test_and_the_menu(self, desk: Desk) -> None:
        await three_ways(desk)
        await deleted(desk, 1)
        menu = context_menu(desk.transcript, QPointF(100, 30))
        (undo,) = [each for each in menu.actions() if each.text().startswith("Undo: ")]
        assert undo.text() == "Undo: Deleted “Three”."
        undo.trigger()
        await desk.quiet()
        assert texts(desk) == ["Why?", "Three"]

    async def test_the_last_one_leaves_an_empty_chat_that_can_be_filled_again(
        self, desk: Desk
    ) -> None:
        await three_ways(desk)
        await deleted(desk, 0)
        assert desk.shown == []
        # What is typed and taken back must not make the chat go for good.
        desk.type("x")
        await desk.page.save_draft()
        desk.page.pane.composer.set_text("")
        await desk.page.save_draft()
        desk.click("undo_button")
        await desk.quiet()
        assert texts(desk) == ["Why?", "Three"]

    async def test_it_comes_back_while_another_conversation_is_shown(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(tree["Two more"])
        await deleted(desk, 3)
        await desk.page.open_conversation(await talk(desk, "other", "talk"))
        desk.page.undoing.undo_last()
        await desk.quiet()
        assert texts(desk) == ["other", "talk"]
        await tree.open()
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]

    async def test_the_keyboard_stays_in_the_conversation(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(tree["One more"])
        await deleted(desk, 2)
        assert desk.transcript.hasFocus()
        assert desk.transcript.touch.focused_row == 1

    async def test_without_a_message_the_key_deletes_nothing(self, desk: Desk) -> None:
        await three_ways(desk)
        desk.transcript.setFocus()
        desk.press(Qt.Key.Key_Delete, widget=desk.transcript)
        desk.press(Qt.Key.Key_Delete, widget=desk.field)
        await desk.quiet()
        assert texts(desk) == ["Why?", "Three"]

    async def test_while_a_reply_is_written_nothing_is_deleted(self, desk: Desk) -> None:
        await three_ways(desk)
        desk.server.script(Answer(text=tuple(f"w{n} " for n in range(40)), rate=60))
        desk.send("Go on")
        await until(lambda: len(desk.shown) == 4 and "w2 " in desk.shown[-1].text)
        desk.transcript.setFocus()
        desk.transcript.focus_row(0)
        desk.press(Qt.Key.Key_Delete, widget=desk.transcript)
        await desk.answered(4)
        assert len(desk.shown) == 4
        assert desk.page.undoing.words == ""


class TestForking:
    async def test_the_branch_up_to_the_message_becomes_a_chat_of_its_own(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(tree["Two more"])
        press(desk.transcript, control(desk.transcript, 1, Kind.FORK))
        await until(lambda: desk.page.conversation.id != tree.conversation.id)
        await desk.quiet()
        assert texts(desk) == ["Why?", "Two"]
        assert version(desk, 1) == ""
        titles = [each.title for each in await desk.store.list_conversations()]
        assert sorted(titles) == ["A talk", "A talk (fork)"]
        assert len(await desk.store.messages(tree.conversation.id)) == 8

    async def test_it_goes_on_with_what_was_picked(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        press(desk.transcript, control(desk.transcript, 0, Kind.FORK))
        await until(lambda: desk.page.conversation.id != tree.conversation.id)
        await desk.quiet()
        assert texts(desk) == ["Why?"]
        desk.page.pane.again_wanted.emit()
        assert (await desk.answered()).text == "You said: Why?"

    async def test_a_draft_stays_where_it_is(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        desk.type("a draft")
        await desk.page.save_draft()
        press(desk.transcript, control(desk.transcript, 1, Kind.FORK))
        await until(lambda: desk.page.conversation.id != tree.conversation.id)
        await desk.quiet()
        assert desk.page.pane.composer.text == ""
        await tree.open()
        assert desk.page.pane.composer.text == "a draft"
