"""Turning from branch to branch, also while a reply is being written on one of them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.core.conversation import Role
from desktop_app.core.errors import InputError
from tests.openai_server import Answer
from tests.storage.big_conversation import make
from tests.ui.chat.grown_tree import Tree, texts, three_ways
from tests.ui.chat.test_replying import talk
from tests.ui.desk import Desk, until

LONG = "Several words that fill a line or two of the transcript, and then more. " * 12
SLOW = Answer(text=tuple(f"w{n} " for n in range(120)), rate=60)


async def stored_leaf(desk: Desk, tree: Tree) -> str | None:
    stored = await desk.store.conversation(tree.conversation.id)
    assert stored is not None
    return stored.active_leaf


class TestShowingALeaf:
    async def test_another_branch_is_shown_and_kept(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        assert texts(desk) == ["Why?", "Three"]
        await desk.page.show_leaf(tree["Two more"])
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]
        assert await stored_leaf(desk, tree) == tree["Two more"]
        assert desk.page.conversation.active_leaf == tree["Two more"]

    async def test_the_next_question_goes_on_from_there(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(tree["One more"])
        desk.send("And now?")
        await desk.answered(6)
        assert texts(desk)[:4] == ["Why?", "One", "Go on", "One more"]
        sent = [m["content"] for m in desk.last_request.body["messages"]]
        assert sent[-5:] == ["Why?", "One", "Go on", "One more", "And now?"]

    async def test_nothing_is_left_before_the_first_message(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(None)
        assert desk.shown == []
        assert not desk.transcript.isVisible()
        await desk.page.show_leaf(tree["Three"])
        assert texts(desk) == ["Why?", "Three"]
        assert desk.transcript.isVisible()

    async def test_the_message_that_is_gone_to_stands_where_its_sibling_did(
        self, desk: Desk
    ) -> None:
        tree = Tree(desk)
        await tree.add(LONG, "a" + LONG, "b" + LONG, "One", "c" + LONG, "d" + LONG)
        await tree.add("Two " + LONG, "e" + LONG, "f" + LONG, below="b" + LONG)
        await tree.open()
        desk.transcript.scroll_by(-desk.transcript.flow.row_top(3) * -1 - 90)
        before = desk.transcript.flow.row_top(3)
        assert 0 < before < desk.transcript.flow.view
        await desk.page.show_leaf(tree["d" + LONG], at=tree["One"])
        assert desk.shown[3].text == "One"
        assert desk.transcript.flow.row_top(3) == before

    async def test_without_a_message_to_stay_at_the_words_stay_that_both_have(
        self, desk: Desk
    ) -> None:
        tree = Tree(desk)
        await tree.add(LONG, "a" + LONG, "b" + LONG, "One", "c" + LONG)
        await tree.add("Two " + LONG, "d" + LONG, below="b" + LONG)
        await tree.open()
        desk.transcript.go_to_row(1)
        desk.transcript.scroll_by(30)
        before = desk.transcript.flow.row_top(1)
        await desk.page.show_leaf(tree["c" + LONG])
        assert desk.shown[-1].text == "c" + LONG
        assert desk.transcript.flow.row_top(1) == before

    async def test_in_a_long_branch_the_message_is_brought(self, desk: Desk) -> None:
        conversation = make(desk.folder / "data" / "chatloom.db", 2_000)
        branch = await desk.store.branch_page(conversation.active_leaf or "", 0, 2_000)
        await desk.page.open_conversation(conversation)
        await desk.page.show_leaf(branch[1_500].id, at=branch[300].id)
        assert desk.transcript.rows.count == 1_501
        assert desk.transcript.message(branch[300].id) is not None
        shown = [row.number for row in desk.transcript.flow.shown()]
        assert 300 in shown

    async def test_who_turns_elsewhere_meanwhile_is_not_called_back(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        other = await talk(desk, "other", "talk")
        await tree.open()
        task = desk.tasks.start(desk.page.show_leaf(tree["One more"]))
        await desk.page.open_conversation(other)
        await task
        assert texts(desk) == ["other", "talk"]


class TestShowingAMessage:
    async def test_of_another_conversation(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.open_conversation(await talk(desk, "other", "talk"))
        await desk.page.show_message(tree.conversation.id, tree["And then"])
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]
        assert desk.transcript.hasFocus()
        assert desk.transcript.touch.focused_row == 2
        assert await stored_leaf(desk, tree) == tree["Two more"]

    async def test_on_the_branch_that_is_shown_nothing_turns(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(tree["One more"])
        await desk.page.show_message(tree.conversation.id, tree["Why?"])
        assert texts(desk) == ["Why?", "One", "Go on", "One more"]
        assert desk.transcript.touch.focused_row == 0
        row = desk.transcript.rows.at(0)
        assert row is not None
        assert row.pointed_out
        await until(lambda: not row.pointed_out)

    async def test_on_another_branch_of_the_same(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_message(tree.conversation.id, tree["One"])
        assert texts(desk) == ["Why?", "One", "Go on", "One more"]
        assert desk.transcript.touch.focused_row == 1

    async def test_far_above_in_a_long_one(self, desk: Desk) -> None:
        conversation = make(desk.folder / "data" / "chatloom.db", 2_000)
        branch = await desk.store.branch_page(conversation.active_leaf or "", 700, 1)
        await desk.page.show_message(conversation.id, branch[0].id)
        assert desk.transcript.touch.focused_row == 700
        assert 700 in [row.number for row in desk.transcript.flow.shown()]

    async def test_one_that_is_gone_is_told(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        with pytest.raises(InputError, match="gone"):
            await desk.page.show_message(tree.conversation.id, "nothing")
        assert texts(desk) == ["Why?", "Three"]


class TestWhileAReplyIsWritten:
    async def begin(self, desk: Desk) -> Tree:
        tree = await three_ways(desk)
        desk.server.script(SLOW)
        desk.send("Tell me")
        await until(lambda: "w3 " in desk.shown[-1].text)
        return tree

    async def test_it_is_not_seen_on_another_branch(self, desk: Desk) -> None:
        tree = await self.begin(desk)
        await desk.page.show_leaf(tree["One more"])
        other = ["Why?", "One", "Go on", "One more"]
        live = desk.page.conversation.id
        for _ in range(20):
            await until(lambda: True)
            assert texts(desk) == other
        assert desk.is_replying
        await until(lambda: not desk.is_replying)
        await desk.quiet()
        assert texts(desk) == other
        kept = [m for m in await desk.store.messages(live) if m.text.startswith("w0")]
        assert [m.text for m in kept] == ["".join(SLOW.text)]

    async def test_who_comes_back_sees_it_go_on(self, desk: Desk) -> None:
        tree = await self.begin(desk)
        question = desk.shown[-2].id
        await desk.page.show_leaf(tree["Two more"])
        await desk.page.show_leaf(await desk.store.newest_leaf(question))
        assert texts(desk)[:3] == ["Why?", "Three", "Tell me"]
        seen = len(desk.shown[-1].text)
        await until(lambda: desk.is_replying and len(desk.shown[-1].text) > seen)
        assert (await desk.answered(4)).text == "".join(SLOW.text)

    async def test_its_question_leads_back_to_it(self, desk: Desk) -> None:
        tree = await self.begin(desk)
        question = desk.shown[-2].id
        await desk.page.show_leaf(tree["Two more"])
        await desk.page.show_leaf(question)
        assert desk.shown[-1].role is Role.ASSISTANT
        assert (await desk.answered(4)).text == "".join(SLOW.text)

    async def test_a_question_sent_before_turning_is_stored_on_its_own_branch(
        self, desk: Desk
    ) -> None:
        tree = await three_ways(desk)
        desk.server.script(SLOW)
        desk.send("Tell me")
        await desk.page.show_leaf(tree["One more"])
        await until(lambda: desk.server.chats and not desk.is_replying)
        await desk.quiet()
        assert texts(desk) == ["Why?", "One", "Go on", "One more"]
        assert desk.page.pane.composer.text == ""
        stored = await desk.store.messages(tree.conversation.id)
        (question,) = [m for m in stored if m.text == "Tell me"]
        assert question.parent == tree["Three"]

    async def test_the_next_question_goes_to_the_branch_that_is_shown(self, desk: Desk) -> None:
        tree = await self.begin(desk)
        await desk.page.show_leaf(tree["One more"])
        await until(lambda: not desk.is_replying)
        await desk.quiet()
        desk.send("And now?")
        await desk.answered(6)
        assert desk.shown[-2].parent == tree["One more"]

    async def test_stop_stops_it_from_there(self, desk: Desk) -> None:
        tree = await self.begin(desk)
        await desk.page.show_leaf(tree["One more"])
        desk.click("stop_button")
        await until(lambda: not desk.is_replying)
        assert texts(desk) == ["Why?", "One", "Go on", "One more"]
        assert QApplication.focusWidget() is desk.field
