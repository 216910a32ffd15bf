from __future__ import annotations

import pytest

from desktop_app.core.markdown.pieces import Formula, Paragraph, Picture, Rule, Run, Style
from desktop_app.core.markdown.plain import cut_runs, piece_text, plain_text, rows_of
from tests.core.markdown.reading_of import pieces_of, runs_of


@pytest.mark.parametrize(
    ("text", "selected"),
    [
        ("a **b** `c`\nd", ["a b c\nd"]),
        ("so $x$ is[^1]", ["so $x$ is1"]),
        ("# a", ["a"]),
        ("```py\na\n\nb\n```", ["a\n\nb"]),
        ("| a | b |\n|---|---|\n| $c$ |", ["a\tb\n$c$\t"]),
        ("$$\nx\n$$", ["$$\nx\n$$"]),
        ("- a\n\n***", ["a", ""]),
        ("![a](data:image/png;base64,AAAA)", ["a"]),
    ],
)
def test_the_characters_of_a_piece(text: str, selected: list[str]) -> None:
    assert [piece_text(piece) for piece in pieces_of(text, footnotes=["1"])] == selected


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# Title\nSome **bold** words\nin lines", "Title\n\nSome bold words\nin lines"),
        ("- a\n- b\n  - c\n\n  - d\n- e", "• a\n• b\n\n  • c\n\n  • d\n• e"),
        ("- a\n- b\n  - c\n- e", "• a\n• b\n  • c\n• e"),
        ("10. a\n\n    b\n    - c\n11. d", "10. a\n\n    b\n\n    • c\n\n11. d"),
        ("- [ ] a\n- [x] b", "☐ a\n☑ b"),
        ("> a\n> b\n>\n> c\n\nd", "> a\n> b\n>\n> c\n\nd"),
        ("> > a\n>\n> b", "> > a\n>\n> b"),
        ("- > a", "•\n  > a"),
        ("-\n- a", "•\n• a"),
        ("| a | b |\n|---|---|\n| c<br>d | `e` |", "a\tb\nc d\te"),
        ("1. a\n   ```\n   x\n\n   y\n   ```\n2. b", "1. a\n\n   x\n\n   y\n\n2. b"),
        ("so $x$ is\n\n$$y$$", "so $x$ is\n\n$$y$$"),
        ("a\n\n***\n\nb", "a\n\nb"),
        ("[^1]: a\n[^2]: b\n\n    c", "1 a\n2 b\n\n  c"),
        ("a ![b](data:image/png;base64,AAAA) ![](data:image/png;base64,AAAA)", "a\n\nb"),
        ("[a](b) <http://c.d>", "a http://c.d"),
        ("", ""),
    ],
)
def test_plain_text(text: str, plain: str) -> None:
    assert plain_text(pieces_of(text, footnotes=["1", "2"])) == plain


def test_what_stands_in_a_list_whose_marker_was_not_copied_is_indented() -> None:
    pieces = pieces_of("1. a\n\n   b\n\n   - c")
    assert plain_text(pieces[1:]) == "   b\n\n   • c"


def test_a_table_that_was_cut_has_no_gap() -> None:
    whole, more = (
        pieces_of("| a |\n|---|\n| b |")[0],
        pieces_of("| c |", continued=True, head="| a |\n|---|")[0],
    )
    assert plain_text([whole, more]) == "a\nb\nc"


def test_rows_have_the_head_first() -> None:
    (table,) = pieces_of("| a |\n|---|\n| b |")
    assert rows_of(table) == (((Run("a"),),), ((Run("b"),),))


@pytest.mark.parametrize(
    ("start", "end", "cut"),
    [
        (0, 2, [Run("ab")]),
        (1, 4, [Run("b", Style.NONE), Run("cd", Style.BOLD)]),
        (5, 6, [Run("x", Style.FORMULA, source="$x$")]),
        (4, 5, [Run("x", Style.FORMULA, source="$x$")]),
        (7, 8, [Run("1", Style.NOTE)]),
        (8, 99, [Run("e")]),
        (3, 3, []),
        (99, 100, []),
    ],
)
def test_runs_are_cut_but_formulas_are_not(start: int, end: int, cut: list[Run]) -> None:
    runs = runs_of("ab**cd**$x$[^1]e", footnotes=["1"])
    assert cut_runs(runs, start, end) == tuple(cut)


def test_pieces_that_show_nothing_are_not_copied() -> None:
    pieces = [Rule(), Paragraph((Run("a"),)), Picture("data:", ""), Formula("x", "$$x$$"), Rule()]
    assert plain_text(pieces) == "a\n\n$$x$$"
