"""What a judgement of mood is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Label = Literal["positive", "neutral", "negative"]
Source = Literal["machine", "user"]

POSITIVE: Label = "positive"
NEUTRAL: Label = "neutral"
NEGATIVE: Label = "negative"


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The mood of one text.

    Attributes:
        label: positive, neutral or negative.
        score: From -1 (all negative) to 1 (all positive).
        confidence: From 0 (a guess) to 1 (certain).
        source: Whether a machine judged, or the user, who is always right.
    """

    label: Label
    score: float
    confidence: float
    source: Source = "machine"
