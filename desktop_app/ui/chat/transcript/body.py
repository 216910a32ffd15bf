"""The text of one message as blocks, of which only those that are seen are laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop_app.core.growing_text import GrowingText
from desktop_app.core.markdown.blocks import Block, BlockKind, Splitter, split
from desktop_app.core.markdown.cleaning import cleaned
from desktop_app.core.markdown.pieces import Code, Paragraph, Piece, Run, Style
from desktop_app.core.markdown.reading import read
from desktop_app.ui.chat.transcript.heights import Heights
from desktop_app.ui.chat.transcript.laid.block import LaidBlock, MarksOf, Workshop
from desktop_app.ui.chat.transcript.laid.table import LaidTable
from desktop_app.ui.tokens import BLOCK_GAP, CODE_HEAD

_LETTER = 7.5
"""Pixels of an average letter, for the height of what was never laid out."""
_CODE_FRAME = 2 * 12
_LONG = 30_000
"""Characters that take about 4 ms to cut into blocks."""

_LONG_KEPT = 4
_PLAIN_CUT = 2000


class Spot(NamedTuple):
    """A place in a body."""

    block: int
    piece: int
    offset: int


class _Shown(NamedTuple):
    """What a laid out block shows, to see whether it is up to date."""

    block: Block
    width: float
    version: int
    goes_on: bool


class Body:
    """The blocks of a text at a width. Areas and points are relative to its upper left corner.

    Args:
        workshop: What laying out needs.
        plain: Whether the text is shown as it is, because a person wrote it.
    """

    def __init__(self, workshop: Workshop, *, plain: bool = False) -> None:
        self._workshop = workshop
        self._plain = plain
        self._text: str | None = ""
        self._grown = GrowingText()
        self._splitter = Splitter()
        self._split: Sequence[Block] | None = ()
        self._heights = Heights()
        self._laid: dict[int, LaidBlock] = {}
        self._shown: dict[int, _Shown] = {}
        self._width = 600.0

    @property
    def text(self) -> str:
        """The Markdown, or the plain text."""
        if self._text is None:
            self._text = self._grown.whole
        return self._text

    @property
    def count(self) -> int:
        """How many blocks there are."""
        return len(self._blocks)

    @property
    def height(self) -> int:
        """Its height in pixels as far as it is known."""
        return self._heights.total if self._blocks else 0

    def show(self, text: str) -> None:
        """Show another text, which is cut into blocks when they are first needed."""
        self.close()
        self._text, self._grown = text, GrowingText(text)
        self._heights = Heights()
        self._split = None

    def begin(self, text: str) -> None:
        """Show another text, which goes on to grow."""
        self.show("")
        self._split = ()
        self._splitter = Splitter()
        self.grow(text)

    def grow(self, text: str) -> int:
        """Append `text`; return the number of the first block that it changes."""
        self._grown.append(text)
        self._text = None
        version = self._splitter.definitions.version
        first = self._splitter.feed(text)
        self._take(first)
        # What was defined just now may be referred to anywhere.
        return first if self._splitter.definitions.version == version else 0

    def finish(self) -> None:
        """Nothing is appended any more."""
        self._take(self._splitter.end())

    def lay_out(self, width: float, top: float, bottom: float) -> None:
        """Lay out, for `width`, the blocks that can be seen between `top` and `bottom`."""
        self._width = width
        number = self.at(top)
        while 0 <= number < self.count and self._heights.top(number) <= bottom:
            self.block(number)
            number += 1

    def block(self, number: int) -> LaidBlock:
        """Return a block, laid out and up to date."""
        block = self._blocks[number]
        shown, laid = self._shown.get(number), self._laid.get(number)
        version, goes_on = self._splitter.definitions.version, self.goes_on(number + 1)
        if laid is None:
            laid = self._laid[number] = LaidBlock(self._workshop)
        elif (
            shown is not None
            and shown.block is block
            and (shown.width, shown.goes_on) == (self._width, goes_on)
            and (shown.version == version or "[" not in block.text)
        ):
            return laid
        above = self._table_above(number)
        pieces = self.pieces(number)
        laid.show(pieces, self._width, first=number == 0, above=above, goes_on=goes_on)
        self._heights[number] = laid.height
        self._shown[number] = _Shown(block, self._width, version, goes_on)
        return laid

    def pieces(self, number: int) -> Sequence[Piece]:
        """Return what a block consists of."""
        block = self._blocks[number]
        if self._plain:
            return (Paragraph((Run(cleaned(block.text)),), tight=block.continued),)
        if block.kind is BlockKind.FENCE:
            return (Code(block.text, block.language, block.closed),)
        if block.kind is BlockKind.FORMULA and not block.closed:
            return (Paragraph((Run(self.source(number), Style.CODE),)),)
        return read(block, self._splitter.definitions)

    def source(self, number: int) -> str:
        """Return a block as it was written."""
        block = self._blocks[number]
        return self.text[block.start : block.end]

    def source_before(self, number: int) -> str:
        """Return what was written between a block and the one before it: mostly a blank line."""
        return self.text[self._blocks[number - 1].end : self._blocks[number].start]

    def goes_on(self, number: int) -> bool:
        """Whether a block goes on with the one before it: both are parts of a giant."""
        return number < self.count and self._blocks[number].continued

    def top(self, number: int) -> int:
        """Return where a block begins."""
        return self._heights.top(number)

    def block_height(self, number: int) -> int:
        """Return the height of a block as far as it is known."""
        return self._heights[number]

    def at(self, y: float) -> int:
        """Return the number of the block at a height; -1 if there is none at all."""
        return self._heights.at(int(y)) if self._blocks else -1

    def paint(
        self,
        painter: QPainter,
        at: QPointF,
        marks: Callable[[int], MarksOf],
        clip: QRectF,
        first: int,
    ) -> None:
        """Paint what lies in `clip`.

        Args:
            painter: Where to.
            at: The upper left corner.
            marks: Returns for what a block is called what is marked in it.
            clip: What must be painted.
            first: What the first block is called.
        """
        number = max(self.at(clip.top() - at.y()), 0)
        while number < self.count:
            place = QPointF(at.x(), at.y() + self.top(number))
            if place.y() > clip.bottom():
                break
            self.block(number).paint(painter, place, marks(first + number), clip)
            number += 1

    def spot_at(self, point: QPointF) -> Spot:
        """Return the place nearest to a point."""
        number = self.at(point.y())
        if number < 0:
            return Spot(0, 0, 0)
        found = self.block(number).place_at(point - QPointF(0, self.top(number)))
        return Spot(number, *found)

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link under a point; empty for none."""
        number = self.at(point.y())
        if number < 0 or point.y() > self.height:
            return ""
        return self.block(number).link_at(point - QPointF(0, self.top(number)))

    def visible(self, top: float, bottom: float) -> Iterator[tuple[int, int, LaidBlock]]:
        """Yield the blocks between two heights: number, where it begins, how it is laid out."""
        number = max(self.at(top), 0) if top <= self.height else self.count
        while number < self.count and self.top(number) <= bottom:
            yield number, self.top(number), self.block(number)
            number += 1

    def release(self, first: int, last: int) -> None:
        """Forget how blocks are laid out but for those from `first` to `last`."""
        if not self._laid:
            return
        # The columns of a table that was cut are decided at its beginning.
        kept = {*range(first, last + 1), self._table_start(first)}
        for number in [number for number in self._laid if number not in kept]:
            self._drop(number)

    def close(self) -> None:
        """Forget how everything is laid out."""
        for number in list(self._laid):
            self._drop(number)

    def restyle(self, workshop: Workshop) -> None:
        """Lay everything out anew with `workshop` when it is seen the next time."""
        self.close()
        self._workshop = workshop

    def refresh(self) -> None:
        """See again to what may have got ready: formulas and pictures."""
        self._shown.clear()

    @property
    def laid_count(self) -> int:
        """How many blocks are laid out."""
        return len(self._laid)

    @property
    def _blocks(self) -> Sequence[Block]:
        if self._split is None:
            if self._plain:
                self._split = list(_plain_blocks(self.text))
            else:
                self._splitter = _split(self.text)
                self._split = self._splitter.blocks
            self._estimate(0)
        return self._split

    def _take(self, first: int) -> None:
        self._split = self._splitter.blocks
        self._estimate(first)

    def _drop(self, number: int) -> None:
        self._laid.pop(number).close()
        self._shown.pop(number, None)

    def _table_above(self, number: int) -> LaidTable | None:
        """Return the first part of the table that block `number` goes on with."""
        start = self._table_start(number)
        return self.block(start).table if start < number else None

    def _table_start(self, number: int) -> int:
        """Return where the table begins that block `number` goes on with, `number` for none."""
        while number > 0 and self._blocks[number].continued:
            if self._blocks[number].kind is not BlockKind.TABLE:
                break
            number -= 1
        return number

    def _estimate(self, first: int) -> None:
        """Guess the heights of the blocks from `first` on that are not laid out as they are."""
        if self.count < self._heights.count:
            for number in [number for number in self._laid if number >= self.count]:
                self._drop(number)
            self._heights.truncate(self.count)
        self._heights.count = self.count
        for number in range(first, self.count):
            shown = self._shown.get(number)
            if shown is None or shown.block is not self._blocks[number]:
                self._heights[number] = self._guess(self._blocks[number])

    def _guess(self, block: Block) -> int:
        look = self._workshop.look
        lines = block.text.count("\n") + 1
        if block.kind is BlockKind.FENCE:
            return look.code.line * lines + look.px(CODE_HEAD + _CODE_FRAME + BLOCK_GAP)
        wrapped = ceil(len(block.text) * _LETTER * look.zoom / max(self._width, 100))
        return look.chat.line * max(lines, wrapped) + look.px(BLOCK_GAP)


def is_long(text: str) -> bool:
    """Whether cutting a text into blocks takes long enough to be felt."""
    return len(text) > _LONG


def prepare(text: str) -> None:
    """Cut a long text into blocks beforehand; in a worker thread, for what is about to be shown."""
    _split_long(text)


def _split(text: str) -> Splitter:
    return _split_long(text) if is_long(text) else split(text)


_split_long = lru_cache(_LONG_KEPT)(split)


def _plain_blocks(text: str) -> Iterator[Block]:
    """Cut plain text into stretches, at line ends where there are any, so that none is giant."""
    start = 0
    while start < len(text):
        end = len(text)
        if end - start > _PLAIN_CUT:
            end = text.find("\n", start + _PLAIN_CUT, start + 2 * _PLAIN_CUT)
            end = end if end > 0 else min(start + 2 * _PLAIN_CUT, len(text))
        words = text[start:end]
        yield Block(BlockKind.TEXT, words, start, end, closed=True, continued=start > 0)
        start = end + 1 if text[end : end + 1] == "\n" else end
