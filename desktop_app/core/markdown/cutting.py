"""Where a giant may be cut: a paragraph, or anything else, that does not come to its end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from desktop_app.core.markdown.lines import begins_block
from desktop_app.core.markdown.written_pictures import picture_around

SENTENCE_FROM = 2048
"""Characters after which a paragraph is cut at the end of a sentence."""

SPACE_FROM = 3072
"""Characters after which it is cut between words."""

ANYWHERE_FROM = 4096
"""Characters after which it is cut wherever that can be."""

LOOK_AHEAD = 24
"""Characters behind a cut that have to be known: they must not begin a block of their own."""

_SENTENCE_END = re.compile(
    "[.!?\u2026\u061f\u06d4\u0964][\"'\u2019\u201d\u00bb)\\]*_`]*(?=[ \t\r\n])"
    "|[\u3002\uff01\uff1f][\u300d\u300f\u201d\u2019\uff09]*"
)
_WORD_END = re.compile(r"(?<=[^ \t\r\n])(?=[ \t\r\n])")
_SPACES = re.compile(r"[ \t\r\n]{0,8}")
_LINE_END = re.compile(r"[\r\n]")
_BEGINNING = 16
_PAIRED = ("`", "*", "$", "~~")
_LONGEST_CHARACTER = 64
"""Code points of one visible character that are kept together."""

_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""The letters that make a flag, two and two."""

_JOINER = "\u200d"
_JOINED = frozenset(
    [_JOINER, "\u200c", "\ufe0e", "\ufe0f", "\n"]
    + [chr(code) for code in range(0x1F3FB, 0x1F400)]
    + [chr(code) for code in range(0xE0020, 0xE0080)]
    + [chr(code) for code in range(0xDC00, 0xE000)]
)
"""What belongs to the character in front: joiners, skin tones, tags of flags, low surrogates."""


def paragraph_cut(text: str) -> tuple[int, int] | None:
    """Return where a paragraph that is still growing is cut, None for not yet.

    The answer depends on the text up to `LOOK_AHEAD` behind the cut alone, so that it is the same
    however much of the text is known when it is asked for.

    Returns:
        Where the piece ends, and where the next begins, behind the white space.
    """
    known = len(text) - LOOK_AHEAD
    for ends, since, until in (
        (_SENTENCE_END, SENTENCE_FROM, SPACE_FROM),
        (_WORD_END, SPACE_FROM, ANYWHERE_FROM),
    ):
        for stop, resume in _places(ends, text, since, until):
            if stop > known:
                return None
            if _is_prose(text, resume) and _balanced(text[:stop]):
                return stop, resume
        if known < until:
            return None
    return _last_resort(text)


def character_start(text: str, at: int, least: int) -> int:
    """Return where the visible character begins that the code point at `at` is a part of.

    Args:
        text: What is to be cut.
        at: Where, behind `least`.
        least: The result is greater than this, or `at`.
    """
    least = max(least, at - _LONGEST_CHARACTER)
    start = at
    while start > least and _is_joined(text, start):
        start -= 1
    return start if start > least else at


def _places(ends: re.Pattern[str], text: str, since: int, until: int) -> Iterator[tuple[int, int]]:
    for found in ends.finditer(text, since, min(until, len(text))):
        stop = found.end()
        yield stop, _SPACES.match(text, stop).end()  # type: ignore[union-attr]  # matches always


def _last_resort(text: str) -> tuple[int, int]:
    for ends in (_SENTENCE_END, _WORD_END):
        for stop, resume in reversed(list(_places(ends, text, SPACE_FROM, ANYWHERE_FROM))):
            if _is_prose(text, resume) and picture_around(text, stop, 0) == stop:
                return stop, resume
    at = character_start(text, ANYWHERE_FROM, SPACE_FROM)
    at = picture_around(text, at, SPACE_FROM)
    return at, at


def _balanced(text: str) -> bool:
    """Return whether no emphasis, code, formula or link seems to be open at the end."""
    odd = any(text.count(mark) % 2 for mark in _PAIRED)
    return not odd and text.count("[") == text.count("]")


def _is_prose(text: str, at: int) -> bool:
    """Return whether what follows reads as a paragraph, also where nothing stands above it."""
    line = text[at : at + _BEGINNING]
    if line[0] in " \t\r\n[" or line.startswith(("$$", "\\[")):
        return False
    return not begins_block(_LINE_END.split(line, 1)[0], in_paragraph=False)


def _is_joined(text: str, at: int) -> bool:
    code = text[at]
    if code in _JOINED or text[at - 1] == _JOINER or unicodedata.category(code)[0] == "M":
        return True
    if code not in _FLAGS:
        return False
    before = text[max(0, at - _LONGEST_CHARACTER) : at]
    return (len(before) - len(before.rstrip(_FLAGS))) % 2 == 1
