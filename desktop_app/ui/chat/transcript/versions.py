"""Which of several messages beside each other one is."""

from __future__ import annotations

from typing import NamedTuple


class VersionOf(NamedTuple):
    """The place of a message among its versions.

    Attributes:
        number: Which one it is, counted from 1, the oldest first.
        total: How many there are.
    """

    number: int
    total: int
