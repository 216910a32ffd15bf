"""Changing what one has asked: another branch, and the old one stays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.conversation import Role
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.row_editor import RowEditor
from tests.openai_server import Answer
from tests.ui.chat.grown_tree import Tree, texts
from tests.ui.chat.test_replying import talk
from tests.ui.chat.test_versions import switched, version
from tests.ui.desk import Desk, until
from tests.ui.painted import control, press, words

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def editor(desk: Desk) -> RowEditor:
    found = desk.transcript.editor
    assert found is not None
    return found


def begin(desk: Desk, number: int) -> RowEditor:
    """Press the pencil of a message."""
    press(desk.transcript, control(desk.transcript, number, Kind.EDIT))
    return editor(desk)


async def conversation(desk: Desk) -> Tree:
    tree = Tree(desk)
    await tree.add("First", "One", "Second", "Two")
    await tree.open()
    return tree


class TestSending:
    async def test_a_changed_question_stands_beside_the_old_one(self, desk: Desk) -> None:
        await conversation(desk)
        field = begin(desk, 2).field
        assert field.toPlainText() == "Second"
        assert field.hasFocus()
        desk.press(Qt.Key.Key_A, CTRL)
        QTest.keyClicks(field, "Changed")
        desk.press(Qt.Key.Key_Return)
        await until(lambda: len(desk.server.chats) == 1)
        await desk.answered(4)
        assert texts(desk) == ["First", "One", "Changed", "You said: Changed"]
        assert version(desk, 2) == "2/2"
        assert desk.transcript.editor is None
        assert desk.field.hasFocus()
        sent = [m["content"] for m in desk.last_request.body["messages"]]
        assert sent[-3:] == ["First", "One", "Changed"]
        await switched(desk, 2, Kind.OLDER)
        assert texts(desk) == ["First", "One", "Second", "Two"]

    async def test_the_first_one_too(self, desk: Desk) -> None:
        await conversation(desk)
        begin(desk, 0).field.setPlainText("Another beginning")
        desk.click("edit_accept")
        await until(lambda: len(desk.server.chats) == 1)
        await desk.answered()
        assert texts(desk) == ["Another beginning", "You said: Another beginning"]
        assert version(desk, 0) == "2/2"
        assert desk.shown[0].parent is None
        await switched(desk, 0, Kind.OLDER)
        assert texts(desk) == ["First", "One", "Second", "Two"]
        (stored,) = await desk.store.list_conversations()
        assert stored.title == "A talk"

    async def test_shift_enter_starts_a_line_and_ctrl_enter_sends(self, desk: Desk) -> None:
        await conversation(desk)
        begin(desk, 2)
        desk.press(Qt.Key.Key_Return, SHIFT)
        desk.press(Qt.Key.Key_X)
        assert editor(desk).text == "Second\nx"
        desk.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: len(desk.server.chats) == 1)
        await desk.answered(4)
        assert desk.shown[2].text == "Second\nx"

    async def test_what_stands_in_the_composer_stays_there(self, desk: Desk) -> None:
        await conversation(desk)
        desk.type("a draft")
        begin(desk, 2)
        desk.press(Qt.Key.Key_Return)
        await until(lambda: len(desk.server.chats) == 1)
        await desk.answered(4)
        assert desk.page.pane.composer.text == "a draft"

    async def test_nothing_is_sent_of_nothing(self, desk: Desk) -> None:
        await conversation(desk)
        begin(desk, 2).field.setPlainText("  \n")
        desk.press(Qt.Key.Key_Return)
        await desk.quiet()
        assert desk.server.chats == []
        assert editor(desk).isVisible()

    async def test_on_a_full_disk_the_words_stay_in_the_editor(self, desk: Desk) -> None:
        await conversation(desk)
        begin(desk, 2).field.setPlainText("Changed")
        await desk.database.run("PRAGMA query_only = 1")
        desk.press(Qt.Key.Key_Return)
        await until(lambda: desk.told)
        await desk.quiet()
        assert editor(desk).text == "Changed"
        assert texts(desk) == ["First", "One", "Second", "Two"]
        await desk.database.run("PRAGMA query_only = 0")
        desk.press(Qt.Key.Key_Return)
        await until(lambda: len(desk.server.chats) == 1)
        assert (await desk.answered(4)).text == "You said: Changed"

    async def test_while_a_reply_is_written_nothing_is_sent(self, desk: Desk) -> None:
        await conversation(desk)
        begin(desk, 2).field.setPlainText("Changed")
        desk.server.script(Answer(text=tuple(f"w{n} " for n in range(60)), rate=60))
        desk.send("Third")
        await until(lambda: "w2 " in desk.shown[-1].text)
        desk.press(Qt.Key.Key_Return, widget=editor(desk).field)
        assert editor(desk).text == "Changed"
        await desk.answered(6)
        assert len(desk.server.chats) == 1
        desk.press(Qt.Key.Key_Return, widget=editor(desk).field)
        await until(lambda: len(desk.server.chats) == 2)
        assert (await desk.answered(4)).text == "You said: Changed"


class TestKeeping:
    async def test_saving_without_sending_asks_nobody(self, desk: Desk) -> None:
        await conversation(desk)
        begin(desk, 2).field.setPlainText("Changed")
        desk.press(Qt.Key.Key_S, CTRL)
        await until(lambda: texts(desk) == ["First", "One", "Changed"])
        await desk.quiet()
        assert desk.server.chats == []
        assert version(desk, 2) == "2/2"
        row = desk.transcript.rows.at(2)
        assert row is not None
        assert "This question has no answer yet" in words(row)
        kept = await desk.store.message(desk.shown[-1].id)
        assert kept is not None
        assert (kept.role, kept.text) == (Role.USER, "Changed")


class TestGivingUp:
    async def test_esc_leaves_all_as_it_was(self, desk: Desk) -> None:
        await conversation(desk)
        begin(desk, 2).field.setPlainText("Changed")
        desk.press(Qt.Key.Key_Escape)
        assert desk.transcript.editor is None
        assert desk.transcript.hasFocus()
        assert desk.transcript.touch.focused_row == 2
        assert begin(desk, 2).text == "Second"

    async def test_who_goes_elsewhere_finds_the_words_again(self, desk: Desk) -> None:
        tree = await conversation(desk)
        begin(desk, 2).field.setPlainText("Changed")
        await desk.page.open_conversation(await talk(desk, "other", "talk"))
        assert desk.field.hasFocus()
        await tree.open()
        assert desk.transcript.editor is None
        assert begin(desk, 2).text == "Changed"

    async def test_another_message_takes_its_turn(self, desk: Desk) -> None:
        await conversation(desk)
        begin(desk, 2).field.setPlainText("Changed")
        assert begin(desk, 0).text == "First"
        desk.press(Qt.Key.Key_Escape)
        assert begin(desk, 2).text == "Changed"


class TestTheEditor:
    async def test_f2_opens_it_for_the_message_the_keyboard_is_at(self, desk: Desk) -> None:
        await conversation(desk)
        desk.transcript.setFocus()
        desk.transcript.focus_row(2)
        desk.press(Qt.Key.Key_F2)
        assert editor(desk).field.hasFocus()
        assert editor(desk).field.accessibleName() == "Edit message"

    async def test_it_keeps_the_focus_when_it_is_scrolled_away(self, desk: Desk) -> None:
        tree = Tree(desk)
        lots = "words and words " * 200
        await tree.add("First", lots + "1", "Second", lots + "2", "Third", lots + "3")
        await tree.open()
        desk.transcript.go_to_row(0)
        field = begin(desk, 0).field
        desk.transcript.to_bottom()
        assert not desk.transcript.viewport().rect().intersects(editor(desk).geometry())
        assert QApplication.focusWidget() is field

    async def test_its_row_makes_room_for_what_is_typed(self, desk: Desk) -> None:
        await conversation(desk)
        begin(desk, 2)
        below = desk.transcript.flow.row_top(3)
        editor(desk).field.setPlainText("\n".join(["line"] * 6))
        await until(lambda: desk.transcript.flow.row_top(3) > below + 40)
        bottom = editor(desk).geometry().bottom()
        assert bottom < desk.transcript.flow.row_top(3)
        buttons = [b for b in editor(desk).findChildren(QWidget) if b.isVisible()]
        assert all(
            b.parentWidget().rect().contains(b.geometry()) for b in buttons if b.objectName()
        )

    async def test_in_a_narrow_window_long_words_are_all_seen(self, desk: Desk) -> None:
        tree = Tree(desk)
        await tree.add("Which value suits which of my sensors, and why so? " * 3, "One")
        await tree.open()
        desk.window.resize(480, 820)
        await until(lambda: desk.transcript.width() <= 480)
        desk.transcript.to_top()
        opened = begin(desk, 0)
        field = opened.field
        lines = round(field.document().size().height())
        assert lines >= 3
        assert field.height() >= lines * field.fontMetrics().lineSpacing()
        assert opened.height() >= opened.height_for(opened.width())
