from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QListWidget,
    QStackedWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.core.settings import Settings
from desktop_app.ui import theme
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings_dialog import Facts, SettingsDialog
from tests.ui.desk import click

FACTS = Facts("1.2.3", "/home/<b>me</b>/chats", "SmolLM2 135M is ready.", "http://127.0.0.1:1/v1")


class Opened:
    """A dialog over a window, and what it did."""

    def __init__(self, dialog: SettingsDialog, saved: list[Settings], files: list[None]) -> None:
        self.dialog = dialog
        self.saved = saved
        self.files = files

    @property
    def words(self) -> list[str]:
        return [x.text() for x in self.dialog.findChildren(QLabel) if x.isVisible()]


@pytest.fixture
def open_dialog(show: Callable[..., None], qtbot: QtBot) -> Callable[..., Opened]:
    def opened(facts: Facts = FACTS, settings: Settings | None = None) -> Opened:
        window = QWidget()
        show(window, 1000, 700)
        saved: list[Settings] = []
        files: list[None] = []
        preferences = Preferences(settings or Settings(), saved.append)
        dialog = SettingsDialog(preferences, facts, lambda: files.append(None), window)
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        return Opened(dialog, saved, files)

    return opened


def test_opens_over_its_window_without_a_loop_of_its_own(
    open_dialog: Callable[..., Opened],
) -> None:
    opened = open_dialog()
    assert opened.dialog.isVisible()
    assert opened.dialog.windowModality() == Qt.WindowModality.WindowModal
    QTest.keyClick(opened.dialog, Qt.Key.Key_Escape)
    assert not opened.dialog.isVisible()


def test_close_button(open_dialog: Callable[..., Opened]) -> None:
    opened = open_dialog()
    close = next(b for b in opened.dialog.findChildren(QAbstractButton) if b.text() == "Close")
    click(close)
    assert not opened.dialog.isVisible()


@pytest.mark.parametrize(("index", "name"), list(enumerate(["system", "light", "dark"])))
def test_theme_is_saved_at_once(open_dialog: Callable[..., Opened], index: int, name: str) -> None:
    other = Settings(theme="light" if name != "light" else "dark")
    opened = open_dialog(settings=other)
    picker = opened.dialog.findChild(QComboBox, "theme_picker")
    assert picker.currentIndex() == ["system", "light", "dark"].index(other.theme)
    picker.setCurrentIndex(index)
    assert [s.theme for s in opened.saved] == [name]


def test_language(open_dialog: Callable[..., Opened]) -> None:
    opened = open_dialog()
    picker = opened.dialog.findChild(QComboBox, "language_picker")
    assert picker.currentIndex() == 0
    picker.setCurrentIndex(picker.findData("ru"))
    picker.setCurrentIndex(0)
    assert [s.language for s in opened.saved] == ["ru", ""]


def test_pages_by_keyboard(open_dialog: Callable[..., Opened]) -> None:
    opened = open_dialog()
    names = opened.dialog.findChild(QListWidget)
    names.setFocus()
    titles = []
    for _ in range(names.count()):
        titles.append(names.currentItem().text())
        assert opened.dialog.findChild(QStackedWidget).currentIndex() == names.currentRow()
        assert titles[-1] in opened.words
        QTest.keyClick(names, Qt.Key.Key_Down)
    assert titles == ["Appearance", "Providers", "Shortcuts", "About"]


@pytest.mark.parametrize("page", ["appearance", "providers", "shortcuts", "about"])
def test_opens_at_a_page(open_dialog: Callable[..., Opened], page: str) -> None:
    opened = open_dialog()
    opened.dialog.show_page(page)
    assert opened.words[0].lower() == page
    opened.dialog.show_page("")
    opened.dialog.show_page("no such page")
    assert opened.words[0].lower() == page


def test_providers(open_dialog: Callable[..., Opened]) -> None:
    opened = open_dialog()
    opened.dialog.show_page("providers")
    words = " ".join(opened.words)
    assert "SmolLM2 135M is ready." in words
    assert "http://127.0.0.1:1/v1" in words
    button = next(
        b for b in opened.dialog.findChildren(QAbstractButton) if b.text() == "Open a GGUF…"
    )
    click(button)
    assert len(opened.files) == 1


def test_without_a_provider_it_says_how_to_get_one(open_dialog: Callable[..., Opened]) -> None:
    opened = open_dialog(Facts("1", "/x", "Ready.", ""))
    opened.dialog.show_page("providers")
    assert "OPENAI_API_KEY" in " ".join(opened.words)
    assert "OPENAI_BASE_URL" in " ".join(opened.words)


def test_about(open_dialog: Callable[..., Opened]) -> None:
    opened = open_dialog()
    opened.dialog.show_page("about")
    assert "Chatloom 1.2.3" in opened.words
    folder = next(x for x in opened.dialog.findChildren(QLabel) if x.text() == FACTS.folder)
    assert folder.textFormat() == Qt.TextFormat.PlainText
    assert folder.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_shortcuts_are_those_of_the_window(open_dialog: Callable[..., Opened]) -> None:
    opened = open_dialog()
    opened.dialog.show_page("shortcuts")
    for keys in (
        "Enter",
        "Shift+Enter",
        "Esc",
        "↑",
        "Ctrl+N",
        "Ctrl+B",
        "Ctrl+1, Ctrl+2",
        "Ctrl+,",
    ):
        assert keys in opened.words


def test_looks_change_with_the_theme(
    open_dialog: Callable[..., Opened], qapp: QApplication
) -> None:
    opened = open_dialog()
    light = opened.dialog.grab().toImage().pixelColor(500, 300)
    theme.apply(qapp, "dark")
    dark = opened.dialog.grab().toImage().pixelColor(500, 300)
    assert light.lightness() > 200
    assert dark.lightness() < 60


@pytest.mark.parametrize("page", ["appearance", "providers", "shortcuts", "about"])
def test_nothing_is_cut_off(open_dialog: Callable[..., Opened], page: str) -> None:
    opened = open_dialog(Facts("1", "/a/long/folder" * 8, "A sentence. " * 12, ""))
    opened.dialog.show_page(page)
    QApplication.processEvents()
    for label in opened.dialog.findChildren(QLabel):
        if label.isVisible() and label.wordWrap() and " " in label.text():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
