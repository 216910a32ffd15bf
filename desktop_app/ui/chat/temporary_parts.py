"""What is seen of a temporary chat: a button beside the pickers, a bar below them, a question."""

from __future__ import annotations

import asyncio
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.settings.words import Words
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import CARD_TITLE, UI

Answer = Literal["keep", "forget", "stay"]

_SIDE = 20
_GAP = 8
_WIDTH = 440


class TemporaryButton(Button):
    """Makes an empty chat a temporary one, or one like others."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "icon", parent, icon_name="temporary")
        self.setObjectName("temporary_button")
        self.setCheckable(True)
        self.setAccessibleName(self.tr("Temporary chat"))
        self.setToolTip(self.tr("Temporary chat: nothing of it is kept"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()


class TemporaryBar(QWidget):
    """Says that nothing is kept, as long as that is so.

    Signals:
        keep_wanted: The user wants the chat to be kept after all.
        export_wanted: The user wants to have it in a file.
    """

    keep_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("temporary_bar")
        self._words = self.tr("Temporary chat: nothing of it is kept")
        told = self.tr(
            "Neither messages nor drafts are written to the disk. What a provider is sent, it may "
            "keep."
        )
        self.setAccessibleName(self._words)
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.keep = Button(self.tr("Keep this chat"), "link", self)
        self.keep.setObjectName("keep_button")
        self.keep.setAccessibleDescription(self._words)
        self.keep.clicked.connect(self.keep_wanted)
        self.export = Button(self.tr("Export…"), "link", self)
        self.export.setObjectName("temporary_export")
        self.export.clicked.connect(self.export_wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(_SIDE, 0, 12, 0)
        line.setSpacing(_GAP)
        line.addStretch(1)
        line.addWidget(self.export)
        line.addWidget(self.keep)
        self.hide()

    def show_ways(self, *, keep: bool, export: bool) -> None:
        """Offer what can be done with the chat."""
        self.keep.setVisible(keep)
        self.export.setVisible(export)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, line_height(UI) + 14)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.surface))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(look.border))
        mark = QRectF(_SIDE, (self.height() - 1 - 16) / 2, 16, 16)
        paint_icon(painter, "temporary", look.secondary, mark)
        painter.setFont(font(UI))
        painter.setPen(QColor(look.text))
        area = self.rect().adjusted(_SIDE + 16 + _GAP, 0, 0, -1)
        beside = [button.x() for button in (self.export, self.keep) if button.isVisible()]
        area.setRight(min(beside, default=self.width()) - _GAP)
        words = painter.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        painter.end()


async def ask_about_leaving(parent: QWidget) -> Answer:
    """Ask what is to become of a temporary chat that the user leaves."""
    dialog = LeavingDialog(parent)
    answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def finished(_result: int) -> None:
        if not answered.done():
            answered.set_result(None)

    dialog.finished.connect(finished)
    dialog.open()
    try:
        await answered
        return dialog.answer
    finally:
        dialog.close()
        dialog.deleteLater()


class LeavingDialog(QDialog):
    """Three ways to go on; Esc is the one in which nothing happens.

    Attributes:
        answer: What the user has chosen.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.answer: Answer = "stay"
        self.setObjectName("leaving_dialog")
        title = self.tr("Keep this temporary chat?")
        words = self.tr(
            "Nothing of it is on disk. When you leave it, it is forgotten; kept, it becomes a "
            "chat like the others."
        )
        self.setWindowTitle(title)
        self.setAccessibleDescription(words)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(8)
        rows.addWidget(Words(title, CARD_TITLE))
        rows.addWidget(Words(words))
        rows.addSpacing(8)
        rows.addLayout(self._feet())
        self.setFixedSize(_WIDTH, rows.totalHeightForWidth(_WIDTH))

    def _feet(self) -> QHBoxLayout:
        cancel = Button(self.tr("Cancel"), parent=self)
        cancel.setObjectName("leaving_cancel")
        cancel.clicked.connect(self.reject)
        forget = Button(self.tr("Leave and forget"), "danger", self)
        forget.setObjectName("leaving_forget")
        forget.clicked.connect(lambda: self._choose("forget"))
        keep = Button(self.tr("Keep it"), "primary", self)
        keep.setObjectName("leaving_keep")
        keep.clicked.connect(lambda: self._choose("keep"))
        # A key that was meant for the chat must neither write it down nor forget it.
        cancel.setFocus()
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addWidget(cancel)
        feet.addStretch(1)
        feet.addWidget(forget)
        feet.addWidget(keep)
        return feet

    def _choose(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()
