from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.titles import title_from


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("what is the capital of France?", "What is the capital of France?"),
        ("Hello there, my friend. How are you?", "Hello there, my friend"),
        ("Hi! How do tides work?", "Hi! How do tides work?"),
        ("Hi!", "Hi!"),
        ("# Plan for *today*\nbuy milk", "Plan for today"),
        ("see [the docs](https://example.org/x) please", "See the docs please"),
        ("```python\nprint(1)\n```\nWhy does this fail?", "Why does this fail?"),
        ("```\nnever closed", ""),
        ("", ""),
        (" \n\t ", ""),
        ("***", ""),
        ("ß is a letter", "ß is a letter"),
        ("почему небо голубое? Расскажи", "Почему небо голубое?"),
        ("为什么天空是蓝色的。", "为什么天空是蓝色的"),
        (
            "explain in great detail how the engines of large ships are started in winter",
            "Explain in great detail how the engines of…",
        ),
        ("x" * 100, "X" + "x" * 46 + "…"),
    ],
)
def test_title(text: str, title: str) -> None:
    assert title_from(text) == title


@given(st.text(max_size=300))
def test_stays_short_and_on_one_line(text: str) -> None:
    title = title_from(text)
    assert len(title) <= 48
    assert len(title.splitlines()) <= 1


@pytest.mark.parametrize("piece", ["[", "[](", "`", "![a](", "a. ", "* "])
def test_a_page_of_markup_costs_little(piece: str) -> None:
    start = time.process_time()
    title_from(piece * 100_000)
    assert time.process_time() - start < 1.0
