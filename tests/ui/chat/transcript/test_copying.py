from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Message
from desktop_app.core.markdown.plain import piece_text
from desktop_app.ui.chat.transcript.copying import (
    as_markdown,
    as_plain_text,
    both_texts,
    clipboard_data,
)
from desktop_app.ui.chat.transcript.laid.utf16 import units
from desktop_app.ui.chat.transcript.places import Place, Selection, end_of_row
from desktop_app.ui.chat.transcript.row import Row
from tests.ui.chat.transcript.laying_out import WORDS, Materials, answered, asked

LIST = "- one\n- two\n- three"
MIXED = f"# Title\nSome **bold** words 🙂 here.\n\n\n```python\nx = 1\n```\n\n{LIST}\n\n***\n\nEnd"
Numbered = list[tuple[int, Row]]


@pytest.fixture
def materials(qtbot: QtBot) -> Materials:
    return Materials()


def numbered(materials: Materials, *messages: Message) -> Numbered:
    return [
        (number, materials.row(message, "You" if message.role == "user" else "Model"))
        for number, message in enumerate(messages)
    ]


def everything(rows: Numbered) -> Selection:
    return Selection(Place(0), end_of_row(rows[-1][0]))


def place_of(rows: Numbered, words: str, number: int = 0) -> Place:
    """Return where words begin in the message at a position."""
    row = dict(rows)[number]
    for name, section, block in row.blocks():
        for piece_number, piece in enumerate(section.body.pieces(block)):
            text = piece_text(piece)
            if words in text:
                return Place(number, name, piece_number, units(text[: text.index(words)]))
    raise AssertionError(words)


def from_to(rows: Numbered, first: str, last: str) -> Selection:
    """Return the selection from the beginning of some words to the end of others."""
    end = place_of(rows, last)
    return Selection(place_of(rows, first), end._replace(offset=end.offset + units(last)))


def test_whole_message_is_copied_as_it_was_written(materials: Materials) -> None:
    rows = numbered(materials, answered(MIXED))
    assert as_markdown(rows, everything(rows)) == MIXED


def test_plain_text_is_what_is_read(materials: Materials) -> None:
    rows = numbered(materials, answered(MIXED))
    assert as_plain_text(rows, everything(rows)) == (
        "Title\n\nSome bold words 🙂 here.\n\nx = 1\n\n• one\n• two\n• three\n\nEnd"
    )


@pytest.mark.parametrize(
    ("first", "last", "plain", "markdown"),
    [
        ("ld wor", "ld wor", "ld wor", "**ld** wor"),
        ("🙂", "🙂", "🙂", "🙂"),
        ("words", "x = 1", "words 🙂 here.\n\nx = 1", "words 🙂 here.\n\n```python\nx = 1\n```"),
        ("tle", "Some", "tle\n\nSome", "tle\n\nSome"),
        ("one", "two", "• one\n• two", "- one\n- two"),
        ("ne", "tw", "ne\n• tw", "ne\n- tw"),
        ("on", "on", "• on", "- on"),
    ],
)
def test_part_of_a_message(
    materials: Materials, first: str, last: str, plain: str, markdown: str
) -> None:
    rows = numbered(materials, answered(MIXED))
    selection = from_to(rows, first, last)
    assert both_texts(rows, selection) == (plain, markdown)
    backwards = Selection(selection.caret, selection.anchor)
    assert both_texts(rows, backwards) == (plain, markdown)


def test_messages_are_named_where_there_are_several(materials: Materials) -> None:
    rows = numbered(materials, asked("Why?"), answered("*So*."), asked("Oh."))
    assert as_plain_text(rows, everything(rows)) == "You\nWhy?\n\nModel\nSo.\n\nYou\nOh."
    assert as_markdown(rows, everything(rows)) == (
        "**You**\n\nWhy?\n\n**Model**\n\n*So*.\n\n**You**\n\nOh."
    )


def test_message_that_is_selected_from_its_middle_is_not_named(materials: Materials) -> None:
    rows = numbered(materials, asked("Why not?"), answered("So."))
    selection = Selection(Place(0, 0, 0, 4), end_of_row(1))
    assert as_plain_text(rows, selection) == "not?\n\nModel\nSo."


def test_messages_without_selected_words_are_left_out(materials: Materials) -> None:
    rows = numbered(materials, asked("Why?"), answered(""), asked("Oh."))
    selection = Selection(Place(0, 0, 0, 4), Place(2, 0, 0, 2))
    assert as_plain_text(rows, selection) == "You\nOh"
    assert as_plain_text(rows, Selection(Place(0), Place(0))) == ""


def test_thoughts_are_copied_where_they_are_shown(materials: Materials) -> None:
    rows = numbered(materials, asked("Why?"), answered("So.", reasoning="Hm."))
    assert "Hm." not in as_plain_text(rows, everything(rows))
    rows[1][1].fold(unfolded=True)
    assert as_plain_text(rows, everything(rows)) == "You\nWhy?\n\nModel\nHm.\n\nSo."


def test_what_a_person_wrote_is_copied_as_it_was_written(materials: Materials) -> None:
    text = "# no *title*\n\n" + "one long line " * 900 + "\nlast"
    rows = numbered(materials, asked(text))
    assert rows[0][1].sections[0].body.count > 2
    assert both_texts(rows, everything(rows)) == (text, text)
    part = from_to(rows, "*tit", "*tit")
    assert both_texts(rows, part) == ("*tit", "*tit")
    inner = Selection(Place(0, 0, 0, 5), end_of_row(0))
    assert both_texts(rows, inner) == (text[5:], text[5:])


@pytest.mark.parametrize("text", [WORDS * 80, "- item\n" * 900, "word" * 3000])
def test_giant_is_copied_without_its_cuts(materials: Materials, text: str) -> None:
    text = text.strip()
    rows = numbered(materials, answered(text))
    assert rows[0][1].sections[0].body.count > 2
    assert as_markdown(rows, everything(rows)) == text


def test_definitions_are_copied_with_the_message(materials: Materials) -> None:
    text = "See [one].\n\n[one]: https://example.org\n\nEnd"
    rows = numbered(materials, answered(text))
    assert as_markdown(rows, everything(rows)) == text
    assert as_plain_text(rows, everything(rows)) == "See one.\n\nEnd"


def test_rule_is_copied_only_between_what_is_selected(materials: Materials) -> None:
    rows = numbered(materials, answered("> One\n>\n> ***\n>\n> Two"))
    assert as_markdown(rows, from_to(rows, "ne", "Tw")) == "ne\n>\n> ---\n>\n> Tw"
    for selection in (from_to(rows, "One", "One"), from_to(rows, "Two", "Two")):
        assert "---" not in as_markdown(rows, selection)


def test_programs_find_plain_text_and_markdown() -> None:
    texts = [("a", "*a*"), ("", ""), ("b", "**b**")]
    data = clipboard_data(texts, markdown=False)
    assert data.text() == "a\n\nb"
    assert data.data("text/markdown").data() == b"*a*\n\n**b**"
    assert clipboard_data(texts, markdown=True).text() == "*a*\n\n**b**"


def test_nothing_selected_is_nothing_copied() -> None:
    data = clipboard_data([], markdown=False)
    assert (data.text(), data.data("text/markdown").data()) == ("", b"")


def test_half_a_character_breaks_nothing() -> None:
    data = clipboard_data([("\ud83d", "\ud83d")], markdown=False)
    assert data.data("text/markdown").data() == b"?"
