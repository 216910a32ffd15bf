"""What models write in lines of their own and CommonMark does not know: rules of markdown-it."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, reference, table

from desktop_app.core.markdown.definitions import normal_label

DEEPEST = 18
"""The level from which on nothing is nested any more: a list takes two."""

_MOST_CELLS = 2000
_OPENING_BRACKET = "\\["
_CLOSING = {"$$": re.compile(r"(?<!\\)\$\$"), _OPENING_BRACKET: re.compile(r"(?<!\\)\\\]")}
_NOTE = re.compile(r"\[\^([^\s\[\]]++)\]:[ \t]*")
_NOTE_INDENT = 4


def small_table(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a table, unless its head has so many columns that empty cells would fill it up.

    Every row is given as many cells as the head: 3 KB of bars would make 100,000 of them.
    """
    head = state.src[state.bMarks[first] : state.eMarks[first]]
    if head.count("|") * (end - first) > _MOST_CELLS:
        return False
    return table(state, first, end, silent)


def too_deep(state: StateBlock, first: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a line that is nested too deeply as it is written; markdown-it would drop it."""
    if silent or state.level < DEEPEST:
        return False
    _push_paragraph(state, first)
    state.line = first + 1
    return True


def formula(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    r"""Read ``$$…$$`` or ``\[…\]`` that has its lines to itself."""
    start = state.bMarks[first] + state.tShift[first]
    closing = _CLOSING.get(state.src[start : start + 2])
    if closing is None or state.is_code_block(first):
        return False
    last = _closing_line(state, first, end, closing)
    if last < 0:
        return False
    source = state.getLines(first, last + 1, state.blkIndent, keepLastLF=False).strip()
    content = source[2:-2].strip()
    if not content:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = content
        token.markup = source
        state.line = last + 1
    return True


def footnote(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read ``[^label]: text``, whose further paragraphs are indented by four."""
    start = state.bMarks[first] + state.tShift[first]
    match = _NOTE.match(state.src, start, state.eMarks[first])
    if not match or state.is_code_block(first):
        return False
    at_the_edge = state.level == 0 or state.sCount[first] < state.blkIndent
    if silent or not at_the_edge:
        return at_the_edge
    token = state.push("footnote_open", "", 1)
    token.info = match.group(1)
    token.meta = {"key": normal_label(match.group(1))}
    token.map = [first, first + 1]
    _read_note(state, first, end, match.end())
    state.push("footnote_close", "", -1)
    return True


def link_definition(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read ``[label]: address`` as markdown-it does, but no footnote that is not at the edge."""
    start = state.bMarks[first] + state.tShift[first]
    return not state.src.startswith("[^", start) and reference(state, first, end, silent)


def _read_note(state: StateBlock, first: int, end: int, start: int) -> None:
    """Read the lines of a footnote, the first from `start` on, as if they were not indented."""
    kept = state.bMarks[first], state.tShift[first], state.sCount[first], state.parentType
    state.bMarks[first] = start
    state.tShift[first] = 0
    state.blkIndent += _NOTE_INDENT
    state.sCount[first] = state.blkIndent
    state.parentType = "footnote"
    state.md.block.tokenize(state, first, end)
    state.blkIndent -= _NOTE_INDENT
    state.bMarks[first], state.tShift[first], state.sCount[first], state.parentType = kept


def _closing_line(state: StateBlock, first: int, end: int, closing: re.Pattern[str]) -> int:
    """Return the line that ends with `closing`, or -1: nothing may stand behind it."""
    begin = state.bMarks[first] + state.tShift[first] + 2
    for line in range(first, end):
        if line > first:
            begin = state.bMarks[line] + state.tShift[line]
            if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
                return -1
            # Brackets do not nest; to search on from each would take quadratic time.
            if state.src.startswith(_OPENING_BRACKET, begin):
                return -1
        match = closing.search(state.src, begin, state.eMarks[line])
        if match:
            return -1 if state.src[match.end() : state.eMarks[line]].strip() else line
    return -1


def _push_paragraph(state: StateBlock, line: int) -> None:
    state.push("paragraph_open", "p", 1)
    token = state.push("inline", "", 0)
    token.content = state.getLines(line, line + 1, state.blkIndent, keepLastLF=False).strip()
    token.children = []
    state.push("paragraph_close", "p", -1)
