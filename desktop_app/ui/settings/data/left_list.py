"""What an import or an export has left out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QPlainTextEdit

from desktop_app.ui.overriding import override
from desktop_app.ui.settings.words import scaled
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, RADIUS_BLOCK

_HEIGHT = 132


class LeftList(QPlainTextEdit):
    """What was left out, a line each, to be read and copied."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("left_out")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(font(HINT))
        self.setFixedHeight(scaled(_HEIGHT))
        self.hide()
        self._dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        look = colours()
        sheet = (
            f"QPlainTextEdit {{ background: {look.raised}; border: 1px solid {look.border};"
            f" border-radius: {RADIUS_BLOCK}px; padding: 4px; }}"
            f"QPlainTextEdit:focus {{ border-color: {look.accent}; }}"
        )
        # Setting one tells it that its palette has changed.
        if self.styleSheet() != sheet:
            self.setStyleSheet(sheet)
