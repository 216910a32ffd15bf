"""The pieces of one block of a message, one below the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop_app.core.markdown.pieces import (
    Code,
    Container,
    Formula,
    Paragraph,
    Picture,
    Piece,
    Rule,
    Runs,
    Style,
    Table,
)
from desktop_app.core.markdown.plain import piece_text
from desktop_app.ui.chat.transcript.laid.code import LaidCode
from desktop_app.ui.chat.transcript.laid.containers import inset, paint_bars, paint_marker
from desktop_app.ui.chat.transcript.laid.hits import Hits, Span
from desktop_app.ui.chat.transcript.laid.look import Look, Voice
from desktop_app.ui.chat.transcript.laid.picture import LaidPicture, Pictures
from desktop_app.ui.chat.transcript.laid.piece import LaidPiece, LaidRule, laid_formula
from desktop_app.ui.chat.transcript.laid.table import LaidTable
from desktop_app.ui.chat.transcript.laid.text import LaidText, Marks
from desktop_app.ui.tokens import BLOCK_GAP

_LISTS = (Container.BULLETS, Container.NUMBERS)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What laying out needs beside the words.

    Attributes:
        look: Fonts, colours and formulas.
        laid_code: Lays out a block of code, and keeps its colours coming.
        pictures: Decodes pictures.
        aside: Whether the words stand back, as a model's thoughts do.
    """

    look: Look
    laid_code: Callable[[Code], LaidCode]
    pictures: Pictures
    aside: bool = False

    @property
    def voice(self) -> Voice:
        """What plain words are set in."""
        return self.look.aside if self.aside else self.look.chat


@dataclass(slots=True)
class Item:
    """One piece and where it is.

    Attributes:
        piece: What was read.
        laid: How it is shown.
        area: Where, relative to the upper left corner of the block.
        gap: Pixels between it and what is above.
        words: Its text, once somebody asked for it.
        found: Where what was looked for last stands in it.
    """

    piece: Piece
    laid: LaidPiece
    area: QRectF
    gap: int = 0
    words: str | None = None
    found: Hits | None = None

    @property
    def text(self) -> str:
        """Its characters in the order in which they are selected."""
        if self.words is None:
            self.words = piece_text(self.piece)
        return self.words

    def hits(self, words: str) -> Sequence[Span]:
        """Return where words stand in its text; they are looked for once."""
        if self.found is None or self.found.words != words:
            self.found = Hits(words)
        return self.found.within(self.text)


MarksOf = Callable[[int, Item], Marks]
"""Returns what is marked in a piece, given its number and the piece."""


class Found(NamedTuple):
    """A place in a block."""

    piece: int
    offset: int


class LaidBlock:
    """The pieces of a block at a width.

    Attributes:
        items: The pieces.
        height: In pixels, with the gap above it.

    Args:
        workshop: What laying out needs.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.items: list[Item] = []
        self.height = 0
        self._workshop = workshop
        self._above: LaidTable | None = None

    def show(
        self,
        pieces: Sequence[Piece],
        width: float,
        *,
        first: bool,
        above: LaidTable | None = None,
        goes_on: bool = False,
    ) -> int:
        """Show `pieces` and return the height; what is the same as before is left as it is.

        Args:
            pieces: What the block consists of.
            width: Pixels there are.
            first: Whether nothing of the message stands above it.
            above: The first part of a table that this block goes on with.
            goes_on: Whether the next block goes on with a table that this one holds.
        """
        if above is not self._above:
            self.close()
            self.items, self._above = [], above
        old, self.items = self.items, []
        y = 0
        for number, piece in enumerate(pieces):
            before = old[number] if number < len(old) else None
            item = self._item(piece, before, width)
            if isinstance(item.laid, LaidTable):
                item.laid.join(below=goes_on)
                item.area.setHeight(item.laid.height)
            item.gap = 0 if first and not number else self._gap(piece)
            y += item.gap
            item.area.moveTop(y)
            y += round(item.area.height())
            self.items.append(item)
        self.height = y
        kept = {id(item.laid) for item in self.items}
        _close(item for item in old if id(item.laid) not in kept)
        return y

    def paint(self, painter: QPainter, at: QPointF, marks: MarksOf, clip: QRectF) -> None:
        """Paint it with its corner `at`, as far as it lies in `clip`."""
        for number, item in enumerate(self.items):
            area = item.area.translated(at)
            if area.top() - item.gap > clip.bottom() or area.bottom() < clip.top():
                continue
            self._paint_containers(painter, item, at)
            item.laid.paint(painter, area.topLeft(), marks(number, item), clip)

    def place_at(self, point: QPointF) -> Found:
        """Return the place nearest to a point."""
        number = self.item_at(point)
        if number is None:
            return Found(0, 0)
        item = self.items[number]
        return Found(number, item.laid.position_at(point - item.area.topLeft()))

    def item_at(self, point: QPointF) -> int | None:
        """Return the number of the piece at the height of a point, or the nearest above it."""
        found = None
        for number, item in enumerate(self.items):
            if found is None or item.area.top() <= point.y():
                found = number
        return found

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link under a point; empty for none."""
        number = self.item_at(point)
        if number is None:
            return ""
        item = self.items[number]
        return item.laid.link_at(point - item.area.topLeft())

    def rects(self, piece: int, start: int, end: int) -> Iterable[QRectF]:
        """Return the areas of a stretch of a piece."""
        item = self.items[piece]
        for area in item.laid.rects(start, end):
            yield area.translated(item.area.topLeft())

    def caret(self, piece: int, offset: int) -> QRectF:
        """Return where a caret stands."""
        item = self.items[piece]
        return item.laid.caret(offset).translated(item.area.topLeft())

    def close(self) -> None:
        """Let go of what works on it."""
        _close(self.items)

    @property
    def table(self) -> LaidTable | None:
        """The table that it begins with, if it does."""
        laid = self.items[0].laid if self.items else None
        return laid if isinstance(laid, LaidTable) else None

    def links(self) -> Iterator[tuple[int, int, int, str]]:
        """Yield every link: its piece, its first unit, the one behind its last, its address."""
        for number, item in enumerate(self.items):
            if isinstance(item.laid, LaidText | LaidTable):
                for start, end, address in item.laid.links:
                    yield number, start, end, address

    # How it is made

    def _item(self, piece: Piece, before: Item | None, width: float) -> Item:
        indent = inset(piece.containers, self._workshop.look)
        room = max(width - indent, 40)
        laid = self._kept(piece, before)
        if laid is None:
            laid = self._made(piece, before)
        kept = before is not None and laid is before.laid and piece == before.piece
        if not kept or before is None or before.area.width() != room:
            laid.lay_out(room)
        left = 0 if laid.right_to_left else indent
        item = Item(piece, laid, QRectF(left, 0, room, laid.height))
        if before is not None and laid is before.laid:
            item.found = before.found  # its text is that of before, or goes on from there
        return item

    def _kept(self, piece: Piece, before: Item | None) -> LaidPiece | None:
        """Return what shows `piece` already, grown where it only goes on."""
        if before is None:
            return None
        old, laid = before.piece, before.laid
        if piece == old and not _may_get_ready(piece, laid):
            return laid
        if (
            isinstance(piece, Code)
            and isinstance(old, Code)
            and isinstance(laid, LaidCode)
            and piece.language == old.language
            and piece.text.startswith(old.text)
        ):
            laid.grow(piece.text, closed=piece.closed)
            return laid
        return None

    def _made(self, piece: Piece, before: Item | None) -> LaidPiece:
        workshop, look = self._workshop, self._workshop.look
        match piece:
            case Paragraph(runs, level):
                voice = look.heading(level) if level else self._voice(piece)
                return LaidText(runs, voice, look)
            case Code():
                return workshop.laid_code(piece)
            case Table():
                return self._made_table(piece, before)
            case Formula():
                return laid_formula(piece, look)
            case Picture():
                return LaidPicture(piece, workshop.pictures, look)
            case Rule():
                return LaidRule(look)

    def _made_table(self, piece: Table, before: Item | None) -> LaidTable:
        made = LaidTable(piece, self._workshop.look, self._above if piece.continued else None)
        if before is not None and isinstance(before.laid, LaidTable):
            # It grows, or its formulas got ready: who reads at the right of it stays there.
            made.sideways = before.laid.sideways
        return made

    def _voice(self, piece: Paragraph) -> Voice:
        aside = Container.NOTE in piece.containers
        return self._workshop.look.aside if aside else self._workshop.voice

    def _gap(self, piece: Piece) -> int:
        look = self._workshop.look
        match piece:
            case Rule():
                return look.px(BLOCK_GAP)
            case Paragraph(level=level) if level:
                return look.px(BLOCK_GAP * 2)
            case Table(continued=True):
                return 0
            case _:
                return 0 if piece.tight else look.px(BLOCK_GAP)

    def _paint_containers(self, painter: QPainter, item: Item, at: QPointF) -> None:
        containers = item.piece.containers
        if not containers:
            return
        look, from_right = self._workshop.look, item.laid.right_to_left
        area = item.area.translated(at)
        indent = inset(containers, look)
        # With the gap above it, so that the bar of a quote runs through.
        whole = area.adjusted(0 if from_right else -indent, -item.gap, indent * from_right, 0)
        paint_bars(painter, containers, whole, look, from_right=from_right)
        marker = "" if isinstance(item.piece, Rule) else item.piece.marker
        if marker:
            innermost = inset(containers[-1:], look)
            left = area.right() if from_right else area.left() - innermost
            first_line = QRectF(left, area.top(), innermost, self._workshop.voice.line)
            depth = sum(container in _LISTS for container in containers)
            paint_marker(painter, marker, depth, first_line, look, from_right=from_right)


def _close(items: Iterable[Item]) -> None:
    for item in items:
        if isinstance(item.laid, LaidCode):
            item.laid.close()


def _may_get_ready(piece: Piece, laid: LaidPiece) -> bool:
    """Whether a formula or a picture in it may have got ready since it was `laid` out."""
    match piece:
        case Formula():
            return True
        case Picture():
            return isinstance(laid, LaidPicture) and laid.is_waiting
        case Paragraph(runs):
            return _has_formula(runs)
        case Table(head, rows):
            return any(_has_formula(cell) for row in (head, *rows) for cell in row)
        case _:
            return False


def _has_formula(runs: Runs) -> bool:
    return any(run.style & Style.FORMULA for run in runs)
