"""Cutting the words around a match out of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from desktop_app.core.folding import fold

Marks = tuple[tuple[int, int], ...]

_BEFORE, _AFTER = 28, 160
_LITTLE = 44  # So much before a match is not cut.
_SPACE = re.compile(r"\s+")


class Snippet(NamedTuple):
    """Some words of a text in one line, and from where to where in them the matches stand."""

    text: str
    marks: Marks


def snippet(text: str, patterns: Sequence[str]) -> Snippet:
    """Return the words around the first match, or the first ones where there is none.

    Args:
        text: Where to look.
        patterns: What to look for, as patterns of `folding`.
    """
    found = _first(text, patterns)
    start = found - _BEFORE if found > _LITTLE else 0
    if start and (space := _SPACE.search(text, start, found)):
        start = space.end()
    end = found + _AFTER
    if end < len(text):
        last = max(text.rfind(" ", found, end), text.rfind("\n", found, end))
        end = last if last > found + _BEFORE else end
    words = _SPACE.sub(" ", text[start:end]).strip()
    words = ("…" if start else "") + words + ("…" if end < len(text) else "")
    return Snippet(words, marks(words, patterns))


def marks(text: str, patterns: Sequence[str]) -> Marks:
    """Return from where to where matches stand, in order and without overlaps."""
    folded = _fold_in_place(text)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(_spans(folded, patterns)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def holds(text: str, patterns: Sequence[str]) -> bool:
    """Return whether any of the patterns is in a text."""
    folded = fold(text)
    return any(re.search(pattern, folded) for pattern in patterns)


def _first(text: str, patterns: Sequence[str]) -> int:
    folded = _fold_in_place(text)
    matches = (re.search(pattern, folded) for pattern in patterns)
    return min((match.start() for match in matches if match), default=0)


def _spans(folded: str, patterns: Sequence[str]) -> Iterator[tuple[int, int]]:
    for pattern in patterns:
        for match in re.finditer(pattern, folded):
            yield match.span()


def _fold_in_place(text: str) -> str:
    """Return the folded text with every character in its place."""
    folded = fold(text)
    return folded if len(folded) == len(text) else "".join(map(_folded_character, text))


def _folded_character(character: str) -> str:
    return unicodedata.normalize("NFD", character.lower())[:1] or character
