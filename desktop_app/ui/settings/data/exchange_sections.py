"""Chats that leave for files, and chats that come from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QLocale

from desktop_app.core.exchange import FORMATS, Format, Progress
from desktop_app.core.export.readable_names import readable_name
from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.data.backup_words import size_words
from desktop_app.ui.settings.data.file_asking import (
    ask_for_files,
    ask_for_folder,
    ask_where_to,
    format_words,
)
from desktop_app.ui.settings.data.outcomes import Job
from desktop_app.ui.settings.data.section import Section
from desktop_app.ui.settings.data.services import Chats
from desktop_app.ui.settings.data.work import DataWork
from desktop_app.ui.settings.rows import ChoiceRow, level
from desktop_app.ui.settings.words import scaled

_WIDTH = 490
_ALL, _SHOWN, _CHOSEN = "all", "shown", "chosen"


class ExportSection(Section):
    """Writes chats to files.

    Args:
        work: Does it.
        chats: Which one is shown.
    """

    def __init__(self, work: DataWork, chats: Chats) -> None:
        super().__init__(work, Job.EXPORT)
        self.call(self.tr("Export"))
        self._chats = chats
        self._chosen: Sequence[str] = ()
        self.what = ChoiceRow(self.tr("Chats"), ())
        self.what.combo.setObjectName("export_what")
        self.format = ChoiceRow(
            self.tr("Format"), [(format_words()[each], each) for each in FORMATS]
        )
        self.format.combo.setObjectName("export_format")
        self.to_file = Button(self.tr("Export to a file…"))
        self.to_file.setObjectName("export_file")
        self.to_folder = Button(self.tr("A file for each chat…"))
        self.to_folder.setObjectName("export_folder")
        self.body.addWidget(self.what)
        self.body.addWidget(self.format)
        self.add_buttons(self.to_file, self.to_folder)
        self.what.edited.connect(self._changed)
        self.to_file.clicked.connect(self._ask_for_file)
        self.to_folder.clicked.connect(
            lambda: ask_for_folder(
                self.window(),
                self.tr("Export to a folder"),
                lambda path: self._export(path, into_folder=True),
            )
        )
        for row in (self.what, self.format):
            # A choice of few words needs no whole window.
            row.setMaximumWidth(scaled(_WIDTH))
        level((self.what, self.format), stacked=False)
        self.offer(())
        self.end()

    def offer(self, chosen: Sequence[str]) -> None:
        """Let the user export chats that are chosen in the list, all, or the one that is shown."""
        self._chosen = chosen
        combo = self.what.combo
        combo.clear()
        if chosen:
            combo.addItem(self.tr("%n chosen chat(s)", "", len(chosen)), _CHOSEN)
        combo.addItem(self.tr("All chats"), _ALL)
        if self._chats.shown:
            combo.addItem(self.tr("The chat that is shown"), _SHOWN)
        self._changed()

    def progress_words(self, progress: Progress) -> str:
        """Return how many are written, and which was the last."""
        if not progress.total:
            return super().progress_words(progress)
        told = self.tr("{done} of {total} · {title}")
        number = QLocale().toString
        return told.format(
            done=number(progress.done), total=number(progress.total), title=progress.what
        )

    @property
    def _wanted(self) -> Sequence[str] | None:
        if self.what.value == _SHOWN:
            return [self._chats.shown]
        return self._chosen if self.what.value == _CHOSEN else None

    def _changed(self) -> None:
        wanted = self._wanted
        self.to_folder.setVisible(wanted is None or len(wanted) > 1)

    def _ask_for_file(self) -> None:
        name = readable_name(self._chats.title, "Chat")
        if self.what.value != _SHOWN:
            name = f"Chatloom {date.today().isoformat()}"
        ask_where_to(self.window(), name, self._format, self._export)

    @property
    def _format(self) -> Format:
        return FORMATS[self.format.combo.currentIndex()]

    def _export(self, path: Path, *, into_folder: bool = False) -> None:
        self.work.export(path, self._format, self._wanted, into_folder=into_folder)


class ImportSection(Section):
    """Reads chats from files."""

    def __init__(self, work: DataWork) -> None:
        super().__init__(work, Job.IMPORT)
        self.call(
            self.tr("Import"),
            self.tr(
                "From Chatloom, ChatGPT, Open WebUI and LibreChat, as they were exported: JSON or "
                "zip. Files can be dropped here or on the list of chats. What is here already "
                "stays as it is."
            ),
        )
        self.files = Button(self.tr("Import files…"))
        self.files.setObjectName("import_files")
        self.folder = Button(self.tr("Import a folder…"))
        self.folder.setObjectName("import_folder")
        self.add_buttons(self.files, self.folder)
        self.files.clicked.connect(lambda: ask_for_files(self.window(), work.take))
        self.folder.clicked.connect(
            lambda: ask_for_folder(
                self.window(), self.tr("Import a folder"), lambda path: work.take([path])
            )
        )
        self.end()

    def progress_words(self, progress: Progress) -> str:
        """Return how much is read, and of which file."""
        if not progress.total:
            return super().progress_words(progress)
        told = self.tr("{done} of {total} · {file}")
        done, total = size_words(progress.done), size_words(progress.total)
        return told.format(done=done, total=total, file=progress.what)
