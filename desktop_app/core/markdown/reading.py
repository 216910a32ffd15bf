"""Reads a block of a message: Markdown as GitHub users know it, with formulas and footnotes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from desktop_app.core.markdown.block import Block, BlockKind
from desktop_app.core.markdown.cleaning import cleaned
from desktop_app.core.markdown.definitions import Definitions
from desktop_app.core.markdown.pieces import Code, Formula, Piece, Rule, Table
from desktop_app.core.markdown.written_pictures import StandIns

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

    from desktop_app.core.markdown.flattening import Flattening


def read(block: Block, definitions: Definitions) -> tuple[Piece, ...]:
    """Return what `block` is made of, in reading order; any text can be read.

    A line break within a paragraph breaks the line, as in the comments of GitHub.

    Args:
        block: See `Block`; a block that is not closed is read as if it ended here.
        definitions: Of the whole message: where its references lead, the numbers of its footnotes.
    """
    if block.kind is BlockKind.FENCE:
        return (
            Code(
                cleaned(block.text),
                cleaned(block.language),
                closed=block.closed,
                tight=block.continued,
            ),
        )
    if block.kind is BlockKind.FORMULA:
        text = cleaned(block.text)
        return (Formula(text.strip(), f"$$\n{text}\n$$" if "\n" in text else f"$${text}$$"),)
    return _read_markdown(block, definitions)


def warm_up() -> None:
    """Load the parser, so that the first message is not read any later than the others."""
    parser, _ = _parser()
    parser.parse("a")


@cache
def _parser() -> tuple[MarkdownIt, type[Flattening]]:
    """Return what finds the tokens of a text, and what makes pieces of them."""
    # Not above: the window is there before the first message is, and needs neither.
    from desktop_app.core.markdown.flattening import Flattening
    from desktop_app.core.markdown.grammar import grammar

    return grammar(), Flattening


def _read_markdown(block: Block, definitions: Definitions) -> tuple[Piece, ...]:
    text = f"{block.head}\n{block.text}" if block.head else block.text
    # A copy: the parser would add what the block itself defines, which is known already.
    known = {"references": dict(definitions.references), "footnotes": definitions.footnotes}
    parser, flattening = _parser()
    stand_ins = StandIns(text)
    tokens = parser.parse(cleaned(stand_ins.text), known)
    stand_ins.restore(tokens)
    pieces = flattening(
        definitions.footnotes,
        open_end=not block.closed,
        known_lines=block.head.count("\n") + 1 if block.head else 0,
    ).pieces(tokens)
    if pieces and block.continued:
        pieces[0] = _gone_on(pieces[0])
    return tuple(pieces)


def _gone_on(piece: Piece) -> Piece:
    """Return the first piece of a block that goes on where the block above ended."""
    if isinstance(piece, Rule):
        return piece
    if isinstance(piece, Table):
        return replace(piece, head=(), continued=True, tight=True)
    return replace(piece, tight=True)
