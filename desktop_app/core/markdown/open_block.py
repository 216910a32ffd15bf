"""The block of a message that is still open, and the closed ones above it."""

from __future__ import annotations

import copy
import re
from enum import Enum, auto
from typing import Self

from desktop_app.core.markdown.block import Block, BlockKind
from desktop_app.core.markdown.containers import Nest, Outermost
from desktop_app.core.markdown.definitions import Definitions
from desktop_app.core.markdown.fences import Fence

FORMULA_ENDS = {"$$": re.compile(r"(?<!\\)\$\$"), "\\[": re.compile(r"(?<!\\)\\\]")}


_SHORT = 240


class Mode(Enum):
    """What the open block is."""

    NONE = auto()
    PARAGRAPH = auto()
    LINE = auto()
    """A heading or a rule, which end with their line."""
    TABLE = auto()
    NEST = auto()
    CODE = auto()
    FENCE = auto()
    FORMULA = auto()


def formula_content(text: str) -> str:
    """Return the LaTeX of a formula that begins with its delimiter and may end with one."""
    closing = FORMULA_ENDS[text[:2]].search(text, 2)
    return text[2 : closing.start() if closing else len(text)].strip()


class OpenBlock:
    """What is known of the open block, and what came out of those above.

    Attributes:
        closed: The blocks that no further text changes.
        definitions: What was defined in them.
    """

    def __init__(self) -> None:
        self.closed: list[Block] = []
        self.definitions = Definitions()
        # The text from the open block on; all places below are places in it.
        self._text = ""
        self._base = 0
        self._at = 0
        self._in_line = False
        self._mode = Mode.NONE
        self._start = self._end = 0
        # Where the last line of the open paragraph begins, or the first of the open formula.
        self._last = 0
        self._continued = False
        self._head = ""
        self._table_head = ""
        self._nest = Nest(Outermost.LIST)
        self._fence = Fence("", 0, 0, "")
        self._next_try = 0
        self._lines_of_definition = 0
        self._no_formula_before = 0
        # Characters of the long pictures in the open block.
        self._pictures = 0

    def copy(self) -> Self:
        """Return another one without closed blocks that reads on from here, but not in a fence."""
        other = copy.copy(self)
        other.closed = []
        other.definitions = Definitions()
        # What both hold now is the other's; the rest of what they share is never changed.
        self._nest = self._nest.copy()
        return other

    @property
    def rest(self) -> str:
        """The part of the last line that isn't read yet."""
        return self._text[self._at :]

    @property
    def in_fence(self) -> bool:
        """Whether the open block is a fence."""
        return self._mode is Mode.FENCE

    @property
    def may_head_table(self) -> bool:
        """Whether the open block is one short line that looks like the head of a table."""
        one_line = self._mode is Mode.PARAGRAPH and self._last == self._start
        return one_line and self._text[self._start] == "|" and self._end - self._start < _SHORT

    def open_block(self, more: str = "") -> Block | None:
        """Return the block that is open as far as it was read, None if there is none.

        Args:
            more: Of a fence, what is to be shown of the line that isn't read yet.
        """
        return None if self._mode is Mode.NONE else self._block(closed=False, more=more)

    def _close(self) -> None:
        """Close the open block."""
        if self._mode is Mode.NONE:
            return
        block = self._block(closed=True)
        if self._mode is Mode.PARAGRAPH and block.text.startswith((" ", "[")):
            self.definitions.add_links(block.text)
        self.closed.append(block)
        self._mode = Mode.NONE
        self._continued = False
        self._head = ""
        self._pictures = 0

    def _cut(self, resume: int, head: str = "") -> None:
        """Close a piece of the open block, which goes on at `resume`."""
        self.closed.append(self._block(closed=True))
        self._start = resume
        self._continued = True
        self._head = head
        self._pictures = 0

    def _block(self, *, closed: bool, more: str = "") -> Block:
        kind, language, end = BlockKind.TEXT, "", self._end
        text = self._text[self._start : end]
        if self._mode is Mode.FENCE:
            kind, language = BlockKind.FENCE, self._fence.language
            text = self._fence.text_with(more, in_line=self._in_line)
            end = self._at + len(more) if more else end
        elif self._mode is Mode.FORMULA:
            # Unlike other long lines those of a formula are looked at when they are complete.
            end = self._at if self._in_line else end
            kind, text = BlockKind.FORMULA, formula_content(self._text[self._start : end])
        elif self._mode is Mode.TABLE:
            kind = BlockKind.TABLE
        start, end = self._base + self._start, self._base + end
        return Block(kind, text, start, end, closed, language, self._continued, self._head)

    def _forget(self) -> None:
        """Drop the text that is no longer needed."""
        if self._mode in (Mode.NONE, Mode.FENCE):
            keep = self._at
        else:
            keep = self._last if self._mode is Mode.FORMULA else self._start
        if keep:
            self._text = self._text[keep:]
            self._base += keep
            self._at -= keep
            self._start -= keep
            self._end -= keep
            self._last -= keep
            self._no_formula_before -= keep
