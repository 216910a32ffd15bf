"""What is said of a data folder that is no safe place for a database."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject

from desktop_app.core.errors import AppError

# Qt's stubs call what this returns an object.
_NETWORK = (
    str(QT_TRANSLATE_NOOP("Failure", "Your chats are on a network drive")),
    str(
        QT_TRANSLATE_NOOP(
            "Failure",
            "Two computers that use them at the same time, or a connection that breaks, can damage "
            "the file. It is safer to keep them on a disk of this computer: move {folder} there "
            "and set CHATLOOM_HOME, and have copies or JSON files kept on the network drive.",
        )
    ),
)
_SYNCED = (
    str(QT_TRANSLATE_NOOP("Failure", "{service} keeps the folder of your chats in sync")),
    str(
        QT_TRANSLATE_NOOP(
            "Failure",
            "While Chatloom is open, the file changes all the time, and a copy that is taken in "
            "between may be damaged or overwrite this one. It is safer to move {folder} elsewhere "
            "and set CHATLOOM_HOME, and to keep JSON files of your chats in the synced folder.",
        )
    ),
)


class PlaceWords(QObject):
    """Finds the words."""

    def warning(self, kind: Literal["network", "synced"], name: str, folder: Path) -> AppError:
        """Return the warning.

        Args:
            kind: What is wrong with the place.
            name: The file system or the service.
            folder: The data folder.
        """
        title, advice = _NETWORK if kind == "network" else _SYNCED
        return AppError(
            title, advice, f"{folder}: {name}", code="risky_place", folder=folder, service=name
        )

    def understood(self) -> str:
        """Return the label of what keeps it from being said again."""
        return self.tr("Don’t show again")
