"""The mood of a message: milliseconds for a short and a long one, beside bare VADER."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from desktop_app.core.sentiment import judge, warm_up

_SHORT = (
    "I really like the new layout, but the export still fails and the message is no help. Any idea?"
)
_PARAGRAPH = (
    "I tried the new version today. It is much better than the old one, but the export is slow. "
    "The support was helpful and kind! However, I hate the colours, they are terrible. "
    "Please see the list of steps below, and tell me what you think.\n\n"
)
_LONG = (_PARAGRAPH * 20)[:4096]


def measure() -> list[dict[str, object]]:
    """Return one row a size. The floor is VADER alone on the same text; the budget is in ms."""
    warm_up()
    vader = SentimentIntensityAnalyzer()
    rows: list[dict[str, object]] = []
    for what, text, repeats, budget in (
        ("sentiment, 100 characters (ms)", _SHORT, 400, 0.2),
        ("sentiment, 4 KB (ms)", _LONG, 15, 5.0),
    ):
        measured = _milliseconds(lambda text=text: judge(text), repeats)  # type: ignore[misc]
        floor = _milliseconds(lambda text=text: vader.polarity_scores(text), repeats)  # type: ignore[misc]
        rows.append(
            {
                "what": what,
                "measured": round(measured, 3),
                "floor": round(floor, 3),
                "ratio": round(measured / floor, 2),
                "budget": budget,
                "ok": measured <= budget,
            }
        )
    return rows


def _milliseconds(work: Callable[[], object], repeats: int) -> float:
    """Return the median CPU time of one call."""
    times = []
    for _ in range(repeats):
        start = time.process_time_ns()
        work()
        times.append(time.process_time_ns() - start)
    return statistics.median(times) / 1e6
