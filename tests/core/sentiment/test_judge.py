from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.sentiment import judge, warm_up

NEGATIVE = [
    "It doesn't work",
    "It doesn’t work.",
    "Still not working!",
    "It crashed again.",
    "That answer is wrong.",
    "I don't like it",
    "That makes no sense",
    "This is pretty bad",
    "This is complete nonsense",
    "Fix this stupid thing!",
    "Thanks for nothing",
    "Can you fix this? It still crashes and I'm really frustrated.",
    "👎",
]
NEUTRAL = [
    "ok",
    "yes",
    "No, use the other one",
    "error handling",
    "fix the error handling",
    "delete the old file",
    "Kill process 4312",
    "How do I kill a zombie process?",
    "Why does my program crash with a fatal error?",
    "What is the best way to handle fatal errors in Python?",
    "Write a sad poem about death",
    "Can you write a happy song about love?",
    "I want you to act as an angry customer",
    "The function returns a value like this.",
    "Paris is the capital of France.",
    "Sorry for the confusion.",
    "No thanks",
    "",
]
POSITIVE = [
    "thanks",
    "Thank you so much!",
    "That works, thanks",
    "It works now",
    "I like it",
    "It's pretty good",
    "perfect",
    "Well done",
    "Exactly what I needed.",
    "Great, now delete the old file.",
    "Great explanation, but a bit long.",
    ":)",
    "👍",
]


@pytest.mark.parametrize("text", NEGATIVE)
def test_complaints_are_negative(text: str) -> None:
    assert judge(text).label == "negative"


@pytest.mark.parametrize("text", NEUTRAL)
def test_commands_and_plain_words_are_neutral(text: str) -> None:
    sentiment = judge(text)
    assert sentiment.label == "neutral"
    assert sentiment.confidence > 0.5


@pytest.mark.parametrize("text", POSITIVE)
def test_praise_is_positive(text: str) -> None:
    assert judge(text).label == "positive"


def test_a_denied_complaint_is_not_negative() -> None:
    assert judge("not bad at all").label != "negative"


@pytest.mark.parametrize(
    "text",
    ["Мне не нравится", "Это полный бред", "да", "nicht schlecht", "Die Katze war böse", "很糟糕"],
)
def test_other_languages_are_not_guessed(text: str) -> None:
    sentiment = judge(text)
    assert (sentiment.label, sentiment.score) == ("neutral", 0.0)
    assert sentiment.confidence <= 0.2


def test_emoji_are_read_in_every_language() -> None:
    assert judge("спасибо 👍").label == "positive"
    assert judge("спасибо 👍").confidence < judge("thanks 👍").confidence


@pytest.mark.parametrize(
    "text",
    [
        "```\nkill terrible horrible\n```",
        "What does `terrible_hate()` do in this file?",
        "> this is awful\n\nWhat does he mean?",
        "https://example.com/awful/terrible/hate",
        "[the page](https://example.com/terrible)",
        'Traceback (most recent call last):\n  File "x.py", line 3\n    bad()\nKeyError: awful',
    ],
)
def test_what_is_not_prose_has_no_mood(text: str) -> None:
    assert judge(text).label == "neutral"


def test_stronger_feelings_are_surer() -> None:
    assert (
        judge("This is absolutely wonderful, I love it!").confidence
        > judge("fine work, nice").confidence
    )


def test_feelings_that_cancel_out_are_an_unsure_neutral() -> None:
    sentiment = judge("I love the design. I hate the colours.")
    assert sentiment.label == "neutral"
    assert sentiment.confidence < 0.7


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_judgement_in_range(text: str) -> None:
    sentiment = judge(text)
    assert -1 <= sentiment.score <= 1
    assert 0 <= sentiment.confidence <= 1
    assert sentiment.label in {"positive", "neutral", "negative"}


@pytest.mark.parametrize(
    "text",
    [
        "bad " * 250_000,
        "`" * 1_000_000,
        "[" * 500_000 + "](",
        "*" * 1_000_000,
        "<a" * 500_000,
        "what " + "?" * 1_000_000 + "x",
        "```x" * 250_000,
        "> quoted\n" * 100_000,
        "😊" * 250_000,
    ],
    ids=["words", "ticks", "brackets", "stars", "tags", "marks", "fences", "quotes", "emoji"],
)
def test_a_million_characters_take_no_time(text: str) -> None:
    warm_up()
    start = time.process_time()
    judge(text)
    assert time.process_time() - start < 0.25


def test_nothing_is_loaded_before_the_first_judgement() -> None:
    code = (
        "import sys, desktop_app.core.sentiment as s; "
        "assert 'vaderSentiment' not in sys.modules; s.judge('ok'); "
        "assert not {'requests', 'socket', 'ssl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
