"""What one click, two and three of them select, and which piece comes next."""

from __future__ import annotations

from PySide6.QtCore import QTextBoundaryFinder

from desktop_app.core.markdown.plain import piece_text
from desktop_app.ui.chat.transcript.laid.utf16 import units
from desktop_app.ui.chat.transcript.places import Place, Selection, end_of_row, start_of_row
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.rows import Rows


def unit_at(rows: Rows, place: Place, clicks: int) -> Selection:
    """Return what a number of clicks selects at a place: nothing, its word, or its piece."""
    text = _text(rows, place)
    if clicks == 1 or text is None:
        return Selection(place, place)
    if clicks >= 3:
        return Selection(place._replace(offset=0), place._replace(offset=units(text)))
    start, end = _word(text, place.offset)
    return Selection(place._replace(offset=start), place._replace(offset=end))


def neighbour(rows: Rows, place: Place, *, forward: bool) -> Place:
    """Return the beginning of the next piece, or the end of the one before."""
    row = rows.at(place.row)
    found = None if row is None else _beside(row, place, forward=forward)
    if found is not None:
        return found
    number = place.row + (1 if forward else -1)
    if number < 0:
        return Place(0)
    if number >= rows.count:
        return end_of_row(place.row)
    other = rows.at(number)
    edge = start_of_row(number) if forward else end_of_row(number)
    found = None if other is None else _beside(other, edge, forward=forward)
    return Place(number) if found is None else found


def _beside(row: Row, place: Place, *, forward: bool) -> Place | None:
    """Return the place in the next piece of a row, or in the one before; None for none."""
    blocks = list(row.blocks())
    for name, section, block in blocks if forward else reversed(blocks):
        if name < place.block if forward else name > place.block:
            continue
        pieces = list(enumerate(section.body.pieces(block)))
        for number, piece in pieces if forward else reversed(pieces):
            here = (name, number)
            if here > place[1:3] if forward else here < place[1:3]:
                return Place(place.row, *here, 0 if forward else units(piece_text(piece)))
    return None


def _text(rows: Rows, place: Place) -> str | None:
    row = rows.at(place.row)
    found = None if row is None else row.find_block(place.block)
    if found is None:
        return None
    section, block = found
    pieces = section.body.pieces(block)
    return piece_text(pieces[place.piece]) if place.piece < len(pieces) else None


def _word(text: str, offset: int) -> tuple[int, int]:
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(offset)
    reasons = finder.boundaryReasons()
    begins = bool(reasons & QTextBoundaryFinder.BoundaryReason.StartOfItem)
    if reasons & QTextBoundaryFinder.BoundaryReason.EndOfItem and not begins:
        # Behind the last letter of a word, which is nearer than the space.
        return max(finder.toPreviousBoundary(), 0), offset
    start = offset if finder.isAtBoundary() else finder.toPreviousBoundary()
    finder.setPosition(offset)
    end = finder.toNextBoundary()
    return max(start, 0), units(text) if end < 0 else end
