"""The composed window with its chats, and somebody before the page of the settings about them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.settings import Settings
from desktop_app.opening import open_chat
from desktop_app.storage.settings import load_settings, save_settings
from desktop_app.ui.chat.chat_page import ChatPage
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.notices import Notice
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings.data.page import DataPage
from desktop_app.ui.settings.data.work import DataWork
from desktop_app.ui.settings.dialog import SettingsDialog
from desktop_app.ui.tasks import Tasks
from tests.ui.desk import click, until

Child = TypeVar("Child", bound=QObject)


class ChatsPlace:
    """What is seen and done there.

    Attributes:
        home: Where everything is kept.
        window: Over which the settings are opened.
        preferences: What the user has set, kept in their file.
        told: What failed, as it was told.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.told: list[AppError] = []
        self.tasks = Tasks(self._tell)
        self.window = MainWindow(self.tasks)
        file = home / "config" / "settings.json"
        self.preferences = Preferences(
            load_settings(file).settings, lambda changed: save_settings(file, changed)
        )

    def _tell(self, error: AppError) -> None:
        self.told.append(error)
        self.window.chat.show_error(error)

    async def open(self, stack: AsyncExitStack, width: int = 1100) -> None:
        """Open the window; it is closed with `stack`."""
        self.window.resize(width, 750)
        self.window.show()
        self.window.activateWindow()
        stack.callback(self._put_away)
        await open_chat(stack, self.window, self.tasks, self.preferences)

    def _put_away(self) -> None:
        self.window.hide()
        self.window.deleteLater()

    @property
    def settings(self) -> Settings:
        return self.preferences.settings

    @property
    def chat(self) -> ChatPage:
        return self.window.chat

    # The page

    async def turn_to_page(self) -> DataPage:
        """Open the settings at the page of the chats."""
        self.window.settings_wanted.emit("data")
        await until(self.dialog.isActiveWindow)
        return self.page

    @property
    def dialog(self) -> SettingsDialog:
        found = [d for d in self.window.findChildren(SettingsDialog) if d.isVisible()]
        assert found, "The settings are not open."
        return found[-1]

    @property
    def is_open(self) -> bool:
        """Whether the settings are open."""
        return any(d.isVisible() for d in self.window.findChildren(SettingsDialog))

    @property
    def page(self) -> DataPage:
        page = self.dialog.data
        assert page is not None
        return page

    @property
    def work(self) -> DataWork:
        return self.page.exporting.work

    async def ended(self) -> None:
        """Wait until nothing is done any more, and what came of it is shown."""
        await until(lambda: self.work.running is None, 20)

    def find(self, name: str, kind: type[Child] = QAbstractButton) -> Child:  # type: ignore[assignment]
        found = self.dialog.findChild(kind, name)
        assert found is not None, f"There is no {name}."
        return found

    def click(self, name: str) -> None:
        """Press a button, as with Space: it may be below what can be seen."""
        button = self.find(name)
        assert not button.isHidden(), f"{name} isn't there."
        assert button.isEnabled(), f"{name} can't be pressed now."
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)

    def press(self, words: str) -> None:
        """Press the last button of these words."""
        fitting = [
            b
            for b in self.dialog.findChildren(QAbstractButton)
            if b.isVisible() and b.text() == words
        ]
        assert fitting, f"There is no button {words!r}."
        QTest.keyClick(fitting[-1], Qt.Key.Key_Space)

    @property
    def notices(self) -> list[str]:
        """What is told on the page."""
        found = [n for n in self.page.findChildren(Notice) if not n.isHidden()]
        return [n.accessibleName() for n in found]

    @property
    def words(self) -> list[str]:
        """All that is written on the page."""
        return [label.text() for label in self.page.findChildren(QLabel) if label.isVisible()]

    # What is asked

    async def choose(self, *paths: Path) -> None:
        """Choose files or folders in the dialog that is open, or a name to save under."""
        await until(self._file_dialogs)
        dialog = self._file_dialogs()[-1]
        names = [str(path) for path in paths]
        if dialog.fileMode() == QFileDialog.FileMode.ExistingFiles:
            dialog.filesSelected.emit(names)
        else:
            dialog.fileSelected.emit(names[0])
        dialog.done(1)

    def _file_dialogs(self) -> list[QFileDialog]:
        return [d for d in self.window.findChildren(QFileDialog) if d.isVisible()]

    def file_dialog(self) -> QFileDialog:
        return self._file_dialogs()[-1]

    async def answer(self, name: str) -> None:
        """Click a button of the question that is asked."""
        await until(lambda: self._question(name) is not None)
        button = self._question(name)
        assert button is not None
        click(button)

    def _question(self, name: str) -> QAbstractButton | None:
        found = [
            button
            for window in QApplication.topLevelWidgets()
            for button in window.findChildren(QAbstractButton, name)
            if button.isVisible()
        ]
        return found[-1] if found else None

    # The chats

    @property
    def listed(self) -> list[str]:
        """The titles in the list of chats, from the top."""
        rows = self.chat.list.rows
        found = [rows.at(number) for number in range(rows.rowCount())]
        return [each.title for each in found if each is not None]

    async def ask(self, text: str) -> None:
        """Send a message and wait for its answer."""
        await self.chat.ask(text)


def chatgpt(folder: Path, *titles: str, name: str = "conversations.json") -> Path:
    """Write an export of ChatGPT with one question in each conversation."""
    conversations = [
        {
            "title": title,
            "create_time": 1700000000.0 + number,
            "update_time": 1700000001.0 + number,
            "conversation_id": f"{title}-{number}",
            "current_node": "b",
            "mapping": {
                "root": {"id": "root", "message": None, "parent": None, "children": ["a"]},
                "a": _node("a", "root", ["b"], "user", f"About {title}"),
                "b": _node("b", "a", [], "assistant", f"I know {title}"),
            },
        }
        for number, title in enumerate(titles)
    ]
    path = folder / name
    path.write_text(json.dumps(conversations))
    return path


def _node(
    name: str, parent: str, children: Sequence[str], role: str, text: str
) -> dict[str, object]:
    return {
        "id": name,
        "parent": parent,
        "children": list(children),
        "message": {
            "id": name,
            "author": {"role": role},
            "create_time": 1700000000.0,
            "content": {"content_type": "text", "parts": [text]},
            "status": "finished_successfully",
            "metadata": {},
        },
    }


def drop(place: QWidget, *paths: Path) -> bool:
    """Drag files over a widget and drop them there; return whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, buttons, keys)
    QApplication.sendEvent(place, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(place, QDragMoveEvent(QPoint(9, 20), copy, data, buttons, keys))
    QApplication.sendEvent(place, QDropEvent(QPointF(9, 20), copy, data, buttons, keys))
    return True
