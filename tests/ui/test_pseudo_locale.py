"""The window in a language that nobody speaks: nothing is left out, and nothing is cut off."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import EngineError, StorageError
from desktop_app.core.models import BUILT_IN
from desktop_app.ui.chat.pickers import Picker
from desktop_app.ui.notices import Action
from desktop_app.ui.settings_dialog import Facts, SettingsDialog
from tests.openai_server import Answer, OpenAIServer, Refusal
from tests.ui.desk import MODEL, Desk, click
from tests.ui.pseudo_locale import CLOSE, OPEN, make_translation

BRACKETED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
DATA = (
    *(BUILT_IN.name, MODEL, "Acme", "Chatloom", "gone.gguf", "chatloom.db", "backups", "1.2.3"),
    *(
        "Ctrl+F, F3",
        "Ctrl+Shift+C",
        "Enter",
        "Shift+",
        "Esc",
        "Ctrl+N",
        "Ctrl+B",
        "Ctrl+",
        "Ctrl N",
    ),
    *("English", "Русский"),
    *("Why", "Because", "def f", "```python", "Python"),
)
"""What is seen and is no word of the window: names, files, keys, messages."""

WIDTHS = (1280, 720)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_translation(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture
def language(compiled: Path, qapp: QApplication) -> Iterator[None]:
    """Speak the language that nobody speaks."""
    translator = QTranslator()
    assert translator.load(str(compiled))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
async def empty(
    language: None, tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
) -> AsyncIterator[Desk]:
    """Yield a window that asks the local model first."""
    async with Desk(tmp_path, openai_server, model=BUILT_IN) as opened:
        yield opened


@pytest.fixture
async def filled(language: None, openai_server: OpenAIServer, desk: Desk) -> Desk:
    """Return a window with an answer that holds code, and one that failed."""
    openai_server.script(Answer(("Because\n\n```python\ndef f", "\n```\n")), Refusal(404))
    desk.send("Why?")
    await desk.answered()
    desk.send("Why?")
    await desk.answered(4)
    return desk


def test_this_finds_what_it_looks_for(language: None, qapp: QApplication) -> None:
    """A text without tr(), an untranslated value, and a text that is cut off."""
    assert untranslated("Send") == "Send"
    assert untranslated(f"{OPEN}Fŕóm Environment{CLOSE}") == "Environment"
    assert untranslated(f"{MODEL} · {OPEN}ábč{CLOSE} · 10:02") == ""
    label = QLabel(f"{OPEN}á lóng téxt{CLOSE}")
    label.setFixedSize(40, 10)
    assert is_cut_off(label)
    label.setWordWrap(True)
    assert is_cut_off(label)


@pytest.mark.parametrize("width", WIDTHS)
async def test_first_start(empty: Desk, width: int) -> None:
    failure = EngineError(
        'The model file "{name}" isn\'t there', "Restart Chatloom.", name="gone.gguf"
    )
    empty.window.resize(width, 820)
    check(empty.window)
    empty.engine.become(Phase.STARTING)
    check(empty.window)
    empty.engine.become(Phase.FETCHING, done=5_000_000, total=98_000_000)
    check(empty.window)
    empty.engine.become(Phase.FAILED, failure=failure.failure)
    check(empty.window)
    check_menus(empty)


@pytest.mark.parametrize("width", WIDTHS)
async def test_messages_and_notices(filled: Desk, width: int) -> None:
    filled.window.resize(width, 820)
    check(filled.window)
    words = "It is kept as it is: {file}. Copies made before updates are in the folder {backups}."
    error = StorageError(
        "The file with your conversations is damaged", words, file="chatloom.db", backups="backups"
    )
    filled.page.show_error(error, [Action(filled.page.choices.tr("Open a GGUF"), lambda: None)])
    check(filled.window)
    check_menus(filled)


@pytest.mark.parametrize("width", WIDTHS)
async def test_list_and_training(filled: Desk, width: int) -> None:
    filled.window.resize(width, 820)
    if width < WIDTHS[0]:
        filled.click("sidebar_button")
    check(filled.window)
    filled.find("conversation_filter", QLineEdit).setText("nothing")
    check(filled.window, "nothing")
    click(filled.find("tab_training", QAbstractButton))
    check(filled.window)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # said of every dialog that is drawn offscreen
@pytest.mark.parametrize("environment", ["", "chatloom.db"])
async def test_settings(empty: Desk, environment: str) -> None:
    facts = Facts("1.2.3", "chatloom.db", f"{OPEN}éngíné{CLOSE}", environment)
    dialog = SettingsDialog(empty.preferences, facts, lambda: None, empty.window)
    dialog.open()
    for page in ("appearance", "providers", "shortcuts", "about"):
        dialog.show_page(page)
        check(dialog)
    dialog.close()
    dialog.deleteLater()


def check(window: QWidget, *data: str) -> None:
    """Make sure that everything that is seen is translated and has its room."""
    QApplication.processEvents()
    widgets = [widget for widget in [window, *window.findChildren(QWidget)] if widget.isVisible()]
    texts = [(widget, text) for widget in widgets for text in texts_of(widget) if text]
    assert len(texts) > 5
    assert [text for _, text in texts if untranslated(text, *data)] == []
    assert [describe(widget) for widget in widgets if is_cut_off(widget)] == []


def check_menus(desk: Desk) -> None:
    """Make sure that the menus of both pickers are translated."""
    for menu in desk.window.findChildren(QMenu):
        menu.aboutToShow.emit()
        words = [action.text() for action in menu.actions() if action.text()]
        assert [text for text in words if untranslated(text)] == []


def texts_of(widget: QWidget) -> Iterator[str]:
    """Yield all that a widget shows or says."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QListView):
        model = widget.model()
        yield from (str(model.index(row, 0).data()) for row in range(model.rowCount()))


def untranslated(text: str, *data: str) -> str:
    """Return the first word in a text that is English and no data."""
    for word in (*DATA, *data):
        text = text.replace(word, "")
    inside = re.search(r"\w*[aeiouyAEIOUY]\w*", text)  # where they should have accents
    while text != (outside := BRACKETED.sub("", text)):
        text = outside
    found = inside or re.search(r"[^\W\d_]+", outside)
    return found[0] if found else ""


def is_cut_off(widget: QWidget) -> bool:
    """Tell whether a widget is smaller than its words."""
    if isinstance(widget, QLabel):
        if OPEN not in widget.text():
            return False
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height()
        return widget.sizeHint().width() > widget.width()
    if isinstance(widget, QAbstractButton) and widget.text() and not isinstance(widget, Picker):
        return widget.sizeHint().width() > widget.width()
    if isinstance(widget, QComboBox):
        return widget.sizeHint().width() > widget.width()
    if isinstance(widget, QListView) and widget.textElideMode() is not Qt.TextElideMode.ElideNone:
        return widget.sizeHintForColumn(0) > widget.viewport().width()
    return False


def describe(widget: QWidget) -> str:
    """Return what an assertion shows of a widget that is cut off."""
    text = next((text for text in texts_of(widget) if text), "")
    return f"{type(widget).__name__} {text!r}: {widget.sizeHint()} in {widget.size()}"
