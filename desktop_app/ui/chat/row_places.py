"""Where the rows of the list stand: counted from the section heads, never asked row by row."""

from __future__ import annotations

from bisect import bisect_right

from desktop_app.ui.chat.conversation_rows import ConversationRows
from desktop_app.ui.tokens import LIST_ROW

_FIRST_HEAD = 34
_HEAD = 40


class RowPlaces:
    """Knows the places of all rows, in pixels from the top of the first."""

    def __init__(self, rows: ConversationRows) -> None:
        self._rows = rows

    def top(self, row: int) -> int:
        """Return where a row begins."""
        number = bisect_right(self._rows.heads, row) - 1
        heads = number + (row > self._rows.heads[number])
        above = _FIRST_HEAD + (heads - 1) * _HEAD if heads else 0
        return above + (row - heads) * LIST_ROW

    def height(self, row: int) -> int:
        """Return how high a row is."""
        if self._rows.at(row) is not None:
            return LIST_ROW
        return _HEAD if row else _FIRST_HEAD

    def row_at(self, place: int) -> int:
        """Return the row at a place; the first or last one where there is none."""
        low, high = 0, self._rows.rowCount()
        while low + 1 < high:
            middle = (low + high) // 2
            if self.top(middle) <= place:
                low = middle
            else:
                high = middle
        return low

    @property
    def whole(self) -> int:
        """How high all rows are together."""
        last = self._rows.rowCount() - 1
        return 0 if last < 0 else self.top(last) + self.height(last)
