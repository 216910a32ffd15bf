"""What is typed and can't be stored waits, and is stored when there is room again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_app.ui.chat import drafts
from tests.ui.desk import Desk, until


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_AGAIN_MS", 30)


async def _fill_up(desk: Desk) -> None:
    ((pages,),) = await desk.database.run("PRAGMA page_count")
    await desk.database.run(f"PRAGMA max_page_count = {pages}")


async def _make_room(desk: Desk) -> None:
    await desk.database.run("PRAGMA max_page_count = 1000000")


async def test_typed_without_a_pause(desk: Desk) -> None:
    typed = 0

    def stored() -> bool:
        nonlocal typed
        typed += 1
        desk.type("x")
        return bool(desk.page.conversation.draft)

    await until(stored)
    assert typed > 1


LONG = "A long thought. " * 2000


async def test_typed_on_a_full_disk(desk: Desk) -> None:
    desk.send("First")
    await desk.answered()
    await _fill_up(desk)
    desk.page.pane.composer.set_text(LONG)
    await until(lambda: "The disk is full" in desk.notice)
    assert desk.page.pane.composer.text == LONG
    await _make_room(desk)
    await until(lambda: not desk.notice)
    (kept,) = await desk.store.list_conversations()
    assert kept.draft == LONG


async def test_turned_away_from_on_a_full_disk(desk: Desk) -> None:
    desk.send("First")
    await desk.answered()
    (first,) = await desk.store.list_conversations()
    await _fill_up(desk)
    desk.page.pane.composer.set_text(LONG)
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: not desk.shown)
    assert "The disk is full" in desk.notice
    await _make_room(desk)
    await until(lambda: not desk.notice)
    kept = await desk.store.conversation(first.id)
    assert kept is not None
    assert kept.draft == LONG
    desk.page.list.chosen.emit(kept)
    await until(lambda: desk.page.pane.composer.text == LONG)


async def test_instructions_of_an_empty_chat_outlive_turning_away(
    desk: Desk, tmp_path: Path
) -> None:
    tuning = desk.page.tuning
    assert tuning is not None
    tuning.set_instructions("Answer in rhymes.")
    await desk.quiet()
    tuned = desk.page.conversation.id
    desk.click("new_chat_button")
    await until(lambda: desk.page.conversation.id != tuned)
    await desk.quiet()
    kept = await desk.store.conversation(tuned)
    assert kept is not None
    assert kept.instructions == "Answer in rhymes."
    await desk.page.open_conversation(kept)
    assert desk.page.conversation.instructions == "Answer in rhymes."


async def test_a_chat_that_is_tuned_with_numbers_alone_leaves_no_trace(desk: Desk) -> None:
    tuning = desk.page.tuning
    assert tuning is not None
    tuning.set_parameter("temperature", 0.3)
    desk.click("new_chat_button")
    await desk.quiet()
    assert await desk.store.list_conversations() == []
