from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from desktop_app.core.markdown.blocks import Block, BlockKind, Splitter, split
from desktop_app.core.markdown.formulas import LARGEST
from desktop_app.core.markdown.lines import STEP
from tests.core.markdown.generated import anything, chunks, messages

often = settings(max_examples=150, deadline=None)


def known(splitter: Splitter) -> tuple[list[Block], dict[str, object], dict[str, int]]:
    definitions = splitter.definitions
    return list(splitter.blocks), dict(definitions.references), dict(definitions.footnotes)


def fed(text: str) -> Splitter:
    splitter = Splitter()
    splitter.feed(text)
    return splitter


def shown(text: str) -> list[tuple[str, str]]:
    """Return the kinds and texts of the blocks of a message that may go on."""
    return [(block.kind.value, block.text) for block in fed(text).blocks]


def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def with_line_end(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


@often
@given(anything(), st.data())
def test_the_pieces_a_message_comes_in_do_not_matter(text: str, data: st.DataObject) -> None:
    splitter = Splitter()
    for piece in data.draw(chunks(text)):
        splitter.feed(piece)
    splitter.end()
    assert splitter.text == text
    assert known(splitter) == known(split(text))


@often
@given(anything(), st.data())
def test_closed_blocks_do_not_change_and_the_first_that_changed_is_told(
    text: str, data: st.DataObject
) -> None:
    final = split(text).blocks
    splitter = Splitter()
    before: list[Block] = []
    for piece in data.draw(chunks(text)):
        first = splitter.feed(piece)
        now = list(splitter.blocks)
        assert now[:first] == before[:first]
        closed = [block for block in now if block.closed]
        assert closed == now[: len(closed)] == list(final[: len(closed)])
        before = now
    first = splitter.end()
    assert list(splitter.blocks[:first]) == before[:first]


@often
@given(anything(), st.data())
def test_blocks_cover_the_text_in_order_also_while_it_grows(text: str, data: st.DataObject) -> None:
    splitter = Splitter()
    for piece in data.draw(chunks(text)):
        splitter.feed(piece)
        in_order(splitter.blocks)
    splitter.end()
    at = 0
    for block in splitter.blocks:
        assert not text[at : block.start].strip(" \t\r\n")
        at = block.end
    assert not text[at:].strip(" \t\r\n")
    in_order(splitter.blocks)


def in_order(blocks: Sequence[Block]) -> None:
    assert all(block.start < block.end for block in blocks)
    assert all(one.end <= other.start for one, other in pairwise(blocks))


@often
@given(anything())
def test_text_is_what_was_written_but_for_code_and_formulas(text: str) -> None:
    for block in split(text).blocks:
        written = text[block.start : block.end]
        if block.kind is BlockKind.FENCE:
            continue
        if block.kind is BlockKind.FORMULA:
            assert written[2:-2].strip() == block.text
        else:
            assert written == block.text
        assert len(written) <= LARGEST + 2 * STEP


@often
@given(anything(), st.data())
def test_the_text_of_an_open_fence_only_grows(text: str, data: st.DataObject) -> None:
    splitter = Splitter()
    before = ""
    at = -1
    for piece in data.draw(chunks(text)):
        splitter.feed(piece)
        for block in splitter.blocks[-1:]:
            if block.start == at:
                assert block.kind is BlockKind.FENCE
                assert block.text.startswith(before)
            # A fence is certain once the line that opens it is complete.
            if block.kind is BlockKind.FENCE and "\n" in text[block.start : block.end]:
                before, at = block.text, block.start


@often
@given(messages())
def test_blocks_read_one_by_one_say_what_the_whole_says(text: str) -> None:
    known: dict[str, object] = {}
    whole = parser().render(with_line_end(text), known)
    splitter = split(text)
    references = splitter.definitions.references
    one_by_one = [
        parser().render(
            with_line_end(text[block.start : block.end]),
            {"references": {label: dict(found) for label, found in references.items()}},
        )
        for block in splitter.blocks
    ]
    assert "".join(one_by_one) == whole
    expected = {
        label: {"href": found["href"], "title": found["title"]}
        for label, found in known.get("references", {}).items()
    }
    assert references == expected


@settings(max_examples=60, deadline=None)
@given(messages())
def test_code_is_what_a_parser_makes_of_it(text: str) -> None:
    for block in split(text).blocks:
        if block.kind is BlockKind.FENCE:
            written = with_line_end(text[block.start : block.end])
            (token,) = parser().parse(written)
            assert block.text == token.content.removesuffix("\n")
            assert block.language == (token.info.split() or [""])[0]


MARKS = [
    *"`-=#1>|$\\\t",
    "``",
    "~~",
    "--",
    "- ",
    "# ",
    "12.",
    "3) ",
    "> -",
    "**",
    "__",
    "|--",
    "$$",
]
LABELS = ["[one", "[one]", "[one]: https://exam", "[^1]"]


@pytest.mark.parametrize("partial", [*MARKS, *LABELS, "   ", ":-"])
def test_a_line_that_may_become_anything_is_held_back(partial: str) -> None:
    assert shown(f"Words\n{partial}") == [("text", "Words")]
    assert shown(partial) == []
    splitter = split(f"Words\n{partial}")
    assert splitter.text == f"Words\n{partial}"
    assert splitter.blocks[-1].end >= len(f"Words\n{partial}".rstrip())


@pytest.mark.parametrize(
    ("partial", "last"),
    [
        ("so", ("text", "Words\nso")),
        ("# H", ("text", "# H")),
        ("```p", ("fence", "")),
        ("[one](", None),
    ],
)
def test_a_line_that_is_not_complete_is_shown(partial: str, last: tuple[str, str] | None) -> None:
    assert shown(f"Words\n{partial}")[-1] == (last or ("text", f"Words\n{partial}"))
    assert not any(block.closed for block in fed(f"Words\n{partial}").blocks)


def test_the_head_of_a_table_is_not_shown_as_words() -> None:
    for partial in ("| a", "| a |\n", "| a |\n|--", "| a |\n| -- |"):
        assert shown(f"# H\n{partial}") == [("text", "# H")]
    assert shown("| a |\n|---|\n") == [("table", "| a |\n|---|")]
    assert shown("| a |\n|---|\n| b") == [("table", "| a |\n|---|\n| b")]
    assert shown("|a| is\nso") == [("text", "|a| is\nso")]
    assert shown("|a| is" + " long" * 60) == [("text", "|a| is" + " long" * 60)]
    assert [block.text for block in split("|a|").blocks] == ["|a|"]


@pytest.mark.parametrize("partial", ["`", "``", "```", "  ```", "", " ", "````  "])
def test_what_may_close_a_fence_is_not_shown_as_code(partial: str) -> None:
    assert shown(f"```\nx\n{partial}") == [("fence", "x")]


def test_an_open_fence_shows_all_else_at_once() -> None:
    assert shown("```\nx\n  y") == [("fence", "x\n  y")]
    assert shown("```\n`x") == [("fence", "`x")]
    assert shown("```\n" + "`" * 2000) == [("fence", "`" * 2000)]
    assert shown("```\nx\r") == [("fence", "x")]


def test_a_list_is_closed_by_the_first_letter_behind_it() -> None:
    for text in ("- one\n\n", "    code\n", "> # H\n", "[^1]: one\n\n"):
        splitter = fed(text)
        assert not splitter.blocks[0].closed
        splitter.feed("W")
        assert [block.closed for block in splitter.blocks] == [True, False]
    splitter = fed("- one\n")
    splitter.feed("w")
    assert [block.text for block in splitter.blocks] == ["- one\nw"]


def test_the_first_block_that_changed_is_told() -> None:
    splitter = Splitter()
    assert splitter.feed("One\n\ntwo") == 0
    assert splitter.feed(" three") == 1
    assert splitter.feed("\n\nfour") == 1
    assert splitter.end() == 2
    assert all(block.closed for block in splitter.blocks)


@pytest.mark.parametrize("text", ["\0", "\ud83d", "\ude00\n\0", "# \ud83d\n- \0\n```\n\ude00"])
def test_no_character_is_lost(text: str) -> None:
    assert split(text).text == text
    assert "".join(text[block.start : block.end] for block in split(text).blocks).count("\0") == (
        text.count("\0")
    )


def calls(action: Callable[[], object]) -> int:
    """Return how many functions are called, which is the work but for copying text."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "Some words. ",
        "Some words.\n",
        "- item\n  ```\n  x\n  ```\n",
        "| a |\n|---|\n| b |\n\n",
        "```\nx\n",
        "> quoted\n",
        "$$ x\n",
        "\\[ x\n",
        "[one\n",
        "[one]: /u\n",
        "> > - - ",
        "\n",
        "$$\n\n",
        "`",
    ],
)
def test_the_work_grows_with_the_length_alone(unit: str) -> None:
    def feed(length: int) -> None:
        splitter = Splitter()
        text = unit * (length // len(unit))
        for at in range(0, len(text), 50):
            splitter.feed(text[at : at + 50])
        splitter.end()

    short, long = calls(lambda: feed(12_000)), calls(lambda: feed(48_000))
    assert long < 5 * short
