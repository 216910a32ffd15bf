from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from desktop_app.core.markdown.pieces import Align, Run, Runs, Table
from desktop_app.core.markdown.plain import piece_text
from desktop_app.ui.chat.transcript.laid.look import Look
from desktop_app.ui.chat.transcript.laid.table import LaidTable, shared_out
from desktop_app.ui.chat.transcript.laid.text import Marks
from desktop_app.ui.chat.transcript.laid.utf16 import units
from tests.ui.chat.transcript.laying_out import WORDS, Canvas, Materials, formula

START, CENTRE, END = Align.START, Align.CENTRE, Align.END
WIDTHS = st.lists(st.floats(0, 2000), min_size=1, max_size=8)


def row(*cells: str) -> tuple[Runs, ...]:
    return tuple((Run(cell),) if cell else () for cell in cells)


SMALL = Table(
    row("Name", "Sum"), (row("Apple 🍎", "1"), row("", "22"), row("Plum", "")), (START, END)
)
WIDE = Table(row(*"abcdefgh"), (row(*[WORDS] * 8),), (START,) * 8)


@pytest.fixture
def look() -> Look:
    return Materials().look()


def laid(table: Table, look: Look, width: float = 600, above: LaidTable | None = None) -> LaidTable:
    made = LaidTable(table, look, above)
    made.lay_out(width)
    return made


def areas_of(made: LaidTable, table: Table) -> dict[str, QRectF]:
    """Return the areas of the words of all cells."""
    text = piece_text(table)
    found = {}
    for cell in filter(None, text.replace("\n", "\t").split("\t")):
        start = units(text[: text.index(cell)])
        area = QRectF()
        for one in made.rects(start, start + units(cell)):
            area = area.united(one)
        found[cell] = area
    return found


# How the room is shared out


@given(WIDTHS, st.floats(100, 2000))
def test_columns_fill_the_room_or_are_as_narrow_as_can_be(
    natural: list[float], room: float
) -> None:
    narrowest, widest = 96.0, 320.0
    shared = shared_out(natural, room, narrowest, widest)
    assert len(shared) == len(natural)
    least = sum(min(width, narrowest) for width in natural)
    if least <= room and sum(natural):
        assert sum(shared) == pytest.approx(room, abs=1)
    elif sum(natural):
        assert sum(shared) > room
        assert max(shared) <= widest
    for width, needed in zip(shared, natural, strict=True):
        assert width >= min(needed, narrowest) - 1e-6


@given(WIDTHS, st.floats(100, 2000))
def test_a_column_that_needs_more_gets_no_less(natural: list[float], room: float) -> None:
    shared = shared_out(natural, room, 96, 320)
    in_order = [width for _, width in sorted(zip(natural, shared, strict=True))]
    assert in_order == sorted(in_order)


def test_columns_that_fit_are_left_alone_where_another_is_too_wide() -> None:
    assert shared_out([50, 900], 400, 96, 320) == pytest.approx([50, 350])
    assert shared_out([50, 150], 400, 96, 320) == pytest.approx([100, 300])
    assert shared_out([0, 0], 400, 96, 320) == [0, 0]


# Where things are


def test_offsets_are_those_of_its_text(look: Look) -> None:
    made = laid(SMALL, look)
    text = piece_text(SMALL)
    assert made.length == units(text)
    areas = areas_of(made, SMALL)
    for cell, area in areas.items():
        start = units(text[: text.index(cell)])
        assert made.position_at(QPointF(area.left() + 0.5, area.center().y())) == start
        assert made.position_at(QPointF(area.right() - 0.5, area.center().y())) == start + units(
            cell
        )
        assert made.caret(start).top() == area.top()
    assert areas["Name"].top() == areas["Sum"].top() < areas["Apple 🍎"].top()
    assert areas["Apple 🍎"].left() == areas["Plum"].left() < areas["1"].left()


def test_words_stand_where_their_column_has_them(look: Look) -> None:
    table = Table(row("a", "b", "c"), (row("x", "y", "z"),), (START, CENTRE, END))
    made = laid(table, look)
    areas = areas_of(made, table)
    edges = list(accumulate(made.widths, initial=0.0))
    padding = areas["x"].left()
    assert padding == areas["a"].left() == look.px(12)
    for middle in ("b", "y"):
        assert areas[middle].center().x() == pytest.approx((edges[1] + edges[2]) / 2, abs=1)
    for last in ("c", "z"):
        assert areas[last].right() == pytest.approx(edges[3] - padding, abs=1)


def test_words_from_the_right_stand_at_the_right_of_any_cell(look: Look) -> None:
    table = Table(row("a", "b"), (row("שלום", "x"),), (START, START))
    made = laid(table, look)
    area = areas_of(made, table)["שלום"]
    assert area.right() == pytest.approx(made.widths[0] - look.px(12), abs=1)


def test_row_is_as_high_as_its_highest_cell(look: Look) -> None:
    short = laid(Table(SMALL.head, (row("x", "1"),), SMALL.columns), look)
    tall = laid(Table(SMALL.head, (row(WORDS * 3, "1"),), SMALL.columns), look)
    further_lines = tall.height - short.height
    assert further_lines > 0
    assert further_lines % look.chat.line == 0
    assert tall.widths[1] < tall.widths[0]
    assert sum(tall.widths) == pytest.approx(600, abs=1)


def test_points_in_empty_cells_and_outside_lead_to_a_place(look: Look) -> None:
    made = laid(SMALL, look)
    text = piece_text(SMALL)
    areas = areas_of(made, SMALL)
    empty = QPointF(areas["Plum"].left(), areas["22"].center().y())
    assert made.position_at(empty) == units(text[: text.index("\t22")])
    assert made.position_at(QPointF(-30, -30)) == 0
    assert made.position_at(QPointF(5000, 5000)) == made.length


def test_stretch_over_cells_has_an_area_in_each(look: Look) -> None:
    made = laid(SMALL, look)
    text = piece_text(SMALL)
    start, end = units(text[: text.index("Sum")]), units(text[: text.index("Plum")])
    covered = made.rects(start, end)
    areas = areas_of(made, SMALL)
    for cell in ("Sum", "Apple 🍎", "1", "22"):
        assert any(area.contains(areas[cell].center()) for area in covered)
    for cell in ("Name", "Plum"):
        assert not any(area.contains(areas[cell].center()) for area in covered)


def test_caret_goes_from_cell_to_cell(look: Look) -> None:
    made = laid(SMALL, look)
    text = piece_text(SMALL)
    places = [0]
    while places[-1] < made.length:
        places.append(made.next_position(places[-1], forward=True, word=False))
    assert places == sorted({units(text[:count]) for count in range(len(text) + 1)})
    back = [made.length]
    while back[-1]:
        back.append(made.next_position(back[-1], forward=False, word=False))
    assert back == places[::-1]
    assert made.next_position(made.length, forward=True, word=False) == made.length
    assert made.next_position(0, forward=False, word=False) == 0


def test_links_are_found_in_their_cells(look: Look) -> None:
    table = Table(
        row("a", "b"), (((Run("x"),), (Run("here", link="https://example.org"),)),), (START, START)
    )
    made = laid(table, look)
    ((start, end, address),) = made.links
    assert (piece_text(table)[start:end], address) == ("here", "https://example.org")
    (area,) = made.rects(start, end)
    assert made.link_at(area.center()) == address
    assert made.link_at(area.center() - QPointF(made.widths[0], 0)) == ""
    assert made.parts == ()


def test_formulas_in_cells_keep_the_offsets(look: Look) -> None:
    table = Table(row("a", "b"), (((formula("x"),), (Run("y"),)),), (START, START))
    made = laid(table, look)
    assert made.length == units(piece_text(table))


# Wide ones


def test_wide_table_is_scrolled_sideways(look: Look) -> None:
    made = laid(WIDE, look)
    assert made.sideways.is_needed
    assert max(made.widths) <= look.px(320)
    assert made.bar_area.bottom() <= made.height + 3
    text = piece_text(WIDE)
    column = text.index("h")
    before = made.caret(column)
    assert before.left() > 600
    made.sideways.scroll_to(5000)
    after = made.caret(column)
    assert 0 < after.left() < 600
    assert made.position_at(after.center() - QPointF(0.5, 0)) == column


def test_links_that_are_scrolled_out_are_not_found_beside_the_table(look: Look) -> None:
    cells = tuple((Run(f"{WORDS}{n}", link=f"https://{n}.org"),) for n in range(8))
    made = laid(Table(WIDE.head, (cells,), WIDE.columns), look)
    areas = [made.rects(start, end)[0] for start, end, _address in made.links]
    assert areas[-1].left() > 600
    assert made.link_at(areas[0].center()) == "https://0.org"
    assert made.link_at(areas[-1].center()) == ""
    assert made.position_at(areas[-1].center()) < made.links[-1][0]
    made.sideways.scroll_to(5000)
    first, last = (made.rects(*made.links[n][:2])[0] for n in (0, -1))
    assert made.link_at(first.center()) == ""
    assert made.link_at(last.center()) == "https://7.org"
    assert made.position_at(first.center()) > made.links[0][1]


def test_table_that_fits_has_no_bar(look: Look) -> None:
    assert laid(SMALL, look).bar_area.isEmpty()


# Those that were cut


def test_continued_table_has_the_columns_of_its_first_part(look: Look) -> None:
    first = laid(SMALL, look)
    rest = Table((), (row("A very long name of some fruit", "3"),), SMALL.columns, continued=True)
    made = laid(rest, look, above=first)
    assert made.widths == first.widths
    assert made.widths != laid(rest, look).widths
    first.lay_out(300)
    made.lay_out(300)
    assert made.widths == first.widths


def test_parts_of_a_cut_table_are_scrolled_together(look: Look) -> None:
    first = laid(WIDE, look)
    rest = Table((), WIDE.rows, WIDE.columns, continued=True)
    made = laid(rest, look, above=first)
    first.sideways.scroll_to(200)
    assert made.sideways.offset == 200


def test_part_with_another_number_of_columns_stands_by_itself(look: Look) -> None:
    first = laid(SMALL, look)
    rest = Table((), (row("a", "b", "c"),), (START,) * 3, continued=True)
    assert len(laid(rest, look, above=first).widths) == 3


def test_cut_edge_has_no_round_corners(look: Look) -> None:
    first = laid(SMALL, look)
    corner = QRectF(0, first.height - 3, 1, 2)
    assert Canvas(620, 200).paint_piece(first).is_blank(corner)
    first.is_cut_below = True
    assert not Canvas(620, 200).paint_piece(first).is_blank(corner)
    rest = Table((), SMALL.rows, SMALL.columns, continued=True)
    upper = QRectF(0, 1, 1, 2)
    assert Canvas(620, 200).paint_piece(laid(SMALL, look)).is_blank(upper)
    assert not Canvas(620, 200).paint_piece(laid(rest, look, above=first)).is_blank(upper)


def test_selected_cells_have_the_ground_of_the_selection(look: Look) -> None:
    made = laid(SMALL, look)
    text = piece_text(SMALL)
    start = units(text[: text.index("Sum")])
    canvas = Canvas(620, 200).paint_piece(made, Marks(selected=(start, start + 3)))
    ground = look.colour("selection").name()
    areas = areas_of(made, SMALL)
    assert ground in canvas.colours_in(areas["Sum"])
    assert ground not in canvas.colours_in(areas["Name"])
