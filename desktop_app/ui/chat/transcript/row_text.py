"""The words of a row by their places: those of its thoughts and those of its message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF

from desktop_app.ui.chat.transcript.body import Body, Spot
from desktop_app.ui.chat.transcript.laid.block import LaidBlock
from desktop_app.ui.tokens import THREAD_OFFSET

KNOT = 8
LEFT = THREAD_OFFSET + KNOT
"""From the left edge of a row to its text; the thread and its knots stand in between."""


class Section(NamedTuple):
    """A body of a row and where it is.

    Attributes:
        body: The thoughts or the words.
        top: Where it begins, in pixels from the top of the row.
        first: What its first block is called in a `Place`.
    """

    body: Body
    top: int
    first: int


class RowText:
    """What can be read of a row. Points are relative to its upper left corner, in pixels."""

    @property
    def sections(self) -> list[Section]:
        """Its bodies, from the top; the last one holds the words of the message."""
        raise NotImplementedError

    @property
    def seen_sections(self) -> list[Section]:
        """Those that can be seen."""
        return self.sections

    def spot_at(self, point: QPointF) -> Spot:
        """Return the place in its text that is nearest to a point."""
        section = self._section_at(point.y())
        spot = section.body.spot_at(point - QPointF(LEFT, section.top))
        return spot._replace(block=spot.block + section.first)

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link under a point; empty for none."""
        section = self._section_at(point.y())
        return section.body.link_at(point - QPointF(LEFT, section.top))

    def block_at(self, y: float) -> tuple[int, int]:
        """Return the block at a height and where it begins; (-1, 0) outside of the text."""
        section = self._section_at(y)
        number = section.body.at(y - section.top)
        if number < 0 or y < section.top:
            return (-1, 0)
        return (number + section.first, section.top + section.body.top(number))

    def block_top(self, number: int) -> int:
        """Return where a block begins, and 0 for one that isn't there."""
        found = self.find_block(number)
        return 0 if found is None else found[0].top + found[0].body.top(found[1])

    def block_height(self, number: int) -> int:
        """Return the height of a block as far as it is known, and 0 for one that isn't there."""
        found = self.find_block(number)
        return 0 if found is None else found[0].body.block_height(found[1])

    def block(self, number: int) -> LaidBlock | None:
        """Return a block, laid out; None for one that isn't there."""
        found = self.find_block(number)
        return None if found is None else found[0].body.block(found[1])

    def find_block(self, number: int) -> tuple[Section, int] | None:
        """Return the section of a block and its number in there; None if it isn't there."""
        for section in self.sections:
            if 0 <= number - section.first < section.body.count:
                return section, number - section.first
        return None

    def blocks(self) -> Iterator[tuple[int, Section, int]]:
        """Yield every block in reading order: what it is called, its section, its number there."""
        for section in self.sections:
            for number in range(section.body.count):
                yield number + section.first, section, number

    def visible(self, top: float, bottom: float) -> Iterator[tuple[int, QPointF, LaidBlock]]:
        """Yield the blocks between two heights: number, upper left corner, how it is laid out."""
        for section in self.seen_sections:
            for number, y, laid in section.body.visible(top - section.top, bottom - section.top):
                yield number + section.first, QPointF(LEFT, section.top + y), laid

    def release(self, top: float = 0, bottom: float = -1) -> None:
        """Forget how what lies outside of two heights is laid out; its height is kept."""
        for section in self.sections:
            if bottom < top:
                section.body.close()
            else:
                first = section.body.at(top - section.top)
                section.body.release(first, section.body.at(bottom - section.top))

    def refresh(self) -> None:
        """See again to what may have got ready: formulas and pictures."""
        for section in self.sections:
            section.body.refresh()

    @property
    def laid_count(self) -> int:
        """How many blocks are laid out."""
        return sum(section.body.laid_count for section in self.sections)

    def _section_at(self, y: float) -> Section:
        sections = self.sections
        fitting = [section for section in sections if section.top <= y]
        return fitting[-1] if fitting else sections[0]
