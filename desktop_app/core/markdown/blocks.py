"""Cuts a message, while it grows, into blocks that can be read one by one.

A block closes where its end is certain from the text so far, which is never later than the end of
the next line. Closed blocks do not change any more, so whoever shows them reads each once, and
again only when `Definitions.version` goes up. The blocks are a function of the text: it does not
matter in which pieces it came.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop_app.core.growing_text import GrowingText
from desktop_app.core.markdown.block import Block, BlockKind
from desktop_app.core.markdown.definitions import Definitions
from desktop_app.core.markdown.lines import STEP
from desktop_app.core.markdown.outline import Outline
from desktop_app.core.markdown.written_pictures import LONGEST, LONGEST_BEGINNING, is_address

__all__ = ["Block", "BlockKind", "Definitions", "Splitter", "split"]

_UNDECIDED = re.compile(
    r"[ \t]*(?:[-=*_+#>:|~`$\\ \t]+|[0-9]{1,9}[.)]?[ \t]*"
    r"|\[\^?[^\[\]]{0,200}\]?|\[(?!\^)[^\[\]]{1,200}\]:.*)?\r?\Z"
)
"""A line that may become anything, or be nothing: it is shown when more of it is known."""


class Splitter:
    r"""The blocks of a message that is still growing.

    ``$$`` and ``\[`` open a formula at the beginning of a line. If it isn't closed before a blank
    line, an opening fence, 8 KB or the end, its lines are read as if they began no formula; until
    then it is an open FORMULA. A paragraph of link definitions is a TEXT that reads to nothing.

    A list, a quote or a paragraph above 2 KB and a table above 4 KB is cut, at the next place where
    that shows least, and whatever else at 8 KB; fences never are, and neither is a picture that is
    written into the text, ``![words](data:image/…;base64,…)``, of up to 16 MB. Until its closing
    parenthesis is there, nothing of it is shown: `blocks` end in front of its ``![``, and the rest
    is held back. One that is never closed becomes words when the message ends or it is too long.
    Behind one of more than 1 KB a paragraph ends, at the next white space.
    """

    def __init__(self) -> None:
        self._outline = Outline()
        self._read = GrowingText()
        self._pending: list[str] = []
        self._room = STEP
        # Characters of the address of a picture that may come before they are looked at.
        self._patience = 0
        self._blocks: list[Block] = []
        self._fixed = 0
        self._stale = False

    def feed(self, text: str) -> int:
        """Take more text; return the index of the first block that it may have changed."""
        self._pending.append(text)
        self._patience -= len(text)
        if self._patience > 0 and is_address(text):
            return len(self._outline.closed)
        self._stale = True
        self._room -= len(text)
        if self._room >= 0 and "\n" not in text and "\r" not in text:
            return len(self._outline.closed)
        return self._take()

    def end(self) -> int:
        """Close all blocks, as no more text comes; return the index of the first that changed."""
        first = self._take()
        self._outline.finish()
        self._stale = True
        return first

    @property
    def text(self) -> str:
        """All the text so far."""
        return self._read.whole + "".join(self._pending)

    @property
    def definitions(self) -> Definitions:
        """What was defined so far; the same object until the end."""
        return self._outline.definitions

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks so far: closed ones, then at most a few that are not; a live view."""
        if self._stale:
            self._refresh()
        return self._blocks

    def _take(self) -> int:
        first = len(self._outline.closed)
        text = "".join(self._pending)
        self._pending.clear()
        self._read.append(text)
        self._outline.read(text)
        self._make_room()
        return first

    def _make_room(self) -> None:
        """Decide how much may come until it has to be looked at."""
        outline = self._outline
        rest = outline.rest
        # What a carriage return is, and what clings to a picture, is known with the next character.
        soon = rest.endswith("\r") or outline.behind_picture
        self._room = -1 if soon else STEP - len(rest)
        self._patience = 0
        if outline.in_address:
            self._patience = LONGEST + LONGEST_BEGINNING + 2 * STEP - len(rest)

    def _refresh(self) -> None:
        outline = self._outline
        more = outline.rest + "".join(self._pending)
        outline.settle(more)
        first = self._fixed
        before = self._blocks[first:]
        del self._blocks[first:]
        self._blocks += outline.closed[first:]
        self._fixed = len(outline.closed)
        self._blocks += self._open_blocks(outline.shown_part(more))
        # What did not change is the same object, because whoever shows it looks for that first.
        for number, old in enumerate(before[: len(self._blocks) - first], first):
            if self._blocks[number] == old:
                self._blocks[number] = old
        self._stale = False

    def _open_blocks(self, more: str) -> list[Block]:
        """Return what the blocks would be if the line that isn't complete yet ended here.

        What is about to become something else is left out, so that it isn't seen for a moment.
        """
        outline = self._outline
        found: list[Block] = []
        if not outline.in_fence and more and not _UNDECIDED.match(more):
            outline = outline.copy()
            outline.read_rest(more)
            found = [replace(block, closed=False) for block in outline.closed]
            more = ""
        block = None if outline.may_head_table else outline.open_block(more)
        return [*found, block] if block else found


def split(text: str) -> Splitter:
    """Return the blocks of a message that is complete."""
    splitter = Splitter()
    splitter.feed(text)
    splitter.end()
    return splitter
