"""A text that comes in many small pieces, kept in little room."""

from __future__ import annotations

_MOST_PIECES = 1024


class GrowingText:
    """Pieces of a text; appending is O(1).

    Small strings take more room than their letters, and one emoji makes every letter of a string
    take four bytes. So pieces are joined to parts of middle length, and all of it only for who
    asks.
    """

    __slots__ = ("_parts", "_pieces")

    def __init__(self, text: str = "") -> None:
        self._parts = [text] if text else []
        self._pieces: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._parts or self._pieces)

    def append(self, text: str) -> None:
        """Add a piece at the end."""
        if text:
            self._pieces.append(text)
            if len(self._pieces) >= _MOST_PIECES:
                self.fold()

    def fold(self) -> None:
        """Join what came since the last time to one part."""
        if self._pieces:
            self._parts.append("".join(self._pieces))
            self._pieces.clear()

    @property
    def whole(self) -> str:
        """All of it, joined anew each time."""
        return "".join((*self._parts, *self._pieces))
