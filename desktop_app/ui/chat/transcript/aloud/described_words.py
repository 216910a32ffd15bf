"""The words of a message as screen readers read, go through and select them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessibleTextInterface

from desktop_app.ui.chat.transcript.aloud.readable import ReadableRow
from desktop_app.ui.chat.transcript.laid.utf16 import units
from desktop_app.ui.overriding import override


class DescribedWords(QAccessibleTextInterface):
    """The words of a message.

    Offsets count UTF-16 units, as in a QString (`QAccessibleTextInterface.characterCount`). AT-SPI
    would count characters, but Qt 6.11 hands it the same numbers, for its own widgets too.

    Args:
        find: Returns the message as it is now; None while it isn't loaded.
    """

    def __init__(self, find: Callable[[], ReadableRow | None]) -> None:
        super().__init__()
        self._find = find

    @override
    def characterCount(self) -> int:
        return units(self._text)

    @override
    def text(self, startOffset: int, endOffset: int) -> str:
        return between(self._text, startOffset, endOffset)

    @override
    def characterRect(self, offset: int) -> QRect:
        row = self._find()
        return QRect() if row is None else row.character_area(offset)

    @override
    def offsetAtPoint(self, point: QPoint) -> int:
        row = self._find()
        return -1 if row is None else row.offset_at(point)

    @override
    def cursorPosition(self) -> int:
        row = self._find()
        return 0 if row is None else row.caret

    @override
    def setCursorPosition(self, position: int) -> None:
        self._select(position, position)

    @override
    def selectionCount(self) -> int:
        return 0

    @override
    def setSelection(self, selectionIndex: int, startOffset: int, endOffset: int) -> None:
        self._select(startOffset, endOffset)

    @override
    def addSelection(self, startOffset: int, endOffset: int) -> None:
        self._select(startOffset, endOffset)

    @override
    def removeSelection(self, selectionIndex: int) -> None:
        self._select(self.cursorPosition(), self.cursorPosition())

    @override
    def scrollToSubstring(self, startIndex: int, endIndex: int) -> None:
        row = self._find()
        if row is not None:
            row.reveal(startIndex)

    @property
    def _text(self) -> str:
        row = self._find()
        return "" if row is None else row.words

    def _select(self, start: int, end: int) -> None:
        row = self._find()
        if row is not None:
            row.select(start, end)


def between(text: str, start: int, end: int) -> str:
    """Return a stretch of `text` by its UTF-16 units; to the end where `end` is negative."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    cut = encoded[2 * max(start, 0) : len(encoded) if end < 0 else 2 * end]
    # Half a character is shown as one that is unknown.
    return cut.decode("utf-16-le", "replace")
