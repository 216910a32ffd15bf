"""The settings over an empty window, with the real providers and a key store that a test steers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from desktop_app.connections import Connections
from desktop_app.core.errors import AppError
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.core.provider import Provider
from desktop_app.core.provider_presets import Preset
from desktop_app.core.secret import NOTHING
from desktop_app.core.settings import Settings
from desktop_app.providers.api_keys import KeyStore
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.storage.providers import load_providers, save_providers
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings.dialog import SettingsDialog
from desktop_app.ui.settings.list_rows import ID, STATE, RowsList
from desktop_app.ui.settings.services import Facts, SettingsServices
from desktop_app.ui.tasks import Tasks
from tests.providers.memory_keys import MemoryKeys
from tests.ui.desk import until

FACTS = Facts(
    "1.2.3", "/home/<b>me</b>/chats", "SmolLM2 135M is ready.", "ready", "http://127.0.0.1:1/v1"
)
KEY = "sk-abcdefghijklmnop4f2a"

Child = TypeVar("Child", bound=QObject)


class Steered(Connections):
    """The real providers, but for the servers nearby, of which a test decides."""

    found: Sequence[Preset] = ()

    async def nearby(self) -> list[Preset]:
        return list(self.found)


class Place:
    """Somebody before the settings.

    Attributes:
        dialog: The settings.
        providers: Behind them.
        memory: Their key store.
        path: The file of the providers.
        saved: The preferences as they were saved, oldest first.
        files: Grows when a model file is to be opened.
        told: What failed while nobody looked.
    """

    def __init__(self, path: Path, memory: MemoryKeys) -> None:
        self.path = path
        self.memory = memory
        self.saved: list[Settings] = []
        self.files: list[None] = []
        self.told: list[AppError] = []
        self.crashes: list[dict[str, Any]] = []
        self.tasks = Tasks(self.told.append)
        self.window = QWidget()
        self.reports: dict[str, Any] = {}
        self.providers = Steered(
            path, load_providers(path), KeyStore(memory), None, _local_connection()
        )
        self.providers.watch(self._changed)

    def _changed(self) -> None:
        self.dialog.providers.changed()

    def open(
        self, facts: Facts = FACTS, settings: Settings | None = None, size: int = 1000
    ) -> SettingsDialog:
        """Show the settings over a window."""
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: self.crashes.append(context)
        )
        preferences = Preferences(settings or Settings(), self.saved.append)
        self.window.resize(size, 700 if size > 500 else size)
        self.window.show()
        services = SettingsServices(
            preferences, self.providers, self.tasks, lambda: self.files.append(None), self.reports
        )
        self.dialog = SettingsDialog(services, facts, self.window)
        self.dialog.open()
        return self.dialog

    async def show(self, page: str = "providers") -> None:
        """Turn to a page, and wait until everything has been looked up."""
        await until(self.dialog.isActiveWindow)
        self.dialog.show_page(page)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until no task runs any more, and what it told is shown."""
        # Choosing in the list is told by an event, and may start a task.
        await asyncio.sleep(0.01)
        await until(lambda: not self.tasks._running)
        await asyncio.sleep(0)
        assert self.crashes == []

    # What can be seen

    def find(self, name: str, kind: type[Child] = QLineEdit) -> Child:  # type: ignore[assignment]
        """Return a part by its object name."""
        found = self.dialog.findChild(kind, name)
        assert found is not None, f"There is no {name}."
        return found

    def button(self, words: str) -> QAbstractButton:
        """Return the last button that can be seen of these words."""
        fitting = [
            b
            for b in self.dialog.findChildren(QAbstractButton)
            if b.isVisible() and b.text() == words
        ]
        assert fitting, f"There is no button {words!r}."
        return fitting[-1]

    def has_button(self, words: str) -> bool:
        """Whether such a button can be seen."""
        buttons = self.dialog.findChildren(QAbstractButton)
        return any(b.isVisible() and b.text() == words for b in buttons)

    @property
    def words(self) -> list[str]:
        """All that is written."""
        return [label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible()]

    @property
    def list(self) -> RowsList:
        """The list of the providers."""
        return self.find("provider_list", RowsList)

    @property
    def rows(self) -> dict[str, str]:
        """The providers by their ids, and what is said of them."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return {item.data(ID): item.data(STATE) for item in items}

    @property
    def chosen(self) -> str:
        """The id of the provider that is chosen."""
        return str(self.list.currentItem().data(ID))

    @property
    def own(self) -> tuple[Provider, ...]:
        """The providers in the file."""
        return load_providers(self.path).providers

    # What is done

    def click(self, part: str | QWidget) -> None:
        """Click a button by its words, or a part."""
        widget = self.button(part) if isinstance(part, str) else part
        assert widget.isVisible()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.dialog, key)

    async def fill(self, name: str, text: str, end: Qt.Key = Qt.Key.Key_Tab) -> None:
        """Write into a field in place of what is there, and leave it."""
        field = self.find(name)
        assert field.isVisible(), f"{name} can't be seen."
        field.setFocus()
        field.selectAll()
        if text:
            QTest.keyClicks(field, text)
        else:
            QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClick(field, end)
        await self.quiet()

    async def choose(self, provider_id: str) -> None:
        """Click a provider in the list."""
        item = self.list.item_of(provider_id)
        assert item is not None
        middle = self.list.visualItemRect(item).center()
        QTest.mouseClick(self.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        await self.quiet()


def no_providers(folder: Path = Path("nowhere")) -> Connections:
    """Return the providers of somebody who has set up none; they are neither read nor written."""
    path = folder / "providers.json"
    return Connections(
        path, load_providers(path), KeyStore(MemoryKeys()), None, _local_connection()
    )


@asynccontextmanager
async def opened_place(
    folder: Path, *own: Provider, memory: MemoryKeys | None = None
) -> AsyncIterator[Place]:
    """Yield a place where these providers are set up; its dialog is not open yet."""
    path = folder / "providers.json"
    save_providers(path, own)
    place = Place(path, memory or MemoryKeys())
    try:
        yield place
    finally:
        place.memory.open.set()
        if hasattr(place, "dialog"):
            place.dialog.reject()
        await place.tasks.cancel_all()
        await place.providers.aclose()
        if hasattr(place, "dialog"):
            place.dialog.deleteLater()
        place.window.hide()
        place.window.deleteLater()


def _local_connection() -> Connection:
    async def endpoint() -> Endpoint:
        return Endpoint("http://127.0.0.1:9/v1", NOTHING)

    return Connection(LOCAL_PROVIDER, "This computer", endpoint)
