"""Keeps the list as it stands on the screen while rows come, go and move above what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect
from PySide6.QtWidgets import QScrollBar, QWidget

from desktop_app.core.listed import Listed
from desktop_app.ui.chat.conversation_rows import ConversationRows
from desktop_app.ui.chat.row_places import RowPlaces

_MANY = 500


class View(Protocol):
    """The list; what has no word here is Qt's."""

    rows: ConversationRows
    places: RowPlaces

    @property
    def visible_rows(self) -> range:
        """The rows that are seen."""
        ...

    @property
    def selected(self) -> Sequence[Listed]:
        """The conversations that are selected."""
        ...

    @property
    def current(self) -> str:
        """The id of the one where the keys work."""
        ...

    def select(self, conversations: list[str], current: str) -> None:
        """Select conversations by their ids."""
        ...

    def viewport(self) -> QWidget: ...  # noqa: D102

    def verticalScrollBar(self) -> QScrollBar: ...  # noqa: D102, N802

    def verticalOffset(self) -> int: ...  # noqa: D102, N802

    def visualRect(self, index: QModelIndex) -> QRect: ...  # noqa: D102, N802

    def updateGeometries(self) -> None: ...  # noqa: D102, N802


class StayingPut(QObject):
    """Remembers before a change which row stands where, and puts it there again.

    Who looks at the beginning of the list goes on seeing its beginning.
    """

    def __init__(self, view: View) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._anchor: tuple[QPersistentModelIndex, int] | None = None
        self._selected: list[str] = []
        self._current = ""
        self._seen: tuple[str, int] | None = None
        rows = view.rows
        rows.rowsAboutToBeInserted.connect(self._before)
        rows.rowsAboutToBeRemoved.connect(self._before_going)
        rows.rowsAboutToBeMoved.connect(self._before_going)
        for after in (rows.rowsInserted, rows.rowsRemoved, rows.rowsMoved):
            after.connect(self._after)
        rows.modelAboutToBeReset.connect(self._before_reset)
        rows.modelReset.connect(self._after_reset)

    def _before(self) -> None:
        self._remember(-1, -1)

    def _before_going(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._remember(first, last)

    def _remember(self, first: int, last: int) -> None:
        view = self._view
        self._anchor = None
        if not view.verticalOffset():
            return
        for row in view.visible_rows:
            if not first <= row <= last and view.rows.at(row) is not None:
                index = view.rows.index(row)
                self._anchor = QPersistentModelIndex(index), view.visualRect(index).top()
                return

    def _after(self) -> None:
        self._view.updateGeometries()
        if self._anchor is not None and self._anchor[0].isValid():
            self._put(self._anchor[0].row(), self._anchor[1])
        self._anchor = None
        self._view.viewport().update()

    def _before_reset(self) -> None:
        view = self._view
        selected = [each.id for each in view.selected]
        self._current = view.current
        # Finding very many again would be felt.
        self._selected = selected if len(selected) <= _MANY else [self._current]
        self._seen = None
        if view.verticalOffset():
            for row in view.visible_rows:
                if (listed := view.rows.at(row)) is not None:
                    self._seen = listed.id, view.visualRect(view.rows.index(row)).top()
                    return

    def _after_reset(self) -> None:
        view = self._view
        view.updateGeometries()
        view.select(self._selected, self._current)
        row = view.rows.row_of(self._seen[0]) if self._seen else -1
        if self._seen is not None and row >= 0:
            self._put(row, self._seen[1])
        elif self._seen is None:
            view.verticalScrollBar().setValue(0)

    def _put(self, row: int, top: int) -> None:
        self._view.verticalScrollBar().setValue(self._view.places.top(row) - top)
