from __future__ import annotations

import pytest
from hypothesis import given, settings

from desktop_app.core.markdown.pieces import Paragraph, Run, Style, Table
from desktop_app.core.markdown.plain import piece_text
from desktop_app.core.markdown.writing import markdown_of, markdown_of_all
from tests.core.markdown.generated import headings, paragraphs, tables
from tests.core.markdown.reading_of import pieces_of

NOTES = ["1", "2"]


def rewritten(text: str) -> str:
    pieces = pieces_of(text, footnotes=NOTES)
    return markdown_of_all((piece, 0, len(piece_text(piece))) for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "a **b**\nc",
        "## a *b*",
        "- a\n- b\n  - c\n- d",
        "- a\n\n- b\n\n  c",
        "10. a\n\n    b\n\n    - c\n    - d\n\n11. e",
        "1. a\n\n   ```py\n   x\n\n   y\n   ```\n\n2. b",
        "- [ ] a\n- [x] b\n  1. c",
        "1. [x] a",
        "-\n- a",
        "-\n  > a",
        "-\n  ---",
        "> a\n> b\n>\n> > c\n>\n> d\n\ne",
        "> - a\n>   b\n> - c",
        "```\na\n```",
        "````md\n```\n````",
        "~~~a`b\nx\n~~~",
        "| a | b | c |\n| --- | :-: | --: |\n| **d** | `e\\|f` | g<br>h |\n|  | - | \\| |",
        "- | a |\n  | --- |",
        "$$\nx\n+ y\n$$",
        "- $$x$$\n\n- b",
        "\\[x\\]",
        "---",
        "![a *b*](data:image/png;base64,AAAA)".replace("*b*", "b"),
        "[^1]: a\n[^2]: b\n\n    c",
        "a[^1]",
    ],
)
def test_what_is_wholly_selected_is_written_as_it_was(text: str) -> None:
    assert rewritten(text) == text


@pytest.mark.parametrize(
    ("text", "start", "end", "written"),
    [
        ("- some **bold** words", 0, 7, "- some **bo**"),
        ("- some **bold** words", 5, 9, "**bold**"),
        ("- some **bold** words", 7, 15, "**ld** words"),
        ("# some *words*", 0, 4, "# some"),
        ("# some *words*", 5, 10, "*words*"),
        ("> quoted words", 0, 6, "> quoted"),
        ("> quoted words", 7, 12, "words"),
        ("so $x$ is", 4, 5, "$x$"),
        ("[a link](b)", 2, 6, "[link](b)"),
        ("```py\none\ntwo\n```", 1, 5, "```py\nne\nt\n```"),
        ("```py\none\ntwo\n```", 4, 7, "```py\ntwo\n```"),
        ("> ```py\n> one\n> ```", 0, 2, "> ```py\n> on\n> ```"),
        ("> ```py\n> one\n> ```", 1, 2, "```py\nn\n```"),
        ("$$\nx\n$$", 3, 4, "$$\nx\n$$"),
        ("a\n===", 0, 1, "# a"),
    ],
)
def test_what_is_partly_selected(text: str, start: int, end: int, written: str) -> None:
    (piece,) = pieces_of(text)
    assert markdown_of(piece, start, end) == written


TABLE = "| a | b |\n| --- | --- |\n| one | *two* |\n| three | four |"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (4, 7, "one"),
        (8, 11, "*two*"),
        (9, 11, "*wo*"),
        (4, 11, "| a | b |\n| --- | --- |\n| one | *two* |"),
        (6, 13, TABLE),
        (0, 3, "| a | b |\n| --- | --- |"),
        (0, 22, TABLE),
        (12, 22, "| a | b |\n| --- | --- |\n| three | four |"),
    ],
)
def test_of_a_table_whole_rows_or_a_part_of_a_cell(start: int, end: int, written: str) -> None:
    (piece,) = pieces_of(TABLE)
    assert piece_text(piece) == "a\tb\none\ttwo\nthree\tfour"
    assert markdown_of(piece, start, end) == written


def test_rows_that_go_on_follow_the_table_without_a_gap() -> None:
    (table,) = pieces_of("| a |\n| --- |\n| b |")
    (more,) = pieces_of("| c |\n| d |", continued=True, head="| a |\n| --- |")
    assert markdown_of_all([(table, 0, 3), (more, 0, 3)]) == "| a |\n| --- |\n| b |\n| c |\n| d |"


def test_what_stands_in_an_item_that_is_not_selected_is_not_indented() -> None:
    pieces = pieces_of("1. a\n\n   b\n\n   - c\n\n   > d")
    chosen = [(piece, 0, 1) for piece in pieces[1:]]
    assert markdown_of_all(chosen) == "b\n\n- c\n\n> d"
    assert [markdown_of(*part) for part in chosen] == ["b", "- c", "> d"]


def test_a_selection_that_begins_within_an_item() -> None:
    first, second, third = pieces_of("- one\n- two\n\n  three")
    assert markdown_of_all([(first, 1, 3), (second, 0, 3), (third, 0, 5)]) == (
        "ne\n\n- two\n\n  three"
    )


def test_a_paragraph_of_a_heading_keeps_its_last_sign() -> None:
    heading = Paragraph((Run("C#\nand #"),), level=2)
    assert markdown_of(heading, 0, 8) == "## C\\#<br>and \\#"
    assert pieces_of("## C\\#<br>and \\#") == (heading,)


def test_a_cell_may_hold_anything() -> None:
    table = Table(head=((Run("a|b", Style.CODE),), (Run("\\|", Style.BOLD),)), rows=(), columns=())
    assert markdown_of(table, 0, 6).startswith("| `a\\|b` |")


@settings(max_examples=100)
@given(paragraphs() | headings() | tables())
def test_what_is_written_is_read_as_the_same(text: str) -> None:
    pieces = pieces_of(text)
    again = pieces_of(rewritten(text))
    assert again == pieces
