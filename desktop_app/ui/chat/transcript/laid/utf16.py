"""Offsets: Qt counts UTF-16 units, Python counts characters."""

from __future__ import annotations

_LAST_OF_ONE_UNIT = "\uffff"


def units(text: str) -> int:
    """Return how many UTF-16 units `text` has."""
    if text.isascii() or max(text, default="") <= _LAST_OF_ONE_UNIT:
        return len(text)
    return len(text) + sum(character > _LAST_OF_ONE_UNIT for character in text)


def characters(text: str, offset: int) -> int:
    """Return how many characters of `text` lie before UTF-16 unit `offset`."""
    if text.isascii() or max(text, default="") <= _LAST_OF_ONE_UNIT:
        return min(offset, len(text))
    passed = 0
    for index, character in enumerate(text):
        if passed >= offset:
            return index
        passed += 2 if character > _LAST_OF_ONE_UNIT else 1
    return len(text)
