"""How text in the transcript looks: the tokens of the design at a zoom, each made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QTextCharFormat, QTextOption

from desktop_app.core.markdown.pieces import Style
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import CHAT, CODE, HEADINGS, HINT, NAME, Colours, Type

TAB = 4
"""Columns of code that a tab goes on to."""

CHIP_PADDING = 4
"""Pixels of the design between the edge of an inline code and its letters."""

_ASIDE = Type(14, 21)
_DISPLAYED = 19
_INLINE = 16


class FormulaPicture(Protocol):
    """A formula as it is painted. Sizes are pixels at a scale of 1, from the baseline."""

    failed: bool
    image: QImage
    width: float
    ascent: float
    descent: float


Formulas = Callable[[str, bool, float, str], FormulaPicture | None]
"""Returns the picture of LaTeX, displayed or not, of a size in a colour; None until it is ready."""


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """The type that a piece of text is set in.

    Attributes:
        font: For plain words.
        line: The distance of two lines in pixels.
        colour: The name of a colour token.
    """

    font: QFont
    line: int
    colour: str = "text"


class Look:
    """Fonts and colours at one zoom and in one theme; made anew when either changes.

    Attributes:
        zoom: As given.
        colours: The colours of the theme.
        format: Returns the format of words of a style in a voice, linked or not.
        colour: Returns a colour by the name of its token.
        option: Returns how lines are broken, if they are, and written, perhaps from the right.
        coloured: Returns a format that is nothing but a colour, by the name of its token.

    Args:
        zoom: 1.0 for the sizes of the design.
        formulas: Where the pictures of formulas come from.
    """

    def __init__(self, zoom: float, formulas: Formulas) -> None:
        self.zoom = zoom
        self.colours: Colours = colours()
        self.format = cache(self._format)
        self.colour = cache(self._colour)
        self.option = cache(self._option)
        self.coloured = cache(self._coloured)
        self._formulas = formulas

    @cached_property
    def chat(self) -> Voice:
        """Prose."""
        return self._voice(CHAT)

    @cached_property
    def aside(self) -> Voice:
        """What stands back: the model's thoughts, the text of a footnote."""
        return self._voice(_ASIDE, "secondary")

    @cached_property
    def code(self) -> Voice:
        """Blocks of code."""
        return self._voice(CODE, mono=True)

    @cached_property
    def name(self) -> Voice:
        """Who speaks."""
        return self._voice(NAME, "secondary")

    @cached_property
    def hint(self) -> Voice:
        """When, badges, labels."""
        return self._voice(HINT, "secondary")

    @cached_property
    def head(self) -> Voice:
        """The head of a table."""
        return self._voice(CHAT._replace(weight=600))

    @property
    def voices(self) -> list[Voice]:
        """All of them."""
        return [self.chat, self.aside, self.code, self.name, self.hint, self.head, *self._headings]

    def heading(self, level: int) -> Voice:
        """Return the voice of a heading of `level` 1 to 6."""
        return self._headings[min(level, len(self._headings)) - 1]

    def px(self, size: float) -> int:
        """Return a size of the design at this zoom, in pixels."""
        return round(size * self.zoom)

    @cached_property
    def tab_width(self) -> float:
        """How far apart the tab stops of code are, in pixels."""
        return QFontMetricsF(self.code.font).horizontalAdvance(" " * TAB)

    @cached_property
    def column(self) -> float:
        """How wide one letter of code is, in pixels."""
        return QFontMetricsF(self.code.font).horizontalAdvance("0")

    @cached_property
    def room(self) -> QTextCharFormat:
        """What a character needs behind it, so that a chip of code has its padding."""
        return spaced(QTextCharFormat(), self.px(CHIP_PADDING))

    @cached_property
    def unseen(self) -> QTextCharFormat:
        """The format of the characters in whose place a formula is painted."""
        made = QTextCharFormat()
        made.setFont(self.chat.font)
        made.setForeground(QColor(Qt.GlobalColor.transparent))
        return made

    def formula(self, latex: str, *, display: bool) -> FormulaPicture | None:
        """Return the picture of a formula; None while it isn't ready."""
        size = (_DISPLAYED if display else _INLINE) * self.zoom
        return self._formulas(latex, display, size, self.colours.text)

    @cached_property
    def _headings(self) -> list[Voice]:
        return [self._voice(role) for role in HEADINGS]

    def _voice(self, role: Type, colour: str = "text", *, mono: bool = False) -> Voice:
        scaled = Type(role.size * self.zoom, role.line * self.zoom, role.weight)
        made = font(scaled, mono=mono)
        if mono:
            for ligatures in ("liga", "calt"):
                made.setFeature(QFont.Tag(ligatures), 0)
        return Voice(made, line_height(scaled), colour)

    def _colour(self, name: str) -> QColor:
        return QColor(getattr(self.colours, name))

    def _format(self, style: Style, voice: Voice, link: bool) -> QTextCharFormat:  # noqa: FBT001 - cached by position
        mono = style & (Style.CODE | Style.FORMULA)
        made, look = QTextCharFormat(), QFont(self.code.font if mono else voice.font)
        if mono:
            look.setPixelSize(round(voice.font.pixelSize() * CODE.size / CHAT.size))
        if style & Style.BOLD:
            look.setWeight(QFont.Weight.DemiBold)
        look.setItalic(bool(style & Style.ITALIC))
        look.setStrikeOut(bool(style & Style.STRIKE))
        made.setFont(look)
        if style & Style.NOTE:
            made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        if link or style & Style.NOTE:
            made.setForeground(self.colour("link"))
        return made

    def _option(self, wrap: bool, right_to_left: bool) -> QTextOption:  # noqa: FBT001 - cached by position
        made = QTextOption()
        made.setWrapMode(
            QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
            if wrap
            else QTextOption.WrapMode.NoWrap
        )
        if right_to_left:
            made.setTextDirection(Qt.LayoutDirection.RightToLeft)
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
        else:
            made.setTextDirection(Qt.LayoutDirection.LeftToRight)
        if not wrap:
            made.setTabStopDistance(self.tab_width)
        return made

    def _coloured(self, name: str) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(self.colour(name))
        return made


def spaced(plain: QTextCharFormat, width: float) -> QTextCharFormat:
    """Return `plain` with `width` pixels behind each character."""
    made = QTextCharFormat(plain)
    made.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    made.setFontLetterSpacing(width)
    return made
