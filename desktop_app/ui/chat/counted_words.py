"""Words about the oldest messages of a chat, each in the form that its number wants."""

from __future__ import annotations

from PySide6.QtCore import QObject


class CountedWords(QObject):
    """A `QObject`, for only the words of one are collected with their plural forms."""

    def leave_out(self, count: int) -> str:
        """Return what the button says that leaves so many messages out."""
        return self.tr("Leave out the oldest %n message(s)", "", count)

    def left_out(self, count: int) -> str:
        """Return what is said of so many messages that are not sent."""
        return self.tr("The oldest %n message(s) of this chat are not sent any more.", "", count)
