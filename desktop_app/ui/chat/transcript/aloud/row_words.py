"""The words of a message in one string, and which place in the transcript each unit of it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from desktop_app.core.conversation import Message
from desktop_app.core.markdown.marks import marker_of
from desktop_app.core.markdown.pieces import Piece
from desktop_app.core.markdown.plain import piece_text
from desktop_app.ui.chat.transcript.body import Spot
from desktop_app.ui.chat.transcript.laid.utf16 import units
from desktop_app.ui.chat.transcript.row import Row


class _Line(NamedTuple):
    """One piece in the text.

    Attributes:
        begin: The offset of its line.
        words: The offset of its words, behind the bullet or the number.
        size: The units of its words.
        block: The block it is in.
        piece: Which piece of that block.
    """

    begin: int
    words: int
    size: int
    block: int
    piece: int


class _State(NamedTuple):
    """What decides which words a row shows; a message that grows is another one each time."""

    message: Message
    unfolded: bool
    live: bool
    original: bool


class RowWords:
    """What a row shows, a piece a line, with the bullets and numbers of lists.

    Offsets are UTF-16 units of `text`.

    Attributes:
        text: The words.
    """

    def __init__(self) -> None:
        self.text = ""
        self._joined: _State | None = None
        self._read_as: _State | None = None
        self._read: dict[int, tuple[str, list[tuple[str, str]]]] = {}
        self._lines: list[_Line] = []

    def read(self, row: Row) -> None:
        """See what a row shows, always the same row; while it grows, only what is new is read."""
        state = _State(row.message, row.unfolded, row.live, row.original)
        old = self._joined
        if old is None or old.message is not state.message or old[1:] != state[1:]:
            self._join(row)
            self._joined = state

    def beginning(self, row: Row, most: int) -> str:
        """Return what can be read aloud of a row: up to `most` characters, cut between words."""
        texts: list[str] = []
        length = 0
        for _block, pieces in self._blocks(row):
            texts += [lead + words for lead, words in pieces]
            length += sum(len(lead) + len(words) + 1 for lead, words in pieces)
            if length > most + 1:
                return "\n".join(texts)[:most].rsplit(maxsplit=1)[0] + "…"
        return "\n".join(texts)

    def spot(self, offset: int) -> Spot:
        """Return the place at `offset`; what stands in front of words counts as their beginning."""
        if not self._lines:
            return Spot(0, 0, 0)
        line = self._lines[max(bisect_right(self._lines, offset, key=_begin) - 1, 0)]
        return Spot(line.block, line.piece, min(max(offset - line.words, 0), line.size))

    def offset(self, block: int, piece: int, offset: int) -> int:
        """Return what offset a place has; the end for one behind everything."""
        number = bisect_left(self._lines, (block, piece), key=_place)
        if number == len(self._lines):
            return units(self.text)
        line = self._lines[number]
        return line.words + (min(offset, line.size) if _place(line) == (block, piece) else 0)

    def _join(self, row: Row) -> None:
        self._lines.clear()
        texts: list[str] = []
        at = 0
        for block, pieces in self._blocks(row):
            for piece, (lead, words) in enumerate(pieces):
                texts.append(lead + words)
                line = _Line(at, at + units(lead), units(words), block, piece)
                self._lines.append(line)
                at = line.words + line.size + 1
        self.text = "\n".join(texts)

    def _blocks(self, row: Row) -> Iterator[tuple[int, list[tuple[str, str]]]]:
        state = _State(row.message, row.unfolded, row.live, row.original)
        if self._read_as is None or self._read_as[1:] != state[1:]:
            self._read.clear()
        self._read_as = state
        for name, section, number in row.blocks():
            source = section.body.source(number)
            before = self._read.get(name)
            if before is None or before[0] != source:
                pieces = section.body.pieces(number)
                before = (source, [(_lead(piece), piece_text(piece)) for piece in pieces])
                self._read[name] = before
            yield name, before[1]


def _begin(line: _Line) -> int:
    return line.begin


def _place(line: _Line) -> tuple[int, int]:
    return line.block, line.piece


def _lead(piece: Piece) -> str:
    marker = marker_of(piece)
    return f"{marker} " if marker else ""
