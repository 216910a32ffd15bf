"""What was used last is kept, up to a bound."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Kept = TypeVar("_Kept")


class Shelf(Generic[_Kept]):
    """Things by key; what was not used for longest makes room.

    Args:
        most: How many it holds.
        heaviest: How much all of them may weigh together.
        weigh: Returns the weight of one, in the unit of `heaviest`.
    """

    def __init__(self, most: int, heaviest: int, weigh: Callable[[_Kept], int]) -> None:
        self._most = most
        self._heaviest = heaviest
        self._weigh = weigh
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._weight = 0

    def get(self, key: Hashable) -> _Kept | None:
        """Return what is kept; None for nothing."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    def put(self, key: Hashable, kept: _Kept) -> None:
        """Keep something in the place of what has the same key."""
        if key in self._kept:
            self._weight -= self._weigh(self._kept.pop(key))
        self._kept[key] = kept
        self._weight += self._weigh(kept)
        while len(self._kept) > self._most or self._weight > self._heaviest:
            _, dropped = self._kept.popitem(last=False)
            self._weight -= self._weigh(dropped)
