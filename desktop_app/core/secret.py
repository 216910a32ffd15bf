"""A string that must not be printed."""

from __future__ import annotations


class Secret:
    """An API key. `reveal` is the only way to its text; `repr` and `str` are masked.

    No dataclass: `dataclasses.asdict` of whatever holds one would write its text out.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the key itself, for the one place that sends it."""
        return self._text

    def __bool__(self) -> bool:
        """Whether there is a key at all."""
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret('•••')" if self._text else "Secret('')"

    __str__ = __repr__


NOTHING = Secret("")
"""No key at all."""
