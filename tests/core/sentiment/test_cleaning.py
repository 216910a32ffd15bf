from __future__ import annotations

import pytest

from desktop_app.core.sentiment.cleaning import LONGEST, clean


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("Look:\n```py\nx = 1\n```\nGood.", "Look:\n\n\nGood."),
        ("Look:\n```py\nx = 1", "Look:"),
        ("~~~\nx\n~~~ done", "done"),
        ("Use `rm -rf` now", "Use   now"),
        ("# Title\n- one\n2. two", "Title\none\ntwo"),
        ("a [link](https://x.org/a) here", "a link here"),
        ("see https://x.org/a?b=c now", "see   now"),
        ("> he said\nI say", "I say"),
        ("**very** _good_ snake_case", "very   good  snake_case"),
        ("a <b>word</b> <3", "a  word  <3"),
        ("It doesn’t", "It doesn't"),
        ("java.lang.NullPointerException: x\n\tat a.B.c(B.java:1)\nHelp", "Help"),
        ('Traceback (most recent call last):\n  File "a", line 1\nKeyError: 1\nWhy?', "Why?"),
    ],
)
def test_only_prose_is_left(text: str, prose: str) -> None:
    assert clean(text).split() == prose.split()


def test_a_long_text_keeps_its_beginning_and_end() -> None:
    prose = clean("first " + "middle " * 5_000 + "last")
    assert len(prose) <= LONGEST + 1
    assert prose.startswith("first")
    assert prose.endswith("last")


def test_a_long_word_is_cut() -> None:
    assert len(clean("x" * 50_000)) <= LONGEST + 1


def test_code_at_the_cut_stays_out() -> None:
    text = "```\n" + "bad\n" * 10_000 + "```\nGood."
    assert clean(text) == "Good."
