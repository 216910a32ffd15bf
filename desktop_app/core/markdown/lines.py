"""What a line of Markdown may begin, told by the line alone (CommonMark 0.31 and GFM tables).

Every function takes a line without its indentation and without its line end; so do the patterns
but for INDENTED.
"""

from __future__ import annotations

import re

OPENING_FENCE = re.compile(r"(?:(`{3,})([^`]*)|(~{3,})(.*))\Z", re.DOTALL)
HEADING = re.compile(r"#{1,6}(?:[ \t]|\Z)")
RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
ITEM = re.compile(r"(?:[-+*]|([0-9]{1,9})[.)])(?=[ \t]|\Z)")
UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\Z")
STEP = 1024
"""Characters of a line that are read at once: a longer one is read in parts."""

INDENTED = re.compile(r" {4}| {0,3}\t")
FOOTNOTE = re.compile(r"\[\^([^\s\[\]]++)\]:")
_DISPLAY_LINE = re.compile(
    r"(?:\$\$(?!\$)(?:(?!\$\$).)*(?:\$\$)?|\\\[(?:(?!\\\]).)*(?:\\\])?)[ \t]*\Z", re.DOTALL
)
_DELIMITERS = re.compile(r"(?!-[ \t])\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?\Z")
_PIPE = re.compile(r"(?<!\\)\|")
_RULE_OR_ITEM = frozenset("-+*_0123456789")


def line_bounds(text: str, at: int, *, last: bool, returns: bool) -> tuple[int, int, bool] | None:
    """Find the end of a line, or of the next part of one that is longer than `STEP`.

    Args:
        text: The text so far.
        at: Where the line or part begins.
        last: No more text comes.
        returns: Whether there are carriage returns in `text`.

    Returns:
        Where it stops, where the next one begins, and whether the line ends here; None if that
        isn't known yet: a carriage return may be followed by a line feed.
    """
    known = min(len(text), at + STEP + 1)
    stop = text.find("\n", at, known)
    if returns:
        found = text.find("\r", at, stop if stop >= 0 else known)
        stop = found if found >= 0 else stop
    whole = last
    if stop < 0:
        stop = after = known
    elif text[stop] == "\n":
        after, whole = stop + 1, True
    else:
        after = stop + 1 + text.startswith("\n", stop + 1)
        whole = last or stop + 1 < len(text)
    if stop - at > STEP:
        return at + STEP, at + STEP, False
    return (stop, after, True) if whole else None


def heads_table(header: str, delimiters: str) -> bool:
    """Return whether two lines are the head of a table: as many names as delimiters."""
    if len(delimiters) < 2 or "|" not in header or not _DELIMITERS.match(delimiters):
        return False
    return _columns(header.strip()) == len(re.findall("-+", delimiters))


def _columns(row: str) -> int:
    count = len(_PIPE.findall(row)) + 1 - row.startswith("|")
    return count - 1 if count and row.endswith("|") and not row.endswith("\\|") else count


def begins_block(line: str, *, in_paragraph: bool) -> bool:
    """Return whether a line ends the paragraph or the table above it by what it begins itself.

    Args:
        line: A line that isn't blank.
        in_paragraph: A paragraph is above: only a list that has words and begins with 1 ends it.
    """
    first = line[0]
    if first in _RULE_OR_ITEM:
        return bool(RULE.match(line)) or begins_item(line, in_paragraph=in_paragraph)
    return first == ">" or begins_leaf(line)


def begins_leaf(line: str) -> bool:
    """Return whether a line begins a fence, a heading or a footnote."""
    first = line[0]
    if first in "`~":
        return bool(OPENING_FENCE.match(line))
    if first == "#":
        return bool(HEADING.match(line))
    return first == "[" and bool(FOOTNOTE.match(line))


def begins_display(line: str) -> bool:
    """Return whether a line begins a displayed formula: nothing stands behind its end, if any."""
    return line[:2] in ("$$", "\\[") and bool(_DISPLAY_LINE.match(line))


def begins_item(line: str, *, in_paragraph: bool) -> bool:
    """Return whether a line begins a list item; see `begins_block`."""
    item = ITEM.match(line)
    if not item:
        return False
    return not in_paragraph or (int(item[1] or 1) == 1 and bool(line[item.end() :].strip(" \t")))
