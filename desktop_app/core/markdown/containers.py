"""Which lines belong to a list, a quote or a footnote, however deeply things are nested in it.

This is the first phase of the algorithm in the appendix of CommonMark 0.31 without its tree: all
that is kept is which containers are open and what kind of leaf is the last thing in them.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from desktop_app.core.markdown.lines import (
    FOOTNOTE,
    HEADING,
    ITEM,
    OPENING_FENCE,
    RULE,
    UNDERLINE,
    begins_block,
    begins_display,
    begins_item,
    begins_leaf,
    heads_table,
)

_QUOTE = -1
_DEEPEST = 24
"""Containers within each other that are told apart; a reader gives up at 20."""

_NOTE_INDENT = 4
_CODE_INDENT = 4
_BULLET_REACHES = 5
_SPACES = re.compile(" *")
_CONTAINER = frozenset(">-+*0123456789")


class Outermost(Enum):
    """The container that stands at the top level."""

    LIST = auto()
    QUOTE = auto()
    NOTE = auto()


class Fate(Enum):
    """What a line is to the outermost container."""

    PART = auto()
    ITEM = auto()
    """The first line of another item of the outermost list."""
    BLANK = auto()
    """Blank; what comes next may be a part again."""
    END = auto()
    """No part: the container ended above."""


class Leaf(Enum):
    """What the last line stands in, within the containers."""

    NONE = auto()
    PARAGRAPH = auto()
    FENCE = auto()
    CODE = auto()
    TABLE = auto()


class Nest:
    """The open containers, read line by line.

    Attributes:
        outermost: See `Outermost`.
        leaf: See `Leaf`.
    """

    __slots__ = ("_empty", "_fence", "_label", "_row", "_widths", "leaf", "outermost")

    def __init__(self, outermost: Outermost) -> None:
        self.outermost = outermost
        self.leaf = Leaf.NONE
        # The columns of the content of each item behind the container around it.
        self._widths: list[int] = []
        # An item without a word yet: a blank line ends it.
        self._empty = False
        self._fence = ""
        # The last line of the paragraph, which may turn out to be the head of a table.
        self._row = ""
        self._label = ""

    def copy(self) -> Nest:
        """Return another one that reads on from here."""
        other = Nest(self.outermost)
        other.leaf = self.leaf
        other._widths = self._widths.copy()
        other._empty = self._empty
        other._fence = self._fence
        other._row = self._row
        other._label = self._label
        return other

    @property
    def loose(self) -> bool:
        """Whether only an indented line or another item goes on: a blank line is above."""
        return self.leaf in (Leaf.NONE, Leaf.CODE)

    @property
    def head(self) -> str:
        """Lines to put in front of the next one so that it can be read without those above."""
        fence = self._fence if self.leaf is Leaf.FENCE else ""
        if not fence and self._widths == [_QUOTE]:
            return ""
        markers = list(map(_marker, self._widths))
        if self.outermost is Outermost.NOTE:
            markers[0] = f"[^{self._label}]: "
        return ("".join(markers) + fence).rstrip(" ")

    def note(self, label: str, rest: str) -> None:
        """Open a footnote: read its label and what stands behind it."""
        self._label = label
        self._widths = [_NOTE_INDENT]
        self._content(rest.expandtabs(4), 0, 1)

    def take(self, line: str) -> Fate:
        """Read one line without its line end and tell whether it belongs here.

        After `Fate.END` nothing more may be read.
        """
        if "\t" in line:
            line = line.expandtabs(4)
        at, matched = self._match(line)
        if self.leaf is Leaf.FENCE and matched == len(self._widths):
            if self._closes(line[at:]):
                self.leaf = Leaf.NONE
            return Fate.PART
        if not line[at:].strip(" "):
            self._blank(matched)
            return self._fate_of_blank(line)
        return self._content(line, at, matched)

    def _match(self, line: str) -> tuple[int, int]:
        """Return how far into the line the open containers reach, and how many of them."""
        at = 0
        for depth, width in enumerate(self._widths):
            first = _SPACES.match(line, at).end()  # type: ignore[union-attr]  # matches always
            if width == _QUOTE:
                # Also behind four spaces and more, which is not CommonMark but what is read.
                if not line.startswith(">", first):
                    return at, depth
                at = _behind_quote(line, first)
            elif first == len(line):
                if self._empty and depth == len(self._widths) - 1:
                    return at, depth
                at = min(at + width, first)
            elif first - at >= width:
                at += width
            else:
                return at, depth
        return at, len(self._widths)

    def _closes(self, rest: str) -> bool:
        first = rest.lstrip(" ")
        if len(rest) - len(first) >= _CODE_INDENT:
            return False
        run = first.rstrip(" ")
        mark = self._fence[0]
        opening = len(self._fence) - len(self._fence.lstrip(mark))
        return len(run) >= opening and not run.strip(mark)

    def _blank(self, matched: int) -> None:
        """Read a line that is blank behind the marks of the first `matched` containers."""
        if matched < len(self._widths):
            del self._widths[matched:]
            self.leaf = Leaf.NONE
            self._empty = False
        elif self.leaf is not Leaf.CODE:
            self.leaf = Leaf.NONE

    def _fate_of_blank(self, line: str) -> Fate:
        if line.strip(" "):
            return Fate.PART
        return Fate.END if self.outermost is Outermost.QUOTE else Fate.BLANK

    def _content(self, line: str, at: int, depth: int) -> Fate:
        """Read the rest of a line that the first `depth` containers go on in."""
        self._empty = False
        fate = Fate.PART
        while True:
            first = _SPACES.match(line, at).end()  # type: ignore[union-attr]  # matches always
            rest = line[first:]
            if not rest or first - at >= _CODE_INDENT:
                break
            width = self._container(rest, first - at, depth)
            if not width:
                break
            if depth == 0:
                if width < 0:
                    return Fate.END
                fate = Fate.ITEM
            at = first + width
            depth += 1
        if rest and not self._rest(rest, depth, code=first - at >= _CODE_INDENT):
            return Fate.END
        return fate

    def _container(self, rest: str, indent: int, depth: int) -> int:
        """Open the container that begins here.

        Returns:
            The columns of its marker, 0 if none begins, -1 if it can't be part of the outermost.
        """
        first = rest[0]
        if depth >= _DEEPEST or first not in _CONTAINER:
            return 0
        if first == ">":
            if depth == 0 and (self._widths or self.outermost is not Outermost.QUOTE):
                return -1
            self._open(depth, _QUOTE)
            return _behind_quote(rest, 0)
        in_paragraph = self.leaf is Leaf.PARAGRAPH and depth == len(self._widths)
        if not begins_item(rest, in_paragraph=in_paragraph) or RULE.match(rest):
            return 0
        if depth == 0 and self.outermost is not Outermost.LIST:
            return -1
        return self._open_item(rest, indent, depth)

    def _open_item(self, rest: str, indent: int, depth: int) -> int:
        marker = ITEM.match(rest).end()  # type: ignore[union-attr]  # it was seen to match
        spaces = _SPACES.match(rest, marker).end() - marker  # type: ignore[union-attr]
        empty = marker + spaces == len(rest)
        if empty or spaces > _CODE_INDENT:
            spaces = 1
        self._open(depth, indent + marker + spaces)
        self._empty = empty
        return marker + spaces

    def _open(self, depth: int, width: int) -> None:
        del self._widths[depth:]
        self._widths.append(width)
        self.leaf = Leaf.NONE

    def _rest(self, rest: str, depth: int, *, code: bool) -> bool:
        """Read what stands behind the markers of containers; return whether it belongs here."""
        inside = depth == len(self._widths)
        if code:
            return self._goes_on(rest, depth) or self._begin(Leaf.CODE, rest, depth)
        if depth == 0 and (FOOTNOTE.match(rest) or begins_display(rest)):
            return False
        if inside and self._completes(rest):
            return True
        if OPENING_FENCE.match(rest):
            return self._begin(Leaf.FENCE, rest, depth)
        if HEADING.match(rest) or RULE.match(rest):
            return self._begin(Leaf.NONE, rest, depth)
        if self.leaf is Leaf.PARAGRAPH:
            # A line that is outside and begins nothing goes on with the paragraph all the same.
            self._row = rest if inside else ""
            return True
        return (inside and self.leaf is Leaf.TABLE) or self._begin(Leaf.PARAGRAPH, rest, depth)

    def _goes_on(self, rest: str, depth: int) -> bool:
        """Return whether a line that is indented like code goes on with the paragraph above.

        It does, but what reads it, markdown-it, thinks otherwise in one case: the line is outside
        of an item and would begin something if it were less indented; another item only if it is
        outside of the list too.
        """
        outside = self._widths[depth:]
        if self.leaf is not Leaf.PARAGRAPH or not outside or outside[0] == _QUOTE:
            return self.leaf is Leaf.PARAGRAPH
        if _QUOTE not in outside[:2] and len(outside) > 1:
            return not begins_block(rest, in_paragraph=False)
        return rest[0] != ">" and not RULE.match(rest) and not begins_leaf(rest)

    def _completes(self, rest: str) -> bool:
        """Make a table or a heading of the paragraph above if this line does so."""
        if self.leaf is not Leaf.PARAGRAPH:
            return False
        if heads_table(self._row, rest):
            self.leaf = Leaf.TABLE
        elif UNDERLINE.match(rest):
            self.leaf = Leaf.NONE
        return self.leaf is not Leaf.PARAGRAPH

    def _begin(self, leaf: Leaf, rest: str, depth: int) -> bool:
        if depth == 0:
            return False
        del self._widths[depth:]
        self.leaf = leaf
        self._row = self._fence = rest
        return True


def _behind_quote(line: str, at: int) -> int:
    return at + 1 + line.startswith(" ", at + 1)


def _marker(width: int) -> str:
    """Return a marker whose content is indented by `width` columns."""
    if width == _QUOTE:
        return "> "
    if width <= _BULLET_REACHES:
        return "- ".rjust(width)
    return f"   {'1' * min(width - _BULLET_REACHES, 9)}. "
