from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Message, Status
from desktop_app.ui.chat.transcript.menu import context_menu
from desktop_app.ui.chat.transcript.places import Place, Selection
from desktop_app.ui.chat.transcript.row_text import LEFT
from desktop_app.ui.chat.transcript.view import Transcript
from tests.ui.chat.transcript.laying_out import answered, asked

ALWAYS = ["Copy", "Copy as Markdown", "Select all", "Find…"]


@pytest.fixture
def transcript(show: Callable[..., None]) -> Transcript:
    made = Transcript()
    show(made, 900, 500)
    return made


def menu_at(transcript: Transcript, message: Message, block: int = 0) -> QMenu:
    """Return the menu for the beginning of a block of the only message."""
    transcript.show_messages([(message, "Somebody")])
    row = transcript.rows.at(0)
    assert row is not None
    corner = transcript.flow.corner(0) + QPointF(LEFT, row.block_top(block))
    return context_menu(transcript, corner + QPointF(3, 10))


def names(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def action(menu: QMenu, name: str) -> QAction:
    (found,) = [action for action in menu.actions() if action.text() == name]
    return found


def test_menu_of_words(transcript: Transcript) -> None:
    menu = menu_at(transcript, asked("Words"))
    assert names(menu) == [
        *ALWAYS[:2],
        "Copy message",
        "Edit message",
        "Fork into a new chat",
        "Delete message",
        *ALWAYS[2:],
    ]
    assert not action(menu, "Copy").isEnabled()
    assert not action(menu, "Copy as Markdown").isEnabled()


def test_selection_can_be_copied_in_both_ways(transcript: Transcript) -> None:
    transcript.show_messages([(answered("Some *words*"), "Model")])
    transcript.select(Selection(Place(0), Place(0, 0, 0, 10)))
    menu = context_menu(transcript, QPointF(100, 30))
    clipboard = QGuiApplication.clipboard()
    action(menu, "Copy").trigger()
    assert clipboard.text() == "Some words"
    action(menu, "Copy as Markdown").trigger()
    assert clipboard.text() == "Some *words*"


def test_menu_of_a_link(transcript: Transcript, qtbot: QtBot) -> None:
    menu = menu_at(transcript, answered("[here](https://example.org)"))
    assert names(menu)[2:4] == ["Open link", "Copy link address"]
    with qtbot.waitSignal(transcript.link_activated) as told:
        action(menu, "Open link").trigger()
    assert told.args == ["https://example.org"]
    action(menu, "Copy link address").trigger()
    assert QGuiApplication.clipboard().text() == "https://example.org"


def test_menu_of_code(transcript: Transcript) -> None:
    menu = menu_at(transcript, answered("Words\n\n```\nx = 1\n```"), block=1)
    action(menu, "Copy code").trigger()
    assert QGuiApplication.clipboard().text() == "x = 1"
    assert "Copy code" not in names(menu_at(transcript, answered("Words\n\n```\nx = 1\n```")))


def test_controls_of_the_message_are_in_its_menu(transcript: Transcript, qtbot: QtBot) -> None:
    message = answered("Words", reasoning="Hm", status=Status.STOPPED)
    menu = menu_at(transcript, message)
    assert names(menu) == [
        *ALWAYS[:2],
        "Show the reasoning",
        "Copy message",
        "Write a better answer",
        "Continue",
        "Answer again",
        "Fork into a new chat",
        "Good answer",
        "Bad answer",
        "About this reply",
        "Delete message",
        *ALWAYS[2:],
    ]
    with qtbot.waitSignal(transcript.remedy) as gone_on:
        action(menu, "Continue").trigger()
    assert gone_on.args == [message.id, "continue"]
    with qtbot.waitSignal(transcript.again) as told:
        action(menu, "Answer again").trigger()
    assert told.args == [message.id]
    action(menu, "Show the reasoning").trigger()
    row = transcript.rows.at(0)
    assert row is not None
    assert row.unfolded


def test_menu_beside_all_messages_has_what_is_always_there(
    transcript: Transcript, qtbot: QtBot
) -> None:
    transcript.show_messages([])
    menu = context_menu(transcript, QPointF(5, 5))
    assert names(menu) == ALWAYS
    with qtbot.waitSignal(transcript.find_wanted):
        action(menu, "Find…").trigger()


def test_everything_is_selected(transcript: Transcript) -> None:
    action(menu_at(transcript, asked("Words")), "Select all").trigger()
    assert transcript.selection == Selection(Place(0), transcript.last_place)


def test_menu_goes_when_it_is_closed(transcript: Transcript, qtbot: QtBot) -> None:
    menu = menu_at(transcript, asked("Words"))
    with qtbot.waitSignal(menu.destroyed):
        menu.aboutToHide.emit()
