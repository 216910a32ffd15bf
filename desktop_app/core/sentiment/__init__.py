"""The mood of a message: a label, a score and how sure the judgement is."""

from desktop_app.core.sentiment.judge import judge, warm_up
from desktop_app.core.sentiment.judgement import (
    NEGATIVE,
    NEUTRAL,
    POSITIVE,
    Label,
    Sentiment,
    Source,
)

__all__ = ["NEGATIVE", "NEUTRAL", "POSITIVE", "Label", "Sentiment", "Source", "judge", "warm_up"]
