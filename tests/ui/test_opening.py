"""The window opened with everything that really stands behind it, but for a model that works."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import AppError, StorageError
from desktop_app.core.settings import Settings
from desktop_app.opening import open_chat
from desktop_app.picture import take_picture
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings.dialog import SettingsDialog
from desktop_app.ui.settings.list_rows import RowsList
from desktop_app.ui.tasks import Tasks
from tests.openai_server import MODEL, OpenAIServer, Refusal
from tests.ui.desk import until


class Opened:
    """A window, and what it told."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self.stack = stack
        self.told: list[AppError] = []
        self.tasks = Tasks(self._tell)
        self.window = MainWindow(self.tasks)
        self.window.resize(1100, 750)
        self.window.show()
        self.preferences = Preferences(Settings(), lambda _settings: None)

    async def open(self) -> None:
        await open_chat(self.stack, self.window, self.tasks, self.preferences)

    def _tell(self, error: AppError) -> None:
        self.told.append(error)
        self.window.chat.show_error(error)

    @property
    def notices(self) -> str:
        found = self.window.findChildren(QWidget, "page_notice")
        return " ".join(n.accessibleName() for n in found if n.isVisible())

    def words(self, name: str) -> str:
        part = self.window.findChild(QWidget, name)
        labels = [x.text() for x in part.findChildren(QLabel) if x.isVisible()]
        return " | ".join([part.accessibleDescription(), *labels])


@pytest.fixture
def in_the_way(home: Path) -> Path:
    """Return a file that stands where the home should be."""
    home.write_text("in the way")
    return home


@pytest.fixture
async def opened(
    home: Path, plain_environment: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Opened]:
    """Yield a window that is shown; its own model file is missing, so the engine ends at once."""
    monkeypatch.setenv("CHATLOOM_MODEL_FILE", str(home / "no-such-model.gguf"))
    async with AsyncExitStack() as stack:
        made = Opened(stack)
        stack.push_async_callback(made.tasks.cancel_all)
        yield made
    made.window.hide()
    made.window.deleteLater()


async def test_without_a_model_it_opens_and_says_what_is_missing(opened: Opened) -> None:
    await opened.open()
    await until(lambda: opened.window.chat.engine_phase is Phase.FAILED, 30)
    await until(lambda: "not available" in opened.words("model_picker"))
    assert "no-such-model.gguf" in opened.words("first_start")
    assert opened.window.findChild(QWidget, "composer").isEnabled()


async def test_another_provider_works_without_the_engine(
    opened: Opened, openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", openai_server.base_url)
    await opened.open()
    await opened.window.chat.ask("Hello")
    shown = opened.window.chat.pane.transcript.messages
    assert [m.text for m in shown] == ["Hello", "You said: Hello"]
    assert shown[-1].model == MODEL
    assert opened.words("model_picker").startswith(MODEL)


async def test_provider_that_does_not_answer_is_told(
    opened: Opened, openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    openai_server.models_script = Refusal(500)
    monkeypatch.setenv("OPENAI_BASE_URL", openai_server.base_url)
    await opened.open()
    await until(lambda: opened.notices, 30)
    assert "Traceback" not in opened.notices


async def test_broken_assistants_file_is_told_and_kept(opened: Opened, home: Path) -> None:
    file = home / "data" / "assistants.json"
    file.parent.mkdir(parents=True)
    file.write_text('[\n  {"name": "Mine",}\n]')
    await opened.open()
    assert "assistants.json" in opened.notices
    assert "line 2" in opened.notices
    assert file.read_text() == '[\n  {"name": "Mine",}\n]'
    picker = opened.window.chat.pane.assistant_picker
    assert picker.choice == "General"
    picker.choices.aboutToShow.emit()
    assert len(picker.choices.actions()) == 4


async def test_broken_settings_file_is_told(opened: Opened, home: Path) -> None:
    file = home / "config" / "settings.json"
    file.parent.mkdir(parents=True)
    file.write_text("{")
    await opened.open()
    assert "settings.json" in opened.notices


async def test_own_assistants_are_offered(opened: Opened, home: Path) -> None:
    file = home / "data" / "assistants.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps([{"name": "Mine", "instructions": "Be odd."}]))
    await opened.open()
    assert opened.window.chat.pane.assistant_picker.choice == "Mine"


async def test_folder_that_cannot_be_used_is_told_and_can_be_tried_again(
    in_the_way: Path, opened: Opened
) -> None:
    with pytest.raises(StorageError):
        await opened.open()
    await asyncio.to_thread(in_the_way.unlink)
    await opened.open()
    assert opened.window.chat.pane.first_start.isVisible()


@pytest.mark.parametrize("page", ["", "providers"])
async def test_settings_open(opened: Opened, page: str) -> None:
    await opened.open()
    opened.window.settings_wanted.emit(page)
    dialog = opened.window.findChild(SettingsDialog)
    await until(dialog.isVisible)
    words = " ".join(x.text() for x in dialog.findChildren(QLabel))
    assert str(opened.preferences.settings.theme) == "system"
    assert "data" in words
    dialog.reject()
    await until(lambda: opened.window.findChild(SettingsDialog) is None)


@pytest.mark.qt_log_ignore("propagateSizeHints")
async def test_settings_lead_to_a_new_provider_and_follow_it(opened: Opened) -> None:
    await opened.open()
    opened.window.settings_wanted.emit("providers/new:ollama/base_url")
    dialog = opened.window.findChild(SettingsDialog)
    await until(dialog.isActiveWindow)
    field = dialog.findChild(QLineEdit, "provider_base_url")
    assert field.hasFocus()
    assert field.text() == "http://localhost:11434/v1"
    dialog.findChild(QAbstractButton, "provider_add").click()
    rows = dialog.findChild(RowsList, "provider_list")
    await until(lambda: rows.item_of("ollama") is not None)
    # It is there already: it turns to what is wanted.
    opened.window.settings_wanted.emit("about")
    assert opened.window.findChildren(SettingsDialog) == [dialog]
    dialog.reject()
    await until(lambda: opened.window.findChild(SettingsDialog) is None)


async def test_picture(opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await opened.open()
    await take_picture(opened.window, tmp_path / "window.png")
    assert (tmp_path / "window.png").stat().st_size > 5000
    with pytest.raises(StorageError):
        await take_picture(opened.window, tmp_path / "no" / "such" / "folder.png")
