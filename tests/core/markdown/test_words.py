from __future__ import annotations

import pytest

from desktop_app.core.markdown.pieces import Container, Paragraph, Picture, Run, Style
from tests.core.markdown.reading_of import pieces_of, runs_of

PICTURE = "data:image/png;base64,AAAA"


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("plain words", [Run("plain words")]),
        ("a\nb", [Run("a\nb")]),
        ("a  \nb\\\nc", [Run("a\nb\nc")]),
        ("`a  *b*` ``c ` d``", [Run("a  *b*", Style.CODE), Run(" "), Run("c ` d", Style.CODE)]),
        ("~~a~~ ~5 and ~6", [Run("a", Style.STRIKE), Run(" ~5 and ~6")]),
        ("[a **b**](c)", [Run("a ", link="c"), Run("b", Style.BOLD, "c")]),
        ("[`a`](b)", [Run("a", Style.CODE, "b")]),
        ('[a](<b c> "title")', [Run("a", link="b c")]),
        ("[a](javascript:alert(1))", [Run("a", link="javascript:alert(1)")]),
        ("[a](http://x/ä?b=%20&amp;c)", [Run("a", link="http://x/ä?b=%20&c")]),
        ("[a](b)[c](b)", [Run("ac", link="b")]),
        ("[](b)", [Run("b", link="b")]),
        ("[ ](b)", [Run("b", link="b")]),
        ("[a] [b][A] [c]", [Run("a", link="/x"), Run(" "), Run("b", link="/x"), Run(" [c]")]),
        ("[<https://x.y> <a@b.c>](d)", [Run("https://x.y a@b.c", link="d")]),
        ("[a<br>b $$ c](d)", [Run("a\nb $$ c", link="d")]),
        ("[a[^1]](d)", [Run("[a"), Run("1", Style.NOTE), Run("](d)")]),
        ("&amp; &lt;b&gt; &copy; &#1234; &nope;", [Run("& <b> © Ӓ &nope;")]),
        (r"\* \# \a \\", [Run(r"* # \a " + "\\")]),
        ("&#0; &#xD800; &#x2028;x &#12; &#13;y", [Run("\ufffd \ufffd \nx   \ny")]),
        (":smile: 😀", [Run(":smile: 😀")]),
        ("a\x1bb\x00\ud800", [Run("ab\ufffd\ufffd")]),
    ],
)
def test_words(text: str, runs: list[Run]) -> None:
    assert runs_of(text, links="[a]: /x", footnotes=["1"]) == tuple(runs)


def test_a_picture_amid_words_parts_them() -> None:
    within = (Container.BULLETS,)
    assert pieces_of(f"- **a** b\n  ![c]({PICTURE}) d ![e]({PICTURE})") == (
        Paragraph((Run("a", Style.BOLD), Run(" b")), marker="•", containers=within),
        Picture(PICTURE, "c", containers=within),
        Paragraph((Run("d"),), containers=within),
        Picture(PICTURE, "e", containers=within),
    )


def test_a_picture_in_a_cell_is_told_in_words() -> None:
    (table,) = pieces_of(f"| ![a]({PICTURE}) b | ![]({PICTURE}) |\n|---|---|")
    assert table.head == ((Run("[a] b"),), (Run("[image/png]"),))


def test_a_picture_in_a_link_is_shown_without_it() -> None:
    assert pieces_of(f"[![a]({PICTURE}) b](c)") == (
        Picture(PICTURE, "a"),
        Paragraph((Run("b", link="c"),)),
    )


def test_a_picture_in_emphasis_leaves_the_words_as_they_are() -> None:
    assert pieces_of(f"**a ![]({PICTURE}) b** c") == (
        Paragraph((Run("a", Style.BOLD),)),
        Picture(PICTURE, ""),
        Paragraph((Run("b", Style.BOLD), Run(" c"))),
    )
