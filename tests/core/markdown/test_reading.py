from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from desktop_app.core.markdown.blocks import BlockKind, split
from desktop_app.core.markdown.pieces import (
    Align,
    Code,
    Container,
    Formula,
    Paragraph,
    Piece,
    Rule,
    Run,
    Runs,
    Style,
    Table,
)
from desktop_app.core.markdown.plain import piece_text, rows_of
from desktop_app.core.markdown.reading import read, warm_up
from tests.core.markdown.generated import messages, wild_texts
from tests.core.markdown.reading_of import pieces_of

BULLETS, NUMBERS, QUOTE = Container.BULLETS, Container.NUMBERS, Container.QUOTE


def words(text: str, level: int = 0) -> Paragraph:
    return Paragraph((Run(text),) if text else (), level)


def item(
    marker: str, text: str, *containers: Container, tight: bool = False, level: int = 0
) -> Paragraph:
    runs = (Run(text),) if text else ()
    return Paragraph(runs, level, marker, tight, containers)


LEAVES: list[tuple[str, list[Piece]]] = [
    ("a\n\nb", [words("a"), words("b")]),
    (
        "# a\n## b ##\n###### c\n####### d",
        [words("a", 1), words("b", 2), words("c", 6), words("####### d")],
    ),
    ("a\nb\n===\nc\n---", [words("a\nb", 1), words("c", 2)]),
    ("#\n\na", [words("a")]),
    ("a\n\n***\n___\n- - -", [words("a"), Rule(), Rule(), Rule()]),
    ("```\na\n\n b\n```", [Code("a\n\n b")]),
    ("~~~ py title=x\na\n~~~", [Code("a", "py")]),
    ("````md\n```\n````", [Code("```", "md")]),
    ("```c++\n```", [Code("", "c++")]),
    ("    a\n\n      b", [Code("a\n\n  b")]),
    ("\ta", [Code("a")]),
    ("a\n    b", [words("a\nb")]),
    ("a\r\nb\r\rc", [words("a\nb"), words("c")]),
    ("[a]: /b 'c'", []),
    ("", []),
    ("\x00\x1b", [words("\ufffd")]),
]


@pytest.mark.parametrize(("text", "pieces"), LEAVES)
def test_leaves(text: str, pieces: list[Piece]) -> None:
    assert pieces_of(text) == tuple(pieces)


NESTED: list[tuple[str, list[Piece]]] = [
    (
        "- a\n- b\n  - c\n    1. d\n- e",
        [
            item("•", "a", BULLETS),
            item("•", "b", BULLETS, tight=True),
            item("•", "c", BULLETS, BULLETS, tight=True),
            item("1.", "d", BULLETS, BULLETS, NUMBERS, tight=True),
            item("•", "e", BULLETS, tight=True),
        ],
    ),
    ("- a\n\n- b", [item("•", "a", BULLETS), item("•", "b", BULLETS)]),
    (
        "- a\n\n  b\n- c",
        [item("•", "a", BULLETS), item("", "b", BULLETS), item("•", "c", BULLETS)],
    ),
    (
        "- a\n\n  - b\n  - c",
        [
            item("•", "a", BULLETS),
            item("•", "b", BULLETS, BULLETS),
            item("•", "c", BULLETS, BULLETS, tight=True),
        ],
    ),
    (
        "- a\n  - b\n\n  - c",
        [
            item("•", "a", BULLETS),
            item("•", "b", BULLETS, BULLETS),
            item("•", "c", BULLETS, BULLETS),
        ],
    ),
    (
        "3. a\n3. b\n9) c",
        [item("3.", "a", NUMBERS), item("4.", "b", NUMBERS, tight=True), item("9.", "c", NUMBERS)],
    ),
    ("0. a", [item("0.", "a", NUMBERS)]),
    ("a\n2. b", [words("a\n2. b")]),
    (
        "- [ ] a\n- [x] b\n- [X] c\n- [y] d\n1. [x] e",
        [
            item("☐", "a", BULLETS),
            item("☑", "b", BULLETS, tight=True),
            item("☑", "c", BULLETS, tight=True),
            item("•", "[y] d", BULLETS, tight=True),
            item("☑", "e", NUMBERS),
        ],
    ),
    ("-\n- a", [item("•", "", BULLETS), item("•", "a", BULLETS, tight=True)]),
    ("- # a\n- b", [item("•", "a", BULLETS, level=1), item("•", "b", BULLETS, tight=True)]),
    ("- - a", [item("•", "", BULLETS), item("•", "a", BULLETS, BULLETS, tight=True)]),
    ("- > a", [item("•", "", BULLETS), item("", "a", BULLETS, QUOTE)]),
    ("- ***", [item("•", "", BULLETS), Rule((BULLETS,))]),
    ("> a\nb\n>\n> > c\n\nd", [item("", "a\nb", QUOTE), item("", "c", QUOTE, QUOTE), words("d")]),
    ("> - a\n> - b", [item("•", "a", QUOTE, BULLETS), item("•", "b", QUOTE, BULLETS, tight=True)]),
    (
        "1. a\n   ```py\n   x\n   ```\n2. b\n3. c",
        [
            item("1.", "a", NUMBERS),
            Code("x", "py", containers=(NUMBERS,)),
            item("2.", "b", NUMBERS),
            item("3.", "c", NUMBERS, tight=True),
        ],
    ),
    (
        "- a\n- ```\n  x\n  ```",
        [item("•", "a", BULLETS), Code("x", marker="•", tight=True, containers=(BULLETS,))],
    ),
    ("-     a", [Code("a", marker="•", containers=(BULLETS,))]),
    ("> ```\n> a\nb", [Code("a", containers=(QUOTE,)), words("b")]),
]


@pytest.mark.parametrize(("text", "pieces"), NESTED)
def test_what_is_nested_is_flattened(text: str, pieces: list[Piece]) -> None:
    assert pieces_of(text) == tuple(pieces)


def test_a_table() -> None:
    text = "| a | b | c | d |\n|---|:--|:-:|--:|\n| `x\\|y` | **z** |\n| 1<br>2 | $v$ | 3 | 4 | 5 |"
    (table,) = pieces_of(text)
    assert table == Table(
        head=((Run("a"),), (Run("b"),), (Run("c"),), (Run("d"),)),
        rows=(
            ((Run("x|y", Style.CODE),), (Run("z", Style.BOLD),), (), ()),
            (
                (Run("1\n2"),),
                (Run("v", Style.FORMULA, source="$v$"),),
                (Run("3"),),
                (Run("4"),),
            ),
        ),
        columns=(Align.START, Align.START, Align.CENTRE, Align.END),
    )


def test_a_table_in_an_item() -> None:
    (table,) = pieces_of("- | a |\n  |---|")
    assert table == Table(((Run("a"),),), (), (Align.START,), marker="•", containers=(BULLETS,))


def test_a_block_of_code_is_verbatim() -> None:
    code = "# *a*\n\n  &amp; $x$\r\n\x1b[1m"
    assert pieces_of(code, kind=BlockKind.FENCE, language="py") == (
        Code("# *a*\n\n  &amp; $x$\n[1m", "py"),
    )
    assert pieces_of("a", kind=BlockKind.FENCE, closed=False) == (Code("a", closed=False),)


def test_a_block_that_is_a_formula() -> None:
    assert pieces_of("a\n+ b", kind=BlockKind.FORMULA) == (Formula("a\n+ b", "$$\na\n+ b\n$$"),)
    assert pieces_of(" x ", kind=BlockKind.FORMULA) == (Formula("x", "$$ x $$"),)


def test_a_block_that_is_a_table() -> None:
    (table,) = pieces_of("a | b\n--|--\n1 | 2", kind=BlockKind.TABLE)
    assert piece_text(table) == "a\tb\n1\t2"


def test_a_table_that_goes_on_has_no_head() -> None:
    (table,) = pieces_of(
        "| 3 | 4 |", kind=BlockKind.TABLE, continued=True, head="| a | b |\n|---|--:|"
    )
    assert isinstance(table, Table)
    assert table.head == ()
    assert table.rows == (((Run("3"),), (Run("4"),)),)
    assert table.columns == (Align.START, Align.END)
    assert table.continued


def gone_on(marker: str, text: str, *containers: Container) -> Paragraph:
    return item(marker, text, *containers, tight=True)


CONTINUED: list[tuple[str, str, list[Piece]]] = [
    ("", "5. a\n6. b", [gone_on("5.", "a", NUMBERS), gone_on("6.", "b", NUMBERS)]),
    ("", "goes on", [gone_on("", "goes on")]),
    ("", "***", [Rule()]),
    ("", "", []),
    ("-", "  goes on\n- b", [gone_on("", "goes on", BULLETS), gone_on("•", "b", BULLETS)]),
    ("7.", "   goes on\n8. b", [gone_on("", "goes on", NUMBERS), gone_on("8.", "b", NUMBERS)]),
    (">", "> goes on", [gone_on("", "goes on", QUOTE)]),
    ("[^1]:", "    goes on", [gone_on("", "goes on", Container.NOTE)]),
    ("- ```py", "  x\n  ```", [Code("x", "py", tight=True, containers=(BULLETS,))]),
]


@pytest.mark.parametrize(("head", "text", "pieces"), CONTINUED)
def test_a_giant_goes_on_where_it_was_cut(head: str, text: str, pieces: list[Piece]) -> None:
    assert pieces_of(text, continued=True, head=head) == tuple(pieces)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("- ```\n  a", False),
        ("- ```", False),
        ("- ```\n  a\n  ```", True),
        ("- ```\n  ```", True),
        ("- ```\n\n  a\n", False),
    ],
)
def test_code_in_an_open_block_is_closed_by_its_fence(text: str, closed: bool) -> None:
    (code,) = pieces_of(text, closed=False)
    assert isinstance(code, Code)
    assert code.closed is closed
    (code,) = pieces_of(text)
    assert isinstance(code, Code)
    assert code.closed


def test_a_block_does_not_define_anything_for_others() -> None:
    blocks = split("[a]: /b\n\n[a]\n\n[c]: /d\n\n[c]")
    known = dict(blocks.definitions.references)
    for block in blocks.blocks:
        read(block, blocks.definitions)
    assert blocks.definitions.references == known


# Everything that can be read, against markdown-it itself.


class _Words(HTMLParser):
    """What a page shows, without spaces; what has no words shows its address."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self._address = ""
        self._before = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self._address, self._before = values["href"] or "", len(self.shown)
        elif tag == "img":
            self.handle_data(f"[{values['alt'] or values['src']}]")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._before == len(self.shown):
            self.handle_data(self._address)

    def handle_data(self, data: str) -> None:
        self.shown += data.split()


_MARKUP = ["*", "**", "_", "`", "``", "~~", "[", "](/x)", "\\", "&amp;", "&#65;", "!", '"', "#"]
_LINES = ["\n", "\n", "\n\n", "\n# ", "\n- ", "\n1. ", "\n> ", "\n    ", "\n  ", "  \n", "\n***\n"]
_TABLE = "\n\n| a | b |\n|---|--:|\n| c | "
_FENCE = "\n```py\ncode\n```\n"
plain_markdown = st.lists(
    st.sampled_from(["word", "a b", "é", " ", "x", *_MARKUP, *_LINES, _TABLE, _FENCE]), max_size=30
).map("".join)


def shown_words(pieces: tuple[Piece, ...]) -> str:
    return "".join("".join(piece_text(piece).split()) for piece in pieces)


@settings(max_examples=300)
@given(plain_markdown)
def test_the_words_are_those_of_the_page(text: str) -> None:
    page = _Words()
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # The words are compared, not which of the addresses this parser would refuse.
    page.feed(parser.render(text))
    page.close()
    assert shown_words(pieces_of(text)) == "".join(page.shown)


def _all_runs(piece: Piece) -> list[Runs]:
    if isinstance(piece, Table):
        return [cell for row in rows_of(piece) for cell in row]
    return [piece.runs] if isinstance(piece, Paragraph) else []


def _may_be_neighbours(one: Run, other: Run) -> bool:
    differ = (one.style, one.link) != (other.style, other.link)
    return differ or bool(one.style & (Style.FORMULA | Style.NOTE))


def _check(piece: Piece) -> None:
    text = piece_text(piece)
    text.encode()
    assert not set(text) & set("\r\x00\x0b\x0c\x1b\x7f\x85\u2028\u2029\ufffc")
    if isinstance(piece, Table):
        assert all(len(row) == len(piece.columns) for row in rows_of(piece))
    for runs in _all_runs(piece):
        assert all(run.text for run in runs)
        assert all(_may_be_neighbours(*pair) for pair in pairwise(runs))


@settings(max_examples=200)
@given(
    st.one_of(wild_texts(), plain_markdown, st.text(st.characters(exclude_categories=[]))),
    st.sampled_from(list(BlockKind)),
    st.booleans(),
    st.sampled_from(["", "", "- ", ">", "| a |\n|---|", "```", "[^1]:"]),
)
def test_any_text_can_be_read(text: str, kind: BlockKind, more: bool, head: str) -> None:
    for piece in pieces_of(text, kind=kind, closed=not more, continued=more, head=head):
        _check(piece)


@settings(max_examples=50)
@given(messages())
def test_the_blocks_of_a_message_are_read(text: str) -> None:
    message = split(text)
    for block in message.blocks:
        for piece in read(block, message.definitions):
            _check(piece)


def test_the_parser_is_loaded_when_it_is_needed() -> None:
    script = (
        "import sys\n"
        "from desktop_app.core.markdown import reading, writing\n"
        "assert 'markdown_it' not in sys.modules\n"
        "reading.warm_up()\n"
        "assert 'markdown_it' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    warm_up()
