from __future__ import annotations

import pytest

from desktop_app.ui.chat.transcript.moods import mood_word, mood_words


@pytest.mark.parametrize("label", ["positive", "neutral", "negative"])
def test_every_mood_has_a_word(label: str) -> None:
    assert mood_word(label) == label
    assert mood_words(label) == f"Mood: {label}"
