"""A string that must not be printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """An API key. `reveal` is the only way to its text; `repr` and `str` are masked."""

    _text: str

    def reveal(self) -> str:
        """Return the key itself, for the one place that sends it."""
        return self._text

    def __bool__(self) -> bool:
        """Whether there is a key at all."""
        return bool(self._text)

    def __repr__(self) -> str:
        return "Secret('•••')" if self._text else "Secret('')"

    __str__ = __repr__


NOTHING = Secret("")
"""No key at all."""
