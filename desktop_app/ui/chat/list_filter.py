"""The field above the list of conversations, which filters it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.ui.escaping import is_esc_for_me
from desktop_app.ui.icons import icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours

_LONGEST = 200


class ListFilter(QLineEdit):
    """Words are typed here; Down goes into the list, Enter opens what it shows first, Esc empties.

    Signals:
        entered: What the list shows first is to be opened.
        list_wanted: The keys are to work in the list.
    """

    entered = Signal()
    list_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("conversation_filter")
        self.setPlaceholderText(self.tr("Filter"))
        self.setAccessibleName(self.tr("Filter conversations by title or tag"))
        self.setMaxLength(_LONGEST)
        self.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.returnPressed.connect(self.entered)
        self.dress()

    @override
    def event(self, event: QEvent) -> bool:
        if is_esc_for_me(event) and self.text():
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)

    def dress(self) -> None:
        """Take the colours in use; its own style sheet would tell it of another palette."""
        look = colours()
        self.setStyleSheet(
            f"QLineEdit {{ border-color: {look.border}; }}"
            f"QLineEdit:focus {{ border-color: {look.accent}; }}"
        )
        self._glass.setIcon(icon("search", look.secondary))
