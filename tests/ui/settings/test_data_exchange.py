"""Chats out to files and in from files, with the composed window."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QPlainTextEdit, QWidget

from desktop_app.core.exchange import Progress
from desktop_app.ui.settings.data.outcomes import Job
from desktop_app.written_files import WrittenFiles
from tests.ui.desk import click, until
from tests.ui.settings.chats_place import ChatsPlace, chatgpt, drop

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Opened(QObject):
    """What would have been shown by the file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.folders: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.folders.append(url.toLocalFile())


def pick(chats: ChatsPlace, name: str, value: object) -> None:
    """Choose in a combo box, as a user does."""
    combo = chats.find(name, QComboBox)
    row = combo.findData(value)
    assert row >= 0, f"{value} can't be chosen."
    combo.setCurrentIndex(row)
    combo.activated.emit(row)


# Export


async def test_all_chats_to_a_file(chats: ChatsPlace, tmp_path: Path) -> None:
    await chats.ask("Hello")
    await chats.chat.new_chat()
    await chats.ask("Bye")
    await chats.turn_to_page()
    chats.click("export_file")
    await chats.choose(tmp_path / "all.json")
    await chats.ended()
    (notice,) = chats.notices
    assert notice.startswith("2 chat(s) exported.")
    assert str(tmp_path / "all.json") in notice
    written = json.loads((tmp_path / "all.json").read_bytes())
    assert {each["title"] for each in written} == {"Hello", "Bye"}
    assert stat.S_IMODE((tmp_path / "all.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("format_", ["json", "md", "html", "jsonl"])
async def test_each_format_offers_a_name(chats: ChatsPlace, tmp_path: Path, format_: str) -> None:
    await chats.ask("How do boats float: a question?")
    await chats.turn_to_page()
    pick(chats, "export_what", "shown")
    pick(chats, "export_format", format_)
    chats.click("export_file")
    dialog = chats.file_dialog()
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    offered = [Path(path).name for path in dialog.selectedFiles()]
    assert offered == [f"How do boats float a question.{format_}"]
    await chats.choose(tmp_path / offered[0])
    await chats.ended()
    assert "How do boats float" in (tmp_path / offered[0]).read_text("utf-8")


async def test_a_file_for_each_chat(chats: ChatsPlace, tmp_path: Path) -> None:
    await chats.ask("Hello")
    await chats.chat.new_chat()
    await chats.ask("Bye")
    await chats.turn_to_page()
    pick(chats, "export_format", "md")
    chats.click("export_folder")
    await chats.choose(tmp_path / "out")
    await chats.ended()
    assert f"2 file(s) in {tmp_path / 'out'}" in chats.notices[0]
    assert len(list((tmp_path / "out").glob("*.md"))) == 2


async def test_the_chats_chosen_in_the_list(chats: ChatsPlace, tmp_path: Path) -> None:
    await chats.ask("Hello")
    first = chats.chat.conversation.id
    await chats.chat.new_chat()
    await chats.ask("Bye")
    chats.chat.list.export_wanted.emit([first])
    await until(chats.dialog.isActiveWindow)
    what = chats.find("export_what", QComboBox)
    assert what.currentText() == "1 chosen chat(s)"
    assert chats.find("export_format", QComboBox).hasFocus()
    assert not chats.find("export_folder").isVisible()
    chats.click("export_file")
    await chats.choose(tmp_path / "one.json")
    await chats.ended()
    assert json.loads((tmp_path / "one.json").read_bytes())["id"] == first


async def test_the_menu_of_the_list_offers_both(chats: ChatsPlace) -> None:
    assert chats.chat.list.can_export
    assert chats.chat.list.can_import


async def test_show_in_folder(chats: ChatsPlace, tmp_path: Path) -> None:
    await chats.ask("Hello")
    await chats.turn_to_page()
    chats.work.export(tmp_path / "all.json", "json", None)
    await chats.ended()
    opened = Opened()
    QDesktopServices.setUrlHandler("file", opened, "show")
    try:
        button = next(
            b for b in chats.page.exporting.findChildren(QWidget) if _text(b) == "Show in folder"
        )
        QTest.keyClick(button, Qt.Key.Key_Space)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert opened.folders == [str(tmp_path)]


def _text(part: QWidget) -> str:
    return str(part.property("text") or "")


async def test_an_export_that_fails_says_why(chats: ChatsPlace, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    await chats.ask("Hello")
    await chats.turn_to_page()
    chats.work.export(tmp_path / "in the way" / "all.json", "json", None)
    await chats.ended()
    assert "exported" not in chats.notices[0]
    assert chats.told == []


# Import


async def test_import_says_what_was_taken_and_the_list_shows_it(
    chats: ChatsPlace, tmp_path: Path
) -> None:
    await chats.turn_to_page()
    chats.click("import_files")
    assert chats.file_dialog().fileMode() == QFileDialog.FileMode.ExistingFiles
    await chats.choose(chatgpt(tmp_path, "Norway", "Sweden"))
    await chats.ended()
    assert chats.notices == ["2 chat(s) imported. From ChatGPT."]
    await until(lambda: {"Norway", "Sweden"} <= set(chats.listed))
    chats.click("import_files")
    await chats.choose(chatgpt(tmp_path, "Norway", "Sweden"))
    await chats.ended()
    assert chats.notices == ["Nothing was new. From ChatGPT. 2 chat(s) were here already."]


async def test_of_several_files_those_that_can_be_read_are_taken(
    chats: ChatsPlace, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{nothing")
    await chats.turn_to_page()
    chats.click("import_files")
    await chats.choose(broken, chatgpt(tmp_path, "Norway"))
    await chats.ended()
    assert chats.notices[0].startswith("1 chat(s) imported.")
    assert "1 thing(s) were left out" in chats.notices[0]
    left = chats.find("left_out", QPlainTextEdit)
    shown = next(each for each in chats.dialog.findChildren(QPlainTextEdit) if each.isVisible())
    assert shown.toPlainText().startswith("broken.json")
    assert left.accessibleName() == "What was left out"
    chats.press("Copy the list")
    assert QGuiApplication.clipboard().text() == shown.toPlainText()


async def test_one_file_that_cannot_be_read_is_told(chats: ChatsPlace, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{nothing")
    await chats.turn_to_page()
    chats.work.take([broken])
    await chats.ended()
    assert len(chats.notices) == 1
    assert "imported" not in chats.notices[0]
    assert chats.told == []


async def test_a_folder(chats: ChatsPlace, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    chatgpt(folder, "Norway", name="a.json")
    chatgpt(folder, "Sweden", name="b.json")
    await chats.turn_to_page()
    chats.click("import_folder")
    await chats.choose(folder)
    await chats.ended()
    assert chats.notices == ["2 chat(s) imported. From ChatGPT."]


async def test_cancelled_it_keeps_what_it_has_and_goes_on_later(
    chats: ChatsPlace, tmp_path: Path
) -> None:
    path = chatgpt(tmp_path, *(f"Chat {number}" for number in range(3000)))
    await chats.turn_to_page()
    chats.work.take([path])
    await until(lambda: chats.work.progress.done)
    strip = chats.page.importing.strip
    await until(strip.isVisible)
    assert not chats.find("import_files").isEnabled()
    click(strip.stop)
    await chats.ended()
    assert chats.notices[0].startswith("The import was stopped.")
    await until(lambda: chats.find("import_files").isEnabled())
    assert chats.find("import_files").hasFocus() or not strip.isVisible()
    chats.work.take([path])
    await until(lambda: chats.work.running is None, 60)
    reports = chats.notices[0]
    assert "imported" in reports
    await until(lambda: chats.chat.list.rows.total == 3000, 20)
    assert chats.told == []


async def test_closed_and_opened_again_it_shows_how_far_it_is(
    chats: ChatsPlace, tmp_path: Path
) -> None:
    path = chatgpt(tmp_path, *(f"Chat {number}" for number in range(2000)))
    await chats.turn_to_page()
    work = chats.work
    work.take([path])
    chats.dialog.reject()
    await until(lambda: work.progress.done)
    assert work.running is Job.IMPORT
    await chats.turn_to_page()
    assert chats.work is work
    if work.running is not None:
        assert chats.page.importing.strip.isVisible()
    chats.dialog.reject()
    await until(lambda: work.running is None, 60)
    await chats.turn_to_page()
    assert chats.notices[0].startswith("2,000 chat(s)") or "2000 chat(s)" in chats.notices[0]


async def test_a_notice_that_was_closed_does_not_come_back(
    chats: ChatsPlace, tmp_path: Path
) -> None:
    await chats.turn_to_page()
    chats.work.take([chatgpt(tmp_path, "Norway")])
    await chats.ended()
    close = next(
        b
        for b in chats.page.importing.findChildren(QWidget)
        if b.accessibleName() == "Close this notice"
    )
    QTest.keyClick(close, Qt.Key.Key_Space)
    assert chats.notices == []
    chats.dialog.reject()
    await chats.turn_to_page()
    assert chats.notices == []


async def test_files_dropped_on_the_list_are_imported(chats: ChatsPlace, tmp_path: Path) -> None:
    listed = chats.chat.list
    assert drop(listed, chatgpt(tmp_path, "Norway"))
    await until(lambda: chats.is_open)
    await chats.ended()
    assert chats.notices == ["1 chat(s) imported. From ChatGPT."]
    assert not [m for m in listed.findChildren(QWidget, "import_drop") if m.isVisible()]


async def test_files_dropped_on_the_page_are_imported(chats: ChatsPlace, tmp_path: Path) -> None:
    await chats.turn_to_page()
    assert drop(chats.page, chatgpt(tmp_path, "Norway", name="other.JSON"))
    await chats.ended()
    assert chats.notices == ["1 chat(s) imported. From ChatGPT."]


async def test_other_files_are_not_taken(chats: ChatsPlace, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"")
    assert not drop(chats.chat.list, picture)
    assert not chats.is_open


async def test_from_the_menu_of_the_list(chats: ChatsPlace, tmp_path: Path) -> None:
    chats.chat.list.import_wanted.emit()
    await chats.choose(chatgpt(tmp_path, "Norway"))
    await until(lambda: chats.is_open)
    await chats.ended()
    assert chats.notices == ["1 chat(s) imported. From ChatGPT."]


async def test_closing_the_window_ends_an_import(chats: ChatsPlace, tmp_path: Path) -> None:
    path = chatgpt(tmp_path, *(f"Chat {number}" for number in range(3000)))
    await chats.turn_to_page()
    chats.work.take([path])
    await until(lambda: chats.work.progress.done)
    await chats.tasks.cancel_all()
    assert chats.work.running is None


async def test_progress_is_told_in_words(chats: ChatsPlace) -> None:
    await chats.turn_to_page()
    exporting, importing = chats.page.exporting, chats.page.importing
    assert exporting.progress_words(Progress(3, 10, "Norway")) == "3 of 10 · Norway"
    words = importing.progress_words(Progress(1_500_000, 3_000_000, "a.json"))
    assert words == "1.5 MB of 3.0 MB · a.json"
    assert importing.progress_words(Progress(0, 0, "")) == "Please wait…"


async def test_a_temporary_chat_is_exported_and_in_no_file_that_is_kept_up_to_date(
    chats: ChatsPlace, tmp_path: Path
) -> None:
    folder = tmp_path / "json"
    folder.mkdir()
    chats.preferences.change(json_folder=str(folder))
    workings = chats.chat.workings
    assert workings is not None
    await workings.temporary.begin()
    await chats.ask("Between us")
    chats.chat.list.export_wanted.emit([chats.chat.conversation.id])
    await until(chats.dialog.isActiveWindow)
    chats.click("export_file")
    await chats.choose(tmp_path / "ours.json")
    await chats.ended()
    written = json.loads((tmp_path / "ours.json").read_bytes())
    assert written["messages"][0]["content"] == "Between us"
    written_files = chats.work.services.written
    assert isinstance(written_files, WrittenFiles)
    await written_files.look()
    assert list(folder.iterdir()) == []
