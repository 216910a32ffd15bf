from __future__ import annotations

import pytest

from desktop_app.core.sentiment.language import ENGLISH, OTHER, UNCLEAR, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This is the house that Jack built", ENGLISH),
        ("I would die for this", ENGLISH),
        ("Die Katze ist nicht da", OTHER),
        ("C'est très bien", OTHER),
        ("Está muy bien, gracias", OTHER),
        ("Non sono contento", OTHER),
        ("não gosto disso com você", OTHER),
        ("Привет", OTHER),
        ("你好", OTHER),
        ("مرحبا", OTHER),
        ("naïve café", UNCLEAR),
        ("42", UNCLEAR),
        ("", UNCLEAR),
        ("perfect", UNCLEAR),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language
