"""Names of files that are read from titles, and that every file system takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 80
"""Characters of a title that a name keeps."""
_BYTES = 180
"""File systems allow 255 of a name; the rest is for a number, an ending and a temporary mark."""
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""What Windows takes for devices."""


def readable_name(title: str, otherwise: str) -> str:
    """Return a name for a file, without its ending.

    It has none of the signs that a system forbids, none that are not seen or turn the direction of
    writing, and begins neither with a dot, which hides it, nor with a dash.

    Args:
        title: What it should be read as.
        otherwise: The name where nothing is left of the title.
    """
    seen = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign
        for sign in unicodedata.normalize("NFC", title)
    )
    name = " ".join(_FORBIDDEN.sub(" ", seen).split())[:LONGEST]
    name = name.encode()[:_BYTES].decode(errors="ignore").strip(" .").lstrip("-").strip(" .")
    if _RESERVED.fullmatch(name):
        name = f"{name} {otherwise}"
    return name or otherwise


def free_name(stem: str, ending: str, is_taken: Callable[[str], bool]) -> str:
    """Return the first of ``stem.json``, ``stem (2).json``, … that is not taken."""
    name, number = f"{stem}{ending}", 2
    while is_taken(name):
        name, number = f"{stem} ({number}){ending}", number + 1
    return name


def is_numbered(name: str, stem: str, ending: str) -> bool:
    """Whether `free_name` may have made a name of a stem."""
    return re.fullmatch(rf"{re.escape(stem)}(?: \(\d+\))?{re.escape(ending)}", name) is not None
