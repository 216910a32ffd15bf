from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from desktop_app.core.markdown.pieces import (
    Align,
    Code,
    Container,
    Formula,
    Paragraph,
    Picture,
    Piece,
    Rule,
    Run,
    Table,
)
from desktop_app.core.markdown.plain import piece_text
from desktop_app.ui.chat.transcript.laid.block import Found, Item, LaidBlock
from desktop_app.ui.chat.transcript.laid.code import LaidCode
from desktop_app.ui.chat.transcript.laid.containers import inset
from desktop_app.ui.chat.transcript.laid.piece import LaidFormula
from desktop_app.ui.chat.transcript.laid.table import LaidTable
from desktop_app.ui.chat.transcript.laid.text import Marks
from desktop_app.ui.tokens import BLOCK_GAP
from tests.ui.chat.transcript.laying_out import (
    WORDS,
    Canvas,
    Materials,
    PaintedFormula,
    coloured_image,
    formula,
)

WIDTH = 500.0
BULLETS, QUOTE = Container.BULLETS, Container.QUOTE
TABLE = Table(((Run("a"),), (Run("b"),)), (((Run("1"),), (Run("2"),)),), (Align.START, Align.START))
PIECES: tuple[Piece, ...] = (
    Paragraph((Run("One"),)),
    Code("x = 1\ny = 2", "python"),
    TABLE,
    Rule(),
    Formula("x", "$$x$$"),
    Picture("data:image/png;base64,x", "words"),
)


@pytest.fixture
def materials() -> Materials:
    return Materials()


def laid(
    materials: Materials, *pieces: Piece, width: float = WIDTH, first: bool = True
) -> LaidBlock:
    made = LaidBlock(materials.workshop())
    made.show(pieces, width, first=first)
    return made


def paragraph(words: str, *containers: Container, **values: object) -> Paragraph:
    return Paragraph((Run(words),), containers=containers, **values)  # type: ignore[arg-type]


# Where pieces are


def test_pieces_stand_one_below_the_other(materials: Materials) -> None:
    made = laid(materials, *PIECES)
    assert [item.piece for item in made.items] == list(PIECES)
    for upper, lower in pairwise(made.items):
        assert lower.area.top() == upper.area.bottom() + lower.gap
    assert made.height == made.items[-1].area.bottom()
    assert all(item.area.height() == item.laid.height for item in made.items)


def test_gaps_are_as_the_design_has_them(materials: Materials) -> None:
    made = laid(
        materials,
        paragraph("a"),
        paragraph("b"),
        paragraph("c", tight=True),
        paragraph("d", level=2),
        Table((), TABLE.rows, TABLE.columns, continued=True),
        Rule(),
    )
    gaps = [0, BLOCK_GAP, 0, 2 * BLOCK_GAP, 0, BLOCK_GAP]
    assert [item.gap for item in made.items] == gaps
    assert laid(materials, paragraph("a"), first=False).items[0].gap == BLOCK_GAP


def test_containers_move_pieces_in_and_leave_less_room(materials: Materials) -> None:
    look = materials.look()
    made = laid(materials, paragraph(WORDS, QUOTE, BULLETS), Code("x", containers=(QUOTE,)))
    deep = inset((QUOTE, BULLETS), look)
    assert (made.items[0].area.left(), made.items[0].area.right()) == (deep, WIDTH)
    assert made.items[1].area.left() == inset((QUOTE,), look)


def test_words_from_the_right_are_moved_in_from_the_right(materials: Materials) -> None:
    made = laid(materials, paragraph("שלום", BULLETS, marker="•"))
    area = made.items[0].area
    assert area.left() == 0
    assert area.right() == WIDTH - inset((BULLETS,), materials.look())


def test_deepest_nesting_leaves_some_room(materials: Materials) -> None:
    made = laid(materials, paragraph(WORDS, *[QUOTE] * 20), width=200)
    assert made.items[0].area.width() == 40


def test_thoughts_and_footnotes_stand_back(materials: Materials) -> None:
    plain = laid(materials, paragraph(WORDS))
    note = laid(materials, paragraph(WORDS, Container.NOTE), width=WIDTH + 27)
    assert note.items[0].laid.caret(0).height() < plain.items[0].laid.caret(0).height()


# What is kept


def test_what_is_the_same_is_left_as_it_is(materials: Materials) -> None:
    made = laid(materials, paragraph("One"), paragraph("Two"), TABLE)
    one, _, table = [item.laid for item in made.items]
    made.show((paragraph("One"), paragraph("Two and"), TABLE, Rule()), WIDTH, first=True)
    assert made.items[0].laid is one
    assert made.items[2].laid is table
    assert made.items[1].text == "Two and"
    assert len(made.items) == 4


def test_same_pieces_are_fitted_into_another_width(materials: Materials) -> None:
    made = laid(materials, paragraph(WORDS))
    before, high = made.items[0].laid, made.height
    assert made.show((paragraph(WORDS),), 150, first=True) > high
    assert made.items[0].laid is before
    assert made.show((paragraph(WORDS),), WIDTH, first=True) == high


def test_code_grows_in_place(materials: Materials) -> None:
    made = laid(materials, Code("x = 1", "python", closed=False))
    before, high = made.items[0].laid, made.height
    made.show((Code("x = 1\ny = 2", "python", closed=True),), WIDTH, first=True)
    assert made.items[0].laid is before
    assert made.height == high + materials.look().code.line
    (colours,) = materials.colours
    assert colours.told[-1] == ("x = 1\ny = 2", "python", True)
    assert colours.stopped == 0


def test_words_are_looked_for_once_and_in_what_was_appended(materials: Materials) -> None:
    made = laid(materials, Code("one", "python", closed=False), paragraph("one"))
    first, second = (item.hits("one") for item in made.items)
    assert (first, second) == ([(0, 3)], [(0, 3)])
    code = Code("one\nOne", "python", closed=True)
    made.show((code, paragraph("no, one")), WIDTH, first=True)
    assert made.items[0].hits("one") is first
    assert first == [(0, 3), (4, 7)]
    assert made.items[1].hits("one") == [(4, 7)]
    assert made.items[1].hits("no") == [(0, 2)]


def test_other_code_is_looked_through_anew(materials: Materials) -> None:
    made = laid(materials, Code("one"))
    assert made.items[0].hits("one") == [(0, 3)]
    made.show((Code("two, one"),), WIDTH, first=True)
    assert made.items[0].hits("one") == [(5, 8)]


def test_other_code_is_laid_out_anew_and_the_old_let_go(materials: Materials) -> None:
    made = laid(materials, Code("x = 1", "python"))
    for code in (Code("z = 1", "python"), Code("z = 1", "rust"), paragraph("z")):
        before = made.items[0].laid
        made.show((code,), WIDTH, first=True)
        assert made.items[0].laid is not before
    assert [colours.stopped for colours in materials.colours] == [1, 1, 1]


def test_closing_lets_go_of_the_colours(materials: Materials) -> None:
    made = laid(materials, Code("x", containers=(BULLETS,)), paragraph("y"), Code("z"))
    made.close()
    assert [colours.stopped for colours in materials.colours] == [1, 1]


@pytest.mark.parametrize(
    "piece",
    [
        Formula("x", "$$x$$"),
        Paragraph((Run("see "), formula("x"))),
        Table(((formula("x"),),), (((Run("y"),),),), (Align.START,)),
    ],
)
def test_formulas_are_shown_when_they_are_ready(materials: Materials, piece: Piece) -> None:
    made = laid(materials, piece, paragraph("after"))
    before, after = (item.laid for item in made.items)
    materials.formulas["x"] = PaintedFormula(ascent=50, descent=30)
    high = made.height
    made.show((piece, paragraph("after")), WIDTH, first=True)
    assert made.items[0].laid is not before
    assert made.items[0].laid.length == before.length
    assert made.items[1].laid is after
    assert made.height > high
    if isinstance(piece, Formula):
        assert isinstance(made.items[0].laid, LaidFormula)


def test_pictures_are_shown_when_they_are_ready(materials: Materials) -> None:
    picture = Picture("data:image/png;base64,x", "words")
    made = laid(materials, picture)
    assert made.items[0].laid.parts == ()
    materials.pictures[picture.address] = coloured_image(64, 48, "red")
    made.show((picture,), WIDTH, first=True)
    assert made.height == 48
    assert made.items[0].laid.parts


@pytest.mark.parametrize("image", [coloured_image(64, 48, "red"), QImage()])
def test_pictures_are_asked_for_until_they_are_ready(materials: Materials, image: QImage) -> None:
    picture = Picture("data:image/png;base64,x", "words")
    made = laid(materials, picture)
    materials.pictures[picture.address] = image
    made.show((picture,), WIDTH, first=True)
    ready = made.items[0].laid
    del materials.pictures[picture.address]
    made.show((picture,), WIDTH, first=True)
    assert made.items[0].laid is ready


def test_table_that_grows_stays_scrolled(materials: Materials) -> None:
    columns = (Align.START,) * 8
    row = tuple((Run(WORDS),) for _ in columns)
    made = laid(materials, Table(row, (row,), columns))
    assert made.table is not None
    made.table.sideways.scroll_to(200)
    held = made.table.sideways
    made.show((Table(row, (row, row), columns),), WIDTH, first=True)
    assert made.table.sideways is held
    assert held.offset == 200


def test_continued_table_takes_over_another_first_part(materials: Materials) -> None:
    rest = Table((), (((Run(WORDS),), (Run("2"),)),), TABLE.columns, continued=True)
    firsts = [laid(materials, TABLE).table for _ in range(2)]
    made = LaidBlock(materials.workshop())
    made.show((rest,), WIDTH, first=False, above=firsts[0])
    kept = made.table
    made.show((rest,), WIDTH, first=False, above=firsts[0])
    assert made.table is kept
    made.show((rest,), WIDTH, first=False, above=firsts[1])
    assert made.table is not None
    assert firsts[1] is not None
    assert made.table is not kept
    assert made.table.sideways is firsts[1].sideways
    assert made.table.widths == firsts[1].widths


# Places


def test_places_lead_to_their_pieces(materials: Materials) -> None:
    made = laid(materials, *PIECES)
    for number, item in enumerate(made.items):
        middle = item.area.center()
        assert made.item_at(middle) == number
        found = made.place_at(middle)
        assert found.piece == number
        assert 0 <= found.offset <= item.laid.length == len(piece_text(item.piece))
        caret = made.caret(number, 0)
        assert item.area.adjusted(-1, -1, 1, 1).contains(caret.center())
        for area in made.rects(number, 0, item.laid.length):
            assert item.area.top() <= area.top() < item.area.bottom()


def test_points_above_and_below_lead_to_the_nearest_piece(materials: Materials) -> None:
    made = laid(materials, paragraph("one"), paragraph("two"))
    assert made.place_at(QPointF(0, -99)) == Found(0, 0)
    assert made.place_at(QPointF(WIDTH, 999)) == Found(1, 3)


def test_block_that_reads_to_nothing_takes_no_room(materials: Materials) -> None:
    made = laid(materials)
    assert made.height == 0
    assert made.place_at(QPointF(3, 3)) == Found(0, 0)
    assert made.item_at(QPointF(3, 3)) is None
    assert made.link_at(QPointF(3, 3)) == ""
    assert made.table is None


def test_links_of_all_pieces_are_told(materials: Materials) -> None:
    link = Run("here", link="https://example.org")
    table = Table(((Run("a"),),), (((link,),),), (Align.START,))
    made = laid(materials, Paragraph((Run("see "), link)), Code("https://x"), table)
    assert list(made.links()) == [
        (0, 4, 8, "https://example.org"),
        (2, 2, 6, "https://example.org"),
    ]
    (area,) = made.rects(0, 4, 8)
    assert made.link_at(area.center()) == "https://example.org"
    assert made.link_at(QPointF(area.center().x(), made.items[1].area.top() - 1)) == ""


def test_table_is_that_which_it_begins_with(materials: Materials) -> None:
    assert isinstance(laid(materials, TABLE, paragraph("a")).table, LaidTable)
    assert laid(materials, paragraph("a"), TABLE).table is None


# What is painted


def unmarked(number: int, item: Item) -> Marks:
    return Marks()


def test_bar_of_a_quote_runs_through_the_gap(materials: Materials) -> None:
    made = laid(materials, paragraph("one", QUOTE), paragraph("two", QUOTE))
    clip = QRectF(0, 0, 500, made.height)
    canvas = Canvas(500, made.height).paint(
        lambda painter: made.paint(painter, QPointF(0, 0), unmarked, clip)
    )
    assert all(not canvas.is_blank(QRectF(0, y, 3, 1)) for y in range(made.height))
    assert canvas.is_blank(QRectF(4, 0, 13, made.height))


@pytest.mark.parametrize(("words", "side"), [("item", 0), ("שלום", 482)])
def test_marker_stands_beside_the_first_line(materials: Materials, words: str, side: int) -> None:
    made = laid(materials, paragraph(f"{words}\n{words}", BULLETS, marker="•"))
    clip = QRectF(0, 0, 500, made.height)
    canvas = Canvas(500, made.height).paint(
        lambda painter: made.paint(painter, QPointF(0, 0), unmarked, clip)
    )
    line = materials.look().chat.line
    assert not canvas.is_blank(QRectF(side, 0, 18, line))
    assert canvas.is_blank(QRectF(side, line, 18, line))


def test_only_what_lies_in_the_clip_is_painted(materials: Materials) -> None:
    made = laid(materials, *(paragraph(f"{number}") for number in range(50)))
    seen: list[int] = []

    def marks(number: int, item: Item) -> Marks:
        seen.append(number)
        return Marks()

    clip = QRectF(0, 0, 500, 100)
    at = QPointF(0, -made.items[20].area.top())
    Canvas(500, 100).paint(lambda painter: made.paint(painter, at, marks, clip))
    assert 20 in seen
    assert len(seen) < 7


def test_code_is_laid_out_by_who_keeps_its_colours(materials: Materials) -> None:
    made = laid(materials, Code("x", "python"))
    assert isinstance(made.items[0].laid, LaidCode)
    assert materials.colours[0].told == [("x", "python", True)]
