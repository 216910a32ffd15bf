"""Rating answers, and writing how they should have been."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop_app.core.conversation import Message
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_editor import RowEditor
from tests.ui.chat.grown_tree import Tree
from tests.ui.desk import Desk, until
from tests.ui.painted import control, kinds, press, shown_text

CTRL = Qt.KeyboardModifier.ControlModifier


async def answered(desk: Desk) -> Tree:
    tree = Tree(desk)
    await tree.add("Why?", "Because of the *moon*")
    await tree.open()
    return tree


def row(desk: Desk) -> Row:
    found = desk.transcript.rows.at(1)
    assert found is not None
    return found


async def pressed(desk: Desk, kind: Kind, nth: int = 0) -> None:
    press(desk.transcript, control(desk.transcript, 1, kind, nth))
    await desk.quiet()


async def stored(desk: Desk) -> Message:
    found = await desk.store.message(row(desk).id)
    assert found is not None
    return found


def editor(desk: Desk) -> RowEditor:
    found = desk.transcript.editor
    assert found is not None
    return found


async def correct(desk: Desk, text: str) -> None:
    await pressed(desk, Kind.EDIT)
    editor(desk).field.setPlainText(text)
    desk.press(Qt.Key.Key_Return, CTRL)
    await until(lambda: desk.transcript.editor is None)
    await desk.quiet()


class TestRating:
    async def test_a_thumb_is_kept_and_the_same_once_more_takes_it_back(self, desk: Desk) -> None:
        await answered(desk)
        await pressed(desk, Kind.GOOD)
        assert (await stored(desk)).rating == 1
        assert control(desk.transcript, 1, Kind.GOOD).chosen
        await pressed(desk, Kind.GOOD)
        assert (await stored(desk)).rating == 0
        assert not control(desk.transcript, 1, Kind.GOOD).chosen

    async def test_there_is_only_one_of_both(self, desk: Desk) -> None:
        await answered(desk)
        await pressed(desk, Kind.GOOD)
        await pressed(desk, Kind.BAD)
        assert (await stored(desk)).rating == -1
        assert not control(desk.transcript, 1, Kind.GOOD).chosen
        assert control(desk.transcript, 1, Kind.BAD).chosen

    async def test_it_is_shown_again_later(self, desk: Desk) -> None:
        tree = await answered(desk)
        await pressed(desk, Kind.BAD)
        await desk.page.new_chat()
        await tree.open()
        assert control(desk.transcript, 1, Kind.BAD).chosen

    async def test_what_one_asked_is_not_rated(self, desk: Desk) -> None:
        await answered(desk)
        assert Kind.GOOD not in kinds(desk.transcript, 0)

    async def test_a_bad_answer_can_be_made_better(self, desk: Desk) -> None:
        await answered(desk)
        assert kinds(desk.transcript, 1).count(Kind.EDIT) == 1
        await pressed(desk, Kind.BAD)
        assert control(desk.transcript, 1, Kind.EDIT, 1).label == "Better answer"
        await pressed(desk, Kind.EDIT, 1)
        assert editor(desk).text == "Because of the *moon*"

    async def test_a_full_disk_is_told_and_nothing_is_shown_as_kept(self, desk: Desk) -> None:
        await answered(desk)
        await desk.database.run("PRAGMA query_only = 1")
        await pressed(desk, Kind.GOOD)
        assert desk.told
        assert not control(desk.transcript, 1, Kind.GOOD).chosen
        await desk.database.run("PRAGMA query_only = 0")


class TestBetterAnswer:
    async def test_it_is_kept_beside_the_original(self, desk: Desk) -> None:
        await answered(desk)
        await correct(desk, "Because of **dust**")
        kept = await stored(desk)
        assert (kept.text, kept.corrected_text) == ("Because of the *moon*", "Because of **dust**")
        assert shown_text(row(desk)) == "Because of dust"
        assert control(desk.transcript, 1, Kind.BETTER).chosen

    async def test_enter_starts_a_line(self, desk: Desk) -> None:
        await answered(desk)
        await pressed(desk, Kind.EDIT)
        QTest.keyClick(editor(desk).field, Qt.Key.Key_Return)
        assert editor(desk).text == "Because of the *moon*\n"

    async def test_the_original_is_a_click_away(self, desk: Desk) -> None:
        await answered(desk)
        await correct(desk, "Because of **dust**")
        await pressed(desk, Kind.ORIGINAL)
        assert shown_text(row(desk)) == "Because of the moon"
        assert control(desk.transcript, 1, Kind.ORIGINAL).chosen
        await pressed(desk, Kind.BETTER)
        assert shown_text(row(desk)) == "Because of dust"

    async def test_it_is_what_the_model_is_sent_from_then_on(self, desk: Desk) -> None:
        await answered(desk)
        await correct(desk, "Because of dust")
        desk.send("And?")
        await desk.answered(4)
        sent = [m["content"] for m in desk.last_request.body["messages"]]
        assert sent[-3:] == ["Why?", "Because of dust", "And?"]

    async def test_it_can_be_changed_again(self, desk: Desk) -> None:
        await answered(desk)
        await correct(desk, "One")
        await pressed(desk, Kind.EDIT)
        assert editor(desk).text == "One"
        desk.press(Qt.Key.Key_Escape)
        await correct(desk, "Two")
        assert (await stored(desk)).corrected_text == "Two"

    async def test_the_very_same_words_are_none(self, desk: Desk) -> None:
        await answered(desk)
        await correct(desk, "Because of the *moon*")
        assert (await stored(desk)).corrected_text is None
        assert Kind.BETTER not in kinds(desk.transcript, 1)

    async def test_it_can_be_removed_and_brought_back(self, desk: Desk) -> None:
        await answered(desk)
        await correct(desk, "Because of dust")
        await pressed(desk, Kind.DISCARD)
        assert (await stored(desk)).corrected_text is None
        assert shown_text(row(desk)) == "Because of the moon"
        desk.click("undo_button")
        await desk.quiet()
        assert (await stored(desk)).corrected_text == "Because of dust"
        assert shown_text(row(desk)) == "Because of dust"

    async def test_it_is_what_is_copied(self, desk: Desk) -> None:
        await answered(desk)
        await correct(desk, "Because of **dust**")
        await pressed(desk, Kind.COPY)
        assert QGuiApplication.clipboard().text() == "Because of **dust**"
        desk.transcript.select_all()
        desk.transcript.copy(markdown=False)
        assert "dust" in QGuiApplication.clipboard().text()
        assert "moon" not in QGuiApplication.clipboard().text()

    async def test_it_is_what_is_found(self, desk: Desk) -> None:
        await answered(desk)
        await correct(desk, "Because of dust")
        assert desk.page.reading is not None
        desk.page.reading.find()
        desk.page.pane.find_bar.field.setText("dust")
        await until(lambda: desk.transcript.finding.total == 1)
        desk.page.pane.find_bar.field.setText("moon")
        await until(lambda: desk.transcript.finding.words == "moon")
        await desk.quiet()
        assert desk.transcript.finding.total == 0

    async def test_on_a_full_disk_the_words_stay_in_the_editor(self, desk: Desk) -> None:
        await answered(desk)
        await pressed(desk, Kind.EDIT)
        editor(desk).field.setPlainText("Because of dust")
        await desk.database.run("PRAGMA query_only = 1")
        desk.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: desk.told)
        assert editor(desk).text == "Because of dust"
        await desk.database.run("PRAGMA query_only = 0")
        desk.press(Qt.Key.Key_S, CTRL, editor(desk).field)
        await until(lambda: desk.transcript.editor is None)
        assert (await stored(desk)).corrected_text == "Because of dust"

    async def test_what_is_not_saved_is_there_again(self, desk: Desk) -> None:
        tree = await answered(desk)
        await pressed(desk, Kind.EDIT)
        editor(desk).field.setPlainText("Because of")
        await desk.page.new_chat()
        await tree.open()
        await pressed(desk, Kind.EDIT)
        assert editor(desk).text == "Because of"

    async def test_it_is_written_while_a_reply_is_written(self, desk: Desk) -> None:
        from tests.openai_server import Answer

        await answered(desk)
        desk.server.script(Answer(text=tuple(f"w{n} " for n in range(60)), rate=60))
        desk.send("Go on")
        await until(lambda: len(desk.shown) == 4 and "w2 " in desk.shown[-1].text)
        desk.transcript.to_top()
        press(desk.transcript, control(desk.transcript, 1, Kind.EDIT))
        editor(desk).field.setPlainText("Because of dust")
        await desk.answered(4)
        desk.press(Qt.Key.Key_Return, CTRL, editor(desk).field)
        await until(lambda: desk.transcript.editor is None)
        assert (await stored(desk)).corrected_text == "Because of dust"
