"""The parts a message is read in: lines, and stretches of lines that are very long.

Where they end depends on the text alone. No part ends within a picture that is written into the
text, so that none is cut; see `written_pictures`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from desktop_app.core.markdown.containers import Fate, Leaf
from desktop_app.core.markdown.lines import INDENTED, STEP, line_bounds
from desktop_app.core.markdown.open_block import Mode, OpenBlock
from desktop_app.core.markdown.written_pictures import (
    IN_ADDRESS,
    in_code,
    last_picture,
    picture_end,
    without_unfinished,
)

_CLINGS = 256
"""Characters without white space that stay with the long picture in front of them."""

_CLINGING_ENDS = re.compile(r"[ \t]|!\[|!\Z")


class Part(NamedTuple):
    """A line, or a part of a long one.

    Attributes:
        stop: Where it ends.
        after: Where the next one begins.
        whole: Whether the line ends here.
        picture: The characters of the long picture at its end, 0 if there is none.
    """

    stop: int
    after: int
    whole: bool
    picture: int = 0


class Parts(OpenBlock):
    """Finds the parts of a message.

    Attributes:
        in_address: Whether the next part is not known because a picture does not end: nothing
            happens until a character comes that no address has, or very many others.
        behind_picture: Whether a long picture was just read: what clings to it is the next part.
    """

    def __init__(self) -> None:
        super().__init__()
        self.in_address = False
        self.behind_picture = False

    def shown_part(self, more: str) -> str:
        """Return what is shown of the line that isn't read yet: no picture without its end."""
        shown = without_unfinished(more)
        return shown if len(shown) == len(more) or self._reads_pictures(shown) else more

    def _line(self, at: int, stop: int) -> str:
        """Return as much of a part as says what it is; a picture may make it long."""
        return self._text[at : min(stop, at + STEP)]

    def _part(self, *, last: bool, returns: bool) -> Part | None:
        """Return the next part, None if it isn't known yet."""
        text, at = self._text, self._at
        self.in_address = False
        bounds = line_bounds(text, at, last=last, returns=returns)
        if self.behind_picture:
            return self._clinging(Part(*bounds) if bounds else None, last=last)
        if bounds is None or bounds[2]:
            return Part(*bounds) if bounds else None
        stop = bounds[0]
        start = last_picture(text, at, stop)
        end = picture_end(text, start, last=last) if start >= 0 else 0
        if 0 <= end <= stop or not self._reads_pictures(text[at:start]):
            return Part(*bounds)
        if end < 0:
            self.in_address = end == IN_ADDRESS
            return None
        return Part(end, end, whole=False, picture=end - start if end - start > STEP else 0)

    def _clinging(self, part: Part | None, *, last: bool) -> Part | None:
        """Return the part of a line that stays with the picture in front of it."""
        text, at = self._text, self._at
        limit = min(at + _CLINGS, part.stop if part else len(text))
        ends = _CLINGING_ENDS.search(text, at, limit)
        if ends and (last or ends.end() < len(text) or ends.group() != "!"):
            return Part(ends.start(), ends.start(), whole=False)
        if part and part.stop <= limit:
            return part
        return Part(limit, limit, whole=False) if limit - at == _CLINGS else None

    def _reads_pictures(self, before: str) -> bool:
        """Return whether a picture is one where the line that isn't read yet begins with `before`.

        It is none in code and in formulas.
        """
        mode = self._mode
        if mode in (Mode.FENCE, Mode.FORMULA) or in_code(self._paragraph_above() + before):
            return False
        if self._in_line:
            return mode is not Mode.CODE and not (mode is Mode.NEST and _is_code(self._nest.leaf))
        if mode is Mode.NEST:
            nest = self._nest.copy()
            if nest.take(f"{before}!") is not Fate.END:
                return not _is_code(nest.leaf)
        return mode is Mode.PARAGRAPH or not INDENTED.match(before)

    def _paragraph_above(self) -> str:
        """Return what of the paragraph of the next line was read, at least what is in the line."""
        if self._mode is Mode.PARAGRAPH:
            return self._text[self._start : self._at]
        return self._text[self._text.rfind("\n", 0, self._at) + 1 : self._at]


def _is_code(leaf: Leaf) -> bool:
    return leaf in (Leaf.FENCE, Leaf.CODE)
