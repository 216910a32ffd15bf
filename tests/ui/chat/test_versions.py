"""Several versions of a message: how they come about, and how one goes from one to the other."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop_app.core.conversation import Role, Status
from desktop_app.ui.chat.transcript.laid.part import Kind
from tests.openai_server import Answer, Refusal, error_body
from tests.storage.big_conversation import make
from tests.ui.chat.grown_tree import Tree, texts, three_ways
from tests.ui.chat.last_notice import AGAIN, take
from tests.ui.desk import Desk, until
from tests.ui.painted import control, kinds, press

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LONG = "Several words that fill a line or two of the transcript, and then more. " * 12


def version(desk: Desk, number: int) -> str:
    """Return which version a message says it is; empty for the only one."""
    row = desk.transcript.rows.at(number)
    assert row is not None
    return "" if row.version is None else f"{row.version.number}/{row.version.total}"


async def switched(desk: Desk, number: int, kind: Kind) -> None:
    press(desk.transcript, control(desk.transcript, number, kind))
    await desk.quiet()


class TestSwitching:
    async def test_by_mouse_from_version_to_version(self, desk: Desk) -> None:
        await three_ways(desk)
        assert control(desk.transcript, 1, Kind.VERSION).label == "3/3"
        assert control(desk.transcript, 1, Kind.VERSION).name == "Version 3 of 3"
        await switched(desk, 1, Kind.OLDER)
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]
        assert version(desk, 1) == "2/3"
        await switched(desk, 1, Kind.OLDER)
        assert texts(desk) == ["Why?", "One", "Go on", "One more"]
        await switched(desk, 1, Kind.NEWER)
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]

    async def test_at_the_ends_there_is_no_further_one(self, desk: Desk) -> None:
        await three_ways(desk)
        assert not control(desk.transcript, 1, Kind.NEWER).enabled
        await switched(desk, 1, Kind.NEWER)
        assert texts(desk) == ["Why?", "Three"]
        desk.press(Qt.Key.Key_Right, ALT, desk.window)
        await desk.quiet()
        assert texts(desk) == ["Why?", "Three"]

    async def test_messages_without_others_say_nothing(self, desk: Desk) -> None:
        await three_ways(desk)
        assert version(desk, 0) == ""
        assert Kind.VERSION not in kinds(desk.transcript, 0)

    async def test_by_key_while_writing(self, desk: Desk) -> None:
        await three_ways(desk)
        desk.type("not sent yet")
        desk.press(Qt.Key.Key_Left, ALT, desk.field)
        await desk.quiet()
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]
        assert desk.page.pane.composer.text == "not sent yet"
        assert desk.field.hasFocus()

    async def test_the_key_is_for_the_message_the_keyboard_is_at(self, desk: Desk) -> None:
        tree = Tree(desk)
        await tree.add("Why?", "One", "Go on", "A")
        await tree.add("Two", "Go on!", "B", below="Why?")
        await tree.add("C", below="Go on!")
        await tree.open()
        desk.transcript.setFocus()
        desk.transcript.focus_row(1)
        desk.press(Qt.Key.Key_Left, ALT, desk.transcript)
        await desk.quiet()
        assert texts(desk) == ["Why?", "One", "Go on", "A"]
        # And it stays there.
        assert desk.transcript.touch.focused_row == 1
        desk.press(Qt.Key.Key_Right, ALT, desk.transcript)
        await desk.quiet()
        assert texts(desk) == ["Why?", "Two", "Go on!", "C"]

    async def test_without_one_it_is_for_the_last_that_has_some(self, desk: Desk) -> None:
        tree = Tree(desk)
        await tree.add("Why?", "One")
        await tree.add("Two", "Go on!", "B", below="Why?")
        await tree.add("C", "More", below="Go on!")
        await tree.open()
        desk.press(Qt.Key.Key_Left, ALT, desk.field)
        await desk.quiet()
        assert texts(desk) == ["Why?", "Two", "Go on!", "B"]

    async def test_the_control_that_was_pressed_keeps_the_keyboard(self, desk: Desk) -> None:
        await three_ways(desk)
        desk.transcript.setFocus()
        desk.transcript.touch.focused_row = 1
        desk.transcript.focus_control(control(desk.transcript, 1, Kind.OLDER))
        desk.press(Qt.Key.Key_Space, widget=desk.transcript)
        await desk.quiet()
        focused = desk.transcript.focused_control()
        assert focused is not None
        assert focused.key.kind is Kind.OLDER
        desk.press(Qt.Key.Key_Space, widget=desk.transcript)
        await desk.quiet()
        assert version(desk, 1) == "1/3"

    async def test_the_message_stays_where_it_was(self, desk: Desk) -> None:
        tree = Tree(desk)
        await tree.add(LONG, LONG + "1", "Two", LONG + "2", LONG + "3")
        await tree.add("Other " + LONG, LONG + "4", below=LONG + "1")
        await tree.open()
        desk.transcript.scroll_by(desk.transcript.flow.row_top(2) - 120)
        before = desk.transcript.flow.row_top(2)
        await switched(desk, 2, Kind.OLDER)
        assert desk.shown[2].text == "Two"
        assert desk.transcript.flow.row_top(2) == before

    async def test_quick_presses_come_out_in_order(self, desk: Desk) -> None:
        await three_ways(desk)
        for _ in range(2):
            desk.press(Qt.Key.Key_Left, ALT, desk.field)
        await desk.quiet()
        assert version(desk, 1) in ("1/3", "2/3")
        stored = await desk.store.conversation(desk.page.conversation.id)
        assert stored is not None
        assert stored.active_leaf == desk.shown[-1].id

    async def test_versions_are_read_with_the_page_of_their_message(self, desk: Desk) -> None:
        conversation = make(desk.folder / "data" / "chatloom.db", 1_000)
        branch = await desk.store.branch_page(conversation.active_leaf or "", 0, 1_000)
        twin = branch[101]
        await desk.page.open_conversation(conversation)
        await desk.page.show_leaf(twin.parent)
        desk.page.pane.again_wanted.emit()
        await desk.answered(1)
        await desk.page.show_leaf(branch[-1].id)
        desk.transcript.to_bottom()
        desk.transcript.go_to_row(101)
        await until(lambda: desk.transcript.rows.at(101) is not None)
        await desk.quiet()
        assert version(desk, 101) == "1/2"


class TestAnsweringAgain:
    async def test_a_sibling_of_the_last_answer(self, desk: Desk) -> None:
        desk.send("Why?")
        first = await desk.answered()
        desk.server.script(Answer(text=("Another",)))
        desk.press(Qt.Key.Key_R, CTRL, desk.window)
        await until(lambda: desk.shown[-1].text == "Another")
        await desk.answered()
        assert texts(desk) == ["Why?", "Another"]
        assert version(desk, 1) == "2/2"
        sent = [m["content"] for m in desk.last_request.body["messages"]]
        assert sent[-1] == "Why?"
        await switched(desk, 1, Kind.OLDER)
        assert desk.shown[-1] == first

    async def test_of_any_answer_what_follows_stays_with_the_old_one(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        await desk.page.show_leaf(tree["Two more"])
        desk.server.script(Answer(text=("Four",)))
        press(desk.transcript, control(desk.transcript, 1, Kind.AGAIN))
        await until(lambda: texts(desk) == ["Why?", "Four"])
        await desk.answered()
        assert version(desk, 1) == "4/4"
        await switched(desk, 1, Kind.OLDER)
        await switched(desk, 1, Kind.OLDER)
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]

    async def test_trying_again_after_a_failure_keeps_the_failed_one(self, desk: Desk) -> None:
        desk.server.script(Refusal(400, error_body("No.", "invalid_request_error")))
        desk.send("Why?")
        await desk.answered()
        take(desk, AGAIN)
        await until(lambda: desk.shown[-1].status is Status.COMPLETE)
        await desk.answered()
        assert version(desk, 1) == "2/2"
        await switched(desk, 1, Kind.OLDER)
        assert desk.shown[-1].status is Status.FAILED

    async def test_on_a_full_disk_the_old_answer_stays_on_the_screen(self, desk: Desk) -> None:
        desk.send("Why?")
        first = await desk.answered()
        await desk.database.run("PRAGMA query_only = 1")
        desk.press(Qt.Key.Key_R, CTRL, desk.window)
        await until(lambda: desk.told)
        await desk.quiet()
        assert desk.shown[-1] == first
        await desk.database.run("PRAGMA query_only = 0")

    async def test_nothing_is_begun_while_a_reply_is_written(self, desk: Desk) -> None:
        desk.server.script(Answer(text=tuple(f"w{n} " for n in range(60)), rate=60))
        desk.send("Why?")
        await until(lambda: len(desk.shown) == 2 and "w2 " in desk.shown[-1].text)
        assert not control(desk.transcript, 0, Kind.EDIT).enabled
        desk.press(Qt.Key.Key_R, CTRL, desk.window)
        await desk.answered()
        assert len(desk.server.chats) == 1
        assert control(desk.transcript, 0, Kind.EDIT).enabled

    async def test_of_an_empty_chat_nothing_is_asked(self, desk: Desk) -> None:
        desk.press(Qt.Key.Key_R, CTRL, desk.window)
        await desk.quiet()
        assert desk.server.chats == []

    async def test_an_answer_on_another_branch_goes_on_when_one_turns_away(
        self, desk: Desk
    ) -> None:
        await three_ways(desk)
        desk.server.script(Answer(text=tuple(f"w{n} " for n in range(60)), rate=60))
        press(desk.transcript, control(desk.transcript, 1, Kind.AGAIN))
        await until(lambda: "w2 " in desk.shown[-1].text)
        assert version(desk, 1) == "4/4"
        await switched_while_writing(desk)
        assert texts(desk) == ["Why?", "Three"]
        await until(lambda: not desk.is_replying)
        await desk.quiet()
        assert texts(desk) == ["Why?", "Three"]
        await switched(desk, 1, Kind.NEWER)
        assert desk.shown[-1].text == "".join(f"w{n} " for n in range(60))
        assert desk.shown[-1].role is Role.ASSISTANT


async def switched_while_writing(desk: Desk) -> None:
    press(desk.transcript, control(desk.transcript, 1, Kind.OLDER))
    await until(lambda: not desk.shown[-1].text.startswith("w"))
