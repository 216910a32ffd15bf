"""Writes what is selected of a message back as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop_app.core.markdown.marks import QUOTE, behind_marks, gap, indents_of, marker_of
from desktop_app.core.markdown.pieces import (
    Align,
    Code,
    Container,
    Formula,
    Paragraph,
    Picture,
    Piece,
    Run,
    Runs,
    Table,
)
from desktop_app.core.markdown.plain import cut_runs, piece_text, rows_of, runs_text
from desktop_app.core.markdown.writing_runs import to_line, to_markdown

__all__ = ["Chosen", "markdown_of", "markdown_of_all", "to_line", "to_markdown"]

_BOXES = {"☐": "[ ] ", "☑": "[x] "}
# An item that was not written moves nothing: four spaces would make code of what is in it.
_NOT_WRITTEN = dict.fromkeys(Container, "") | {Container.QUOTE: QUOTE}
_PIPE = "\\|"
_DELIMITERS = {Align.START: "---", Align.CENTRE: ":-:", Align.END: "--:"}
_FENCE = re.compile("`{3,}|~{3,}")


Chosen = tuple[Piece, int, int]
"""A piece, the first of its characters that is meant, and the one behind the last.

They are counted as in `piece_text`.
"""


def markdown_of(piece: Piece, start: int, end: int) -> str:
    """Return the Markdown of a stretch of a piece; see `markdown_of_all`."""
    return markdown_of_all([(piece, start, end)])


def markdown_of_all(chosen: Iterable[Chosen]) -> str:
    """Return the Markdown of stretches of pieces that follow each other.

    From its beginning on a piece has its marks: those of a heading, of the list item and of the
    quotes it stands in; a stretch that begins later is only words. Code always has its fence.
    Formulas and pictures are whole, and so are the rows of a table if the stretch is more than a
    part of one cell.
    """
    written: list[str] = []
    indents: list[str] = []
    above: Piece | None = None
    for piece, start, end in chosen:
        if above is not None:
            written.append(gap(above, piece))
        if start:
            indents = []
            written.append(_words(piece, start, end))
        else:
            indents = indents_of(piece, above, indents, _NOT_WRITTEN)
            mark = "".join(indents)
            if marker_of(piece) and indents:
                item, indent = _item(piece.containers[-1], marker_of(piece))
                mark = "".join(indents[:-1]) + item
                indents[-1] = indent
            written.append(behind_marks(_words(piece, start, end), mark, indents))
        above = piece
    return "".join(written)


def _words(piece: Piece, start: int, end: int) -> str:
    match piece:
        case Paragraph():
            return _paragraph(piece, start, end)
        case Code():
            return _code(piece, start, end)
        case Table():
            return _table(piece, start, end)
        case Formula():
            return piece.source
        case Picture():
            return f"![{to_line((Run(piece.alt),))}]({piece.address})"
    return "---"


def _paragraph(piece: Paragraph, start: int, end: int) -> str:
    runs = cut_runs(piece.runs, start, end)
    if piece.level and not start:
        return f"{'#' * piece.level} {to_line(runs)}"
    return to_markdown(runs)


def _code(piece: Code, start: int, end: int) -> str:
    text = piece.text[start:end]
    size = max((len(fence) + 1 for fence in _FENCE.findall(text)), default=3)
    # The language behind a fence of backticks may have none.
    fence = ("~" if "`" in piece.language else "`") * size
    return f"{fence}{piece.language}\n{text}\n{fence}"


def _table(piece: Table, start: int, end: int) -> str:
    lines = _head(piece)
    whole = not start and end >= len(piece_text(piece))
    at = 0
    for number, row in enumerate(rows_of(piece)):
        first = at
        for cell in row:
            size = len(runs_text(cell))
            if at <= start and end <= at + size and not whole:
                return to_markdown(cut_runs(cell, start - at, end - at))
            at += size + 1
        chosen = whole or (first < end and start < at)
        if chosen and (number or not piece.head):
            lines.append(_row(row))
    return "\n".join(lines)


def _head(piece: Table) -> list[str]:
    if not piece.head:
        return []
    delimiters = " | ".join(_DELIMITERS[column] for column in piece.columns)
    return [_row(piece.head), f"| {delimiters} |"]


def _row(cells: tuple[Runs, ...]) -> str:
    return f"| {' | '.join(to_line(cell).replace('|', _PIPE) for cell in cells)} |"


def _item(container: Container, marker: str) -> tuple[str, str]:
    """Return what begins an item with a `marker`, and what indents its other lines."""
    if container is Container.NOTE:
        return f"[^{marker}]: ", " " * 4
    box = _BOXES.get(marker, "")
    item = "- " if container is Container.BULLETS else f"{'1.' if box else marker} "
    return item + box, " " * len(item)
