"""What the program that draws formulas gives back to the window."""

from __future__ import annotations

from typing import NamedTuple

EM = 20.0
"""The size of type in pixels that formulas are drawn with."""


class Drawing(NamedTuple):
    """A formula as it was drawn, in a size of `EM`.

    Attributes:
        svg: The drawing, in the colour that an attribute ``color`` of its root decides.
        width: Of its box, in pixels.
        ascent: From the upper edge of the box to the baseline.
        descent: From the baseline to the lower edge.
    """

    svg: str
    width: float
    ascent: float
    descent: float
