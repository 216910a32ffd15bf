"""Emphasis that also works in Chinese, Japanese and Korean: a rule of markdown-it.

CommonMark decides by the spaces around the stars, and these languages have none: it would show the
stars of ``**注意：**这个``, which is how models write. So beside characters as wide as an ideograph
no space is asked for, after https://github.com/tats-u/markdown-cjk-friendly.
"""

from __future__ import annotations

import unicodedata
from enum import Enum, auto
from functools import lru_cache

from markdown_it.common.utils import isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter


class _Kind(Enum):
    SPACE = auto()
    MARK = auto()
    WIDE_MARK = auto()
    WIDE = auto()
    LETTER = auto()


_MARKS = {_Kind.MARK, _Kind.WIDE_MARK}


def emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    """Note stars and underscores as what may open or close emphasis."""
    start = state.pos
    marker = state.src[start]
    if silent or marker not in "*_":
        return False
    end = start + 1
    while end < state.posMax and state.src[end] == marker:
        end += 1
    opens, closes = _flanking(state, start, end)
    for _ in range(end - start):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), end - start, len(state.tokens) - 1, -1, opens, closes)
        )
    state.pos = end
    return True


def _flanking(state: StateInline, start: int, end: int) -> tuple[bool, bool]:
    """Return whether the run of markers may open and whether it may close (CommonMark, 6.2)."""
    before = _kind(state.src[start - 1]) if start else _Kind.SPACE
    after = _kind(state.src[end]) if end < state.posMax else _Kind.SPACE
    left = after is not _Kind.SPACE and (after is not _Kind.MARK or before is not _Kind.LETTER)
    right = before is not _Kind.SPACE and (before is not _Kind.MARK or after is not _Kind.LETTER)
    if state.src[start] == "*":
        return left, right
    return left and (not right or before in _MARKS), right and (not left or after in _MARKS)


@lru_cache(maxsize=2048)
def _kind(character: str) -> _Kind:
    if isWhiteSpace(ord(character)):
        return _Kind.SPACE
    wide = unicodedata.east_asian_width(character) in "WF"
    if unicodedata.category(character)[0] in "PS":
        return _Kind.WIDE_MARK if wide else _Kind.MARK
    return _Kind.WIDE if wide else _Kind.LETTER
