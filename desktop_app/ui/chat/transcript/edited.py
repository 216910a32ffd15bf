"""A page on which the words of a message can be changed in their place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.ui.chat.transcript.branched import Branched
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_editor import RowEditor


class Edited(Branched):
    """Holds one editor at a time in the row of its message.

    It goes with its row, such as when another branch is shown.

    Signals:
        editor_left: The editor had the focus, and is about to go with its row.
    """

    editor_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edited = ""
        self.scrolled.connect(self._place_editor)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Let nothing be changed that a reply goes on from while it is being written."""
        self.is_busy = busy
        for _number, row in self.rows.here():
            row.busy = busy
        if self.editor is not None:
            self.editor.set_busy(busy)
        self.viewport().update()

    @property
    def editor(self) -> RowEditor | None:
        """What a message is changed in; None while all are only read."""
        row = self._edited_row
        return None if row is None else row.editor

    def open_editor(self, message: str, editor: RowEditor) -> None:
        """Put an editor in the place of the words of a message, and the focus into it."""
        self.close_editor()
        row = self._row_of(message)
        if row is None:
            editor.deleteLater()
            return
        self._edited = message
        self.selection = None
        self.flow.following = False
        row.open_editor(editor)
        editor.set_busy(self.is_busy)
        editor.setParent(self.viewport())
        editor.resized.connect(lambda: self._measure(message))
        self._measure(message)
        editor.show()
        editor.field.setFocus()
        self._reveal(row)

    def leave_editor(self) -> None:
        """Give away the focus of the editor, before its row goes."""
        if self._has_focus_in_editor:
            self.editor_left.emit()

    def close_editor(self) -> None:
        """Show the words again, with the keyboard at their message if it was in the editor."""
        row = self._edited_row
        if row is None or row.editor is None:
            return
        had_focus = self._has_focus_in_editor
        number = self.rows.number(row.id)
        row.close_editor()
        self._edited = ""
        if had_focus:
            self.setFocus()
            self.touch.focused_row = -1 if number is None else number
            self.focus_moved.emit()
        self._measure(row.id)

    @property
    def _has_focus_in_editor(self) -> bool:
        focused, editor = self.window().focusWidget(), self.editor
        return editor is not None and focused is not None and editor.isAncestorOf(focused)

    @property
    def _edited_row(self) -> Row | None:
        return self._row_of(self._edited) if self._edited else None

    def _place_editor(self) -> None:
        row, number = self._edited_row, self.rows.number(self._edited)
        if row is not None and row.editor is not None and number is not None:
            # Never hidden: the focus would go elsewhere, and with it what is typed.
            area = row.editor_area.translated(self.flow.corner(number))
            row.editor.setGeometry(area.toRect())

    def _reveal(self, row: Row) -> None:
        number = self.rows.number(row.id)
        if number is not None:
            area = row.editor_area.translated(self.flow.corner(number))
            self.flow.reveal(area.top(), min(area.bottom(), area.top() + self.flow.view - 80))
            self.show_flow()
