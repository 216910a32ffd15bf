from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from desktop_app.core.markdown.pieces import Run, Runs, Style
from desktop_app.core.markdown.plain import runs_text
from desktop_app.ui import theme
from desktop_app.ui.chat.transcript.laid.look import Look
from desktop_app.ui.chat.transcript.laid.text import UNMARKED, LaidText, Marks
from desktop_app.ui.chat.transcript.laid.utf16 import units
from desktop_app.ui.tokens import CHAT
from tests.ui.chat.transcript.laying_out import (
    WORDS,
    Canvas,
    Materials,
    PaintedFormula,
    formula,
    text,
)

FAMILY = "👨‍👩‍👧"
ARABIC = "هذه فقرة باللغة العربية فيها كلمات كثيرة تملأ أكثر من سطر واحد من المحادثة"
SCRIPTS = {
    "latin": WORDS,
    "emoji": "Emoji 🙂 between 🎉🎉 words " * 4,
    "chinese": "中文没有空格也要换行而且不能丢字" * 6,
    "combining": "e\u0301a\u0302o\u0308 nai\u0308ve cafe\u0301 " * 8,
    "arabic": ARABIC,
    "hebrew and latin": "שלום Chatloom עולם 123 ועוד מילים abc def " * 3,
    "latin and hebrew": "Chatloom says שלום עולם and 12 more words " * 3,
    "turned": "abc \u202edef ghi\u202c jkl " * 6,
    "line breaks": "one\n\ntwo\nthree\n",
}
WIDTH = 300.0
LINE = theme.line_height(CHAT)


@pytest.fixture
def materials() -> Materials:
    return Materials()


@pytest.fixture
def look(materials: Materials) -> Look:
    return materials.look()


def laid(runs: Runs | str, look: Look, width: float = WIDTH) -> LaidText:
    made = text(runs, look) if isinstance(runs, str) else LaidText(runs, look.chat, look)
    made.lay_out(width)
    return made


def stops(of: LaidText) -> list[int]:
    """Return the offsets that a caret comes to from the beginning to the end."""
    found = [0]
    while (following := of.next_position(found[-1], forward=True, word=False)) != found[-1]:
        found.append(following)
    return found


def covered(areas: Iterable[QRectF]) -> float:
    """Return how wide areas are together."""
    return sum(area.width() for area in areas)


def inner(area: QRectF) -> tuple[float, float]:
    """Return two places in a character: near its left edge and near its right one."""
    return area.left() + 0.4, area.right() - 0.4


# Lines


@pytest.mark.parametrize("words", [WORDS * 5, "one\ntwo\nthree", "Ég", "jÄ\ng", ""])
def test_lines_are_as_far_apart_as_the_design_has_it(words: str, look: Look) -> None:
    made = laid(words, look)
    tops = {made.caret(offset).top() for offset in range(made.length + 1)}
    assert sorted(tops) == [LINE * number for number in range(len(tops))]
    assert made.height == LINE * len(tops)


@pytest.mark.parametrize("words", [WORDS, "ab cd " * 30])
def test_no_line_is_wider_than_its_room(words: str, look: Look) -> None:
    for width in (80.0, 200.0, 555.0):
        made = laid(words, look, width)
        assert made.natural_width <= width


def test_words_without_a_space_are_broken_anywhere(look: Look) -> None:
    made = laid("x" * 8192, look)
    assert made.natural_width <= WIDTH
    assert made.height % LINE == 0
    assert made.height > 100 * LINE


def test_line_grows_with_a_tall_formula_only(materials: Materials, look: Look) -> None:
    materials.formulas["tall"] = PaintedFormula(ascent=40, descent=20)
    made = laid((Run(WORDS), formula("tall"), Run(f" {WORDS}")), look)
    plain = laid(WORDS + "xxxxx" + WORDS, look)
    lines = plain.height // LINE
    assert made.height in (60 + LINE * (lines - 1), 60 + LINE * lines)


def test_lines_are_broken_anew_at_another_width(look: Look) -> None:
    made = laid(WORDS, look)
    narrow = made.height
    assert made.lay_out(2000) == LINE < narrow
    assert made.lay_out(WIDTH) == narrow


# Places


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
def test_length_counts_utf_16_units(words: str, look: Look) -> None:
    assert laid(words, look).length == units(words)


@pytest.mark.parametrize("name", ["latin", "emoji", "chinese", "combining", "line breaks"])
def test_caret_stands_where_its_place_is_found_again(name: str, look: Look) -> None:
    made = laid(SCRIPTS[name], look)
    for x in range(0, int(WIDTH), 7):
        for y in range(3, made.height, LINE):
            caret = made.caret(made.position_at(QPointF(x, y)))
            # The end of a broken line is the beginning of the next one.
            assert y - LINE < caret.top() <= y - y % LINE + LINE
            again = made.caret(made.position_at(caret.center()))
            assert (again.top(), again.left()) == (caret.top(), pytest.approx(caret.left(), abs=1))


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
def test_each_character_is_found_in_its_area(words: str, look: Look) -> None:
    made = laid(words, look)
    encoded = words.encode("utf-16-le")
    for start, end in pairwise(stops(made)):
        # Of a space between two directions Qt finds the letter at its other side.
        if not encoded[2 * start : 2 * end].decode("utf-16-le").strip("\u202e\u202c \n"):
            continue
        (area,) = [area for area in made.rects(start, end) if area.width() > 1]
        near = {made.position_at(QPointF(x, area.center().y())) for x in inner(area)}
        assert near & {start, end}


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
def test_everything_selected_covers_every_line(words: str, look: Look) -> None:
    made = laid(words, look)
    areas = made.rects(0, made.length)
    widths = dict.fromkeys(range(0, made.height, LINE), 0.0)
    for area in areas:
        assert area.height() == LINE
        widths[round(area.top())] += area.width()
    last = widths.popitem()[1]
    assert all(widths.values())
    assert last or words.endswith("\n")
    assert max(widths.values()) >= made.natural_width - 5


def test_selected_line_break_can_be_seen(look: Look) -> None:
    made = laid("one\n\ntwo", look)
    empty = made.rects(4, 6)
    assert covered(area for area in empty if area.top() == LINE) > 0
    assert covered(made.rects(0, 5)) > covered(made.rects(0, 3))
    assert covered(made.rects(3, 3)) == 0


def test_points_outside_lead_to_the_nearest_line(look: Look) -> None:
    made = laid("first\nlast", look)
    assert made.position_at(QPointF(-50, -50)) == 0
    assert made.position_at(QPointF(900, 900)) == made.length
    assert made.position_at(QPointF(900, 5)) == len("first")


def test_caret_behind_the_end_stands_at_the_end(look: Look) -> None:
    made = laid("one two", look)
    assert made.caret(99) == made.caret(made.length)


def test_empty_text_has_a_place_for_the_caret(look: Look) -> None:
    made = laid("", look)
    assert made.caret(0) == QRectF(0, 0, 1, LINE)
    assert made.position_at(QPointF(40, 4)) == 0
    assert 0 < covered(made.rects(0, 1)) < 10
    assert made.next_position(0, forward=True, word=False) == 0


# Directions


def test_first_letter_decides_the_direction(look: Look) -> None:
    assert laid(ARABIC, look).right_to_left
    assert laid(f"1. {ARABIC}", look).right_to_left
    assert not laid(f"Chatloom: {ARABIC}", look).right_to_left
    assert not laid("12 + 3 = 15 🙂", look).right_to_left
    assert not laid("", look).right_to_left


def test_words_from_the_right_begin_at_the_right_edge(look: Look) -> None:
    made = laid("שלום", look)
    assert made.caret(0).left() == pytest.approx(WIDTH, abs=1)
    assert made.caret(made.length).left() < made.caret(0).left()


def test_code_begins_at_the_left_in_any_script(look: Look) -> None:
    made = text(f"# {ARABIC}", look, wrap=False)
    made.colour([])
    assert not made.right_to_left
    assert made.rects(0, made.length)[0].left() == pytest.approx(0, abs=1)


def test_part_of_a_turned_text_may_be_two_areas(look: Look) -> None:
    made = laid("abc שלום def", look)
    across = made.rects(2, 6)
    assert len(across) == 2
    whole = made.rects(0, made.length)
    assert covered(whole) == pytest.approx(made.natural_width, abs=1)


# Going on by key


def test_caret_steps_over_whole_characters(look: Look) -> None:
    made = laid(f"a🙂e\u0301{FAMILY}b", look)
    family = units(FAMILY)
    assert stops(made) == [0, 1, 3, 5, 5 + family, 6 + family]
    back = [made.length]
    while back[-1]:
        back.append(made.next_position(back[-1], forward=False, word=False))
    assert back == stops(made)[::-1]


def test_caret_steps_by_words(look: Look) -> None:
    made = laid("one two 🙂 three", look)
    places = [0]
    while places[-1] < made.length:
        places.append(made.next_position(places[-1], forward=True, word=True))
    assert places == [0, 4, 8, 11, 16]
    assert made.next_position(16, forward=False, word=True) == 11


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_steps_reach_the_end_of_any_text(words: str) -> None:
    made = laid(words, Materials().look())
    places = stops(made)
    assert places[-1] == made.length == units(words)
    assert made.rects(0, made.length) or not words


# Formulas


RUNS = (Run("See "), formula("a^2"), Run(" and "), formula("b"), Run(", then 🙂 "), formula("c"))


@pytest.mark.parametrize("ready", [[], ["b"], ["a^2", "b", "c"]])
def test_formulas_keep_the_offsets_whether_they_are_ready_or_not(
    materials: Materials, look: Look, ready: list[str]
) -> None:
    for latex in ready:
        materials.formulas[latex] = PaintedFormula()
    made = laid(RUNS, look)
    words = runs_text(RUNS)
    assert made.length == units(words)
    after = units(words[: words.index(" and ")])
    area = made.rects(after, after + 4)[0]
    assert made.position_at(area.center() - QPointF(area.width() / 2, 0)) == after


def test_ready_formula_is_as_wide_as_its_picture(materials: Materials, look: Look) -> None:
    materials.formulas["a^2"] = PaintedFormula(width=77)
    made = laid(RUNS, look)
    (area,) = made.rects(4, 4 + len("$a^2$"))
    assert area.width() == pytest.approx(77, abs=1)


def test_ready_formula_is_one_thing_for_the_caret(materials: Materials, look: Look) -> None:
    materials.formulas["a^2"] = PaintedFormula(width=60)
    made = laid(RUNS, look)
    end = 4 + len("$a^2$")
    assert made.next_position(4, forward=True, word=False) == end
    assert made.next_position(end, forward=False, word=False) == 4
    left = made.caret(4).left()
    assert made.position_at(QPointF(left + 10, 5)) == 4
    assert made.position_at(QPointF(left + 50, 5)) == end


def test_failed_formula_shows_its_source(materials: Materials, look: Look) -> None:
    waiting = laid(RUNS, look)
    materials.formulas["a^2"] = PaintedFormula(failed=True)
    assert laid(RUNS, look).natural_width == waiting.natural_width


def test_formula_is_painted_on_the_line(materials: Materials, look: Look) -> None:
    materials.formulas["x"] = PaintedFormula(width=50)
    made = laid((Run("See "), formula("x"), Run(".")), look)
    (area,) = made.rects(4, 7)
    canvas = Canvas(300, LINE).paint_piece(made)
    inner = area.adjusted(2, 4, -2, -4)
    assert canvas.colours_in(inner) == {"#00ff00"}


# Links


def test_link_is_found_under_its_words_only(look: Look) -> None:
    runs = (Run("See "), Run("this page", link="https://example.org"), Run(" or not."))
    made = laid(runs, look)
    assert made.links == [(4, 13, "https://example.org")]
    (area,) = made.rects(4, 13)
    assert made.link_at(area.center()) == "https://example.org"
    for point in [
        QPointF(5, 5),
        QPointF(area.right() + 20, 5),
        QPointF(area.center().x(), -3),
        QPointF(area.center().x(), made.height + 1),
    ]:
        assert made.link_at(point) == ""


def test_link_in_words_from_the_right_is_found_under_its_letters(look: Look) -> None:
    made = laid((Run(f"{ARABIC} "), Run("رابط", link="https://example.org")), look, 120)
    (area,) = made.rects(made.length - 4, made.length)
    for x in inner(area):
        assert made.link_at(QPointF(x, area.center().y())) == "https://example.org"
    assert made.link_at(QPointF(area.right() + 3, area.center().y())) == ""


def test_link_at_the_end_ends_with_its_words(look: Look) -> None:
    made = laid((Run("link", link="https://example.org"),), look)
    assert made.link_at(QPointF(5, 5)) == "https://example.org"
    assert made.link_at(QPointF(WIDTH - 5, 5)) == ""


def test_link_over_two_lines_is_found_on_both(look: Look) -> None:
    made = laid((Run(WORDS, link="https://example.org"),), look)
    words = [area for area in made.rects(0, made.length) if area.width() > 20]
    assert len(words) > 1
    for area in words:
        assert made.link_at(area.center()) == "https://example.org"


# What is painted


def test_code_among_words_stands_on_a_chip_with_room(look: Look) -> None:
    plain = laid("say code now", look)
    made = laid((Run("say "), Run("code", Style.CODE), Run(" now")), look)
    assert made.length == plain.length
    code = made.rects(4, 8)[0]
    before, after = made.rects(0, 4)[0], made.rects(8, 12)[0]
    assert before.width() > plain.rects(0, 4)[0].width()
    canvas = Canvas(300, LINE).paint_piece(made)
    ground = look.colour("code").name()
    assert ground in canvas.colours_in(code)
    assert ground not in canvas.colours_in(after.adjusted(4, 0, 0, 0))
    assert made.height == LINE


def test_selected_words_have_the_ground_of_the_selection(look: Look) -> None:
    made = laid("one two", look)
    canvas = Canvas(300, LINE).paint_piece(made, Marks(selected=(4, 7)))
    ground = look.colour("selection").name()
    assert ground in canvas.colours_in(made.rects(4, 7)[0])
    assert ground not in canvas.colours_in(made.rects(0, 3)[0])


def test_what_was_found_is_marked_and_the_current_one_framed(look: Look) -> None:
    made = laid("one two one", look)
    marks = Marks(hits=[(0, 3), (8, 11)], current=(8, 11))
    canvas = Canvas(300, LINE).paint_piece(made, marks)
    ground, frame = look.colour("mark").name(), look.colour("warning").name()
    first, second = made.rects(0, 3)[0], made.rects(8, 11)[0]
    assert ground in canvas.colours_in(first)
    assert ground in canvas.colours_in(second)
    edge = QRectF(second.left(), second.top(), second.width(), 2)
    assert canvas.colours_in(edge) - canvas.colours_in(edge.translated(-second.left(), 0))
    assert frame not in canvas.colours_in(first)


def test_marks_of_a_part_are_counted_from_its_beginning() -> None:
    marks = Marks(selected=(5, 30), hits=[(0, 4), (8, 12), (28, 33)], current=(8, 12))
    assert marks.within(10, 20) == Marks((0, 10), [(0, 2)], (0, 2))
    assert marks.within(40, 50) == Marks((0, 0), [], (0, 0))
    assert UNMARKED.within(3, 9) is UNMARKED


def test_hits_that_only_touch_a_part_are_not_in_it() -> None:
    marks = Marks(hits=[(0, 10), (12, 14), (20, 22)])
    assert marks.within(10, 20).hits == [(2, 4)]


def test_hits_are_marked_where_they_are_after_the_lines_changed(look: Look) -> None:
    made = text("one two one two", look)
    ground = look.colour("mark").name()
    for width, hits in ((400, [(0, 3)]), (400, [(4, 7)]), (40, [(4, 7)])):
        made.lay_out(width)
        canvas = Canvas(400, 200).paint_piece(made, Marks(hits=hits))
        for start in range(0, len("one two one two"), 4):
            (area,) = made.rects(start, start + 3)
            assert (ground in canvas.colours_in(area)) == (hits == [(start, start + 3)])


def test_colours_change_no_place(look: Look) -> None:
    made = text("let x = 1", look, wrap=False)
    made.colour([])
    plain = [made.caret(offset) for offset in range(10)]
    made.colour([(0, 3, "syn_keyword")])
    assert [made.caret(offset) for offset in range(10)] == plain
    canvas = Canvas(300, LINE).paint_piece(made)
    area = made.rects(0, 3)[0]
    plainly = Canvas(300, LINE).paint_piece(text_of_code("let x = 1", look))
    assert canvas.colours_in(area) != plainly.colours_in(area)
    assert canvas.colours_in(made.rects(4, 9)[0]) == plainly.colours_in(made.rects(4, 9)[0])


def text_of_code(words: str, look: Look) -> LaidText:
    made = text(words, look, wrap=False)
    made.colour([])
    return made
