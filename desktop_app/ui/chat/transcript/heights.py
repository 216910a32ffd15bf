"""Heights of things that stand one below the other, most of them only estimated."""

from __future__ import annotations


class Heights:
    """A sum tree over heights in pixels: any top, and what is at any pixel, in O(log n).

    Whatever was never measured has the estimate. Only differences from it are kept, in a Fenwick
    tree (Fenwick 1994) whose nodes are made when they are first needed. So a hundred thousand rows
    cost nothing until they are shown, and adding one costs nothing at all.

    Attributes:
        count: How many things there are.

    Args:
        count: How many there are at first.
        estimate: The height of what was never measured.
    """

    __slots__ = ("_differences", "_nodes", "count", "estimate")

    _CAPACITY = 1 << 24
    """More things than can be: nodes stand for as many, so that adding one changes none."""

    def __init__(self, count: int = 0, estimate: int = 0) -> None:
        self.count = count
        self.estimate = estimate
        self._differences: dict[int, int] = {}
        self._nodes: dict[int, int] = {}

    def __getitem__(self, index: int) -> int:
        return self.estimate + self._differences.get(index, 0)

    def __setitem__(self, index: int, height: int) -> None:
        change = height - self[index]
        if not change:
            return
        self._differences[index] = height - self.estimate
        node = index + 1
        while node <= self._CAPACITY:
            self._nodes[node] = self._nodes.get(node, 0) + change
            node += node & -node

    def top(self, index: int) -> int:
        """Return where a thing begins: the sum of all heights before it. O(log n)."""
        total = index * self.estimate
        node = index
        while node:
            total += self._nodes.get(node, 0)
            node &= node - 1
        return total

    @property
    def total(self) -> int:
        """The sum of all heights."""
        return self.top(self.count)

    def at(self, y: int) -> int:
        """Return what is at pixel `y`: the last thing that begins at or above it. O(log n).

        What is above all is the first, what is below all is the last; -1 where there is nothing.
        """
        index, rest = 0, y
        step = 1 << max(self.count.bit_length() - 1, 0)
        while step:
            node = index + step
            if node <= self.count:
                height = step * self.estimate + self._nodes.get(node, 0)
                if height <= rest:
                    index, rest = node, rest - height
            step >>= 1
        return min(index, self.count - 1)

    def truncate(self, count: int) -> None:
        """Take away everything from position `count` on."""
        for index in [index for index in self._differences if index >= count]:
            self[index] = self.estimate
            del self._differences[index]
        self.count = count
