"""Reads a message line by line and closes its blocks where their end is certain."""

from __future__ import annotations

from typing import ClassVar

from desktop_app.core.markdown.containers import Fate, Leaf, Nest, Outermost
from desktop_app.core.markdown.cutting import SENTENCE_FROM, character_start, paragraph_cut
from desktop_app.core.markdown.definitions import only_definitions
from desktop_app.core.markdown.fences import Fence
from desktop_app.core.markdown.formulas import LARGEST, Formulas
from desktop_app.core.markdown.lines import (
    FOOTNOTE,
    HEADING,
    INDENTED,
    RULE,
    UNDERLINE,
    begins_block,
    begins_item,
    heads_table,
)
from desktop_app.core.markdown.open_block import Mode
from desktop_app.core.markdown.parts import Part

_BLOCK_FROM = 2048
"""Characters after which a list is cut at an item, a quote or indented code at a line."""

_TABLE_FROM = 4096
_BETWEEN_TRIES = 256
_LARGEST_GROWING = 256 * 1024
"""Characters, mostly of pictures, behind which a line of a list or table does not go on."""

_LINES_OF_DEFINITION = 8
"""Lines that one definition of a link may have to end a paragraph where it ends."""

_MAY_BEGIN = frozenset(" \t\r\n#`~>-+*_=|:$\\[0123456789")
"""How a line begins that may be more than the words of a paragraph."""


class Outline(Formulas):
    """Reads a message.

    Which blocks come out depends on the text alone, not on the pieces it is read in: lines are
    looked at when they are complete, and the parts of a long line have a fixed length.
    """

    def read(self, more: str, *, last: bool = False) -> None:
        """Read more text: all its lines, but the last one only if it is complete.

        Args:
            more: What comes behind the text that was read.
            last: No more comes: the last line is complete.
        """
        self._text = text = self._text + more
        size = len(text)
        returns = "\r" in text
        while self._at < size:
            part = self._part(last=last, returns=returns)
            if part is None:
                break
            self._read_next(part)
        self._forget()

    def read_rest(self, more: str) -> None:
        """Read `more`, which is all that comes, in place of the line that isn't read yet."""
        self._text = self._text[: self._at]
        self.read(more, last=True)

    def finish(self) -> None:
        """Close what is open: no more text comes."""
        self.read("", last=True)
        if self._mode is Mode.FORMULA:
            self._give_up_formula()
            self.read("", last=True)
        self._close()

    def _read_next(self, part: Part) -> None:
        at, (stop, self._at, whole, picture) = self._at, part
        was_in_line, self._in_line = self._in_line, not whole
        behind, self.behind_picture = self.behind_picture, picture > 0
        if behind and self._mode in (Mode.PARAGRAPH, Mode.LINE):
            self._end = stop
            self._close()
        elif was_in_line:
            self._read_part(at, stop, whole=whole, picture=picture)
        elif self._text[at] in _MAY_BEGIN or not self._read_words(at, stop):
            self._READ_LINE[self._mode](self, at, stop, whole=whole)
        if self._at > at:
            self._pictures += picture

    def settle(self, more: str) -> None:
        """Close a list, a footnote or indented code if a part of the next line is no part of it.

        Args:
            more: The line that isn't read yet, as far as it is known.
        """
        if not more or self._in_line or more[0] in _MAY_BEGIN:
            return
        if self._mode is Mode.CODE or (self._mode is Mode.NEST and self._nest.loose):
            self._close()

    def _read_words(self, at: int, stop: int) -> bool:
        """Read a line that begins nothing of its own if it is a part of a paragraph."""
        if self._mode is Mode.NONE:
            self._start = at
            self._begin_paragraph(at, stop)
        elif self._mode is Mode.PARAGRAPH and not self._lines_of_definition:
            self._grow_paragraph(at, stop)
        else:
            return False
        return True

    def _read_first(self, at: int, stop: int, *, whole: bool) -> None:
        """Read a line that may begin any block."""
        line = self._line(at, stop)
        rest = line.lstrip(" \t")
        if not rest:
            return
        self._start = self._last = at
        self._end = stop
        if INDENTED.match(line):
            self._mode = Mode.CODE
            return
        begin = self._BEGIN.get(rest[0])
        if not begin or not begin(self, rest, whole=whole):
            self._begin_paragraph(at, stop)
            self._lines_of_definition = _LINES_OF_DEFINITION if rest[0] == "[" else 0

    def _read_part(self, at: int, stop: int, *, whole: bool, picture: int) -> None:
        """Read the next part of a long line, which ends with a picture of so many characters."""
        mode = self._mode
        if mode is Mode.NONE:
            if self._text[at:stop].strip(" \t"):
                self._start = at
                self._begin_paragraph(at, stop)
        elif mode is Mode.PARAGRAPH:
            self._grow_paragraph(self._last, stop)
        elif mode is Mode.LINE:
            self._grow_line(stop, whole=whole)
        elif mode is Mode.FENCE:
            self._fence.extend(self._text[at:stop])
            self._end = stop
        elif mode is Mode.FORMULA:
            self.read_formula(self._last, stop, whole=whole)
        else:
            self._make_room(at, stop, picture)

    def _grow_line(self, stop: int, *, whole: bool) -> None:
        self._end = stop
        if whole:
            self._close()
        elif stop - self._start > SENTENCE_FROM:
            self._begin_paragraph(self._start, stop)

    def _make_room(self, at: int, stop: int, picture: int) -> None:
        words = stop - self._start - self._pictures - picture
        if at < stop and (words > LARGEST or at - self._start > _LARGEST_GROWING):
            place = character_start(self._text, at, self._start)
            self._end = place
            self._cut(place, self._table_head if self._mode is Mode.TABLE else "")
        self._end = stop

    # Paragraphs and tables

    def _begin_paragraph(self, at: int, stop: int) -> None:
        self._mode = Mode.PARAGRAPH
        self._last = at
        self._end = stop
        self._next_try = SENTENCE_FROM + _BETWEEN_TRIES
        self._lines_of_definition = 0

    def _grow_paragraph(self, at: int, stop: int) -> None:
        self._last = at
        self._end = stop
        if stop - self._start < self._next_try or self.behind_picture:
            return
        self._next_try = stop - self._start + _BETWEEN_TRIES
        places = paragraph_cut(self._text[self._start : stop])
        if places:
            piece_end, resume = places
            begin = self._start
            self._end = begin + piece_end
            self._cut(begin + resume)
            self._end = stop
            self._next_try = SENTENCE_FROM + _BETWEEN_TRIES
            self._lines_of_definition = 0

    def _read_in_paragraph(self, at: int, stop: int, *, whole: bool) -> None:
        line = self._line(at, stop)
        rest = line.lstrip(" \t")
        if not rest:
            self._close()
        elif self._lines_of_definition and self._defines_above(rest):
            self._read_after(at, stop, whole=whole)
        elif INDENTED.match(line):
            self._grow_paragraph(at, stop)
        elif whole and self._heads_table(rest):
            self._begin_table(stop)
        elif whole and rest[0] in "=-" and UNDERLINE.match(rest):
            self._end = stop
            self._close()
        elif begins_block(rest, in_paragraph=True) or self._begins_formula(rest, at):
            self._read_after(at, stop, whole=whole)
        else:
            self._grow_paragraph(at, stop)

    def _read_after(self, at: int, stop: int, *, whole: bool) -> None:
        """Close the open block above a line that is no part of it."""
        self._close()
        self._read_first(at, stop, whole=whole)

    def _defines_above(self, rest: str) -> bool:
        self._lines_of_definition -= 1
        return only_definitions(self._text[self._start : self._end], rest)

    def _heads_table(self, rest: str) -> bool:
        """Return whether a line makes the head of a table of the last one of the paragraph."""
        if rest[0] not in "|-:" or self._last < self._start:
            return False
        header = self._text[self._last : self._end]
        return not INDENTED.match(header) and heads_table(header, rest)

    def _begin_table(self, stop: int) -> None:
        first = self._last
        if first > self._start:
            self._end = first - (2 if self._text.endswith("\r\n", 0, first) else 1)
            self._close()
        self._mode = Mode.TABLE
        self._continued = False
        self._start = first
        self._end = stop
        self._table_head = self._text[first:stop]

    def _read_row(self, at: int, stop: int, *, whole: bool) -> None:
        line = self._line(at, stop)
        rest = line.lstrip(" \t")
        if not rest:
            self._close()
        elif (
            INDENTED.match(line)
            or begins_block(rest, in_paragraph=False)
            or self._begins_formula(rest, at)
        ):
            self._read_after(at, stop, whole=whole)
        else:
            if at - self._start >= _TABLE_FROM:
                self._cut(at, self._table_head)
            self._end = stop

    # What begins with a mark

    def _begin_heading(self, rest: str, *, whole: bool) -> bool:
        if not HEADING.match(rest):
            return False
        self._mode = Mode.LINE
        if whole:
            self._close()
        return True

    def _begin_fence(self, rest: str, *, whole: bool) -> bool:
        fence = Fence.opened_by(rest, self._end - self._start - len(rest)) if whole else None
        if fence:
            self._mode = Mode.FENCE
            self._fence = fence
        return bool(fence)

    def _begin_quote(self, _rest: str, *, whole: bool) -> bool:
        self._begin_nest(Outermost.QUOTE)
        return True

    def _begin_item_or_rule(self, rest: str, *, whole: bool) -> bool:
        if RULE.match(rest):
            if whole:
                self._mode = Mode.LINE
                self._close()
            # Marks without end are words: they have to be cut.
            return whole
        if not begins_item(rest, in_paragraph=False):
            return False
        self._begin_nest(Outermost.LIST)
        return True

    def _begin_nest(self, outermost: Outermost) -> None:
        self._mode = Mode.NEST
        self._nest = Nest(outermost)
        self._nest.take(self._line(self._start, self._end))

    def _begin_footnote(self, rest: str, *, whole: bool) -> bool:
        label = FOOTNOTE.match(rest)
        if not label:
            return False
        self.definitions.add_footnote(label[1])
        self._mode = Mode.NEST
        self._nest = Nest(Outermost.NOTE)
        self._nest.note(label[1], rest[label.end() :])
        return True

    # Lists, quotes, footnotes and indented code

    def _read_nested(self, at: int, stop: int, *, whole: bool) -> None:
        nest = self._nest
        before = nest.copy() if stop - self._start > _BLOCK_FROM else None
        line = self._line(at, stop)
        fate = nest.take(line)
        if fate is Fate.END:
            self._read_after(at, stop, whole=whole)
        elif fate is not Fate.BLANK:
            if before and self._end > self._start:
                self._cut_nest(at, stop, fate, before)
            # A blank line that is a part is one of code: its line break is a part too.
            self._end = stop if line.strip(" \t") else self._at

    def _cut_nest(self, at: int, stop: int, fate: Fate, before: Nest) -> None:
        """Cut a list at an item, a quote at a line, and either wherever it is by far too large."""
        size = at - self._start
        if fate is Fate.ITEM:
            if size >= _BLOCK_FROM:
                self._cut(at)
        elif stop - self._start > LARGEST or (
            before.outermost is Outermost.QUOTE
            and before.leaf not in (Leaf.FENCE, Leaf.TABLE)
            and size >= (_BLOCK_FROM if before.leaf is Leaf.NONE else 2 * _BLOCK_FROM)
        ):
            self._cut(at, before.head)

    def _read_indented(self, at: int, stop: int, *, whole: bool) -> None:
        line = self._line(at, stop)
        if not line.strip(" \t"):
            return
        if not INDENTED.match(line):
            self._read_after(at, stop, whole=whole)
            return
        if at - self._start >= _BLOCK_FROM:
            self._cut(at)
        self._end = stop

    # Fences

    def _read_code(self, at: int, stop: int, *, whole: bool) -> None:
        line = self._text[at:stop]
        if whole and self._fence.closed_by(line):
            self._end = stop
            self._close()
        else:
            self._fence.add(line)
            self._end = stop if line.strip(" \t") else self._at

    _READ_LINE: ClassVar = {
        Mode.NONE: _read_first,
        Mode.PARAGRAPH: _read_in_paragraph,
        Mode.TABLE: _read_row,
        Mode.NEST: _read_nested,
        Mode.CODE: _read_indented,
        Mode.FENCE: _read_code,
        Mode.FORMULA: Formulas.read_formula,
    }
    _BEGIN: ClassVar = {
        "#": _begin_heading,
        ">": _begin_quote,
        "[": _begin_footnote,
        **dict.fromkeys("`~", _begin_fence),
        **dict.fromkeys("$\\", Formulas.begin_formula),
        **dict.fromkeys("-+*_0123456789", _begin_item_or_rule),
    }
