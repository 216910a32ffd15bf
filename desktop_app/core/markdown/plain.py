"""The words of pieces without any markup: what is selected, found and copied as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop_app.core.markdown.marks import QUOTE, behind_marks, gap, indents_of, marker_of
from desktop_app.core.markdown.pieces import (
    Code,
    Container,
    Formula,
    Paragraph,
    Picture,
    Piece,
    Run,
    Runs,
    Style,
    Table,
)

CELL_END = "\t"
"""Between the cells of a row; their rows end with a line break."""

VERBATIM = Style.CODE | Style.FORMULA | Style.NOTE
"""Runs of these styles are copied as they are: spaces in them mean something."""

_SPACE = " \t\n"
_INDENT = {
    Container.QUOTE: QUOTE,
    Container.BULLETS: "  ",
    Container.NUMBERS: "   ",
    Container.NOTE: "  ",
}


def run_text(run: Run) -> str:
    """Return the characters of a run that can be selected: of a formula its source."""
    return run.source or run.text


def runs_text(runs: Iterable[Run]) -> str:
    """Return the characters of `runs` that can be selected."""
    return "".join(map(run_text, runs))


def cut_runs(runs: Iterable[Run], start: int, end: int) -> Runs:
    """Return the runs between two characters, counted as in `runs_text`.

    A formula and the reference to a footnote are whole or not there.
    """
    chosen: list[Run] = []
    at = 0
    for run in runs:
        size = len(run_text(run))
        first, last = max(start - at, 0), min(end - at, size)
        at += size
        if first < last:
            whole = bool(run.style & (Style.FORMULA | Style.NOTE))
            chosen.append(run if whole else replace(run, text=run.text[first:last]))
    return tuple(chosen)


def stripped(runs: list[Run]) -> Runs:
    """Return `runs` without the spaces and line breaks around them; the list is used up."""
    while runs and not runs[0].style & VERBATIM and runs[0].text[0] in _SPACE:
        text = runs[0].text.lstrip(_SPACE)
        runs[:1] = [replace(runs[0], text=text)] if text else []
    while runs and not runs[-1].style & VERBATIM and runs[-1].text[-1] in _SPACE:
        text = runs[-1].text.rstrip(_SPACE)
        runs[-1:] = [replace(runs[-1], text=text)] if text else []
    return tuple(runs)


def rows_of(table: Table) -> tuple[tuple[Runs, ...], ...]:
    """Return the rows of a table as they are shown, with its head if it has one."""
    return (table.head, *table.rows) if table.head else table.rows


def piece_text(piece: Piece) -> str:
    """Return the characters of a piece in the order in which they are selected.

    Positions within a piece (of a selection, of what was found) count these, in code points. A
    table has its cells parted by ``CELL_END`` and its rows by line breaks; a rule has none.
    """
    match piece:
        case Paragraph():
            return runs_text(piece.runs)
        case Code():
            return piece.text
        case Table():
            return "\n".join(CELL_END.join(map(runs_text, row)) for row in rows_of(piece))
        case Formula():
            return piece.source
        case Picture():
            return piece.alt
    return ""


def plain_text(pieces: Iterable[Piece]) -> str:
    """Return what `pieces` show, as one would type it.

    Markers and the indentation of lists stay, quotes have their ``>``; formulas are their source
    and code is verbatim; a table has a row a line. Between pieces is a blank line, but not between
    the items of a tight list.
    """
    written: list[str] = []
    indents: list[str] = []
    above: Piece | None = None
    for piece in pieces:
        text, marker = _text_in_lines(piece), marker_of(piece)
        if not text and not marker:
            continue
        if above is not None:
            written.append(gap(above, piece))
        indents = indents_of(piece, above, indents, _INDENT)
        mark = "".join(indents)
        if marker and indents:
            mark = f"{''.join(indents[:-1])}{marker} "
            indents[-1] = " " * (len(marker) + 1)
        written.append(behind_marks(text, mark, indents))
        above = piece
    return "".join(written)


def _text_in_lines(piece: Piece) -> str:
    if not isinstance(piece, Table):
        return piece_text(piece)
    return "\n".join(
        CELL_END.join(runs_text(cell).replace("\n", " ") for cell in row) for row in rows_of(piece)
    )
