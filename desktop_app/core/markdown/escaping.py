r"""Keeps Markdown from reading markup in what is only text.

An opening bracket never gets a backslash: ``\(`` and ``\[`` begin formulas.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Escape = Callable[[str], str]
"""Takes text and returns the Markdown that is read as this text."""

# What is likely to be read as markup: a backslash in front of a sign; stars but for those between
# spaces; underscores but for those within words; pairs of tildes; what may begin HTML, an entity,
# a picture; the end of what may be the words of a link.
_LIKELY = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|\Z)|\*(?!\s)|(?<!\s)\*|(?<![^\W_])_|_(?![^\W_])|`|~(?=~)|(?<=~)~"
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)|!(?=\[)|\](?=[(\[:])"
)
_ANY = re.compile(r"(?<=\n)[ \t]+|[ \t]+(?=\n)|[!-')-/:-@\[-`{-~]")
_AS_ENTITY = " \t["
_LINE_START = re.compile(
    r"^[ \t]*(?:(?=#{1,6}(?:[ \t]|$)|>|[-+*](?:[ \t]|$)|=+[ \t]*$|-+[ \t]*$|\|)"
    r"|\d{1,9}(?=[.)](?:[ \t]|$)))",
    re.MULTILINE,
)


def escaped_lightly(text: str) -> str:
    """Return `text` with backslashes where markup is likely; most text stays as it is."""
    return _LIKELY.sub(r"\\\g<0>", text)


def escaped_fully(text: str) -> str:
    """Return `text` so that no character of it can be markup."""
    return _ANY.sub(_escaped, text)


def escaped_line_starts(markdown: str) -> str:
    """Return `markdown` so that none of its lines begins a heading, a list, a quote or a table."""
    return _LINE_START.sub(r"\g<0>\\", markdown)


def entity(character: str) -> str:
    """Return what is read as `character` but counts as a sign beside emphasis."""
    return f"&#{ord(character)};"


def is_sign(character: str) -> bool:
    """Return whether `character` is punctuation or a symbol (CommonMark 0.31, 2.1)."""
    return unicodedata.category(character)[0] in "PS"


def is_wide(character: str) -> bool:
    """Return whether `character` is as wide as an ideograph."""
    return unicodedata.east_asian_width(character) in "WF"


def _escaped(match: re.Match[str]) -> str:
    text = match.group()
    return "".join(map(entity, text)) if text[0] in _AS_ENTITY else f"\\{text}"
