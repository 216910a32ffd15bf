"""The page of the keys."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.ui.settings.words import Words, quiet


class ShortcutsPage(QWidget):
    """Tells what the keys do."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for row, (keys, what) in enumerate(self._keys()):
            grid.addWidget(Words(what), row, 0)
            shown = quiet(keys)
            # A wrapped key would be read as two.
            shown.setWordWrap(False)
            grid.addWidget(shown, row, 1)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(self._keys()), 1)

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("Enter", self.tr("Send the message")),
            ("Shift+Enter", self.tr("Start a new line")),
            ("Esc", self.tr("Stop the reply")),
            ("↑", self.tr("Bring back the last message, in an empty field")),
            ("Ctrl+N", self.tr("New chat")),
            ("Ctrl+Shift+N", self.tr("Temporary chat, of which nothing is kept")),
            ("Ctrl+K", self.tr("Search all chats")),
            ("Ctrl+B", self.tr("Show or hide the conversations")),
            ("Ctrl+1, Ctrl+2", self.tr("Chat, Training")),
            ("Ctrl+,", self.tr("Settings")),
            ("F2, Del", self.tr("Rename, delete, in the list of chats")),
            ("Ctrl+Z", self.tr("Bring back what was deleted last")),
            ("Ctrl+F, F3", self.tr("Find, the next match")),
            ("Ctrl+±, Ctrl+0", self.tr("Size of the type")),
            ("Ctrl+↑, Ctrl+↓", self.tr("Previous, next message")),
            ("Alt+←, Alt+→", self.tr("Previous, next version of a message")),
            ("Ctrl+R", self.tr("Another answer")),
            ("Ctrl+Shift+Enter", self.tr("Ask several models")),
            ("Alt+1, Alt+2, Alt+3", self.tr("Go on with this answer of several")),
            ("F2, Del", self.tr("Edit, delete the message with the focus")),
            ("Ctrl+Shift+O", self.tr("Branches of the chat")),
            ("Ctrl+Shift+C", self.tr("Copy as Markdown")),
            ("Ctrl+Shift+M", self.tr("Choose a model")),
            ("Ctrl+Shift+P", self.tr("Parameters of the chat")),
        ]
