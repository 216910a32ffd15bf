from __future__ import annotations

from functools import reduce
from operator import or_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.markdown.pieces import Paragraph, Run, Runs, Style
from desktop_app.core.markdown.plain import piece_text, runs_text
from desktop_app.core.markdown.writing_runs import to_line, to_markdown
from tests.core.markdown.reading_of import pieces_of, runs_of

BOLD, ITALIC, STRIKE, CODE = Style.BOLD, Style.ITALIC, Style.STRIKE, Style.CODE
FORMULA, NOTE = Style.FORMULA, Style.NOTE
NOTES = ["1", "2", "3"]


@pytest.mark.parametrize(
    "markdown",
    [
        "Plain words, 2 * 3 and snake_case.",
        "a **b *c* d** *e*",
        "**a _b_**",
        "~~a **b**~~ **c**",
        "`a` ``b ` c`` `` ` ``",
        "[a **b**](https://x.y/z_(1)) \\<b",
        "see https://x.y, www.x.y and a@b.c",
        "[a](<b c>)",
        "costs $5 and $10, but $x_1$ and \\(y\\)",
        "a[^1][^2]",
        "a\nb<br><br>c",
        "**注意：**这个",
        "**a**&#98;",
        "\\*a\\* [b\\](c)",
        "\\# a\n1\\. b",
        ":smile: 😀 &amp;amp;".replace("&amp;amp;", "\\&amp;"),
    ],
)
def test_pretty_markdown_is_written_as_one_would(markdown: str) -> None:
    runs = runs_of(markdown, footnotes=NOTES)
    written = to_markdown(runs)
    assert written == markdown.replace("&#98;", "b")
    assert runs_of(written, footnotes=NOTES) == runs


@pytest.mark.parametrize(
    ("runs", "markdown"),
    [
        ([Run("a", BOLD), Run("b", ITALIC)], "**a**_b_"),
        ([Run("a."), Run("b", BOLD)], "a.**b**"),
        ([Run("a"), Run(".b", BOLD)], "&#97;**.b**"),
        ([Run("b.", BOLD), Run("a")], "**b.**&#97;"),
        ([Run("a", ITALIC), Run("b", BOLD), Run("c")], "*a*__b__&#99;"),
        ([Run(" a ", BOLD), Run("b")], "**a** b"),
        ([Run("a"), Run(" ", BOLD), Run("b")], "a b"),
        ([Run("a "), Run("$x$", FORMULA, source="$x$"), Run("5")], "a $x$&#53;"),
        ([Run("a"), Run("x", FORMULA, source="$x$")], "&#97;$x$"),
        ([Run("a|b", CODE)], "`a|b`"),
        ([Run(" a ", CODE)], "`  a  `"),
        ([Run("  ", CODE)], "`  `"),
        ([Run("a\nb", CODE)], "`a b`"),
        ([Run("a", BOLD), Run("b", BOLD), Run("")], "**ab**"),
        ([Run("https://x.y", BOLD, "https://x.y")], "**https://x.y**"),
        (
            [Run("https://x.y", link="https://x.y"), Run("/z")],
            "[https\\:\\/\\/x\\.y](https://x.y)\\/z",
        ),
        ([Run("a", link="x\\<&amp;>\n")], "[a](<x\\\\\\<\\&amp;\\>&#10;>)"),
        ([Run("https://x.y")], "https\\:\\/\\/x\\.y"),
        ([Run("a [b", link="c")], "[a &#91;b](c)"),
        ([Run("x", NOTE)], "[^x]"),
        ([Run("a!"), Run("b", link="c")], "a&#33;[b](c)"),
        ([Run("a"), Run(" ", link="b"), Run("c")], "a c"),
        ([Run(" \n")], ""),
        ([], ""),
    ],
)
def test_runs_that_no_markdown_comes_easily_from(runs: list[Run], markdown: str) -> None:
    assert to_markdown(tuple(runs)) == markdown


@pytest.mark.parametrize(
    ("runs", "line"),
    [
        ([Run("a\nb"), Run("\n\nc", BOLD)], "a<br>b<br><br>**c**"),
        ([Run("- a")], "- a"),
        ([Run("a #")], "a \\#"),
        ([Run("")], ""),
    ],
)
def test_in_one_line(runs: list[Run], line: str) -> None:
    assert to_line(tuple(runs)) == line


# What was written is read as what it was, whatever it was.

_SIGNS = list("ab1 .*_`~[]()<>!#$\\|-+=:&;\n\"'@/xé你：😀\t^")
_FRAGMENTS = ["http://a.b", "www.a.b", "a@b.c", "&amp;", "<br>", "1. ", "$x$", "\\("]
_text = st.one_of(
    st.lists(st.sampled_from(_SIGNS + _FRAGMENTS), min_size=1, max_size=6).map("".join),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffc"),
        min_size=1,
        max_size=6,
    ),
)
_words = _text.map(str.strip).filter(bool)
_line = _words.map(lambda text: text.replace("\n", " "))
_emphasis = st.sets(st.sampled_from([BOLD, ITALIC, STRIKE])).map(
    lambda styles: reduce(or_, styles, Style.NONE)
)
_links = st.sampled_from(["", "", "", "http://x.y", "a b", "(", "&amp;", "<>", "\\"]) | _line
_LATEX = st.text("xyz+-=_^{}& ", min_size=1).map(str.strip).filter(bool)
_DELIMITERS = st.sampled_from([("$", "$"), ("\\(", "\\)")])


@st.composite
def _formulas(draw: st.DrawFn) -> Run:
    latex, (opening, closing) = draw(_LATEX), draw(_DELIMITERS)
    style = draw(_emphasis) | FORMULA
    return Run(latex, style, draw(_links), f"{opening}{latex}{closing}")


_run = st.one_of(
    st.builds(Run, _words, _emphasis, _links),
    st.builds(Run, _line, _emphasis.map(CODE.__or__), _links),
    st.builds(Run, st.sampled_from(NOTES), st.just(NOTE)),
    _formulas(),
)


def _merged(runs: list[Run]) -> Runs:
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else Run("")
        if (last.style, last.link) == (run.style, run.link) and not run.style & (FORMULA | NOTE):
            merged[-1:] = [Run(last.text + run.text, run.style, run.link)]
        else:
            merged.append(run)
    return tuple(merged)


@settings(max_examples=200)
@given(st.lists(_run, min_size=1, max_size=5).map(_merged))
def test_what_is_written_is_read_as_the_same(runs: Runs) -> None:
    assert runs_of(to_markdown(runs), footnotes=NOTES) == runs
    line = to_line(runs)
    assert "\n" not in line
    (heading,) = pieces_of(f"# {line}", footnotes=NOTES)
    assert heading == Paragraph(runs, level=1)


def _seen(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


@settings(max_examples=100)
@given(st.lists(st.builds(Run, _text, _emphasis, _links), min_size=1, max_size=5).map(_merged))
def test_no_word_is_lost_where_spaces_stand_at_the_ends(runs: Runs) -> None:
    read = "\n".join(map(piece_text, pieces_of(to_markdown(runs))))
    assert _seen(read) == _seen(runs_text(runs))
