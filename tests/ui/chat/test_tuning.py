"""What is changed of the assistant in a chat: set in the sheet, kept, and gone back from."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit

from desktop_app.core.assistants import Assistant
from desktop_app.core.conversation import Conversation
from desktop_app.core.models import BUILT_IN
from desktop_app.ui.chat.parameters_button import ParametersButton
from desktop_app.ui.chat.tuning import month_start
from tests.openai_server import OpenAIServer
from tests.ui.desk import Desk, until

GENERAL = "You are a helpful assistant. Answer briefly and clearly."


async def opened(desk: Desk) -> None:
    desk.click("parameters_button")
    place = desk.page.pane.sheet_place
    await until(lambda: desk.find("costs", QLabel).isVisible())
    await until(lambda: place.beside > 0 or desk.window.width() < 900)


def write(desk: Desk, name: str, text: str) -> None:
    """Replace what stands in a field of the sheet, as a user does."""
    field = desk.find(name)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def choose_assistant(desk: Desk, name: str) -> None:
    (wanted,) = [known for known in desk.services.assistants if known.name == name]
    desk.page.choices.choose_assistant(wanted)  # type: ignore[union-attr]


def body(desk: Desk) -> dict[str, Any]:
    return desk.last_request.body


def is_marked(desk: Desk) -> bool:
    return desk.find("parameters_button", ParametersButton).is_changed


async def stored(desk: Desk) -> Conversation:
    await desk.quiet()
    (only,) = await desk.store.list_conversations()
    return only


class TestOpening:
    async def test_by_mouse_and_with_escape_again(self, desk: Desk) -> None:
        desk.field.setFocus()
        await opened(desk)
        sheet = desk.find("parameters_sheet")
        assert sheet.geometry().right() == desk.page.pane.rect().right()
        assert desk.find("instructions").hasFocus()
        desk.press(Qt.Key.Key_Escape)
        assert desk.field.hasFocus()
        await until(lambda: not sheet.isVisible())
        await desk.quiet()

    async def test_by_key(self, desk: Desk) -> None:
        shift_control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        desk.press(Qt.Key.Key_P, shift_control, desk.window)
        assert desk.find("instructions").hasFocus()
        desk.press(Qt.Key.Key_P, shift_control, desk.window)
        await until(lambda: not desk.find("parameters_sheet").isVisible())
        await desk.quiet()

    async def test_the_chat_stands_beside_it(self, desk: Desk) -> None:
        desk.send("Hello")
        await desk.answered()
        pane = desk.page.pane
        await opened(desk)
        sheet = desk.find("parameters_sheet")
        for part in (pane.transcript, pane.composer):
            assert not part.geometry().intersects(sheet.geometry())
        assert pane.parameters_button.visibleRegion().boundingRect().width() > 20
        await desk.quiet()

    async def test_it_stands_over_a_narrow_chat(self, desk: Desk) -> None:
        desk.window.resize(700, 700)
        await opened(desk)
        pane, sheet = desk.page.pane, desk.find("parameters_sheet")
        await until(lambda: sheet.geometry().right() == pane.rect().right())
        assert pane.composer.geometry().intersects(sheet.geometry())
        assert pane.rect().contains(sheet.geometry())
        await desk.quiet()

    async def test_it_shows_what_the_assistant_has(self, desk: Desk) -> None:
        choose_assistant(desk, "Code helper")
        await opened(desk)
        assert desk.find("parameter_temperature", QLineEdit).text() == "0.2"
        assert desk.find("instructions", QPlainTextEdit).toPlainText().startswith("You are a care")
        choose_assistant(desk, "General")
        assert desk.find("parameter_temperature", QLineEdit).text() == ""
        assert desk.find("instructions", QPlainTextEdit).toPlainText() == GENERAL
        assert not is_marked(desk)
        await desk.quiet()


class TestChanging:
    async def test_a_new_chat_takes_its_changes_along(self, desk: Desk) -> None:
        await opened(desk)
        write(desk, "parameter_temperature", "0.7")
        write(desk, "instructions", "Rhyme.")
        assert is_marked(desk)
        await desk.quiet()
        assert await desk.store.list_conversations() == []
        desk.send("Hello")
        await desk.answered()
        kept = await stored(desk)
        assert (kept.instructions, kept.parameters) == ("Rhyme.", {"temperature": 0.7})
        assert body(desk)["temperature"] == 0.7
        assert body(desk)["messages"][0] == {"role": "system", "content": "Rhyme."}
        await desk.quiet()

    async def test_each_change_is_kept_at_once(self, desk: Desk) -> None:
        desk.send("Hello")
        await desk.answered()
        await opened(desk)
        for digits in ("1", "12", "128"):
            write(desk, "parameter_max_tokens", digits)
        kept = await stored(desk)
        assert kept.parameters == {"max_tokens": 128}
        write(desk, "parameter_max_tokens", "")
        assert (await stored(desk)).parameters == {}
        assert not is_marked(desk)
        await desk.quiet()

    async def test_a_parameter_of_the_assistant_can_be_left_out(self, desk: Desk) -> None:
        choose_assistant(desk, "Code helper")
        await opened(desk)
        write(desk, "parameter_temperature", "")
        assert is_marked(desk)
        desk.send("Hello")
        await desk.answered()
        assert (await stored(desk)).parameters == {"temperature": None}
        assert "temperature" not in body(desk)
        await desk.quiet()

    async def test_what_can_not_be_is_neither_kept_nor_lost(self, desk: Desk) -> None:
        await opened(desk)
        write(desk, "parameter_temperature", "0.5")
        write(desk, "parameter_temperature", "5")
        write(desk, "parameter_seed", "7")
        assert desk.find("parameter_temperature", QLineEdit).text() == "5"
        desk.send("Hello")
        await desk.answered()
        assert (await stored(desk)).parameters == {"seed": 7}
        await desk.quiet()

    async def test_each_chat_has_its_own(self, desk: Desk) -> None:
        desk.send("Hello")
        await desk.answered()
        first = await stored(desk)
        await opened(desk)
        write(desk, "parameter_seed", "7x")
        await desk.page.new_chat()
        seed = desk.find("parameter_seed", QLineEdit)
        assert (seed.text(), is_marked(desk)) == ("", False)
        await desk.page.open_conversation(first)
        assert (seed.text(), is_marked(desk)) == ("7", True)
        await desk.quiet()

    async def test_they_survive_a_restart(self, tmp_path: Path, desk: Desk) -> None:
        await opened(desk)
        write(desk, "instructions", "Rhyme.")
        write(desk, "parameter_stop", "END")
        desk.send("Hello")
        await desk.answered()
        async with Desk(tmp_path, desk.server) as again:
            assert is_marked(again)
            await opened(again)
            assert again.find("instructions", QPlainTextEdit).toPlainText() == "Rhyme."
            again.send("More")
            await again.answered(4)
            assert body(again)["stop"] == ["END"]
        await desk.quiet()

    async def test_a_draft_keeps_them_too(self, desk: Desk) -> None:
        desk.page.pane.composer.set_text("Later")
        await desk.page.save_draft()
        await opened(desk)
        write(desk, "parameter_seed", "7")
        assert (await stored(desk)).parameters == {"seed": 7}
        await desk.quiet()


class TestGoingBack:
    async def test_to_the_assistants_instructions(self, desk: Desk) -> None:
        await opened(desk)
        write(desk, "parameter_seed", "7")
        write(desk, "instructions", "Rhyme.")
        desk.click("reset_instructions")
        assert desk.find("instructions", QPlainTextEdit).toPlainText() == GENERAL
        assert desk.find("parameter_seed", QLineEdit).text() == "7"
        assert not desk.find("reset_instructions").isVisible()
        await desk.quiet()

    async def test_to_all_that_the_assistant_has(self, desk: Desk) -> None:
        choose_assistant(desk, "Code helper")
        await opened(desk)
        write(desk, "parameter_temperature", "1.9")
        write(desk, "parameter_top_p", "x")
        write(desk, "instructions", "")
        desk.page.pane.sheet.reset_wanted.emit()
        assert desk.find("parameter_temperature", QLineEdit).text() == "0.2"
        assert desk.find("parameter_top_p", QLineEdit).text() == ""
        assert not is_marked(desk)
        assert not desk.find("reset_parameters", QAbstractButton).isEnabled()
        await desk.quiet()


async def test_closing_loses_nothing_of_it(desk: Desk) -> None:
    desk.send("Hello")
    await desk.answered()
    await opened(desk)
    begun, go_on, tune = asyncio.Event(), asyncio.Event(), desk.store.tune

    async def slowly(*values: Any) -> None:
        begun.set()
        await go_on.wait()
        await tune(*values)

    desk.store.tune = slowly  # type: ignore[method-assign]
    write(desk, "instructions", "Rhyme")
    await begun.wait()
    write(desk, "instructions", "Rhyme. Always.")
    asyncio.get_running_loop().call_soon(go_on.set)
    await desk.tasks.cancel_all()
    assert (await stored(desk)).instructions == "Rhyme. Always."


class TestKeeping:
    async def test_for_every_chat_with_the_assistant(self, tmp_path: Path, desk: Desk) -> None:
        await opened(desk)
        write(desk, "parameter_temperature", "0.7")
        write(desk, "instructions", "Rhyme.")
        desk.page.pane.sheet.keep_wanted.emit()
        await desk.quiet()
        assert not is_marked(desk)
        entries = json.loads((tmp_path / "data" / "assistants.json").read_text("utf-8"))
        assert entries[0] == {
            "name": "General",
            "parameters": {"temperature": 0.7},
            "instructions": "Rhyme.",
        }
        await desk.page.new_chat()
        assert desk.find("parameter_temperature", QLineEdit).text() == "0.7"
        desk.send("Hello")
        await desk.answered()
        assert body(desk)["temperature"] == 0.7
        assert (await stored(desk)).parameters == {}
        await desk.quiet()

    async def test_what_is_typed_meanwhile_stays(self, desk: Desk) -> None:
        await opened(desk)
        written, keep = asyncio.Event(), desk.services.keep_assistant

        async def slowly(assistant: Assistant) -> None:
            await written.wait()
            await keep(assistant)

        object.__setattr__(desk.services, "keep_assistant", slowly)
        write(desk, "instructions", "Rhyme.")
        desk.page.pane.sheet.keep_wanted.emit()
        await asyncio.sleep(0)
        write(desk, "instructions", "Rhyme. Always.")
        written.set()
        await desk.quiet()
        assert desk.find("instructions", QPlainTextEdit).toPlainText() == "Rhyme. Always."
        assert desk.page.choices.assistant.instructions == "Rhyme."  # type: ignore[union-attr]
        assert is_marked(desk)

    async def test_a_broken_file_is_told_and_nothing_is_lost(
        self, tmp_path: Path, desk: Desk
    ) -> None:
        (tmp_path / "data" / "assistants.json").write_text("[", "utf-8")
        await opened(desk)
        write(desk, "parameter_seed", "7")
        desk.page.pane.sheet.keep_wanted.emit()
        await until(lambda: desk.notice)
        assert desk.notice.startswith("assistants.json can't be read")
        assert desk.find("parameter_seed", QLineEdit).text() == "7"
        assert is_marked(desk)
        await desk.quiet()


class TestCosts:
    async def test_are_told_and_grow_with_the_chat(self, desk: Desk) -> None:
        await opened(desk)
        costs = desk.find("costs", QLabel)
        assert costs.text().startswith("This chat: 0 token(s) · $0.00\nThis month: 0 token(s)")
        desk.send("Hello")
        await desk.answered()
        spent = await desk.store.spent_in((await stored(desk)).id)
        assert spent.tokens > 0
        await until(lambda: f"This chat: {spent.tokens} token(s)" in costs.text())
        await desk.quiet()

    def test_a_month_begins_at_midnight_where_the_user_is(self) -> None:
        start = month_start()
        assert start.utcoffset() is not None
        assert (start.day, start.hour, start.minute) == (1, 0, 0)
        assert start <= datetime.now().astimezone()
        assert start.month == datetime.now().month


@pytest.mark.parametrize("width", [1280, 700])
async def test_only_what_the_model_takes_is_offered(
    tmp_path: Path, openai_server: OpenAIServer, plain_environment: None, width: int
) -> None:
    async with Desk(tmp_path, openai_server, model=BUILT_IN) as desk:
        desk.window.resize(width, 820)
        await opened(desk)
        assert not desk.find("parameter_reasoning_effort").isEnabled()
        assert desk.find("parameter_temperature").isEnabled()


async def test_a_full_disk_is_told_and_the_change_stays(desk: Desk) -> None:
    desk.send("Hello")
    await desk.answered()
    await opened(desk)
    await desk.database.run("PRAGMA query_only = ON")
    write(desk, "parameter_seed", "7")
    await until(lambda: desk.notice)
    assert desk.find("parameter_seed", QLineEdit).text() == "7"
    await desk.database.run("PRAGMA query_only = OFF")
    write(desk, "parameter_top_p", "1")
    assert (await stored(desk)).parameters == {"seed": 7, "top_p": 1}
    await desk.quiet()
