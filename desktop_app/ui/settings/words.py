"""Words on the pages of the settings, in one text role and a colour of the palette."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import HINT, PAGE_TITLE, SECTION, UI, UI_PRIMARY, Type


class Words(QLabel):
    """Plain words that wrap and follow the palette."""

    def __init__(
        self, text: str, role: Type = UI, colour: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._colour = colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(font(role))
        self._dress()

    def set_colour(self, name: str) -> None:
        """Show the words in another colour of the palette."""
        self._colour = name
        self._dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_colour"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        sheet = f"color: {getattr(colours(), self._colour)};"
        # Setting one tells the label that its palette has changed.
        if self.styleSheet() != sheet:
            self.setStyleSheet(sheet)


def title(text: str) -> Words:
    """Return the title of a page."""
    return Words(text, PAGE_TITLE)


def section(text: str) -> Words:
    """Return the head of a part of a page."""
    return Words(text, SECTION, "secondary")


def strong(text: str) -> Words:
    """Return words that name what follows."""
    return Words(text, UI_PRIMARY)


def quiet(text: str) -> Words:
    """Return a remark."""
    return Words(text, HINT, "secondary")


def scaled(pixels: int) -> int:
    """Return a length of the design as it is with the user's size of the interface font."""
    return round(pixels * line_height(UI) / UI.line)
