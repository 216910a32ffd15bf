"""One user intent: how does this text feel?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from desktop_app.core.sentiment.judgement import NEGATIVE, NEUTRAL, POSITIVE, Sentiment

if TYPE_CHECKING:
    from desktop_app.core.sentiment.english import ChatAnalyzer

THRESHOLD = 0.15
"""A score beyond it, on either side, is a mood. VADER's own 0.05 was set for texts without the
plain sentences that fill a chat."""

_CALM_WEIGHT = 0.25
"""What a sentence without feeling counts for beside one with feeling."""

_CERTAIN = 0.95
_CALM = 0.85
_UNREAD = 0.1
_UNCLEAR_LANGUAGE = 0.85


def judge(text: str) -> Sentiment:
    """Return the mood of `text`, which may hold Markdown, code and quotations.

    The score is the mean over the sentences, where those without feeling count a quarter. The
    confidence says how far to rely on the label:

    - positive and negative: 0.5 for a score at the threshold, rising to 0.95 for a strong one,
      less by the part of the feeling that points the other way;
    - neutral: 0.85 where nothing in the text has a mood, falling to 0.5 as the score nears the
      threshold or as feelings cancel each other out;
    - times 0.85 where a text is too short to be known as English, and 0.1 where it is in another
      language: its mood was not judged. Emoji are read in every language.

    Irony is not recognised. The first call takes about a tenth of a second, see `warm_up`; later
    ones at most a few milliseconds, however long the text is.
    """
    # Conversations know this module, and the first frame has no time for its tables of words.
    from desktop_app.core.sentiment.cleaning import clean
    from desktop_app.core.sentiment.language import OTHER, UNCLEAR, language_of

    prose = clean(text)
    language = language_of(prose)
    if language == OTHER:
        return _judged_by_emoji(prose)
    sentiment = _judged(_sentence_scores(prose))
    if language == UNCLEAR and prose:
        return Sentiment(
            sentiment.label, sentiment.score, round(sentiment.confidence * _UNCLEAR_LANGUAGE, 3)
        )
    return sentiment


def warm_up() -> None:
    """Load the lexicon, so that the first `judge` is as quick as the others."""
    _analyzer()


def _judged_by_emoji(prose: str) -> Sentiment:
    from desktop_app.core.sentiment.english import score

    analyzer = _analyzer()
    emoji = [sign for sign in prose if sign in analyzer.emojis]
    if not emoji:
        return Sentiment(NEUTRAL, 0.0, _UNREAD)
    found = _judged([score(analyzer, sign) for sign in emoji])
    return Sentiment(found.label, found.score, round(found.confidence / 2, 3))


def _sentence_scores(prose: str) -> list[float]:
    from desktop_app.core.sentiment.english import score, sentences

    analyzer = _analyzer()
    return [score(analyzer, sentence) for sentence in sentences(prose)]


def _judged(scores: list[float]) -> Sentiment:
    moved = [score for score in scores if score]
    if not moved:
        return Sentiment(NEUTRAL, 0.0, _CALM)
    mean = sum(moved) / (len(moved) + _CALM_WEIGHT * (len(scores) - len(moved)))
    agreement = abs(sum(moved)) / sum(map(abs, moved))
    strength = abs(mean)
    if strength < THRESHOLD:
        confidence = 0.5 + (_CALM - 0.5) * (1 - strength / THRESHOLD) * agreement
        return Sentiment(NEUTRAL, round(mean, 3), round(confidence, 3))
    confidence = 0.5 + (_CERTAIN - 0.5) * min((strength - THRESHOLD) / 0.5, 1) * agreement
    label = POSITIVE if mean > 0 else NEGATIVE
    return Sentiment(label, round(mean, 3), round(confidence, 3))


@cache
def _analyzer() -> ChatAnalyzer:
    from desktop_app.core.sentiment.english import ChatAnalyzer

    return ChatAnalyzer()
