"""The words for moods."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.sentiment.judgement import NEGATIVE, NEUTRAL, POSITIVE, Label

MOODS: tuple[Label, ...] = (POSITIVE, NEUTRAL, NEGATIVE)


def mood_word(label: str) -> str:
    """Return the word for a mood in the user's language."""
    words = {
        "positive": QCoreApplication.translate("Mood", "positive"),
        "neutral": QCoreApplication.translate("Mood", "neutral"),
        "negative": QCoreApplication.translate("Mood", "negative"),
    }
    return words[label]


def mood_words(label: str) -> str:
    """Return what a screen reader says of a mood."""
    words = QCoreApplication.translate("Badge", "Mood: {word}")
    return words.format(word=mood_word(label))
