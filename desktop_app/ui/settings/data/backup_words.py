"""What is said of a backup."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject

from desktop_app.ui.settings.data.services import Backup


def moment_words(moment: datetime) -> str:
    """Return a moment as the user's clock and calendar tell it."""
    told = QDateTime.fromMSecsSinceEpoch(int(moment.timestamp() * 1000))
    return QLocale().toString(told, QLocale.FormatType.ShortFormat)


def size_words(size: int) -> str:
    """Return so many bytes as file managers tell them."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def reason_words(reason: str) -> str:
    """Return why a copy was made."""
    words = {
        "daily": QCoreApplication.translate("BackupWords", "the copy of the day"),
        "update": QCoreApplication.translate("BackupWords", "before an update"),
        "restore": QCoreApplication.translate("BackupWords", "before going back to a copy"),
        "asked": QCoreApplication.translate("BackupWords", "made by you"),
    }
    return words.get(reason, reason)


class BackupWords(QObject):
    """Finds words with a number in them."""

    def amount(self, backup: Backup) -> str:
        """Return how much is in a copy."""
        chats = self.tr("%n chat(s)", "", backup.conversations)
        return self.tr("{chats} · {size}").format(chats=chats, size=size_words(backup.size))
