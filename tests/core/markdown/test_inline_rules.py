from __future__ import annotations

import pytest

from desktop_app.core.markdown.pieces import Picture, Run, Style
from tests.core.markdown.reading_of import pieces_of, runs_of


def formulas(text: str) -> list[tuple[str, str]]:
    return [(run.text, run.source) for run in runs_of(text) if run.style & Style.FORMULA]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("so $x$ is", [("x", "$x$")]),
        ("$a_1$ and $b_2$", [("a_1", "$a_1$"), ("b_2", "$b_2$")]),
        (r"$\frac{a}{b}\, *c* \$ d$.", [(r"\frac{a}{b}\, *c* \$ d", r"$\frac{a}{b}\, *c* \$ d$")]),
        ("$x$s", [("x", "$x$")]),
        ("2$x$", [("x", "$x$")]),
        ("函数$x$是", [("x", "$x$")]),
        ("$a\n= b$", [("a = b", "$a = b$")]),
        ("$`a_b`$ too", [("a_b", "$`a_b`$")]),
        ("**$x$**", [("x", "$x$")]),
        ("in $$\\sum x$$ line", [(r"\sum x", r"$$\sum x$$")]),
        ("in $$ x $$ line", [("x", "$$ x $$")]),
        (r"in \(a\,b\) and \( c \)", [(r"a\,b", r"\(a\,b\)"), ("c", r"\( c \)")]),
        (r"in \[x^2\] line", [("x^2", r"\[x^2\]")]),
        (r"in \[n\] line", [("n", r"\[n\]")]),
        (r"\(\begin{matrix} a \\ b \end{matrix}\)", None),
        (r"\(a\\\)", [("a\\\\", r"\(a\\\)")]),
        ("$x$$y$", [("x", "$x$"), ("y", "$y$")]),
        ("[$x_1$ of](y)", [("x_1", "$x_1$")]),
    ],
)
def test_formulas_in_a_line(text: str, found: list[tuple[str, str]] | None) -> None:
    assert formulas(text) == (found if found is not None else [(text[2:-2], text)])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("costs $5 and $10", None),
        ("between $5-$10", None),
        ("US$5 and AU$ 7", None),
        ("a $ b $ c", None),
        ("an $x unclosed", None),
        ("$$", None),
        ("a $$ b", None),
        ("$$a$ b", None),
        ("$ x$ and $x $", None),
        (r"\$x\$", "$x$"),
        ("$HOME in `$PATH`", "$HOME in $PATH"),
        ("$a `b$ c`", "$a b$ c"),
        (r"\(open", "(open"),
        (r"\(\)", "()"),
        (r"as said \[1\], \[2, 3\] and \[sic\]", "as said [1], [2, 3] and [sic]"),
        (r"\[a=b\](c)", "[a=b](c)"),
        (r"\\(x\\)", r"\(x\)"),
        (r"`\(x\)`", r"\(x\)"),
    ],
)
def test_what_only_looks_like_a_formula_is_text(text: str, shown: str | None) -> None:
    assert formulas(text) == []
    assert "".join(run.text for run in runs_of(text)) == (text if shown is None else shown)


def test_a_formula_looks_like_the_words_around_it() -> None:
    assert runs_of("**a $x$**") == (
        Run("a ", Style.BOLD),
        Run("x", Style.BOLD | Style.FORMULA, source="$x$"),
    )
    assert runs_of("[$x$](y)") == (Run("x", Style.FORMULA, "y", "$x$"),)


def test_footnotes_are_numbered_and_stay_apart() -> None:
    assert runs_of("a[^Ä b][^x][^ä][^2]", footnotes=["2", "Ä", "x"]) == (
        Run("a[^Ä b]"),
        Run("3", Style.NOTE),
        Run("2", Style.NOTE),
        Run("1", Style.NOTE),
    )


def test_an_undefined_footnote_is_text() -> None:
    assert runs_of("a[^1]") == (Run("a[^1]"),)


@pytest.mark.parametrize("tag", ["<br>", "<br/>", "<br />", "<BR>", " <br> ", "<br>\n", "<br>\n  "])
def test_a_break_in_html_breaks_the_line(tag: str) -> None:
    assert runs_of(f"a{tag}b") == (Run("a\nb"),)


def test_breaks_at_the_end_show_nothing() -> None:
    assert runs_of("<br>a<br><br>b<br><br>") == (Run("a\n\nb"),)


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "<!-- x -->", "<br class=x>", "<script>x</script>", "<div>\nx\n</div>"]
)
def test_other_html_is_shown_as_it_is(text: str) -> None:
    assert runs_of(text) == (Run(text),)


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif", "bmp", "PNG"])
def test_a_picture_in_the_text_is_shown(kind: str) -> None:
    address = f"data:image/{kind};base64,iVBORw0KGgo="
    assert pieces_of(f"![a *chart*]({address})") == (Picture(address, "a chart"),)
    assert pieces_of(f'![]( <{address}> "title" )') == (Picture(address, ""),)
    assert pieces_of(f"![a]\n\n[a]: {address}", links=f"[a]: {address}") == (Picture(address, "a"),)
    assert pieces_of(f"![a [b]]({address})") == (Picture(address, "a [b]"),)


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("![a *b*](https://x.y/z.png)", Run("a b", link="https://x.y/z.png")),
        ("![](https://x.y/z.png)", Run("https://x.y/z.png", link="https://x.y/z.png")),
        ("![a](./z.png)", Run("[a]")),
        ("![a](file:///etc/passwd)", Run("[a]")),
        ("![a](data:image/svg+xml;base64,AAAA)", Run("[a]")),
        ("![](data:image/svg+xml;base64,AAAA)", Run("[image/svg+xml]")),
        ("![](./z.png)", Run("[./z.png]")),
        ("[![a](https://x.y/z.png)](b)", Run("a", link="b")),
        ("**![a](b)**", Run("[a]", Style.BOLD)),
    ],
)
def test_other_pictures_are_told_in_words(text: str, run: Run) -> None:
    assert runs_of(text) == (run,)
