"""Looking into one text for words, as the indexes would find them in it.

Much slower than an index for many texts, and much quicker for few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# What stands before or after a word; to the indexes an underscore is no part of one.
_START, _END, _BETWEEN = r"(?<![^\W_])", r"(?![^\W_])", r"[\W_]+"
_HAS_MARKS = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return a text in small letters and without accents."""
    folded = text.lower()
    if folded.isascii() or not _HAS_MARKS.search(folded):
        return folded
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", folded)))


def phrase(words: Sequence[str], *, whole: bool) -> str:
    """Return a pattern for words one after another, the last whole or maybe only begun."""
    return _START + _BETWEEN.join(map(re.escape, words)) + (_END if whole else "")


def inside(part: str) -> str:
    """Return a pattern for letters or signs that stand together anywhere."""
    return re.escape(part)


def has(text: str | None, pattern: str) -> bool:
    """Return whether a text holds what a pattern of this module is for; a function of SQL."""
    return text is not None and _compiled(pattern).search(fold(text)) is not None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
