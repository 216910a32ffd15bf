from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from desktop_app.ui.chat.transcript.highlight import Highlighter, warm_up
from desktop_app.ui.theme import colours


def coloured(text: str, language: str) -> list[list[tuple[str, str]]]:
    """Return the coloured words of each line with the names of their colours."""
    document = QTextDocument(text)
    Highlighter(document).colour(language)
    names = {getattr(colours(), n).lower(): n for n in dir(colours()) if n.startswith("syn_")}
    found = []
    block = document.begin()
    while block.isValid():
        units = block.text().encode("utf-16-le")
        found.append(
            [
                (
                    units[2 * f.start : 2 * (f.start + f.length)].decode("utf-16-le"),
                    names[f.format.foreground().color().name()],
                )
                for f in block.layout().formats()
            ]
        )
        block = block.next()
    return found


def test_kinds_of_words() -> None:
    (first, second, third) = coloured('def f():  # why\n    return "a"\nx = 42', "python")
    assert first == [("def", "syn_keyword"), ("f", "syn_function"), ("# why", "syn_comment")]
    assert second[0] == ("return", "syn_keyword")
    assert "".join(words for words, _ in second[1:]) == '"a"'
    assert third == [("42", "syn_number")]


def test_string_over_several_lines() -> None:
    first, second, third = coloured('x = """one\ntwo\nthree"""', "python")
    assert second == [("two", "syn_string")]
    assert third[0][0].startswith("three")
    assert first[-1][1] == "syn_string"


def test_characters_beyond_the_first_plane_count_twice() -> None:
    ((_, (after, name)),) = [coloured('a = "🙂" # x', "python")[0][-2:]]
    assert (after, name) == ("# x", "syn_comment")


@pytest.mark.parametrize("language", ["", "no-such-language", "text"])
def test_unknown_language_stays_plain(language: str) -> None:
    assert coloured("def f(): pass", language) == [[]]


@pytest.mark.parametrize("text", ["", "\n\n", "\nx = 1\n\n", "x = 1"])
def test_empty_lines_at_the_edges_stay_in_place(text: str) -> None:
    found = coloured(text, "python")
    assert len(found) == text.count("\n") + 1
    for line, words in zip(text.split("\n"), found, strict=True):
        assert bool(words) == bool(line)


def test_very_long_code_stays_plain() -> None:
    assert coloured("x = 1;" * 20_000, "python") == [[]]


def test_warm_up_can_be_repeated() -> None:
    warm_up()
    warm_up()
