"""The hits as rows of a list, more of them as one scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop_app.core.found import Hit
from desktop_app.ui.overriding import override
from desktop_app.ui.search.hit_words import author, title, when

Index = QModelIndex | QPersistentModelIndex
NOTHING = QModelIndex()


class HitRows(QAbstractListModel):
    """What the search shows.

    Signals:
        more_wanted: The end comes into sight, and there is more.
    """

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []
        self.has_more = False

    def show(self, hits: Sequence[Hit], *, more: bool) -> None:
        """Show these hits and no others."""
        self.beginResetModel()
        self.hits = list(hits)
        self.has_more = more
        self.endResetModel()

    def add(self, hits: Sequence[Hit], *, more: bool) -> None:
        """Show hits below those that are there."""
        self.has_more = more
        if hits:
            first = len(self.hits)
            self.beginInsertRows(NOTHING, first, first + len(hits) - 1)
            self.hits += hits
            self.endInsertRows()

    def at(self, index: Index) -> Hit | None:
        """Return the hit of an index, None where there is none."""
        return self.hits[index.row()] if index.isValid() else None

    @override
    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self.hits)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self.at(index)
        if hit is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        moment = when(hit.created_at, datetime.now().astimezone())
        parts = [title(hit), author(hit), hit.snippet if hit.message else "", moment]
        return ", ".join(part for part in parts if part)

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.has_more

    @override
    def fetchMore(self, parent: Index) -> None:
        self.more_wanted.emit()
