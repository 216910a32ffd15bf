"""Characters that no text needs and that a painter or a clipboard stumbles over."""

from __future__ import annotations

import re

_ODD = re.compile("\r\n?|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffc\ud800-\udfff]")
_CLEAN = re.compile("[\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffb\ufffd-\U0010ffff]*+")
"""All others. Nearly all text is nothing else, and to see that is quicker than to look for ODD."""

_SHOWN = {"\r": "\n", "\r\n": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": " ", "\x0c": " "}
_REPLACED = {"\x00", "\ufffc"}
"""NUL after CommonMark; the stand-in for objects, because the painter uses it for its own."""
_REPLACEMENT = "\ufffd"


def cleaned(text: str) -> str:
    r"""Return `text` with ``\n`` as its only line break and ``\t`` as its only other control.

    Halves of surrogate pairs become U+FFFD: they are no characters and cannot be encoded. Controls
    that steer the direction of writing stay, because languages need them.
    """
    return text if _CLEAN.fullmatch(text) else _ODD.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    odd = match.group()
    if odd in _REPLACED or odd >= "\ud800":
        return _REPLACEMENT
    return _SHOWN.get(odd, "")
