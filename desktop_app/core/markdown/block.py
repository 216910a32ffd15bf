"""A stretch of a message that can be read without the rest of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """How a block is read."""

    TEXT = "text"
    FENCE = "fence"
    TABLE = "table"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Block:
    r"""A stretch of a message that can be read without the rest of it.

    Attributes:
        kind: How it is read.
        text: Of a FENCE the bare lines of code, parted by ``\n``, without the last line break and
            without odd characters (see `cleaned`). Of a FORMULA the LaTeX between the delimiters.
            Of others the Markdown as written, without blank lines around it.
        start: Where it begins in the message, in code points.
        end: Where it ends; ``message[start:end]`` is what was written, fences and delimiters too.
        closed: False while more text may still change it.
        language: Of a FENCE the first word behind the opening fence, `cleaned` too.
        continued: True for a piece of a giant that was cut: it goes on where the block above ended.
        head: Lines that have to stand in front of `text` (``f"{head}\n{text}"``) to read it on its
            own; none of them is shown again. Of a continued TABLE its header and delimiter lines;
            of a TEXT that was cut within a list item or a quote the markers it stands in, and the
            opening fence if it was cut within nested code. Mostly empty.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    closed: bool
    language: str = ""
    continued: bool = False
    head: str = ""
