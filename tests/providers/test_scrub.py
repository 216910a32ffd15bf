from __future__ import annotations

import pytest

from desktop_app.core.secret import Secret
from desktop_app.providers.scrub import LONGEST, scrub


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Incorrect API key provided: sk-proj-abcDEF123456.", "abcDEF123456"),
        ("Incorrect API key provided: sk-abc***wxyz.", "wxyz"),
        ("{'Authorization': 'Bearer eyJhbGciOi.x.y'}", "eyJhbGciOi"),
        ("authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ('{"api-key": "0123456789abcdef"}', "0123456789abcdef"),
        ("x-api-key=0123456789abcdef", "0123456789abcdef"),
        ("http://me:hunter2@proxy:3128/", "hunter2"),
        ("https://example.org/v1?api_key=0123456789&x=1", "0123456789"),
    ],
)
def test_whatever_looks_like_a_secret_is_masked(text: str, secret: str) -> None:
    assert secret not in scrub(text)
    assert "•••" in scrub(text)


def test_the_known_key_is_masked_wherever_it_stands() -> None:
    key = Secret("my/odd+key=")
    assert scrub("before my/odd+key= after, my%2Fodd%2Bkey%3D too", key) == (
        "before ••• after, ••• too"
    )


def test_no_part_of_the_key_is_left_where_a_text_is_cut() -> None:
    key = "correct-horse-battery"
    text = scrub("x" * (LONGEST - 5) + key + "y" * 100, Secret(key))
    assert "corre" not in text
    assert len(text) <= LONGEST + 1


def test_a_placeholder_riddles_no_text() -> None:
    assert scrub("an x is an x", Secret("x")) == "an x is an x"
    assert scrub("nothing", Secret("")) == "nothing"


def test_plain_words_stay() -> None:
    words = "The model gpt-4o-mini at https://api.openai.com/v1/chat (user@example.org) is gone."
    assert scrub(words) == words


def test_a_hostile_text_is_masked_quickly() -> None:
    assert len(scrub("authorization: " * 200_000)) <= LONGEST + 1
