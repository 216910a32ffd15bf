"""Markdown of every shape, made by hypothesis: as models write it, and as nobody should."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

WORDS = (
    "word",
    "Two words.",
    "naïve",
    "e\u0301te\u0301",  # combining marks
    "👩‍👩‍👧‍👦",  # joined emoji
    "🇳🇴🇩🇪",
    "👍🏽",
    "שלום עולם",
    "مرحبا بالعالم",
    "中文，標點。",
    "हिन्दी",
    "**bold**",
    "*slanted*",
    "~~gone~~",
    "`code`",
    "``a ` b``",
    "[link](https://example.org/a_(b))",
    "[one]",
    "[text][two]",
    "![alt](data:image/png;base64,AAAA)",
    "<https://example.org>",
    "a\\*b",
    "&amp;",
    "1. no list",
    "- no list",
    "x | y",
    "#hash",
    "> no quote",
    "2 * 3 = 6",
)
"""Words for the middle of a line; some of them would mean something at its beginning."""

_LEADS = ("Well,", "So", "é", "日本", "(see", '"quoted"', "👋", "**Note**", "`x`", "[one]")
_INDENTS = st.sampled_from(["", "", "", " ", "  ", "   "])
_BLANKS = st.sampled_from(["\n\n", "\n\n", "\n\n\n", "\n \n", "\n\t\n"])

_DEFINITIONS = (
    "[one]: https://example.org/one",
    '[two]: <https://example.org/two> "A title"',
    "[Three  words]: /three 'title'",
    "[one]: /later\n  (parentheses)",
    "[unused]:\n/unused",
)


@st.composite
def lines_of_words(draw: DrawFn) -> str:
    """Return one line of prose that begins with no mark."""
    lead = draw(st.sampled_from(_LEADS))
    return " ".join([lead, *draw(st.lists(st.sampled_from(WORDS), max_size=5))])


@st.composite
def paragraphs(draw: DrawFn) -> str:
    """Return one to four lines of prose, indented a little."""
    lines = draw(st.lists(lines_of_words(), min_size=1, max_size=4))
    ends = draw(st.sampled_from(["\n", "\n", "  \n", "\\\n"]))
    return draw(_INDENTS) + ends.join(lines)


@st.composite
def headings(draw: DrawFn) -> str:
    """Return a heading of either kind."""
    words = draw(lines_of_words())
    if draw(st.booleans()):
        return f"{draw(_INDENTS)}{'#' * draw(st.integers(1, 6))} {words}"
    return f"{words}\n{draw(st.sampled_from(['===', '---', '=', '--  ']))}"


@st.composite
def fences(draw: DrawFn, *, closed: bool = True) -> str:
    """Return code between fences, which may hold fences of other kinds."""
    mark = draw(st.sampled_from(["```", "~~~", "````", "~~~~~"]))
    indent = draw(_INDENTS)
    code = draw(
        st.lists(
            st.sampled_from(
                [
                    "x = 1",
                    "    y",
                    "\tz",
                    "",
                    "# no heading",
                    "- no item",
                    "``",
                    "$$",
                    "~~",
                    " ```x",
                ]
            ),
            max_size=5,
        )
    )
    info = draw(st.sampled_from(["", "python", " c++ {.numbered}", "py title=x"]))
    lines = [f"{mark}{info}", *code] + ([mark] if closed else [])
    return "\n".join(f"{indent}{line}" if line else line for line in lines)


@st.composite
def tables(draw: DrawFn) -> str:
    """Return a table; its rows may have other numbers of cells than its head."""
    columns = draw(st.integers(1, 3))
    cells = st.sampled_from(["a", "**b**", "`c\\|d`", "", "e f", "[one]", "👍🏽"])
    delimiters = st.sampled_from(["---", ":--", ":-:", "-:"])
    rows = [
        draw(st.lists(cells, min_size=columns, max_size=columns)),
        draw(st.lists(delimiters, min_size=columns, max_size=columns)),
        *draw(st.lists(st.lists(cells, min_size=1, max_size=4), max_size=4)),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@st.composite
def quotes(draw: DrawFn, inner: SearchStrategy[str]) -> str:
    """Return a quote; a paragraph at its end may go on without a mark."""
    mark = draw(st.sampled_from(["> ", ">", " > "]))
    lines = [(mark + line).rstrip(" ") for line in draw(inner).split("\n")]
    lazy = draw(st.booleans())
    return "\n".join(lines + ["> Well", "lazily"] * lazy)


@st.composite
def lists(draw: DrawFn, inner: SearchStrategy[str]) -> str:
    """Return a list, loose or tight, whose items hold several blocks."""
    bullets = st.sampled_from(["-", "*", "+", "-  "])
    numbers = st.builds("{}{}".format, st.integers(0, 120), st.sampled_from(".)"))
    marker = draw(st.one_of(bullets, numbers))
    between = draw(st.sampled_from(["\n", "\n", "\n\n"]))
    items = []
    for content in draw(st.lists(inner, min_size=1, max_size=3)):
        first, *others = content.split("\n")
        indent = " " * (len(marker) + 1)
        lines = [f"{marker} {first}", *(f"{indent}{line}" if line else line for line in others)]
        items.append("\n".join(lines))
    return between.join(items)


@st.composite
def sequences(draw: DrawFn, block: SearchStrategy[str]) -> str:
    """Return some blocks with blank lines between them."""
    first, *others = draw(st.lists(block, min_size=1, max_size=3))
    return first + "".join(draw(_BLANKS) + other for other in others)


_INDENTED_CODE = st.sampled_from(["    code", "    a\n\n      b", "\tcode\n    more"])
_RULES = st.sampled_from(["---", "***", " _ _ _", "- - -", "*****"])
_LEAVES = st.one_of(paragraphs(), headings(), fences(), tables(), _RULES)
_NESTED = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(quotes(sequences(inner)), lists(sequences(inner))),
    max_leaves=6,
)
_DEFINED = st.lists(st.sampled_from(_DEFINITIONS), min_size=1, max_size=3).map("\n".join)
_BLOCKS = st.one_of(_NESTED, paragraphs(), paragraphs(), _INDENTED_CODE, _DEFINED)


@st.composite
def messages(draw: DrawFn) -> str:
    """Return Markdown as models write it: no formulas and footnotes, nothing large."""
    text = ""
    for block in draw(st.lists(_BLOCKS, min_size=1, max_size=8)):
        text += block + draw(_BLANKS)
    if draw(st.booleans()):
        text += draw(fences(closed=draw(st.booleans())))
    return draw(st.sampled_from([text, text, text.replace("\n", "\r\n")]))


_MARKS = r"""
    - * + 1. 2) 10. > >> # ## ### ``` ```py ~~~ ```` ` `` $$ $ | |- |---| --- === = - -- *** ** : :-
    [a]: [^1]: [ ] ( ) \[ \] \ " '
"""
_FRAGMENTS = st.one_of(
    st.sampled_from(_MARKS.split()),
    st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\r", "\n    ", "\n  ", "\t", " ", "  ", "   "]),
    st.sampled_from(WORDS),
    st.sampled_from(
        ["| a | b |\n|---|---|\n", "[a]: /u\n", "$$\nx\n$$\n", "\\[x\\]\n", "[^1]: n\n"]
    ),
    st.sampled_from(
        ["\0", "\ud83d", "\ude00", "\u200d", "\u0301", "\u2028", "\x0b", "\xa0", "\x85"]
    ),
)


def wild_texts() -> SearchStrategy[str]:
    """Return texts made of marks and line ends, which no rule was made for; any character."""
    return st.one_of(
        st.lists(_FRAGMENTS, max_size=60).map("".join),
        st.text(st.characters(exclude_categories=[]), max_size=60),
    )


@st.composite
def giants(draw: DrawFn) -> str:
    """Return a text that has to be cut: few fragments, repeated for up to 30,000 characters."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        lead = draw(
            st.sampled_from(
                ["", "", "# ", "- ", "> ", "1. ", "    ", "$$", "|", "```\n", "- ```\n  "]
            )
        )
        unit = draw(
            st.one_of(
                st.sampled_from(
                    [
                        "word ",
                        "A sentence. ",
                        "`open code ",
                        "x",
                        "👩‍👩‍👧‍👦",
                        "e\u0301",
                        "🇳🇴",
                        "\ud83d\ude00",
                        "| a | b |\n",
                        "- item\n",
                        "- item\n\n  ```\n  code\n  ```\n",
                        "> quoted\n",
                        "line\n",
                        "  more\n",
                        "    code\n",
                        "\n",
                        "- ",
                        "> ",
                        " ",
                        "\r",
                    ]
                ),
                st.lists(_FRAGMENTS, min_size=1, max_size=12).map("".join),
            )
        )
        length = draw(st.sampled_from([500, 2100, 4200, 9000]))
        body = unit * (length // len(unit) + 1)
        head = draw(st.sampled_from(["", "", "| a | b |\n|---|---|\n"]))
        parts.append(head + lead + body)
    return draw(st.sampled_from(["\n\n", "\n", "\n```\n"])).join(parts)


def anything() -> SearchStrategy[str]:
    """Return texts of all these kinds."""
    return st.one_of(
        messages(), wild_texts(), giants(), st.tuples(wild_texts(), messages()).map("\n".join)
    )


@st.composite
def chunks(draw: DrawFn, text: str) -> list[str]:
    """Return `text` in pieces as a network may bring it: of random lengths, also empty ones."""
    size = draw(st.sampled_from([1, 3, 7, 40, 700, 5000]))
    rhythm = draw(st.lists(st.integers(0, size), min_size=1, max_size=8))
    least = len(text) // 300
    pieces, at, beat = [], 0, 0
    while at < len(text):
        step = least + rhythm[beat % len(rhythm)] or beat % 2
        pieces.append(text[at : at + step])
        at += step
        beat += 1
    return pieces
