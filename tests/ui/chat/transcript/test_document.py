from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextBlock, QTextCursor, QTextDocument, QTextFormat, QTextTable
from PySide6.QtWidgets import QApplication

from desktop_app.ui import theme
from desktop_app.ui.chat.transcript.document import (
    QUOTE_INDENT,
    new_document,
    set_markdown,
    set_plain_text,
)
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CHAT, CODE, HEADINGS


def document(markdown: str, width: int = 600) -> QTextDocument:
    made = new_document()
    set_markdown(made, markdown)
    made.setTextWidth(width)
    return made


def blocks(made: QTextDocument) -> list[QTextBlock]:
    found, block = [], made.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def look_of(made: QTextDocument, words: str) -> QTextCursor:
    """Return a cursor that has just passed the first letter of `words`."""
    cursor = made.find(words)
    assert not cursor.isNull(), made.toPlainText()
    cursor.setPosition(cursor.selectionStart() + 1)
    return cursor


def tables(made: QTextDocument) -> list[QTextTable]:
    return [f for f in made.rootFrame().childFrames() if isinstance(f, QTextTable)]


@pytest.mark.parametrize(
    "markdown",
    [
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "<table><tr><td>cell</td></tr></table>",
        '<a href="https://example.org">words</a>',
        '<img src="file:///etc/passwd">',
        "a <i>b</i> c",
        "<!-- remark -->",
        "<div\nstyle='x'>y</div>",
    ],
)
def test_html_is_shown_as_it_was_written(markdown: str) -> None:
    made = document(markdown)
    assert "".join(made.toPlainText().split()) == "".join(markdown.split())
    assert tables(made) == []
    for block in blocks(made):
        iterator = block.begin()
        while not iterator.atEnd():
            look = iterator.fragment().charFormat()
            assert not look.isAnchor()
            assert not look.isImageFormat()
            assert look.fontWeight() <= QFont.Weight.Normal
            iterator += 1


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("![a cat](https://example.org/cat.png)", "[a cat]"),
        ("![](file:///etc/passwd)", ""),
        ("one ![two](x.png) three ![four](y.png) five", "one [two] three [four] five"),
        ("[![a](b.png)](https://example.org)", "[a]"),
        ("| ![a](b.png) |\n|---|\n| ![c](d.png) |", "[a]\n[c]"),
        ("# ![a](b.png)", "[a]"),
        ("- ![a](b.png)", "[a]"),
    ],
)
def test_pictures_are_named_not_loaded(markdown: str, shown: str) -> None:
    made = document(markdown)
    assert made.toPlainText().strip() == shown
    assert "\N{OBJECT REPLACEMENT CHARACTER}" not in made.toPlainText()


def test_headings_have_three_sizes() -> None:
    made = document("# one\n\n## two\n\n### three\n\n###### six\n\nwords")
    sizes = [font(role).pixelSize() for role in HEADINGS]
    seen = [look_of(made, w).charFormat().font().pixelSize() for w in ("one", "two", "three")]
    assert seen == sizes
    assert look_of(made, "six").charFormat().font().pixelSize() == sizes[-1]
    assert look_of(made, "words").charFormat().font().pixelSize() in (-1, font(CHAT).pixelSize())
    heights = [b.layout().boundingRect().height() for b in blocks(made)]
    assert heights == sorted(heights, reverse=True)


def test_words_of_a_heading_keep_their_look() -> None:
    made = document("# plain *slanted* `code` [link](https://example.org)")
    size = font(HEADINGS[0]).pixelSize()
    for words in ("plain", "slanted", "code", "link"):
        look = look_of(made, words).charFormat()
        assert look.font().pixelSize() == size
        assert look.fontWeight() == QFont.Weight.DemiBold
    assert look_of(made, "slanted").charFormat().fontItalic()
    assert look_of(made, "link").charFormat().isAnchor()


def test_links_keep_their_address_and_have_our_colour() -> None:
    made = document("See [the words](https://example.org/a?b=1) or <https://example.com>.")
    look = look_of(made, "the words").charFormat()
    assert look.anchorHref() == "https://example.org/a?b=1"
    assert look.foreground().color().name() == colours().link.lower()
    assert look_of(made, "https://example.com").charFormat().isAnchor()


def test_inline_code_is_marked() -> None:
    made = document("Call `main()` first.")
    look = look_of(made, "main").charFormat()
    assert look.font().family() == font(CODE, mono=True).family()
    assert look.background().color().name() == colours().code.lower()


def test_strong_words() -> None:
    made = document("plain **strong** *slanted* ~~gone~~")
    assert look_of(made, "strong").charFormat().fontWeight() == QFont.Weight.DemiBold
    assert look_of(made, "slanted").charFormat().fontItalic()
    assert look_of(made, "gone").charFormat().fontStrikeOut()
    assert look_of(made, "plain").charFormat().fontWeight() <= QFont.Weight.Normal


def test_quotes_are_indented_by_their_level() -> None:
    made = document("> one\n>\n> > two\n\nthree")
    margins = {b.text(): b.blockFormat().leftMargin() for b in blocks(made) if b.text()}
    assert margins == {"one": QUOTE_INDENT, "two": 2 * QUOTE_INDENT, "three": 0}


def test_lists_keep_their_marks() -> None:
    made = document("1. one\n2. two\n   - inner\n\nwords")
    inner = look_of(made, "inner").block().textList()
    assert inner.format().indent() == 2
    assert look_of(made, "two").block().textList().itemText(look_of(made, "two").block()) == "2."


def test_tasks_of_a_list() -> None:
    made = document("- [x] done\n- [ ] open")
    marks = [b.blockFormat().marker() for b in blocks(made) if b.text()]
    assert [m.name for m in marks] == ["Checked", "Unchecked"]


TABLE = "| Name | Count |\n|:-----|------:|\n| a | 1 |\n| b | 22 |"


@pytest.mark.parametrize("before", ["", "> quote\n\n", "words\n\n", "- item\n\n", "# head\n\n"])
@pytest.mark.parametrize("after", ["", "\n\nwords below"])
def test_table_has_its_head_in_the_first_line(before: str, after: str) -> None:
    made = document(before + TABLE + after)
    (table,) = tables(made)
    cells = [
        [table.cellAt(r, c).firstCursorPosition().block().text() for c in range(2)]
        for r in range(3)
    ]
    assert cells == [["Name", "Count"], ["a", "1"], ["b", "22"]]
    for column in range(2):
        cell = table.cellAt(0, column)
        cursor = cell.firstCursorPosition()
        first, last = cursor.block(), cell.lastCursorPosition().block()
        assert first == last
        cursor.movePosition(QTextCursor.MoveOperation.Right)
        assert cursor.charFormat().fontWeight() == QFont.Weight.DemiBold
        assert cell.format().background().color().name() == colours().surface.lower()


def test_columns_of_a_table_keep_their_side() -> None:
    made = document(TABLE)
    (table,) = tables(made)
    sides = [table.cellAt(r, 1).firstCursorPosition().blockFormat().alignment() for r in range(3)]
    assert len({int(side.value) & 0x7 for side in sides}) == 1


def test_table_at_the_end_leaves_no_gap() -> None:
    below = document(TABLE + "\n\nx").size().height()
    assert document(TABLE).size().height() < below - 10


def test_empty_head_of_a_table_stays() -> None:
    made = document("|  |  |\n|---|---|\n| a | b |")
    (table,) = tables(made)
    assert table.cellAt(1, 0).firstCursorPosition().block().text() == "a"


@pytest.mark.parametrize("letter", ["a", "é", "漢", "-"])
def test_long_token_is_laid_out_in_bounded_work(letter: str) -> None:
    """Twenty times the letters may cost at most about a hundred times the work."""

    def cost(count: int) -> float:
        started = time.process_time()
        document(letter * count).size()
        return time.process_time() - started

    cost(100)
    assert cost(200_000) < 1.5


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_shown(text: str) -> None:
    made = document(text)
    assert made.size().height() >= 0
    assert "\N{OBJECT REPLACEMENT CHARACTER}" not in made.toPlainText() or (
        "\N{OBJECT REPLACEMENT CHARACTER}" in text
    )


PIECES = st.sampled_from(
    [
        "word ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "`x` ",
        "**b** ",
        "![a](b) ",
        "[c](d) ",
        "<b>",
        "&amp; ",
        "---\n",
        "    ",
        "[x] ",
        "~~",
        "```\n",
        "| a | b |\n",
        "|---|---|\n",
        "\\",
    ]
)


# Qt's reader says so of a list that a table cuts off; the words are there all the same.
@pytest.mark.qt_log_ignore("attempted to insert into a list that no longer exists")
@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_markdown_can_be_shown(markdown: str) -> None:
    made = document(markdown)
    assert made.size().height() >= 0
    assert "\N{OBJECT REPLACEMENT CHARACTER}" not in made.toPlainText()


@pytest.mark.parametrize("text", ["<b>bold</b>", "*stars*", "# no heading", "a\n\nb", "![a](b)"])
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    made = new_document()
    set_plain_text(made, text)
    assert made.toPlainText() == text


def test_lines_of_code_inside_a_list_are_marked() -> None:
    made = document("- item\n\n      code here\n")
    block = look_of(made, "code here").block()
    code = QTextFormat.Property.BlockCodeFence
    indented = QTextFormat.Property.BlockCodeLanguage
    assert block.blockFormat().hasProperty(code) or block.blockFormat().hasProperty(indented)


def test_colours_follow_the_theme(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    made = document("[a](https://example.org)")
    look = look_of(made, "a").charFormat()
    assert look.foreground().color().name() == "#a3b7f3"
