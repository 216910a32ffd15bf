"""The page of the chats: out to files, in from files, copies of them, and their end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.overriding import override
from desktop_app.ui.settings.data.backups_section import BackupsSection
from desktop_app.ui.settings.data.dropping import FileDrop
from desktop_app.ui.settings.data.erase_section import EraseSection
from desktop_app.ui.settings.data.exchange_sections import ExportSection, ImportSection
from desktop_app.ui.settings.data.folder_section import FolderSection
from desktop_app.ui.settings.data.work import DataWork
from desktop_app.ui.theme import colours

_GAP = 16


class _Line(QWidget):
    """A line between two sections."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().border))
        painter.end()


class DataPage(QWidget):
    """Shows the sections one below the other. What they begin goes on without this page.

    Args:
        work: Does what takes time.
    """

    def __init__(self, work: DataWork) -> None:
        super().__init__()
        services = work.services
        self.exporting = ExportSection(work, services.chats)
        self.importing = ImportSection(work)
        self.folder = FolderSection(services)
        self.backups = BackupsSection(services, work)
        self.erasing = EraseSection(work, services.ask_to_erase)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(_GAP)
        for section in (self.exporting, self.importing, self.folder, self.backups, self.erasing):
            if section is not self.exporting:
                rows.addWidget(_Line())
            rows.addWidget(section)
        rows.addStretch(1)
        self._drop = FileDrop(self, work.take)

    def offer(self, chosen: Sequence[str]) -> None:
        """Let the user export chats that were chosen in the list."""
        self.exporting.offer(chosen)
        self.exporting.format.combo.setFocus()

    def follow_files(self) -> None:
        """Show how the files stand that are kept up to date."""
        self.folder.follow()

    def look(self) -> None:
        """Show what there is now; called when the page is turned to."""
        self.backups.look()
