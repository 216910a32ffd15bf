from __future__ import annotations

import pytest

from desktop_app.core.markdown.pieces import Container, Formula, Paragraph, Run, Table
from desktop_app.core.markdown.plain import piece_text
from tests.core.markdown.reading_of import pieces_of

BULLETS, QUOTE, NOTE = Container.BULLETS, Container.QUOTE, Container.NOTE


@pytest.mark.parametrize(
    ("source", "latex"),
    [
        ("$$x$$", "x"),
        ("$$ x $$", "x"),
        ("$$\na\n- b\n= c\n$$", "a\n- b\n= c"),
        ("\\[\nx \\\\[2pt]\ny\n\\]", "x \\\\[2pt]\ny"),
        ("\\[1\\]", "1"),
        ("$$a\n+ b$$", "a\n+ b"),
        (r"$$a \$$ b$$", r"a \$$ b"),
    ],
)
def test_a_formula_alone_in_its_lines_is_displayed(source: str, latex: str) -> None:
    assert pieces_of(source) == (Formula(latex, source),)
    assert pieces_of(f"Text:\n{source}\nMore.") == (
        Paragraph((Run("Text:"),)),
        Formula(latex, source),
        Paragraph((Run("More."),)),
    )


def test_a_formula_within_lists_and_quotes() -> None:
    formula = Formula("x\ny", "$$\nx\ny\n$$", marker="•", containers=(BULLETS,))
    assert pieces_of("- $$\n  x\n  y\n  $$\n- b") == (
        formula,
        Paragraph((Run("b"),), marker="•", containers=(BULLETS,)),
    )
    assert pieces_of("> a\n> $$\n> x\n> $$") == (
        Paragraph((Run("a"),), containers=(QUOTE,)),
        Formula("x", "$$\nx\n$$", containers=(QUOTE,)),
    )


@pytest.mark.parametrize(
    "text",
    ["$$\nx", "$$ x", "$$\nx\n\ny\n$$", "\\[\nx\n\\[\ny", "$$$$", "    $$x$$", "- $$\n  x\n$$"],
)
def test_without_its_end_there_is_no_formula(text: str) -> None:
    assert not any(isinstance(piece, Formula) for piece in pieces_of(text))


def test_words_behind_a_formula_leave_it_in_its_line() -> None:
    assert [type(piece) for piece in pieces_of("$$x$$ is y")] == [Paragraph]


def test_footnotes() -> None:
    text = "[^b]: One\nlazy\n[^a]: Two\n\n    - item\n\n    end\n\nnot in it"
    assert pieces_of(text, footnotes=["a", "b"]) == (
        Paragraph((Run("One\nlazy"),), marker="2", containers=(NOTE,)),
        Paragraph((Run("Two"),), marker="1", tight=True, containers=(NOTE,)),
        Paragraph((Run("item"),), marker="•", containers=(NOTE, BULLETS)),
        Paragraph((Run("end"),), containers=(NOTE,)),
        Paragraph((Run("not in it"),)),
    )


@pytest.mark.parametrize("above", ["Text", "- item", "> quote", "[a]: /b"])
def test_a_footnote_ends_what_is_above(above: str) -> None:
    pieces = pieces_of(f"{above}\n[^1]: note", footnotes=["1"])
    assert pieces[-1] == Paragraph((Run("note"),), marker="1", containers=(NOTE,))


def test_a_footnote_of_one_word_is_no_link_definition() -> None:
    (note,) = pieces_of("[^1]: word", footnotes=["1"])
    assert piece_text(note) == "word"


def test_a_footnote_without_a_word_shows_its_number() -> None:
    assert pieces_of("[^1]:", footnotes=["1"]) == (Paragraph((), marker="1", containers=(NOTE,)),)


def test_a_footnote_that_nobody_knows_shows_its_label() -> None:
    (note,) = pieces_of("[^x]: word")
    assert note.marker == "x"


def test_a_footnote_within_an_item_is_text() -> None:
    (item,) = pieces_of("- [^1]: note", footnotes=["1"])
    assert piece_text(item) == "1: note"


@pytest.mark.parametrize("mark", ["- ", "> ", "1. ", "- > "])
def test_nothing_is_lost_where_nesting_is_too_deep(mark: str) -> None:
    pieces = pieces_of(f"{mark * 40}deep\n\n{mark * 40}again")
    assert any("deep" in piece_text(piece) for piece in pieces)
    assert "again" in piece_text(pieces[-1])
    assert max(len(piece.containers) for piece in pieces) <= 20


@pytest.mark.parametrize("rows", [200, 2000])
def test_a_table_of_empty_cells_without_number_is_none(rows: int) -> None:
    bars = "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "|\n" * rows
    assert not any(isinstance(piece, Table) for piece in pieces_of(bars))
    rows_of_two = "|a|b|\n|-|-|\n" + "|1|2|\n" * 100
    assert isinstance(pieces_of(rows_of_two)[0], Table)
