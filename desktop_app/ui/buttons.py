"""Buttons of the kinds the style sheet knows."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.ui.icons import icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours

_ICON_ROOM = 8

Kind = Literal["primary", "plain", "flat", "icon", "link", "danger"]


class Button(QPushButton):
    """A push button of one kind, whose icon follows the palette."""

    def __init__(
        self,
        text: str,
        kind: Kind = "plain",
        parent: QWidget | None = None,
        *,
        icon_name: str = "",
        icon_size: int = 16,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else self.cursor())
        self._kind = kind
        self._icon_name = icon_name
        # Room on both sides of the drawing keeps it off the words.
        self.setIconSize(QSize(icon_size + (_ICON_ROOM if text else 0), icon_size))
        self._draw_icon()

    def set_icon(self, name: str) -> None:
        """Show another icon, or none."""
        self._icon_name = name
        self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._icon_name:
            self.setIcon(QIcon())
            return
        look = colours()
        colour = look.accent_text if self._kind == "primary" else look.secondary
        self.setIcon(icon(self._icon_name, colour, look.disabled))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon_name"):
            self._draw_icon()
        super().changeEvent(event)


def icon_button(name: str, label: str, parent: QWidget | None = None) -> Button:
    """Return a button that shows an icon alone; `label` is its tooltip and accessible name."""
    button = Button("", "icon", parent, icon_name=name)
    button.setAccessibleName(label)
    button.setToolTip(label)
    return button
