"""The card on which several models are ticked, and where the next message goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop_app.ui.chat.side_by_side.models_card import ModelsCard
from tests.openai_server.server import model_row
from tests.ui.chat.side_by_side.compared import (
    OTHER,
    THIRD,
    answered,
    columns,
    open_columns,
    several,
)
from tests.ui.desk import SCRIPTED, Desk, click, until

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
async def several_known(desk: Desk) -> Desk:
    desk.server.models = [model_row(each.id) for each in (SCRIPTED, OTHER, THIRD)]
    await desk.page.refresh_models()
    await desk.quiet()
    return desk


def card(desk: Desk) -> ModelsCard | None:
    found = [each for each in desk.window.findChildren(ModelsCard) if each.isVisible()]
    return found[0] if found else None


def opened(desk: Desk) -> ModelsCard:
    click(several(desk).picking.button)
    found = card(desk)
    assert found is not None
    return found


def ticked(card: ModelsCard) -> list[str]:
    return [model.id for model in card.ticked]


def tick(shown: ModelsCard, words: str) -> None:
    """Find a model by words and tick it, or tick it no more."""
    shown.field.setText(words)
    shown.field.entered.emit()
    shown.field.clear()


async def test_the_present_model_is_ticked_already(several_known: Desk) -> None:
    shown = opened(several_known)
    assert ticked(shown) == [SCRIPTED.id]
    assert not shown.ask.isEnabled()
    assert shown.field.hasFocus()


async def test_what_is_written_goes_to_all_that_are_ticked(several_known: Desk) -> None:
    desk = several_known
    desk.type("Which?")
    shown = opened(desk)
    tick(shown, "other")
    click(shown.ask)
    await until(lambda: open_columns(desk) is not None)
    await desk.quiet()
    assert answered(desk) == ["You said: Which?"] * 2
    # Once; the next message goes on with one.
    assert several(desk).picking.button.chosen == []


async def test_an_empty_composer_says_whom_the_next_message_goes_to(several_known: Desk) -> None:
    desk = several_known
    shown = opened(desk)
    tick(shown, "other")
    click(shown.ask)
    assert card(desk) is None
    assert desk.page.pane.composer.field.placeholderText() == (
        "Ask gpt-scripted, gpt-other side by side, this once"
    )
    assert desk.field.hasFocus()
    desk.send("Which?")
    await until(lambda: open_columns(desk) is not None)
    await desk.quiet()
    assert "Choose an answer" in desk.page.pane.composer.field.placeholderText()
    click(columns(desk).columns[0].choose)
    await desk.quiet()
    assert desk.page.pane.composer.field.placeholderText() == "Message gpt-scripted"


async def test_one_model_again(several_known: Desk) -> None:
    desk = several_known
    shown = opened(desk)
    tick(shown, "other")
    click(shown.ask)
    shown = opened(desk)
    assert ticked(shown) == [SCRIPTED.id, OTHER.id]
    click(shown.one)
    assert several(desk).picking.button.chosen == []
    desk.send("Hello")
    await desk.answered()
    assert open_columns(desk) is None


async def test_picking_a_model_means_that_one(several_known: Desk) -> None:
    desk = several_known
    several(desk).picking.button.choose([SCRIPTED, OTHER])
    assert desk.page.choices is not None
    desk.page.choices.choose_model(OTHER)
    await desk.quiet()
    assert several(desk).picking.button.chosen == []


async def test_three_at_the_most(several_known: Desk) -> None:
    shown = opened(several_known)
    tick(shown, "other")
    tick(shown, "third")
    shown.toggle(several_known.services.default_model)
    shown.toggle(several_known.services.default_model)
    assert ticked(shown) == [OTHER.id, THIRD.id, SCRIPTED.id]
    fourth = next(m for m in shown.list.rows.models if m.id not in ticked(shown))
    shown.toggle(fourth)
    assert len(shown.ticked) == 3


async def test_by_key_it_opens_and_asks_and_asks_the_same_again(several_known: Desk) -> None:
    desk = several_known
    desk.type("Which?")
    desk.press(Qt.Key.Key_Return, BOTH, desk.field)
    shown = card(desk)
    assert shown is not None
    tick(shown, "other")
    desk.press(Qt.Key.Key_Return, BOTH)
    await until(lambda: open_columns(desk) is not None)
    await desk.quiet()
    desk.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier, desk.field)
    await until(lambda: open_columns(desk) is None)
    await desk.quiet()
    desk.type("And now?")
    desk.press(Qt.Key.Key_Return, BOTH, desk.field)
    await until(lambda: open_columns(desk) is not None)
    await desk.quiet()
    assert answered(desk) == ["You said: And now?"] * 2


async def test_esc_closes_the_card_and_gives_the_focus_back(several_known: Desk) -> None:
    shown = opened(several_known)
    several_known.press(Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert several_known.field.hasFocus()
    assert several(several_known).picking.button.chosen == []
