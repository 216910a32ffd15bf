"""The training tab, until its flow is built: an honest sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CHAT, EMPTY_TITLE

_WIDTH = 520


class TrainingPage(QWidget):
    """Says what will stand here, and what can be done for it already."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self.tr("Training isn’t built yet"))
        self._words = QLabel(
            self.tr(
                "A later version will turn your best dialogues into a model of your own, "
                "here in this tab. Every chat you have now is kept and can be used for it."
            )
        )
        rows = QVBoxLayout(self)
        rows.addStretch(2)
        for label in (self._title, self._words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMaximumWidth(_WIDTH)
            # Between stretches, because a label that is aligned by its layout gets the height
            # of its text at the full width.
            line = QHBoxLayout()
            line.addStretch(0)
            line.addWidget(label, 1)
            line.addStretch(0)
            rows.addLayout(line)
        rows.addStretch(3)
        self._dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_words"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        self._title.setFont(font(EMPTY_TITLE))
        self._words.setFont(font(CHAT))
        self._words.setStyleSheet(f"color: {colours().secondary};")
