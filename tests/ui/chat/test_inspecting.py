"""The card of a reply, opened in the window by mouse and by key, and its request copied."""

from __future__ import annotations

import ast
import threading
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QWidget

from desktop_app.core.chat_request import ChatRequest, request_of
from desktop_app.core.conversation import Message, Role
from desktop_app.ui.chat import inspecting
from desktop_app.ui.chat.reply_facts import ReplyFacts
from desktop_app.ui.chat.transcript.controls import Control
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.menu import context_menu
from tests.openai_server import MODEL, Answer, Refusal
from tests.ui.desk import Desk, until

HIDDEN = "sk-none"
"""The key of the desk's providers."""


def info(desk: Desk, row: int = 1) -> Control:
    (found,) = [c for c in desk.transcript.controls_of(row) if c.key.kind is Kind.INFO]
    return found


def open_by_mouse(desk: Desk, row: int = 1) -> ReplyFacts:
    place = info(desk, row).area.center().toPoint()
    QTest.mouseClick(desk.transcript.viewport(), Qt.MouseButton.LeftButton, pos=place)
    (card,) = [card for card in desk.window.findChildren(ReplyFacts) if card.isVisible()]
    return card


def facts(card: QWidget) -> dict[str, str]:
    """Return what the card tells, by its labels."""
    shown = [*card.findChildren(QLabel), *card.findChildren(QLineEdit)]
    named = [part.accessibleName().split(": ", 1) for part in shown if part.accessibleName()]
    return dict(named)  # type: ignore[arg-type] # each has two parts


@pytest.fixture
async def answered(desk: Desk) -> Desk:
    """Return a window with an answer."""
    desk.send("Why?")
    await desk.answered()
    return desk


async def test_by_mouse(answered: Desk) -> None:
    card = open_by_mouse(answered)
    told = facts(card)
    assert (told["Model"], told["Provider"], told["Ended"]) == (MODEL, "Acme", "complete")
    assert told["Interface"] == "Chat Completions"
    assert {"First words after", "Took", "Read", "Written"} <= set(told)
    assert answered.page.pane.rect().contains(card.card.geometry())
    answered.press(Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert answered.transcript.hasFocus()


async def test_by_key_and_the_focus_comes_back_to_it(answered: Desk) -> None:
    answered.transcript.setFocus()
    for _press in range(9):
        answered.press(Qt.Key.Key_Tab)
        focused = answered.transcript.touch.focused
        if focused is not None and focused.kind is Kind.INFO:
            break
    answered.press(Qt.Key.Key_Return)
    (card,) = [card for card in answered.window.findChildren(ReplyFacts) if card.isVisible()]
    assert card.card.hasFocus()
    answered.press(Qt.Key.Key_Escape)
    assert answered.transcript.hasFocus()
    assert answered.transcript.touch.focused == focused


async def test_by_the_menu_also_where_its_end_isnt_seen(desk: Desk) -> None:
    desk.server.script(Answer(("Words\n\n" * 200,)))
    desk.send("Why?")
    await desk.answered()
    desk.transcript.go_to_row(1)
    assert Kind.INFO not in [c.key.kind for c in desk.transcript.controls_of(1)]
    menu: QMenu = context_menu(desk.transcript, desk.transcript.flow.corner(1))
    (about,) = [action for action in menu.actions() if action.text() == "About this reply"]
    about.trigger()
    (card,) = [card for card in desk.window.findChildren(ReplyFacts) if card.isVisible()]
    assert desk.page.pane.rect().contains(card.card.geometry())
    menu.deleteLater()


async def test_one_that_failed(desk: Desk) -> None:
    desk.server.script(Refusal(404))
    desk.send("Why?")
    await desk.answered()
    assert facts(open_by_mouse(desk))["Ended"] == "failed"


async def test_one_that_was_written_long_ago(desk: Desk) -> None:
    desk.send("Why?")
    last = await desk.answered()
    old = Message(last.conversation, Role.ASSISTANT, "Because", parent=last.id, model="gone-1")
    await desk.store.add_message(old)
    (kept,) = await desk.store.list_conversations()
    await desk.page.open_conversation(kept)
    await desk.quiet()
    told = facts(open_by_mouse(desk, 2))
    assert told["Model"] == "gone-1"
    assert not {"Interface", "Read", "Cost"} & set(told)


@pytest.mark.parametrize("kind", ["curl", "python"])
async def test_its_request_is_copied_without_the_key(answered: Desk, kind: str) -> None:
    card = open_by_mouse(answered)
    answered.click(f"copy_as_{kind}")
    await answered.quiet()
    copied = QGuiApplication.clipboard().text()
    assert "Why?" in copied
    assert MODEL in copied
    assert "OPENAI_API_KEY" in copied
    assert HIDDEN not in copied
    if kind == "python":
        ast.parse(copied)
    else:
        assert copied.startswith("curl ")
    assert card.isVisible()


async def test_a_long_chat_is_copied_beside_the_window(
    answered: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def noted(message: Message, history: Sequence[Message]) -> ChatRequest:
        threads.append(threading.current_thread())
        return request_of(message, history)

    monkeypatch.setattr(inspecting, "request_of", noted)
    open_by_mouse(answered)
    answered.click("copy_as_curl")
    await answered.quiet()
    assert "Why?" in QGuiApplication.clipboard().text()
    assert threading.main_thread() not in threads


async def test_the_request_of_an_older_reply_has_only_what_came_before(answered: Desk) -> None:
    answered.send("And then?")
    await answered.answered(4)
    open_by_mouse(answered, 1)
    answered.click("copy_as_curl")
    await answered.quiet()
    assert "And then?" not in QGuiApplication.clipboard().text()


async def test_goes_with_its_chat(answered: Desk) -> None:
    open_by_mouse(answered)
    await answered.page.new_chat()
    await until(lambda: not answered.window.findChildren(ReplyFacts))
    await answered.quiet()
    assert answered.field.hasFocus()


@pytest.mark.parametrize("size", [(700, 600), (480, 480)])
async def test_stays_inside_a_narrow_window(answered: Desk, size: tuple[int, int]) -> None:
    answered.window.resize(*size)
    QApplication.processEvents()
    card = open_by_mouse(answered)
    assert answered.page.pane.rect().contains(card.card.geometry())
    assert card.copies["python"].isVisible()


async def test_the_pace_is_told_while_it_is_written(desk: Desk) -> None:
    desk.server.script(Answer(("several words " * 4,) * 100, rate=30))
    desk.send("Go")
    await until(lambda: len(desk.shown) == 2 and "tokens/s" in desk.transcript.rows.at(1).when)
    desk.page.stop()
    await desk.answered()
    row = desk.transcript.rows.at(1)
    assert row is not None
    assert "tokens/s" not in row.when
