"""Markdown read in one go, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desktop_app.core.markdown.block import Block, BlockKind
from desktop_app.core.markdown.definitions import Definitions
from desktop_app.core.markdown.pieces import Paragraph, Piece, Runs
from desktop_app.core.markdown.reading import read


def pieces_of(
    text: str,
    *,
    kind: BlockKind = BlockKind.TEXT,
    footnotes: Iterable[str] = (),
    links: str = "",
    closed: bool = True,
    **more: Any,
) -> tuple[Piece, ...]:
    """Read a text as one block, given the labels of footnotes and the definitions of links."""
    definitions = Definitions()
    for label in footnotes:
        definitions.add_footnote(label)
    definitions.add_links(links)
    return read(Block(kind, text, 0, len(text), closed, **more), definitions)


def runs_of(text: str, **more: Any) -> Runs:
    """Read a text that is one paragraph."""
    (paragraph,) = pieces_of(text, **more)
    assert isinstance(paragraph, Paragraph), paragraph
    return paragraph.runs
