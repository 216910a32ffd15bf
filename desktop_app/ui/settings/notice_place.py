"""A place in a page in which one notice is shown at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.errors import AppError, Failure
from desktop_app.ui.buttons import Button
from desktop_app.ui.notices import Action, Notice, Tone


class NoticePlace(QWidget):
    """Takes no room as long as there is nothing to be told.

    Args:
        after: What stands before its buttons in the order of Tab.
    """

    def __init__(self, after: QWidget) -> None:
        super().__init__()
        self._after = after
        self._notice: Notice | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def tell(
        self,
        failure: Failure | AppError,
        tone: Tone = "warning",
        actions: Sequence[Action] = (),
        *,
        closable: bool = False,
    ) -> Notice:
        """Show a notice in place of the one that is there."""
        self.clear()
        self._notice = Notice(failure, [*actions], tone, self, closable=closable)
        self._notice.dismissed.connect(self.clear)
        self._column.addWidget(self._notice)
        for before, button in pairwise([self._after, *self._notice.findChildren(Button)]):
            # A place that isn't in its window yet finds its turn by where it stands.
            if before.window() is button.window():
                self.setTabOrder(before, button)
        self.show()
        return self._notice

    def clear(self) -> None:
        """Take the notice away."""
        if self._notice is not None:
            self._column.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
        self.hide()
