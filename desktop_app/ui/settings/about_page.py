"""The page that tells what this is and where it keeps things."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.settings.services import Facts
from desktop_app.ui.settings.words import quiet, strong


class AboutPage(QWidget):
    """Tells the version and the folder."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(strong(self.tr("Chatloom {version}").format(version=facts.version)))
        rows.addWidget(quiet(self.tr("Your conversations are kept in")))
        folder = quiet(facts.folder)
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows.addWidget(folder)
        rows.addStretch(1)
