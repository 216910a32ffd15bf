from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF

from desktop_app.core.markdown.pieces import Formula
from desktop_app.ui.chat.transcript.laid.piece import LaidFormula, LaidRule, Solid, laid_formula
from desktop_app.ui.chat.transcript.laid.text import LaidText, Marks
from desktop_app.ui.chat.transcript.laid.utf16 import units
from tests.ui.chat.transcript.laying_out import Canvas, Materials, PaintedFormula

FORMULA = Formula(r"\frac{a}{b}", "$$\\frac{a}{b} 𝛼$$")


@pytest.fixture
def materials() -> Materials:
    return Materials()


def solid() -> Solid:
    made = LaidRule(Materials().look())
    made.lay_out(200)
    made.length = 7
    return made


def test_solid_piece_is_selected_as_a_whole() -> None:
    made = solid()
    assert [made.position_at(QPointF(x, 3)) for x in (-5, 20, 180, 999)] == [0, 0, 7, 7]
    assert made.rects(2, 3) == [QRectF(0, 0, 200, made.height)]
    assert made.rects(3, 3) == []
    assert made.next_position(0, forward=True, word=False) == 7
    assert made.next_position(7, forward=False, word=True) == 0
    assert made.caret(0).left() == 0
    assert made.caret(7).left() == 200
    assert made.link_at(QPointF(5, 5)) == ""
    assert made.parts == ()
    assert not made.right_to_left


def test_rule_is_a_line_in_the_middle_of_its_room(materials: Materials) -> None:
    made = LaidRule(materials.look())
    assert made.length == 0
    assert made.lay_out(200) == made.height > 0
    canvas = Canvas(220, made.height).paint_piece(made)
    middle = made.height // 2
    assert not canvas.is_blank(QRectF(0, middle, 200, 1))
    assert canvas.is_blank(QRectF(0, 0, 220, middle))
    assert canvas.is_blank(QRectF(201, 0, 19, made.height))


def test_formula_shows_its_source_until_it_is_ready(materials: Materials) -> None:
    waiting = laid_formula(FORMULA, materials.look())
    assert isinstance(waiting, LaidText)
    assert waiting.length == units(FORMULA.source)
    materials.formulas[FORMULA.text] = PaintedFormula()
    ready = laid_formula(FORMULA, materials.look())
    assert isinstance(ready, LaidFormula)
    assert ready.length == waiting.length


def test_formula_that_failed_keeps_its_source(materials: Materials) -> None:
    materials.formulas[FORMULA.text] = PaintedFormula(failed=True)
    assert isinstance(laid_formula(FORMULA, materials.look()), LaidText)


def test_formula_wider_than_its_room_is_made_smaller(materials: Materials) -> None:
    materials.formulas[FORMULA.text] = PaintedFormula(width=400, ascent=60, descent=40)
    made = laid_formula(FORMULA, materials.look())
    whole = made.lay_out(900)
    assert 100 < whole < 120
    half = made.lay_out(218)
    assert half - (whole - 100) == pytest.approx(50, abs=1)
    canvas = Canvas(260, half).paint_piece(made)
    assert canvas.colours_in(QRectF(30, half / 2, 170, 1)) == {"#00ff00"}
    assert canvas.is_blank(QRectF(219, 0, 40, half))


def test_selected_and_found_formulas_are_marked(materials: Materials) -> None:
    materials.formulas[FORMULA.text] = PaintedFormula()
    look = materials.look()
    made = laid_formula(FORMULA, look)
    made.lay_out(300)
    for marks, colour in [
        (Marks(selected=(0, made.length)), "selection"),
        (Marks(hits=[(2, 6)]), "mark"),
    ]:
        canvas = Canvas(300, made.height).paint_piece(made, marks)
        assert look.colour(colour).name() in canvas.colours_in(QRectF(0, 0, 300, made.height))
    plain = Canvas(300, made.height).paint_piece(made)
    assert plain.colours_in(QRectF(0, 0, 300, made.height)) == {"#ffffff", "#00ff00"}
