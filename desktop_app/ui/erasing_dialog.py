"""What is asked before conversations are deleted for good: the user types a word."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.words import Words, quiet
from desktop_app.ui.tokens import CARD_TITLE, UI, UI_PRIMARY

_WIDTH = 480


async def ask_to_erase(parent: QWidget, titles: Sequence[str]) -> bool:
    """Ask whether conversations are to be deleted for good.

    Args:
        parent: The window, or the dialog that is above it.
        titles: Of the conversations; an empty one for a new chat.

    Returns:
        Whether the user has confirmed it.
    """
    return await _answer(ErasingDialog(parent, titles))


async def ask_to_erase_everything(parent: QWidget) -> bool:
    """Ask whether every conversation and every backup is to be deleted for good."""
    return await _answer(ErasingDialog(parent, None))


async def _answer(dialog: ErasingDialog) -> bool:
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


class ErasingDialog(QDialog):
    """Says what will be gone and what won't; its button waits for the word to be typed.

    Args:
        parent: What it stands above.
        titles: Of the conversations; None for everything there is.
    """

    def __init__(self, parent: QWidget, titles: Sequence[str] | None) -> None:
        super().__init__(parent)
        self.setObjectName("erasing_dialog")
        self._word = self.tr("delete")
        title = self._title(titles)
        self.setWindowTitle(title)
        self.field = QLineEdit(self)
        self.field.setObjectName("erasing_word")
        words = self.tr("Type “{word}” to go on").format(word=self._word)
        self.field.setAccessibleName(words)
        self.field.textChanged.connect(self._typed)
        self.confirm = Button(self.tr("Delete for good"), "danger", self)
        self.confirm.setObjectName("erasing_confirm")
        self.confirm.setDefault(True)
        self.confirm.clicked.connect(self.accept)
        self.cancel = Button(self.tr("Cancel"), parent=self)
        self.cancel.setObjectName("erasing_cancel")
        self.cancel.clicked.connect(self.reject)
        self._lay_out(title, words, everything=titles is None)
        self._typed("")
        self.field.setFocus()

    def _title(self, titles: Sequence[str] | None) -> str:
        if titles is None:
            return self.tr("Delete everything for good?")
        if len(titles) == 1:
            name = " ".join(titles[0].split()) or self.tr("New chat")
            return self.tr("Delete “{title}” for good?").format(title=name)
        return self.tr("Delete %n conversations for good?", "", len(titles))

    def _lay_out(self, title: str, words: str, *, everything: bool) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(6)
        heading = Words(title, CARD_TITLE)
        rows.addWidget(heading)
        gone = self._all_gone() if everything else self._gone()
        for head, lines in (
            (self.tr("This will be gone, and nothing brings it back:"), gone),
            (self.tr("This is not touched:"), self._left(everything=everything)),
        ):
            rows.addSpacing(6)
            rows.addWidget(Words(head, UI_PRIMARY))
            for line in lines:
                rows.addWidget(Words(self.tr("• {item}").format(item=line), UI))
        rows.addSpacing(10)
        label = quiet(words)
        label.setBuddy(self.field)
        rows.addWidget(label)
        rows.addWidget(self.field)
        rows.addSpacing(10)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addStretch(1)
        feet.addWidget(self.cancel)
        feet.addWidget(self.confirm)
        rows.addLayout(feet)
        # Words that wrap need less than they ask for, and what is left would come between them.
        self.setFixedSize(_WIDTH, rows.totalHeightForWidth(_WIDTH))
        told = "\n".join(
            [*gone, self.tr("This is not touched:"), *self._left(everything=everything)]
        )
        self.setAccessibleName(title)
        self.setAccessibleDescription(told)
        self.field.setAccessibleDescription(told)

    def _gone(self) -> list[str]:
        return [
            self.tr("all messages, drafts, corrections, moods, tags and costs, in the database"),
            self.tr("every word of them in the search index"),
            self.tr("the copies in your backups"),
            self.tr("the files in the folder that Chatloom keeps up to date, if there is one"),
        ]

    def _all_gone(self) -> list[str]:
        return [
            self.tr("every conversation with its messages, drafts, corrections, moods and costs"),
            self.tr("the search index"),
            self.tr("all backups"),
            self.tr("the files in the folder that Chatloom keeps up to date, if there is one"),
        ]

    def _left(self, *, everything: bool) -> list[str]:
        left = [
            self.tr("files that you have exported or copied yourself"),
            self.tr("what a provider keeps of the messages it was sent"),
        ]
        if everything:
            left.append(self.tr("your settings, assistants, providers, keys and models"))
        return left

    def _typed(self, text: str) -> None:
        self.confirm.setEnabled(text.strip().casefold() == self._word.casefold())
