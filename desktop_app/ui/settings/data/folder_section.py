"""The folder in which every chat is a file that is kept up to date."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.data.file_asking import ask_for_folder
from desktop_app.ui.settings.data.one_line import OneLine
from desktop_app.ui.settings.data.section import show_in_folder
from desktop_app.ui.settings.data.services import DataServices
from desktop_app.ui.settings.notice_place import NoticePlace
from desktop_app.ui.settings.words import quiet, strong
from desktop_app.ui.wrapping_row import WrappingRow

_GAP = 8


class FolderSection(QWidget):
    """Turns the files on and off, and tells how they stand.

    Args:
        services: What stands behind the page.
    """

    def __init__(self, services: DataServices) -> None:
        super().__init__()
        self._written = services.written
        self._preferences = services.preferences
        self.path = OneLine()
        self.path.setObjectName("json_folder")
        self.state = quiet("")
        self.state.setObjectName("json_folder_state")
        self.choose = Button("")
        self.choose.setObjectName("json_folder_choose")
        self.show_it = Button(self.tr("Show in folder"))
        self.off = Button(self.tr("Turn off"))
        self.off.setObjectName("json_folder_off")
        self._place = NoticePlace(self.off)
        self._told = ""
        line = WrappingRow(_GAP)
        for button in (self.choose, self.show_it, self.off):
            line.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(_GAP)
        rows.addWidget(strong(self.tr("Keep JSON files up to date in a folder")))
        rows.addWidget(
            quiet(
                self.tr(
                    "Every chat is also a file that only you can read, named after its title. When "
                    "a chat is deleted for good, its file goes, too."
                )
            )
        )
        rows.addWidget(self.path)
        rows.addWidget(self.state)
        rows.addLayout(line)
        rows.addWidget(self._place)
        self.choose.clicked.connect(self._ask)
        self.show_it.clicked.connect(self._show_folder)
        self.off.clicked.connect(self._turn_off)
        self.follow()

    def follow(self) -> None:
        """Show how the files stand."""
        following = self._written.following
        folder = following.folder
        self.path.show_words(folder)
        for part in (self.path, self.state, self.show_it, self.off):
            part.setVisible(bool(folder))
        words = self.tr("Another folder…") if folder else self.tr("Choose a folder…")
        self.choose.setText(words)
        self.state.setText(self._state(following.written, following.waiting))
        problem = following.problem
        self.state.setVisible(bool(folder) and problem is None)
        told = "" if problem is None else problem.title + problem.advice
        if told != self._told:
            self._told = told
            if problem is None:
                self._place.clear()
            else:
                self._place.tell(problem)

    def _state(self, written: int, waiting: int) -> str:
        if waiting:
            number = QLocale().toString
            told = self.tr("Writing: {written} of {total}")
            return told.format(written=number(written), total=number(max(written, waiting)))
        count = self.tr("%n file(s), all up to date", "", written)
        return count.replace(str(written), QLocale().toString(written), 1)

    def _ask(self) -> None:
        title = self.tr("Choose a folder for the JSON files")
        ask_for_folder(self.window(), title, self._chosen)

    def _chosen(self, path: Path) -> None:
        self._preferences.change(json_folder=str(path))

    def _turn_off(self) -> None:
        self.choose.setFocus()
        self._preferences.change(json_folder="")

    def _show_folder(self) -> None:
        show_in_folder(Path(self._written.following.folder))
