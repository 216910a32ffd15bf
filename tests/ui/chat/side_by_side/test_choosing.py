"""One answer of several is gone on with, or none; the others stay."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.core.conversation import Role, Status
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.menu import context_menu
from tests.openai_server import Answer, Refusal, error_body
from tests.ui.chat.grown_tree import Tree, texts, three_ways
from tests.ui.chat.side_by_side.compared import (
    LETTERS,
    SLOW,
    answered,
    answers,
    ask,
    columns,
    kept,
    only,
    open_columns,
    said_by_both,
)
from tests.ui.desk import Desk, click, until

ALT = Qt.KeyboardModifier.AltModifier


async def gone(desk: Desk) -> None:
    await until(lambda: open_columns(desk) is None)
    await desk.quiet()


class TestChoosing:
    async def test_the_chosen_one_goes_on_and_the_other_stays(self, desk: Desk) -> None:
        await ask(desk)
        await desk.quiet()
        other, chosen = answers(desk)
        click(columns(desk).columns[1].choose)
        await gone(desk)
        assert [message.id for message in desk.shown][-1] == chosen.id
        stored = await desk.store.message(chosen.id)
        assert stored is not None
        assert stored.preferred_over == (other.id,)
        assert (await desk.store.versions([chosen.id]))[chosen.id] == [other.id, chosen.id]
        assert (await only(desk)).active_leaf == chosen.id
        assert desk.field.hasFocus()
        desk.send("And then?")
        await desk.answered(4)
        assert (await kept(desk))[3].parent == chosen.id

    @pytest.mark.parametrize("number", [0, 1])
    async def test_by_key(self, desk: Desk, number: int) -> None:
        await ask(desk)
        await desk.quiet()
        chosen = answers(desk)[number]
        desk.press(Qt.Key(Qt.Key.Key_1 + number), ALT, desk.field)
        await gone(desk)
        assert [message.id for message in desk.shown][-1] == chosen.id

    @pytest.mark.parametrize("number", [0, 1])
    async def test_one_that_is_written_goes_on_and_the_other_is_stopped(
        self, desk: Desk, number: int
    ) -> None:
        desk.server.script(LETTERS, LETTERS)
        await ask(desk)
        await said_by_both(desk)
        chosen, other = answers(desk)[number], answers(desk)[1 - number]
        click(columns(desk).columns[number].choose)
        await until(lambda: open_columns(desk) is None)
        assert desk.is_replying
        await until(lambda: not desk.is_replying)
        await desk.quiet()
        assert desk.shown[-1].id == chosen.id
        assert desk.shown[-1].text == "abcdefghijkl"
        stopped = await desk.store.message(other.id)
        assert stopped is not None
        assert stopped.status is Status.STOPPED
        assert stopped.text

    async def test_one_without_words_is_preferred_to_by_nobody(self, desk: Desk) -> None:
        desk.server.script(Refusal(400, error_body("No such thing.", "invalid_request_error")))
        await ask(desk)
        await desk.quiet()
        number = next(n for n, each in enumerate(answers(desk)) if each.text)
        chosen = answers(desk)[number]
        click(columns(desk).columns[number].choose)
        await gone(desk)
        stored = await desk.store.message(chosen.id)
        assert stored is not None
        assert stored.preferred_over == ()


class TestLeavingItOpen:
    async def test_both_stay_as_versions(self, desk: Desk) -> None:
        await ask(desk)
        await desk.quiet()
        first = answers(desk)[0]
        click(columns(desk).close_button)
        await gone(desk)
        assert [message.id for message in desk.shown][-1] == first.id
        assert len((await desk.store.versions([first.id]))[first.id]) == 2
        assert all(not each.preferred_over for each in await kept(desk))

    async def test_by_esc_at_the_composer_and_in_a_column(self, desk: Desk) -> None:
        await ask(desk)
        await desk.quiet()
        desk.press(Qt.Key.Key_Escape, widget=desk.field)
        await gone(desk)
        await ask(desk, "Again")
        await desk.quiet()
        columns(desk).columns[0].transcript.setFocus()
        desk.press(Qt.Key.Key_Escape)
        await gone(desk)
        assert desk.field.hasFocus()

    async def test_the_first_that_says_something_is_shown(self, desk: Desk) -> None:
        desk.server.script(
            Refusal(400, error_body("No such thing.", "invalid_request_error")), LETTERS
        )
        await ask(desk)
        await desk.quiet()
        click(columns(desk).close_button)
        await gone(desk)
        assert desk.shown[-1].text == "abcdefghijkl"

    async def test_they_go_on_and_can_be_looked_at_again(self, desk: Desk) -> None:
        desk.server.script(SLOW, SLOW)
        await ask(desk)
        await said_by_both(desk)
        click(columns(desk).close_button)
        await until(lambda: open_columns(desk) is None)
        row = desk.transcript.rows.at(1)
        assert row is not None
        assert row.live
        words = desk.shown[-1].text
        await until(lambda: len(desk.shown[-1].text) > len(words))
        assert desk.is_replying
        desk.transcript.acted.emit(desk.shown[-1].id, Kind.COMPARE)
        await until(lambda: open_columns(desk) is not None)
        assert all(column.is_growing for column in columns(desk).columns)
        desk.page.stop()
        await desk.quiet()
        assert [each.status for each in answers(desk)] == [Status.STOPPED] * 2

    async def test_the_other_version_is_seen_growing(self, desk: Desk) -> None:
        desk.server.script(SLOW, SLOW)
        await ask(desk)
        await said_by_both(desk)
        second = answers(desk)[1]
        desk.press(Qt.Key.Key_Right, ALT, desk.field)
        await until(lambda: open_columns(desk) is None)
        await until(lambda: desk.shown[-1].id == second.id)
        words = desk.shown[-1].text
        await until(lambda: len(desk.shown[-1].text) > len(words))
        desk.page.stop()
        await desk.quiet()
        assert desk.shown[-1].status is Status.STOPPED

    async def test_the_next_message_goes_on_with_the_first(self, desk: Desk) -> None:
        await ask(desk)
        await desk.quiet()
        first = answers(desk)[0]
        desk.send("And then?")
        await desk.answered(4)
        assert open_columns(desk) is None
        mine = [each for each in await kept(desk) if each.role is Role.USER]
        assert mine[-1].parent == first.id

    async def test_what_waits_does_not_run_ahead_of_the_choice(self, desk: Desk) -> None:
        desk.server.script(LETTERS, LETTERS)
        await ask(desk)
        desk.send("next")
        await desk.quiet()
        assert len(await kept(desk)) == 3
        assert desk.page.workings is not None
        click(desk.page.workings.queueing.rows.send)
        await desk.answered(4)
        assert open_columns(desk) is None

    async def test_stopped_before_anybody_began(self, desk: Desk) -> None:
        desk.server.script(SLOW, SLOW)
        await ask(desk)
        desk.page.stop()
        await desk.quiet()
        desk.press(Qt.Key.Key_Escape, widget=desk.field)
        await gone(desk)
        assert len(desk.shown) == 2


class TestComparingVersions:
    async def test_by_the_menu(self, desk: Desk) -> None:
        await three_ways(desk)
        point = desk.transcript.flow.corner(1)
        menu = context_menu(desk.transcript, point)
        entry = next(e for e in menu.actions() if e.text() == "Compare versions side by side")
        entry.trigger()
        menu.aboutToHide.emit()
        await until(lambda: open_columns(desk) is not None)
        assert answered(desk) == ["One", "Two", "Three"]
        assert not any(column.again.isVisible() for column in columns(desk).columns)
        click(columns(desk).columns[1].choose)
        await gone(desk)
        # With what has followed it.
        assert texts(desk) == ["Why?", "Two", "And then", "Two more"]

    async def test_left_without_a_choice_nothing_changes(self, desk: Desk) -> None:
        tree = await three_ways(desk)
        desk.transcript.acted.emit(tree["Three"], Kind.COMPARE)
        await until(lambda: open_columns(desk) is not None)
        click(columns(desk).close_button)
        await gone(desk)
        assert texts(desk) == ["Why?", "Three"]

    async def test_not_for_the_only_one_nor_for_many(self, desk: Desk) -> None:
        tree = Tree(desk)
        await tree.add("Why?", "One", "Next", "Only")
        for text in ("Two", "Three", "Four"):
            await tree.add(text, below="Why?")
        await tree.open()
        for number in range(len(desk.shown)):
            menu = context_menu(desk.transcript, desk.transcript.flow.corner(number))
            assert "Compare versions side by side" not in [a.text() for a in menu.actions()]
            menu.aboutToHide.emit()


class TestNarrow:
    async def test_one_is_shown_at_a_time(self, desk: Desk) -> None:
        desk.window.resize(480, 640)
        await ask(desk)
        await desk.quiet()
        QApplication.processEvents()
        assert [column.isVisible() for column in columns(desk).columns] == [True, False]
        columns(desk).tabs.setCurrentIndex(1)
        assert [column.isVisible() for column in columns(desk).columns] == [False, True]
        second = answers(desk)[1]
        desk.window.resize(1280, 820)
        QApplication.processEvents()
        assert [column.isVisible() for column in columns(desk).columns] == [True, True]
        desk.window.resize(480, 640)
        QApplication.processEvents()
        # Also the one that is not seen.
        desk.press(Qt.Key.Key_2, ALT, desk.field)
        await gone(desk)
        assert desk.shown[-1].id == second.id

    async def test_names_for_screen_readers(self, desk: Desk) -> None:
        desk.server.script(Answer(text=("Hi",)), SLOW)
        await ask(desk)
        await until(lambda: sorted(c.is_growing for c in columns(desk).columns) == [False, True])
        growing = next(c for c in columns(desk).columns if c.is_growing)
        assert columns(desk).accessibleName() == "2 answer(s) side by side"
        await until(lambda: "writing" in growing.accessibleName())
        assert growing.accessibleName().startswith(growing.choose.accessibleDescription())
        assert growing.stop.accessibleName() == "Stop this answer"
        assert "gpt-" in growing.choose.accessibleDescription()
        desk.page.stop()
        await desk.quiet()
