"""A temporary chat works as any other, and nothing of it is on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_app.core.conversation import Role, Status
from desktop_app.exchange import Exchange
from desktop_app.ui.chat.temporary_parts import LeavingDialog
from tests.openai_server.scripts import Answer
from tests.storage.traces import traces
from tests.ui.desk import Desk, click, until

SECRET, TYPED, ASKED, AGAIN = "zqmurexkwj", "zqowlishkwj", "zqtyphonkwj", "zqgnomonkwj"
WORDS = [SECRET, TYPED, ASKED, AGAIN]
NEW = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


async def begin(desk: Desk) -> None:
    """Press the keys for a temporary chat."""
    desk.press(Qt.Key.Key_N, NEW, desk.window)
    await until(lambda: is_on(desk))
    await desk.quiet()


def is_on(desk: Desk) -> bool:
    bar = desk.window.findChild(QWidget, "temporary_bar")
    return bar is not None and bar.isVisible()


def left(folder: Path) -> list[str]:
    return traces(folder, WORDS)


def question() -> LeavingDialog | None:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, LeavingDialog)]
    return next((each for each in found if each.isVisible()), None)


def answer(name: str) -> None:
    dialog = question()
    assert dialog is not None
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None
    click(button)


async def ask(desk: Desk, text: str = f"What is {ASKED}?", count: int = 2) -> None:
    desk.server.script(Answer(("It is ", f"{SECRET}.")))
    desk.send(text)
    await desk.answered(count)


async def test_a_whole_conversation_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    await begin(desk)
    desk.type(f"draft {TYPED}")
    await desk.page.save_draft()
    desk.page.pane.composer.set_text("")
    await ask(desk)
    assert [m.role for m in desk.shown] == [Role.USER, Role.ASSISTANT]
    assert SECRET in desk.shown[1].text
    await ask(desk, f"Again {AGAIN}", 4)
    assert ASKED in str(desk.last_request.body)
    await desk.services.store.rate(desk.shown[1].id, 1)
    desk.type(TYPED)
    await desk.page.save_draft()
    assert left(tmp_path) == []
    assert await desk.store.list_conversations() == []
    assert desk.page.list.rows.rowCount() == 0
    assert desk.preferences.settings.conversation == ""


async def test_it_says_so_as_long_as_it_is_on(desk: Desk) -> None:
    assert not is_on(desk)
    button = desk.find("temporary_button", QAbstractButton)
    assert (button.isVisible(), button.isChecked()) == (True, False)
    assert button.accessibleName() == "Temporary chat"
    desk.click("temporary_button")
    await until(lambda: is_on(desk))
    assert button.isChecked()
    bar = desk.find("temporary_bar")
    assert bar.accessibleName() == "Temporary chat: nothing of it is kept"
    assert not desk.find("keep_button").isVisible()
    desk.click("temporary_button")
    await until(lambda: not is_on(desk))
    assert not button.isChecked()
    await begin(desk)
    await ask(desk)
    assert not button.isVisible()
    assert is_on(desk)
    assert desk.find("keep_button").isVisible()


async def test_what_was_typed_goes_along_and_is_gone_from_disk(desk: Desk, tmp_path: Path) -> None:
    desk.type(TYPED)
    await desk.page.save_draft()
    assert left(tmp_path) != []
    desk.click("temporary_button")
    await until(lambda: is_on(desk))
    await desk.quiet()
    assert desk.page.pane.composer.text == TYPED
    assert left(tmp_path) == []
    desk.click("temporary_button")
    await until(lambda: not is_on(desk))
    await desk.quiet()
    assert desk.page.pane.composer.text == TYPED


async def test_left_without_messages_nobody_is_asked(desk: Desk) -> None:
    await begin(desk)
    desk.type("Half a thought")
    await desk.page.new_chat()
    assert question() is None
    assert not is_on(desk)
    assert desk.page.pane.composer.text == ""


@pytest.mark.parametrize("name", ["leaving_forget", "leaving_keep", "leaving_cancel"])
async def test_leaving_it_asks(desk: Desk, tmp_path: Path, name: str) -> None:
    await begin(desk)
    await ask(desk)
    desk.click("new_chat_button")
    await until(question)
    answer(name)
    await desk.quiet()
    kept = [each.title for each in await desk.store.list_conversations()]
    if name == "leaving_cancel":
        assert is_on(desk)
        assert len(desk.shown) == 2
        assert (left(tmp_path), kept) == ([], [])
    else:
        assert not is_on(desk)
        assert desk.shown == []
        assert kept == ([f"What is {ASKED}?"] if name == "leaving_keep" else [])
        assert bool(left(tmp_path)) == (name == "leaving_keep")


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
async def test_a_key_meant_for_the_chat_neither_keeps_nor_forgets_it(
    desk: Desk, tmp_path: Path, key: Qt.Key
) -> None:
    await begin(desk)
    await ask(desk)
    desk.click("new_chat_button")
    await until(question)
    dialog = question()
    assert dialog is not None
    focused = dialog.focusWidget()
    assert focused is not None
    assert focused.objectName() == "leaving_cancel"
    QTest.keyClick(focused, key)
    if question() is not None:
        answer("leaving_cancel")
    await desk.quiet()
    assert is_on(desk)
    assert left(tmp_path) == []


async def test_it_can_be_kept_and_goes_on(desk: Desk, tmp_path: Path) -> None:
    await begin(desk)
    await ask(desk)
    desk.type(TYPED)
    desk.click("keep_button")
    await until(lambda: not is_on(desk))
    await desk.quiet()
    (kept,) = await desk.store.list_conversations()
    assert kept.draft == TYPED
    assert desk.page.list.rows.rowCount() >= 1
    assert desk.preferences.settings.conversation == kept.id
    desk.page.pane.composer.set_text("")
    await ask(desk, "And then?", 4)
    assert len(await desk.store.messages(kept.id)) == 4
    await desk.page.new_chat()
    assert question() is None


async def test_kept_while_it_is_written_it_is_kept_whole(desk: Desk) -> None:
    await begin(desk)
    words = tuple(f"{number} " for number in range(60))
    desk.server.script(Answer(words, rate=40))
    desk.send("Go")
    await until(lambda: desk.is_replying and len(desk.shown) == 2)
    desk.click("keep_button")
    await until(lambda: not is_on(desk))
    assert desk.is_replying
    await desk.answered(2)
    (conversation,) = await desk.store.list_conversations()
    (_, kept) = await desk.store.messages(conversation.id)
    assert (kept.text, kept.status) == ("".join(words), Status.COMPLETE)


async def test_it_can_be_exported_by_hand(desk: Desk, tmp_path: Path) -> None:
    wanted: list[list[str]] = []
    desk.page.list.export_wanted.connect(wanted.append)
    await begin(desk)
    assert not desk.find("temporary_export").isVisible()
    await ask(desk)
    desk.click("temporary_export")
    (ids,) = wanted
    path = tmp_path / "mine.md"
    await Exchange(desk.database, desk.temporary).export(path, "md", ids)
    assert SECRET in path.read_text()
    path.unlink()
    assert left(tmp_path) == []


async def test_closing_the_window_asks_once(desk: Desk) -> None:
    closed: list[bool] = []
    desk.window.closing.connect(lambda: closed.append(True))
    await begin(desk)
    await ask(desk)
    desk.window.close()
    await until(question)
    answer("leaving_cancel")
    await desk.quiet()
    assert (closed, is_on(desk)) == ([], True)
    desk.window.close()
    await until(question)
    answer("leaving_forget")
    await until(lambda: closed)
    assert question() is None


async def test_closing_an_empty_one_asks_nothing(desk: Desk) -> None:
    closed: list[bool] = []
    desk.window.closing.connect(lambda: closed.append(True))
    await begin(desk)
    desk.window.close()
    assert closed == [True]


async def test_the_next_start_knows_nothing_of_it(desk: Desk, tmp_path: Path) -> None:
    await begin(desk)
    await ask(desk)
    async with Desk(tmp_path, desk.server) as other:
        assert other.shown == []
        assert not is_on(other)
