from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextOption
from PySide6.QtWidgets import QApplication

from desktop_app.core.markdown.pieces import Style
from desktop_app.ui import theme
from desktop_app.ui.chat.transcript.laid.look import TAB, FormulaPicture, Look
from desktop_app.ui.tokens import CHAT, CODE, HEADINGS, LIGHT, Type
from tests.ui.chat.transcript.laying_out import Materials


@pytest.fixture
def look() -> Look:
    return Materials().look()


@pytest.mark.parametrize("zoom", [0.7, 1.0, 1.5])
def test_voices_have_the_sizes_of_the_design_at_the_zoom(zoom: float) -> None:
    look = Materials().look(zoom)
    for voice, role in [(look.chat, CHAT), (look.code, CODE), (look.heading(1), HEADINGS[0])]:
        wanted = Type(role.size * zoom, role.line * zoom, role.weight)
        assert voice.font.pixelSize() == theme.font(wanted).pixelSize()
        assert voice.line == theme.line_height(wanted)
    assert look.px(20) == round(20 * zoom)


def test_deep_headings_look_like_the_smallest_of_the_design(look: Look) -> None:
    sizes = [look.heading(level).font.pixelSize() for level in range(1, 7)]
    assert sizes == sorted(sizes, reverse=True)
    assert look.heading(6) is look.heading(len(HEADINGS))


def test_words_that_stand_back_are_smaller_and_quieter(look: Look) -> None:
    assert look.aside.font.pixelSize() < look.chat.font.pixelSize()
    assert {look.aside.colour, look.name.colour, look.hint.colour} == {"secondary"}
    assert look.head.font.weight() > look.chat.font.weight()


def test_formats_say_their_style(look: Look) -> None:
    bold = look.format(Style.BOLD | Style.ITALIC | Style.STRIKE, look.chat, False).font()
    assert bold.weight() == QFont.Weight.DemiBold
    assert bold.italic()
    assert bold.strikeOut()
    link = look.format(Style.NONE, look.chat, True)
    assert link.foreground().color() == look.colour("link")
    note = look.format(Style.NOTE, look.chat, False)
    assert note.verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignSuperScript


def test_code_in_a_heading_is_as_large_as_the_heading(look: Look) -> None:
    words = look.format(Style.CODE, look.chat, False).font()
    heading = look.format(Style.CODE, look.heading(1), False).font()
    assert words.family() == heading.family() == look.code.font.family()
    assert words.pixelSize() == look.code.font.pixelSize() < heading.pixelSize()


def test_what_was_made_once_is_not_made_again(look: Look) -> None:
    assert look.format(Style.BOLD, look.chat, False) is look.format(Style.BOLD, look.chat, False)
    assert look.colour("text") is look.colour("text")
    assert look.option(True, False) is look.option(True, False)


def test_code_has_tab_stops_and_no_line_breaks(look: Look) -> None:
    option = look.option(False, False)
    assert option.wrapMode() is QTextOption.WrapMode.NoWrap
    assert option.tabStopDistance() == pytest.approx(TAB * look.column)
    assert look.tab_width == QFontMetricsF(look.code.font).horizontalAdvance("    ")


def test_words_from_the_right_stand_at_the_right(look: Look) -> None:
    option = look.option(True, True)
    assert option.textDirection() is Qt.LayoutDirection.RightToLeft
    assert option.alignment() == Qt.AlignmentFlag.AlignRight


def test_formulas_are_asked_for_in_size_and_colour() -> None:
    asked: list[tuple[str, bool, float, str]] = []

    def formulas(latex: str, display: bool, size: float, colour: str) -> FormulaPicture | None:
        asked.append((latex, display, size, colour))
        return None

    look = Look(2.0, formulas)
    assert look.formula("x", display=True) is None
    assert look.formula("x", display=False) is None
    (_, _, displayed, colour), (_, _, inline, _) = asked
    assert displayed > inline > look.chat.font.pixelSize()
    assert colour == LIGHT.text


def test_colours_are_those_of_the_theme_it_was_made_in(qapp: QApplication, look: Look) -> None:
    theme.apply(qapp, "dark")
    assert look.colour("text").name().upper() == LIGHT.text
    assert Materials().look().colour("text").name().upper() != LIGHT.text
