"""The design tokens: every colour, size and space of the window, by the name of its use.

Sizes are pixels at 100 %; colours come in two sets with the same names.
"""

from __future__ import annotations

from typing import NamedTuple


class Colours(NamedTuple):
    """One palette. Each name says what the colour is for; all are ``#RRGGBB``."""

    dark: bool
    window: str
    sidebar: str
    surface: str
    raised: str
    hover: str
    pressed: str
    border: str
    outline: str
    control: str
    text: str
    secondary: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_text: str
    accent_soft: str
    link: str
    selection: str
    positive: str
    positive_text: str
    positive_soft: str
    positive_line: str
    neutral: str
    neutral_text: str
    negative: str
    negative_text: str
    warning: str
    warning_text: str
    warning_soft: str
    warning_line: str
    danger: str
    danger_text: str
    danger_soft: str
    danger_line: str
    code: str
    mark: str
    focus: str
    scroll: str
    syn_keyword: str
    syn_string: str
    syn_number: str
    syn_comment: str
    syn_function: str


LIGHT = Colours(
    dark=False,
    window="#FCFCFA",
    sidebar="#F3F4F0",
    surface="#F5F6F2",
    raised="#FFFFFF",
    hover="#EAEBE6",
    pressed="#DFE1DA",
    border="#E1E3DC",
    outline="#D0D3CA",
    control="#7A7F77",
    text="#1D2220",
    secondary="#5A605B",
    disabled="#9BA09A",
    accent="#34509C",
    accent_hover="#2A4385",
    accent_pressed="#21366D",
    accent_text="#FFFFFF",
    accent_soft="#E3E9F6",
    link="#34509C",
    selection="#C8D5F4",
    positive="#2F8A5B",
    positive_text="#1F6B45",
    positive_soft="#EAF4EE",
    positive_line="#C4DFD0",
    neutral="#727873",
    neutral_text="#5A605B",
    negative="#C24A3E",
    negative_text="#A2372D",
    warning="#A87400",
    warning_text="#7A5300",
    warning_soft="#FBF3DD",
    warning_line="#EADBAF",
    danger="#B93B30",
    danger_text="#A2372D",
    danger_soft="#FBEEEB",
    danger_line="#EBCBC5",
    code="#F2F3EF",
    mark="#F8E3A0",
    focus="#34509C",
    scroll="#C9CCC4",
    syn_keyword="#34509C",
    syn_string="#1F6B45",
    syn_number="#8A4B12",
    syn_comment="#626862",
    syn_function="#7A3E78",
)

DARK = Colours(
    dark=True,
    window="#1A1C1E",
    sidebar="#151719",
    surface="#222528",
    raised="#26292D",
    hover="#292D31",
    pressed="#33373C",
    border="#33373C",
    outline="#454B50",
    control="#7C8389",
    text="#E7E8E4",
    secondary="#A6ACAC",
    disabled="#676D71",
    accent="#93AAEE",
    accent_hover="#A8BBF3",
    accent_pressed="#7F97DF",
    accent_text="#121930",
    accent_soft="#28324D",
    link="#A3B7F3",
    selection="#3A4C82",
    positive="#5DB485",
    positive_text="#7FCBA0",
    positive_soft="#1D2A24",
    positive_line="#30493C",
    neutral="#8D9393",
    neutral_text="#A6ACAC",
    negative="#E27B6E",
    negative_text="#EE9A8E",
    warning="#D9AE4F",
    warning_text="#E4C272",
    warning_soft="#2D281B",
    warning_line="#4C4023",
    danger="#E27B6E",
    danger_text="#F09C90",
    danger_soft="#322221",
    danger_line="#57352F",
    code="#141618",
    mark="#5C4A17",
    focus="#93AAEE",
    scroll="#43484D",
    syn_keyword="#A3B7F3",
    syn_string="#8CCDA6",
    syn_number="#E0B27A",
    syn_comment="#959C9C",
    syn_function="#D7A6D3",
)


class Type(NamedTuple):
    """One role of text: size and line height in pixels, and the weight of the font."""

    size: float
    line: float
    weight: int = 400


CHAT = Type(15, 23)
HEADINGS = (Type(20, 28, 600), Type(18, 26, 600), Type(16, 24, 600))
PAGE_TITLE = Type(15, 20, 600)
CARD_TITLE = Type(14, 20, 600)
EMPTY_TITLE = Type(20, 28, 600)
CODE = Type(13, 20)
UI = Type(13, 20)
UI_BUTTON = Type(13, 20, 500)
UI_PRIMARY = Type(13, 20, 600)
NAME = Type(13, 22, 600)
SECTION = Type(12, 16, 600)
HINT = Type(12, 16)
KEY_CAP = Type(11, 16)

TOP_BAR = 44
PICKER_ROW = 44
TEXT_COLUMN = 760
MESSAGE_COLUMN = 790
MESSAGE_PADDING = 15
MESSAGE_GAP = 14
BLOCK_GAP = 6
THREAD_OFFSET = 27
COMPOSER_PADDING = 10
COMPOSER_BOTTOM = 14
COMPOSER_LINES = 10
CODE_HEAD = 30
LIST_ROW = 30
NARROW = 860
NARROW_GUTTER_LEFT = 52
NARROW_GUTTER_RIGHT = 44
SMALLEST = 480

RADIUS_INLINE = 4
RADIUS_BUTTON = 6
RADIUS_BLOCK = 8
RADIUS_CARD = 10

FADE_IN_MS = 90
