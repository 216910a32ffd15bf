"""What languages are called."""

from __future__ import annotations

import pytest

from desktop_app.ui import tokens
from desktop_app.ui.chat.transcript.colours.languages import (
    _LANGUAGES,
    COLOURS,
    language_name,
    lexer_name,
)


@pytest.mark.parametrize(
    ("word", "name", "lexer"),
    [
        ("python", "Python", "python"),
        ("PY", "Python", "python"),
        ("c++", "C++", "cpp"),
        ("c#", "C#", "csharp"),
        ("ts", "TypeScript", "typescript"),
        ("zsh", "Shell", "bash"),
        ("console", "Shell", "console"),
        ("mermaid", "Mermaid", ""),
        ("text", "Text", ""),
        (".py", "Python", "python"),
        ("{.rust}", "Rust", "rust"),
        ("js{1,3-5}", "JavaScript", "javascript"),
        ("ts:src/main.ts", "TypeScript", "typescript"),
        ("language-java", "Java", "java"),
        ("Brainfuck", "Brainfuck", "brainfuck"),
        ("", "", ""),
        (":", ":", ""),
    ],
)
def test_a_word_behind_a_fence_means_a_language(word: str, name: str, lexer: str) -> None:
    assert (language_name(word), lexer_name(word)) == (name, lexer)


def test_a_word_that_is_no_word_is_cut() -> None:
    assert len(language_name("x" * 10_000)) == 40


def test_no_word_means_two_languages() -> None:
    words = [word for _, _, words in _LANGUAGES for word in words.split()]
    assert len(words) == len(set(words))
    assert len(words) > 200
    assert words == [word.lower() for word in words]


def test_the_colours_are_tokens_of_the_design() -> None:
    assert set(COLOURS) == {name for name in tokens.Colours._fields if name.startswith("syn_")}
