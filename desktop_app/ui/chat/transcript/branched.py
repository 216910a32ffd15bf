"""A page whose messages may have others beside them, and which others may come to stand on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer

from desktop_app.ui.chat.transcript.controls import Touch
from desktop_app.ui.chat.transcript.noticing import Noticing
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.versions import VersionOf

_POINTED_OUT_MS = 1600


class Branched(Noticing):
    """Knows which of several versions its messages are, and keeps the reader in place."""

    def show_versions(self, places: Mapping[str, VersionOf | None]) -> None:
        """Say of messages which of several versions they are, None for the only one."""
        for message, place in places.items():
            row = self._row_of(message)
            if row is not None and row.version != place:
                row.version = place
                self.renamed.emit(message)
                self.viewport().update()

    @property
    def versioned(self) -> str | None:
        """The message the keyboard is at, if it has versions; else the last one that has some."""
        row = self.rows.at(self.touch.focused_row) if self.hasFocus() else None
        if row is not None and row.version is not None:
            return row.id
        found = [row.id for _number, row in self.rows.here() if row.version is not None]
        return found[-1] if found else None

    def stand(self, number: int, y: int, touch: Touch) -> None:
        """Show a message where another one stood, as if the reader had stayed there.

        Args:
            number: The position of the message.
            y: Where it shall begin, in pixels from the top of the view.
            touch: What the pointer and the keyboard were at.
        """
        self.touch = touch
        self.flow.stand(number, y)
        self.show_flow()

    def keep_focus(self, number: int) -> None:
        """Give a message the keyboard's focus, and stay where the reader is."""
        self.touch.focused, self.touch.focused_row = None, number
        self.setFocus()
        self.viewport().update()
        self.focus_moved.emit()

    def point_out(self, message: str) -> None:
        """Let a message stand out for a moment, so that the eye finds it."""
        row = self._row_of(message)
        if row is not None:
            row.pointed_out = True
            self.viewport().update()
            QTimer.singleShot(_POINTED_OUT_MS, self, lambda: self._leave(row))

    def _leave(self, row: Row) -> None:
        row.pointed_out = False
        self.viewport().update()
