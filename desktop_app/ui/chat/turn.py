"""Turning from one conversation to another, which takes as long as reading it does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Turn:
    """The user turns to another conversation.

    Attributes:
        left: What stood in the composer then; what is typed behind it is meant for the other one.
        shown: Whether the other conversation could be read, and is shown.
    """

    left: str
    shown: bool = False
