"""The words of a selection, as plain text and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QMimeData

from desktop_app.core.markdown.pieces import Paragraph, Piece, Rule, Run
from desktop_app.core.markdown.plain import piece_text, plain_text
from desktop_app.core.markdown.writing import Chosen, markdown_of_all
from desktop_app.ui.chat.transcript.body import Body
from desktop_app.ui.chat.transcript.laid.utf16 import characters, units
from desktop_app.ui.chat.transcript.places import Place, Selection
from desktop_app.ui.chat.transcript.row import Row

Rows = Iterable[tuple[int, Row]]
"""Messages with their positions, in reading order."""


class _Stretch(NamedTuple):
    """What is selected of a block."""

    body: Body
    block: int
    chosen: list[Chosen]
    whole: bool


def as_plain_text(rows: Rows, selection: Selection) -> str:
    """Return what is selected in `rows` as it is read, each message named if there are several."""
    return _joined(rows, selection, markdown=False)


def as_markdown(rows: Rows, selection: Selection) -> str:
    """Return what is selected in `rows` as Markdown, each message named if there are several."""
    return _joined(rows, selection, markdown=True)


def both_texts(rows: Sequence[tuple[int, Row]], selection: Selection) -> tuple[str, str]:
    """Return what is selected in `rows` as plain text and as Markdown."""
    return as_plain_text(rows, selection), as_markdown(rows, selection)


def clipboard_data(texts: Iterable[tuple[str, str]], *, markdown: bool) -> QMimeData:
    """Return what a program that pastes finds.

    Args:
        texts: Of stretches in reading order the plain text and the Markdown.
        markdown: Whether Markdown is what programs for plain text shall get.
    """
    both = [between for between in texts if any(between)]
    plain, source = ("\n\n".join(parts) for parts in zip(*both, strict=True)) if both else ("", "")
    data = QMimeData()
    data.setText(source if markdown else plain)
    data.setData("text/markdown", QByteArray(source.encode(errors="replace")))
    return data


def _joined(rows: Rows, selection: Selection, *, markdown: bool) -> str:
    several = selection.start.row != selection.end.row
    texts = []
    for number, row in rows:
        stretches = _stretches(number, row, selection)
        if markdown or row.is_user:
            words = _as_written(stretches, plain=row.is_user)
        else:
            words = plain_text(_cut(*chosen) for stretch in stretches for chosen in stretch.chosen)
        if several and selection.start <= Place(number) and words:
            name = f"**{row.author}**" if markdown else row.author
            words = f"{name}\n\n{words}" if markdown else f"{name}\n{words}"
        texts.append(words)
    return "\n\n".join(text for text in texts if text)


def _stretches(number: int, row: Row, selection: Selection) -> Iterator[_Stretch]:
    for name, section, block in row.blocks():
        if selection.start[:2] <= (number, name) <= selection.end[:2]:
            pieces = section.body.pieces(block)
            chosen = _chosen(number, name, pieces, selection)
            whole = len(chosen) == len(pieces) and all(_is_whole(*found) for found in chosen)
            yield _Stretch(section.body, block, chosen, whole)


def _chosen(row: int, block: int, pieces: Sequence[Piece], selection: Selection) -> list[Chosen]:
    found: list[Chosen] = []
    for number, piece in enumerate(pieces):
        text = piece_text(piece)
        size = units(text)
        start, end = selection.within(row, block, number, size)
        between = selection.start[:3] < (row, block, number) < selection.end[:3]
        if start < end or (not size and between):
            found.append((piece, characters(text, start), characters(text, end)))
    return found


def _as_written(stretches: Iterable[_Stretch], *, plain: bool) -> str:
    """Return stretches as they were written, as Markdown where only a part of a block is meant.

    Args:
        stretches: In reading order.
        plain: Whether a person wrote it, which is no Markdown.
    """
    written: list[str] = []
    above: _Stretch | None = None
    for stretch in stretches:
        body, block, chosen, whole = stretch
        if whole:
            text = body.source(block)
        elif plain:
            text = "".join(piece_text(piece)[start:end] for piece, start, end in chosen)
        else:
            text = markdown_of_all(chosen)
        if text:
            if above is not None:
                written.append(_between(above, stretch))
            written.append(text)
            above = stretch
    return "".join(written)


def _between(above: _Stretch, below: _Stretch) -> str:
    body, block = below.body, below.block
    neighbours = above.body is body and above.block == block - 1
    # A giant that was cut for showing it is not cut in what is copied.
    if neighbours and ((above.whole and below.whole) or body.goes_on(block)):
        return body.source_before(block)
    return "\n\n"


def _is_whole(piece: Piece, start: int, end: int) -> bool:
    return start == 0 and end == len(piece_text(piece))


def _cut(piece: Piece, start: int, end: int) -> Piece:
    if isinstance(piece, Rule) or _is_whole(piece, start, end):
        return piece
    cut = Paragraph((Run(piece_text(piece)[start:end]),), tight=piece.tight)
    # A stretch that begins within an item or a quote is only words.
    return cut if start else replace(cut, marker=piece.marker, containers=piece.containers)
