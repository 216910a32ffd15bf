from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from desktop_app.core.markdown.pieces import Code
from desktop_app.ui.chat.transcript.laid.code import LaidCode
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.laid.text import Marks
from desktop_app.ui.chat.transcript.laid.utf16 import units
from tests.ui.chat.transcript.laying_out import Canvas, HandMadeColours, Materials

CODE = "def f(x):\n\treturn 'é🙂' + x\n\n# done"
WIDTH = 400.0
LINES = st.one_of(
    st.text("ab \té🙂", max_size=12),
    st.integers(990, 2100).map(lambda count: "y" * count),
    st.integers(990, 1010).map(lambda count: "🙂" * count),
)
TEXT = st.lists(LINES, max_size=6).map("\n".join)


def laid(
    text: str,
    colours: HandMadeColours | None = None,
    *,
    language: str = "python",
    closed: bool = True,
    width: float = WIDTH,
) -> LaidCode:
    code = Code(text, language, closed)
    made = LaidCode(code, Materials().look(), colours or HandMadeColours(), language)
    made.lay_out(width)
    return made


def lines(of: LaidCode) -> list[tuple[str, int, tuple[int, int]]]:
    """Return the lines that are shown: the words, where they begin, the line of the code."""
    return list(zip(of._lines, of._starts, of._origins, strict=True))


# Growing


@given(TEXT, st.lists(st.integers(0, 4000), max_size=6))
def test_growing_in_any_pieces_equals_being_given_whole(text: str, cuts: list[int]) -> None:
    whole = laid(text)
    grown = laid("", closed=False)
    for end in sorted(min(cut, len(text)) for cut in cuts):
        grown.grow(text[:end], closed=False)
    grown.grow(text, closed=True)
    grown.lay_out(WIDTH)
    assert lines(grown) == lines(whole)
    assert (grown.length, grown.height, grown.text) == (whole.length, whole.height, text)
    assert grown.length == units(text)
    assert grown.sideways.is_needed == whole.sideways.is_needed
    for offset in range(0, grown.length + 1, max(grown.length // 20, 1)):
        assert grown.caret(offset) == whole.caret(offset)


def test_colours_are_wanted_for_what_is_shown() -> None:
    colours = HandMadeColours()
    made = laid("x = 1", colours, closed=False)
    made.grow("x = 1\ny = 2", closed=True)
    assert colours.told == [("x = 1", "python", False), ("x = 1\ny = 2", "python", True)]
    made.close()
    assert colours.stopped == 1


def test_only_the_last_line_is_laid_out_anew_when_it_grows() -> None:
    made = laid("one\ntwo", closed=False)
    Canvas(400, 200).paint_piece(made)
    first, second = made._laid[0], made._laid[1]
    made.grow("one\ntwo and\nthree", closed=False)
    made.lay_out(WIDTH)
    Canvas(400, 200).paint_piece(made)
    assert made._laid[0] is first
    assert made._laid[1] is not second
    assert made.rects(4, 11)[0].width() > second.natural_width


# Lines


def test_lines_are_equally_high() -> None:
    line = Materials().look().code.line
    one, four = laid("x"), laid(CODE)
    assert four.height == one.height + 3 * line
    tops = [four.caret(offset).top() for offset in (0, 10, 28, 29)]
    assert [below - above for above, below in pairwise(tops)] == [line] * 3
    assert laid("").height == one.height


@pytest.mark.parametrize("letter", ["y", "🙂"])
def test_long_line_is_wrapped_after_a_thousand_characters(letter: str) -> None:
    text = f"# first\n{letter * 2500}\nlast"
    made = laid(text)
    wrapped = [1000, 1000, 500]
    assert [len(line) for line, _, _ in lines(made)] == [7, *wrapped, 4]
    assert [start for _, start, _ in lines(made)] == [
        0,
        8,
        8 + units(letter * 1000),
        8 + units(letter * 2000),
        8 + units(letter * 2500) + 1,
    ]
    assert made.length == units(text)
    top = made.caret(8).top()
    last_of_first = made.caret(8 + units(letter * 999))
    first_of_second = made.caret(8 + units(letter * 1000))
    assert last_of_first.top() == top
    assert first_of_second.top() > top
    assert first_of_second.left() == made.caret(8).left()


def test_caret_goes_over_line_breaks_and_wrapped_lines() -> None:
    text = f"a🙂\n{'🙂' * 1001}\n"
    made = laid(text)
    places = [0]
    while places[-1] < made.length:
        places.append(made.next_position(places[-1], forward=True, word=False))
    wanted = [units(text[:count]) for count in range(len(text) + 1)]
    assert places == wanted
    back = [made.length]
    while back[-1]:
        back.append(made.next_position(back[-1], forward=False, word=False))
    assert back == wanted[::-1]


def test_caret_goes_by_words_and_stops_at_line_ends() -> None:
    made = laid("one two\nthree")
    places = [0]
    while places[-1] < made.length:
        places.append(made.next_position(places[-1], forward=True, word=True))
    assert places == [0, 4, 7, 8, 13]


def test_tabs_lead_to_every_fourth_column() -> None:
    made = laid("\tx\nab\tx\nabcdx")
    starts = [made.caret(offset).left() for offset in (1, 6, 12)]
    assert starts == pytest.approx([starts[0]] * 3, abs=1)


def test_other_line_breaks_do_not_break_a_line() -> None:
    made = laid("a\u2028b\nc")
    assert made.caret(2).top() == made.caret(0).top()
    assert made.length == 5
    assert made.text == "a\u2028b\nc"


def test_only_lines_that_are_seen_are_laid_out() -> None:
    made = laid("\n".join(f"line {number}" for number in range(5000)))
    assert made._laid == {}
    clip = QRectF(0, 0, 400, 300)
    for top in range(0, made.height, 4000):
        Canvas(400, 300).paint(lambda p, y=top: made.paint(p, QPointF(0, -y), Marks(), clip))
    assert len(made._laid) < 150


# Places


def test_places_are_found_again_on_every_line() -> None:
    made = laid(CODE)
    for offset in range(made.length + 1):
        area = made.caret(offset)
        found = made.position_at(area.center() - QPointF(0.5, 0))
        assert made.caret(found) == area


def test_stretch_over_lines_has_an_area_on_each() -> None:
    made = laid(CODE)
    areas = made.rects(4, made.length)
    assert sorted({area.top() for area in areas}) == [
        made.caret(offset).top() for offset in (0, 10, 28, 29)
    ]
    assert areas[0].left() == made.caret(4).left()
    assert areas[-1].right() == pytest.approx(made.caret(made.length).left(), abs=1)
    assert sum(area.width() for area in made.rects(12, 12)) == 0


def test_points_above_and_below_lead_to_the_first_and_last_line() -> None:
    made = laid(CODE)
    assert made.position_at(QPointF(0, -20)) == 0
    assert made.position_at(QPointF(WIDTH, made.height + 20)) == made.length


def test_long_lines_are_scrolled_sideways() -> None:
    short, made = laid("x"), laid("x" * 200)
    assert made.height > short.height
    assert short.bar_area.isEmpty()
    assert made.bar_area.bottom() <= made.height
    before = made.caret(150)
    made.sideways.scroll_to(300)
    after = made.caret(150)
    assert before.left() - after.left() == 300
    assert abs(made.position_at(after.center()) - 150) <= 1


def test_code_has_no_links_and_one_button() -> None:
    made = laid(CODE)
    assert made.link_at(QPointF(20, 50)) == ""
    (part,) = made.parts
    assert (part.kind, part.value) == (Kind.COPY_CODE, CODE)
    assert part.area.bottom() < made.caret(0).top()
    assert not made.right_to_left


# Colours


def test_colours_are_taken_over_and_may_change() -> None:
    colours = HandMadeColours([[(0, 3, "syn_keyword")]])
    made = laid("def x", colours)
    look = Materials().look()
    area = made.rects(0, 3)[0]
    keyword, comment = look.colour("syn_keyword"), look.colour("syn_comment")
    assert has(Canvas(400, 100).paint_piece(made), area, keyword)
    colours.lines = [[(0, 3, "syn_comment")]]
    assert has(Canvas(400, 100).paint_piece(made), area, keyword)
    made.recolour(0, 0)
    canvas = Canvas(400, 100).paint_piece(made)
    assert has(canvas, area, comment)
    assert not has(canvas, area, keyword)


def test_only_lines_that_are_recoloured_are_laid_out_anew() -> None:
    made = laid("one\ntwo\nthree")
    Canvas(400, 200).paint_piece(made)
    before = dict(made._laid)
    made.recolour(1, 1)
    assert made._laid == {0: before[0], 2: before[2]}


def test_colours_go_on_where_a_long_line_was_wrapped() -> None:
    colours = HandMadeColours([[], [(990, 20, "syn_string"), (1500, 3, "syn_number")]])
    made = laid("x\n" + "y" * 2000, colours)
    assert made._spans(1, 1000) == [(990, 10, "syn_string")]
    assert made._spans(2, 1000) == [(0, 10, "syn_string"), (500, 3, "syn_number")]


def test_lines_without_colours_yet_are_plain() -> None:
    assert laid("one\ntwo", HandMadeColours([[]]))._spans(1, 3) == []


def has(canvas: Canvas, area: QRectF, colour: QColor) -> bool:
    """Whether something in an area is painted about in a colour; the edges of letters are mixed."""
    return any(
        abs(found.red() - colour.red()) < 40
        and abs(found.green() - colour.green()) < 40
        and abs(found.blue() - colour.blue()) < 40
        for found in map(QColor, canvas.colours_in(area))
    )


# What is painted


def test_selection_goes_on_at_the_next_line() -> None:
    made = laid("one\ntwo\nthree")
    canvas = Canvas(400, 200).paint_piece(made, Marks(selected=(2, 6)))
    ground = Materials().look().colour("selection").name()
    first, second, third = (made.rects(*span)[0] for span in [(2, 3), (4, 6), (8, 13)])
    assert ground in canvas.colours_in(first)
    assert ground in canvas.colours_in(second)
    assert ground not in canvas.colours_in(third)


def test_what_is_scrolled_out_is_not_painted_over_the_frame() -> None:
    made = laid("█" * 300)
    made.sideways.scroll_to(200)
    canvas = Canvas(450, 100).paint_piece(made)
    beside = QRectF(WIDTH + 1, 0, 45, 100)
    assert canvas.is_blank(beside)
