from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from desktop_app.core.markdown.blocks import BlockKind, split
from desktop_app.core.markdown.cutting import (
    ANYWHERE_FROM,
    LOOK_AHEAD,
    SENTENCE_FROM,
    SPACE_FROM,
    character_start,
    paragraph_cut,
)
from desktop_app.core.markdown.formulas import LARGEST
from desktop_app.core.markdown.lines import STEP

parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def filled(length: int, words: str = "word ") -> str:
    return (words * (length // len(words) + 1))[:length]


def pieces(text: str) -> tuple[str, str] | None:
    places = paragraph_cut(text)
    return (text[: places[0]], text[places[1] :]) if places else None


def test_nothing_is_cut_before_it_is_large() -> None:
    assert paragraph_cut(filled(SENTENCE_FROM, "Words. ")) is None


@pytest.mark.parametrize("end", [". ", "!  ", "?\n", '." ', ".) ", "… ", ".** "])
def test_the_end_of_a_sentence_is_preferred(end: str) -> None:
    first = filled(SENTENCE_FROM - 1, "x ") + "**" * ("**" in end) + "y" + end
    text = first + filled(SPACE_FROM, "more ")
    assert pieces(text) == (first.rstrip(), text[len(first) :])


def test_a_sentence_may_end_without_a_space() -> None:
    first = "字" * SENTENCE_FROM + "。」"
    assert pieces(first + "字" * 100) == (first, "字" * 100)


@pytest.mark.parametrize("mark", ["`", "*", "$", "~~", "["])
def test_nothing_is_cut_within_emphasis_code_formulas_or_links(mark: str) -> None:
    closing = "]" if mark == "[" else mark
    open_part = filled(SENTENCE_FROM, "x ") + f"{mark}a. b. c"
    first = f"{open_part}{closing} d."
    text = f"{first} {filled(1000, 'more ')}"
    assert pieces(text) == (first, text[len(first) + 1 :])


@pytest.mark.parametrize("begins", ["- item", "1. item", "# H", "> q", "[a]: /u", "$$x", "```"])
def test_nothing_is_cut_in_front_of_what_would_begin_a_block(begins: str) -> None:
    start = filled(SENTENCE_FROM, "x ") + "y."
    first = f"{start} {begins} some more words."
    text = f"{first} Then {filled(1000, 'more ')}"
    assert paragraph_cut(text.replace("`", "``").replace("$$", "$$$$")) != (
        len(start),
        len(start) + 1,
    )


def test_without_sentences_it_is_cut_between_words() -> None:
    text = filled(SPACE_FROM + LOOK_AHEAD + 10)
    piece, rest = pieces(text) or ("", "")
    assert piece.endswith("word")
    assert rest.startswith("word")
    assert SPACE_FROM <= len(piece) < SPACE_FROM + 10


def test_where_all_is_emphasised_the_last_sentence_ends_a_piece() -> None:
    text = "`" + filled(ANYWHERE_FROM + LOOK_AHEAD, "word. ")
    piece, rest = pieces(text) or ("", "")
    assert piece.endswith("word.")
    assert rest.startswith("word")
    assert ANYWHERE_FROM - 10 < len(piece) <= ANYWHERE_FROM


def test_where_all_is_emphasised_the_last_word_ends_a_piece() -> None:
    piece, rest = pieces("`" + filled(ANYWHERE_FROM + LOOK_AHEAD)) or ("", "")
    assert piece.endswith("word")
    assert rest.startswith("word")


def test_without_spaces_it_is_cut_anywhere() -> None:
    assert paragraph_cut("x" * (ANYWHERE_FROM + LOOK_AHEAD)) == (ANYWHERE_FROM, ANYWHERE_FROM)
    assert paragraph_cut("x" * (ANYWHERE_FROM + LOOK_AHEAD - 1)) is None


@pytest.mark.parametrize("length", [0, 1, 7, 100, 1000])
def test_what_comes_later_does_not_move_the_cut(length: int) -> None:
    for unit in ("Word. ", "word ", "x", "`a. ", "- a. ", "$a ", "字。"):
        text = filled(6000, unit)
        known = next(n for n in range(len(text)) if paragraph_cut(text[:n]))
        assert paragraph_cut(text[:known]) == paragraph_cut(text[: known + length])


@pytest.mark.parametrize(
    ("text", "at", "start"),
    [
        ("abc", 1, 1),
        ("ae\u0301c", 2, 1),
        ("a👍🏽", 2, 1),
        ("a👩‍👩‍👧", 4, 1),
        ("a🇳🇴🇩🇪", 2, 1),
        ("a🇳🇴🇩🇪", 3, 3),
        ("a\ud83d\ude00", 2, 1),
        ("a\r\nb", 2, 1),
        ("a\u0301\u0301", 2, 2),
        ("ab" + "\u0301" * 100, 90, 90),
    ],
)
def test_a_visible_character_is_not_cut(text: str, at: int, start: int) -> None:
    assert character_start(text, at, 0) == start


def test_a_giant_paragraph_is_cut_behind_sentences() -> None:
    text = "A sentence of some length that ends here.\n" * 200
    blocks = split(text).blocks
    assert len(blocks) > 3
    assert all(block.text.startswith("A ") and block.text.endswith(".") for block in blocks)
    assert [block.continued for block in blocks] == [False] + [True] * (len(blocks) - 1)
    assert all(2000 < len(block.text) < 2200 for block in blocks[:-1])


def test_a_giant_heading_goes_on_as_a_paragraph() -> None:
    first, *others = split("# " + "Word. " * 2000 + "\nmore").blocks
    assert first.text.startswith("# ")
    assert others[-1].text.endswith("more")
    line, below = split("# " + "x" * 1500 + "\nmore").blocks
    assert (line.text, below.text) == ("# " + "x" * 1500, "more")


def test_a_giant_list_is_cut_at_items() -> None:
    text = "".join(f"{number}. {'word ' * 20}\n    - more\n" for number in range(1, 100))
    blocks = split(text).blocks
    assert len(blocks) > 3
    assert all(block.text[0].isdigit() and block.continued for block in blocks[1:])
    assert all(2000 < len(block.text) < 2300 for block in blocks[:-1])


def test_a_giant_table_is_cut_at_rows_and_keeps_its_head() -> None:
    head = "| a | b |\n|---|---|"
    blocks = split(head + "\n| c | d |" * 2000).blocks
    assert len(blocks) > 3
    assert [block.head for block in blocks] == [""] + [head] * (len(blocks) - 1)
    assert all(block.kind is BlockKind.TABLE for block in blocks)
    for block in blocks[1:]:
        rendered = parser.render(f"{block.head}\n{block.text}")
        assert rendered.count("<tr>") == block.text.count("\n") + 2


def test_a_table_behind_the_cut_of_a_paragraph_is_not_its_continuation() -> None:
    sentence = "A sentence of forty-eight characters ends here.\n"
    text = sentence * 43 + "| a | b |\n| - | - |\n| c | d |" + "\n\n" + sentence
    table = next(block for block in split(text).blocks if block.kind is BlockKind.TABLE)
    assert (table.continued, table.head) == (False, "")


@pytest.mark.parametrize("line", ["> quoted words", "    code", "> - item\n>   more", ">"])
def test_giant_quotes_and_code_are_cut_at_lines(line: str) -> None:
    blocks = split(f"{line}\n" * 5000).blocks
    assert len(blocks) > 3
    assert all(2000 < len(block.text) < 4200 for block in blocks[:-1])
    for block in blocks[1:]:
        assert block.continued
        assert block.text[0] == line[0]


@pytest.mark.parametrize(
    ("opening", "line"),
    [
        ("- ```py", "  x = 1"),
        ("10. - ```py", "      x = 1"),
        ("> ```py", "> x = 1"),
        ("   1.    - ```py", "            x = 1"),
        ("[^1]: ```py", "    x = 1"),
        (">   1. ~~~py", ">      x = 1"),
    ],
)
def test_giant_code_within_something_can_be_read_on_its_own(opening: str, line: str) -> None:
    text = opening + f"\n{line}" * 3000
    first, *others = split(text).blocks
    assert not first.continued
    assert others
    for block in others:
        (token,) = (
            token
            for token in parser.parse(f"{block.head}\n{block.text}".removeprefix("[^1]:"))
            if token.type in ("fence", "code_block")
        )
        assert token.content.split() == ["x", "=", "1"] * block.text.count("x")
        assert len(block.text) <= LARGEST


@pytest.mark.parametrize("lead", ["- ", "> ", "    ", "| a |\n|---|\n| ", "[^1]: ", "", "$$"])
@pytest.mark.parametrize(
    "unit", ["x", "👩‍👩‍👧‍👦", "e\u0301", "🇳🇴", "\ud83d\ude00", "👍🏽", "x ", "- ", "a\u0301\u0302 "]
)
def test_one_endless_line_is_cut_between_characters(lead: str, unit: str) -> None:
    blocks = split(lead + unit * (30_000 // len(unit))).blocks
    assert len(blocks) > 3
    for block in blocks[1:]:
        assert block.continued
        assert block.text.startswith(unit.strip())
        assert len(block.text) <= LARGEST + STEP


def test_a_fence_is_never_cut() -> None:
    (block,) = split("```\n" + "x = 1\n" * 20_000).blocks
    assert len(block.text) > 100_000


def test_blank_lines_without_end_make_no_giant() -> None:
    for first in ("- one", "    one"):
        blocks = split(first + "\n" * 20_000 + first).blocks
        assert [block.text for block in blocks] == [first, first]
