"""The files kept up to date, the copies, and the end of everything, with the composed window."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.settings import Settings
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.storage.settings import load_settings, save_settings
from desktop_app.ui import theme
from desktop_app.ui.settings.data.one_line import OneLine
from desktop_app.ui.settings.data.outcomes import Job
from desktop_app.ui.settings.list_rows import STATE, RowsList
from tests.openai_server import OpenAIServer
from tests.ui.desk import until
from tests.ui.settings.chats_place import ChatsPlace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))


def copies(chats: ChatsPlace) -> list[tuple[str, str]]:
    """Return what the list of copies says of each."""
    listed = chats.find("backup_list", RowsList)
    items = [listed.item(row) for row in range(listed.count())]
    return [(item.text(), str(item.data(STATE))) for item in items]


# The folder


async def test_a_folder_is_chosen_and_followed(chats: ChatsPlace, tmp_path: Path) -> None:
    folder = tmp_path / "json"
    folder.mkdir()
    await chats.ask("Hello")
    await chats.turn_to_page()
    chats.click("json_folder_choose")
    await chats.choose(folder)
    assert load_settings(chats.home / "config" / "settings.json").settings == chats.settings
    assert chats.settings.json_folder == str(folder)
    state = chats.find("json_folder_state", QLabel)
    await until(lambda: state.text() == "1 file(s), all up to date")
    assert files(folder) == ["Hello.json"]
    assert chats.find("json_folder", OneLine).text() == str(folder)
    await chats.chat.new_chat()
    await chats.ask("More")
    await until(lambda: files(folder) == ["Hello.json", "More.json"])
    chats.click("json_folder_off")
    assert chats.settings.json_folder == ""
    assert not state.isVisible()
    assert files(folder) == ["Hello.json", "More.json"]


async def test_what_is_in_the_way_is_told_in_the_window_and_on_the_page(
    chats: ChatsPlace, tmp_path: Path
) -> None:
    await chats.ask("Hello")
    chats.preferences.change(json_folder=str(tmp_path / "gone"))
    shown = chats.window
    await until(lambda: _page_notice(shown) != "")
    assert "JSON files is gone" in _page_notice(shown)
    await chats.turn_to_page()
    assert any("JSON files is gone" in notice for notice in chats.notices)
    (tmp_path / "gone").mkdir()
    chats.preferences.change(json_folder="")
    assert chats.notices == []


def _page_notice(window: QWidget) -> str:
    found = [n for n in window.findChildren(QWidget, "page_notice") if n.isVisible()]
    return found[0].accessibleName() if found else ""


# Copies


async def test_a_copy_is_made_and_listed(chats: ChatsPlace) -> None:
    await chats.ask("Hello")
    await chats.turn_to_page()
    await chats.ended()
    before = copies(chats)
    chats.click("backup_make")
    await chats.ended()
    assert "A copy of 1 chat(s) was made" in chats.notices[0]
    await until(lambda: len(copies(chats)) == len(before) + 1)
    name, state = copies(chats)[0]
    assert name.endswith("· made by you")
    assert state.startswith("1 chat(s) · ")
    assert not chats.find("backup_restore").isEnabled()
    assert str(chats.home / "data" / "backups") in chats.words


async def test_going_back_to_a_copy(chats: ChatsPlace) -> None:
    await chats.ask("Hello")
    shown = chats.chat.conversation.id
    await chats.turn_to_page()
    chats.click("backup_make")
    await chats.ended()
    chats.dialog.reject()
    await chats.ask("Said after the copy")
    await chats.turn_to_page()
    await until(lambda: copies(chats))
    chats.find("backup_list", RowsList).setCurrentRow(0)
    chats.click("backup_restore")
    await until(lambda: _question() is not None)
    words = _question_words()
    assert "are copied first" in words
    assert "1 chat(s)" in words
    await chats.answer("restore_confirm")
    await until(lambda: chats.work.running is not None)
    await chats.ended()
    assert "Your chats are as they were on" in chats.notices[0]
    assert chats.chat.conversation.id == shown
    texts = [message.text for message in chats.chat.pane.transcript.messages]
    assert texts == ["Hello", "You said: Hello"]
    await until(lambda: "before going back" in copies(chats)[0][0])
    assert chats.told == []


async def test_going_back_can_be_declined(chats: ChatsPlace) -> None:
    await chats.ask("Hello")
    await chats.turn_to_page()
    chats.click("backup_make")
    await chats.ended()
    await until(lambda: copies(chats))
    chats.find("backup_list", RowsList).setCurrentRow(0)
    count = len(copies(chats))
    chats.click("backup_restore")
    await chats.answer("restore_cancel")
    await until(lambda: _question() is None)
    assert chats.work.running is None
    assert len(copies(chats)) == count


async def test_a_chat_that_the_copy_does_not_have_is_left_and_what_is_typed_stays(
    chats: ChatsPlace,
) -> None:
    await chats.turn_to_page()
    chats.click("backup_make")
    await chats.ended()
    await until(lambda: copies(chats))
    backup = (await chats.work.services.backups.list())[0]
    chats.dialog.reject()
    await chats.ask("Hello")
    chats.chat.pane.composer.set_text("half a thought")
    await chats.turn_to_page()
    chats.work.restore(backup)
    await chats.ended()
    assert chats.chat.is_empty
    assert chats.chat.pane.composer.text == "half a thought"
    await until(lambda: "Hello" not in chats.listed)


async def test_a_copy_that_is_damaged_changes_nothing(chats: ChatsPlace) -> None:
    await chats.ask("Hello")
    await chats.turn_to_page()
    chats.click("backup_make")
    await chats.ended()
    backup = (await chats.work.services.backups.list())[0]
    backup.path.chmod(0o600)
    content = bytearray(backup.path.read_bytes())
    content[4096:12288] = os.urandom(8192)
    backup.path.write_bytes(content)
    chats.work.restore(backup)
    await chats.ended()
    assert chats.work.outcome(Job.RESTORE) is not None
    assert "as they were" not in " ".join(chats.notices)
    assert chats.chat.pane.transcript.messages[0].text == "Hello"


# The end of everything


async def test_everything_is_deleted_once_a_word_is_typed(
    chats: ChatsPlace, tmp_path: Path
) -> None:
    folder = tmp_path / "json"
    folder.mkdir()
    chats.preferences.change(json_folder=str(folder))
    await chats.ask("Hello")
    await until(lambda: files(folder) == ["Hello.json"])
    chats.chat.pane.composer.set_text("half a thought")
    await chats.turn_to_page()
    chats.click("backup_make")
    await chats.ended()
    chats.click("erase_everything")
    await until(lambda: _word() is not None)
    word = _word()
    assert word is not None
    QTest.keyClicks(word, "delete")
    await chats.answer("erasing_confirm")
    await until(lambda: chats.work.running is Job.ERASE)
    await chats.ended()
    assert chats.notices == ["Everything is deleted. No chat and no copy is left on this computer."]
    assert files(folder) == []
    assert chats.chat.is_empty
    assert chats.chat.pane.composer.text == ""
    await until(lambda: chats.listed == [])
    await until(lambda: copies(chats) == [])
    assert chats.told == []


async def test_nothing_is_deleted_without_it(chats: ChatsPlace) -> None:
    await chats.ask("Hello")
    await chats.turn_to_page()
    chats.click("erase_everything")
    await chats.answer("erasing_cancel")
    await until(lambda: _word() is None)
    assert chats.work.running is None
    assert chats.listed != []


# How it looks and is worked


async def test_only_one_thing_is_done_at_a_time(chats: ChatsPlace, tmp_path: Path) -> None:
    await chats.ask("Hello")
    await chats.turn_to_page()
    chats.work.make_backup()
    for name in ("export_file", "import_files", "backup_make", "erase_everything"):
        assert not chats.find(name).isEnabled()
    chats.work.export(tmp_path / "all.json", "json", None)
    await chats.ended()
    assert chats.find("export_file").isEnabled()
    assert not (tmp_path / "all.json").exists()


async def test_every_part_is_reached_by_tab(chats: ChatsPlace) -> None:
    await chats.ask("Hello")
    await chats.turn_to_page()
    chats.find("export_what", QComboBox).setFocus(Qt.FocusReason.TabFocusReason)
    reached = []
    for _ in range(20):
        focused = QApplication.focusWidget()
        if not chats.page.isAncestorOf(focused):
            break
        reached.append(focused.objectName() or str(focused.property("text")))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert [name for name in reached if name != "backup_list"] == [
        "export_what",
        "export_format",
        "export_file",
        "export_folder",
        "import_files",
        "import_folder",
        "json_folder_choose",
        "backup_make",
        "Show in folder",
        "erase_everything",
    ]


@pytest.mark.parametrize("look", ["light", "dark"])
async def test_narrow_nothing_is_cut(
    chats: ChatsPlace, tmp_path: Path, qapp: QApplication, look: str
) -> None:
    theme.apply(qapp, look)  # type: ignore[arg-type]
    folder = tmp_path / ("a long name " * 12).strip()
    folder.mkdir()
    chats.preferences.change(json_folder=str(folder))
    await chats.ask("Hello")
    chats.window.resize(480, 480)
    await chats.turn_to_page()
    chats.work.make_backup()
    await chats.ended()
    await until(lambda: copies(chats))
    page = chats.page
    assert page.width() <= chats.dialog.width()
    for part in page.findChildren(QWidget):
        if part.isVisible() and isinstance(part, QPushButton | QLabel):
            right = part.mapTo(page, part.rect().topRight()).x()
            assert right <= page.width(), part.objectName() or part.property("text")
        if part.isVisible() and isinstance(part, QPushButton) and part.text():
            assert part.width() >= part.sizeHint().width(), part.text()
    assert chats.find("json_folder", OneLine).toolTip() == str(folder)


async def test_the_folder_is_caught_up_with_at_the_next_start(
    home: Path,
    openai_server: OpenAIServer,
    plain_environment: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("CHATLOOM_MODEL_FILE", str(home / "no-such-model.gguf"))
    monkeypatch.setenv("OPENAI_BASE_URL", openai_server.base_url)
    folder = tmp_path / "json"
    folder.mkdir()
    save_settings(home / "config" / "settings.json", Settings(json_folder=str(folder)))
    async with open_database(home / "data" / "chatloom.db") as database:
        conversation = Conversation(id="a", title="From the command line")
        await Conversations(database).add_prompt(conversation, Message("a", Role.USER, "Hello"))
    async with AsyncExitStack() as stack:
        place = ChatsPlace(home)
        await place.open(stack)
        await until(lambda: files(folder) == ["From the command line.json"])
        await place.ask("Just before closing")
    assert files(folder) == ["From the command line.json", "Just before closing.json"]


def _question() -> QWidget | None:
    found = [
        w
        for w in QApplication.topLevelWidgets()
        if w.objectName() == "restore_dialog" and w.isVisible()
    ]
    return found[-1] if found else None


def _question_words() -> str:
    question = _question()
    assert question is not None
    return " ".join(label.text() for label in question.findChildren(QLabel))


def _word() -> QLineEdit | None:
    found = [
        field
        for window in QApplication.topLevelWidgets()
        for field in window.findChildren(QLineEdit, "erasing_word")
        if field.isVisible()
    ]
    return found[-1] if found else None
