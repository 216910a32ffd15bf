"""The window in a language that nobody speaks: nothing is left out, and nothing is cut off."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from desktop_app.core.connection_report import ConnectionReport
from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import EngineError, Failure, StorageError
from desktop_app.core.models import BUILT_IN
from desktop_app.core.provider import Provider
from desktop_app.core.provider_presets import PRESETS, preset
from desktop_app.ui.chat.model_popup import ModelPopup
from desktop_app.ui.chat.model_words import shutdown_mark
from desktop_app.ui.chat.pickers import Picker
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.notices import Action
from desktop_app.ui.settings.services import Facts
from tests.openai_server import Answer, OpenAIServer, Refusal
from tests.providers.memory_keys import MemoryKeys
from tests.ui.desk import MODEL, Desk, click, until
from tests.ui.pseudo_locale import CLOSE, OPEN, make_translation
from tests.ui.settings.place import opened_place

BRACKETED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
DATA = (
    *(BUILT_IN.name, MODEL, "Acme", "Chatloom", "gone.gguf", "chatloom.db", "backups", "1.2.3"),
    *(
        "Ctrl+F, F3",
        "Ctrl+Shift+C",
        "Ctrl+Shift+M",
        "Ctrl+Shift+P",
        "Ctrl+Shift+O",
        "Ctrl+Z",
        "Alt+1, Alt+2, Alt+3",
        "Ctrl+R",
        "Alt+←, Alt+→",
        "F2, Del",
        "Enter",
        "Shift+",
        "Esc",
        "Ctrl+N",
        "Ctrl+B",
        "Ctrl+K",
        "Ctrl+",
        "Ctrl N",
    ),
    *("English", "Русский", "0ABC"),
    "Azure",
    *(each.name for each in PRESETS if each.base_url),
    *("OPENAI_API_KEY", "YOUR-RESOURCE", "http://proxy.example:3128"),
    *("Chat Completions", "Responses", "req_1"),
    *("Why", "Because", "def f", "```python", "Python"),
)
"""What is seen and is no word of the window: names, files, keys, messages."""

WIDTHS = (1280, 720)
SETTINGS_WIDTHS = (1000, 480)
PAGES = ("appearance", "providers", "shortcuts", "about")
OWN = (
    Provider("openai", "OpenAI", "https://api.openai.com/v1", preset="openai"),
    Provider("office", "Acme", "http://127.0.0.1:9/v1"),
)


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
    words = (
        "It is kept as it is: {file}. To bring back a copy, or what can still be read: chatloom "
        "restore."
    )
    error = StorageError("The file with your conversations is damaged", words, file="chatloom.db")
    filled.page.show_error(error, [Action(filled.page.choices.tr("Open a GGUF"), lambda: None)])
    check(filled.window)
    check_menus(filled)


@pytest.mark.parametrize("width", WIDTHS)
async def test_parameters(filled: Desk, width: int) -> None:
    filled.window.resize(width, 820)
    filled.click("parameters_button")
    place = filled.page.pane.sheet_place
    await until(lambda: filled.find("costs").isVisible() and not place.is_sliding)
    QTest.keyClicks(filled.find("parameter_temperature"), "9")
    QTest.keyClicks(filled.find("parameter_max_tokens"), "0")
    QTest.keyClicks(filled.find("parameter_seed"), "x")
    QTest.keyClicks(filled.find("instructions"), "x")
    filled.page.pane.sheet.rows["top_p"].set_taken(taken=False)
    await filled.quiet()
    check(filled.window)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("row", [1, 3])
async def test_about_a_reply(filled: Desk, width: int, row: int) -> None:
    filled.window.resize(width, 820)
    found = filled.transcript.controls_of_message(row)
    filled.transcript.do(next(control for control in found if control.key.kind is Kind.INFO))
    check(filled.window)


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("width", [*WIDTHS, 480])
async def test_models(filled: Desk, width: int) -> None:
    filled.server.models[0] |= {
        "context_length": 128_000,
        "architecture": {"input_modalities": ["image"]},
        "pricing": {"prompt": "0.000002", "completion": "0"},
        "shutdown_date": "2027-01-14",
    }
    await filled.page.refresh_models()
    filled.window.resize(width, 820)
    filled.engine.become(Phase.FAILED, failure=Failure(f"{OPEN}ít{CLOSE}"))
    filled.page.choices.open_picker()
    popup = filled.find("model_popup", ModelPopup)
    popup.pin_wanted.emit(popup.list.current)
    await filled.quiet()
    check(popup)
    day, rows = shutdown_mark("2027-01-14"), popup.list.rows
    said = [
        str(rows.index(row).data(role) or "")
        for row in range(rows.rowCount())
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole)
    ]
    assert any(day in words for words in said)
    assert [words for words in said if untranslated(words, day, BUILT_IN.id)] == []
    filled.find("model_search", QLineEdit).setText("zzz")
    check(popup, "zzz")
    popup.details_wanted.emit(popup._content.chosen)
    details = filled.find("model_details", QDialog)
    filled.find("model_details_context", QLineEdit).setText("zzz")
    click(filled.find("model_details_save"))
    check(details, day)
    details.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "words", ["why", "nothing of the kind", "", "is:archived from:me before:2099"]
)
async def test_search(filled: Desk, width: int, words: str) -> None:
    filled.window.resize(width, 820)
    filled.window.search.open()
    filled.window.search.view.field.setText(words)
    await filled.quiet()
    filters = ("from:me", "model:", "is:rated", "mood:negative", "after:2026-11", "tag:")
    check(filled.window, words, "1 January 2099", *filters)


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
@pytest.mark.parametrize("width", SETTINGS_WIDTHS)
async def test_settings(language: None, tmp_path: Path, environment: str, width: int) -> None:
    facts = Facts("1.2.3", "chatloom.db", f"{OPEN}éngíné{CLOSE}", f"{OPEN}ábč{CLOSE}", environment)
    async with opened_place(tmp_path, *OWN, memory=MemoryKeys(openai="sk-1234567890ABC")) as place:
        place.providers.found = (preset("ollama"),)
        dialog = place.open(facts, size=width)
        for page in PAGES:
            await place.show(page)
            check_dialog(dialog)


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("width", SETTINGS_WIDTHS)
async def test_a_provider_in_the_settings(language: None, tmp_path: Path, width: int) -> None:
    facts = Facts("1.2.3", "chatloom.db", f"{OPEN}éngíné{CLOSE}", f"{OPEN}ábč{CLOSE}", "")
    async with opened_place(tmp_path, *OWN, memory=MemoryKeys(openai="sk-1234567890ABC")) as place:
        dialog = place.open(facts, size=width)
        await place.show("providers/openai/name")
        form = place.dialog.providers.form
        check_dialog(dialog)
        form.trial.show_report("OpenAI", ConnectionReport(0.182, 24, 9, detail="Why"))
        form.proxy.use.combo.setCurrentIndex(2)
        form.proxy.use.edited.emit()
        place.find("provider_more", QAbstractButton).click()
        form.more.headers.add.click()
        await place.fill("provider_base_url", "0")
        await place.fill("provider_connect_timeout", "0")
        await place.fill("provider_proxy_url", "0")
        check_dialog(dialog)
        place.find("provider_remove", QAbstractButton).click()
        check_dialog(dialog)
        await place.show("providers/new:azure/key")
        check_dialog(dialog)
        place.find("provider_key").setText("0 0")
        place.find("provider_key").returnPressed.emit()
        check_dialog(dialog)
        place.find("provider_key").setText("")


def check_dialog(dialog: QWidget) -> None:
    """Make sure that everything is translated and has its room, and that nothing sticks out."""
    check(dialog)
    for kind in (QAbstractButton, QLineEdit, QComboBox, QLabel):
        for part in dialog.findChildren(kind):
            left = part.mapTo(dialog, part.rect().topLeft()).x()
            inside = 0 <= left <= dialog.width() - part.width()
            assert inside or not part.isVisible(), describe(part)


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
