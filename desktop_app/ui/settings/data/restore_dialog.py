"""What is said before all chats become what they were in a copy."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.data.backup_words import BackupWords, moment_words
from desktop_app.ui.settings.data.services import Backup
from desktop_app.ui.settings.words import Words
from desktop_app.ui.tokens import CARD_TITLE

_WIDTH = 440


async def ask_to_restore(parent: QWidget, backup: Backup) -> bool:
    """Ask whether to go back to a copy."""
    dialog = RestoreDialog(parent, backup)
    answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def finished(result: int) -> None:
        if not answered.done():
            answered.set_result(result == QDialog.DialogCode.Accepted)

    dialog.finished.connect(finished)
    dialog.open()
    try:
        return await answered
    finally:
        dialog.close()
        dialog.deleteLater()


class RestoreDialog(QDialog):
    """Says what will be as it was, and that nothing is lost by it.

    Args:
        parent: What it stands above.
        backup: The copy.
    """

    def __init__(self, parent: QWidget, backup: Backup) -> None:
        super().__init__(parent)
        self.setObjectName("restore_dialog")
        title = self.tr("Go back to the copy of {when}?").format(when=moment_words(backup.made_at))
        told = (
            self.tr("It holds {amount}.").format(amount=BackupWords().amount(backup)),
            self.tr(
                "Your chats as they are now are copied first and stand in the list of copies "
                "then, so that you can come back to them. What you wrote after {when} is in that "
                "copy alone."
            ).format(when=moment_words(backup.made_at)),
            self.tr("Settings, assistants, providers and keys stay as they are."),
        )
        self.setWindowTitle(title)
        self.setAccessibleDescription(" ".join(told))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(8)
        rows.addWidget(Words(title, CARD_TITLE))
        for words in told:
            rows.addWidget(Words(words))
        rows.addSpacing(8)
        rows.addLayout(self._feet())
        width = min(_WIDTH, parent.width() - 40)
        self.setFixedSize(width, rows.totalHeightForWidth(width))

    def _feet(self) -> QHBoxLayout:
        cancel = Button(self.tr("Cancel"), parent=self)
        cancel.setObjectName("restore_cancel")
        cancel.clicked.connect(self.reject)
        restore = Button(self.tr("Restore"), "primary", self)
        restore.setObjectName("restore_confirm")
        restore.clicked.connect(self.accept)
        cancel.setFocus()
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addStretch(1)
        feet.addWidget(cancel)
        feet.addWidget(restore)
        return feet
