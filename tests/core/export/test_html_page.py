from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.export.html_page import PAGE_END, conversation_to_article, page_beginning
from desktop_app.core.export.html_pieces import words_to_html
from tests.core.export.dialogues import answered, asked, conversation, trip
from tests.core.markdown.generated import messages

VOID = {"br", "hr", "img", "meta"}
LOADING = {"src", "srcset", "background", "poster", "data", "action", "formaction", "ping"}
EVIL = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</div></section></article><script>x</script>",
    "[click](javascript:alert(1))",
    "![x](https://example.org/track.png)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![x" onerror="alert(1)](data:image/png;base64,AAAA)',
    '[x](https://example.org/"onclick="alert(1))',
    '```x" onload="y\n</code></pre><script>\n```',
    "<style>@import url(https://example.org)</style>",
    "$</code><script>$",
]


class Checked(HTMLParser):
    """Holds that tags close in order, and that nothing runs or is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "iframe", "object", "embed", "link", "base", "form"}
        for name, value in attrs:
            assert not name.startswith("on")
            assert name not in LOADING or (value or "").startswith("data:image/")
            if name == "href":
                assert re.match("https?:|mailto:", value or "", re.IGNORECASE)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def checked(page: str) -> str:
    parser = Checked()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return "".join(parser.shown)


def page(text: str) -> str:
    head = conversation("b", title=text, instructions=text, tags=(text,))
    messages = [
        asked("a", None, text),
        answered("b", "a", text, model=text, reasoning=text, corrected_text=text),
        answered("c", "a", text),
    ]
    return page_beginning(text) + conversation_to_article(head, messages) + PAGE_END


@pytest.mark.parametrize("text", EVIL)
def test_nothing_runs_and_nothing_is_loaded(text: str) -> None:
    checked(page(text))


@given(messages() | st.text())
def test_any_words_are_well_formed(text: str) -> None:
    checked(words_to_html(text))


def test_a_page_needs_nothing_else() -> None:
    whole = page("x")
    assert whole.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in whole
    assert "@media print" in whole
    assert "prefers-color-scheme: dark" in whole
    assert "url(" not in whole
    assert "http" not in whole.replace("http-equiv", "").replace('a[href^="http"]', "")


def test_everything_is_told() -> None:
    shown = checked(conversation_to_article(*trip()))
    for words in (
        *("Trip *notes*", "#summer plans", "Guide me.", "negative", "👎", "👍", "failed"),
        *("unclosed", "Better answer", "in May", "Hm", "The server <i>broke</i> off"),
        *("Other branches", "Another way after “Where to?", "Oslo", "Why?"),
    ):
        assert words in shown


def test_markdown_is_laid_out() -> None:
    text = (
        "# Title\n\nA **bold** *word* and `code`, ~~gone~~, [a link](https://example.org/?a=1&b=2)"
        "\n\n> quoted\n> again\n\n- one\n- two\n  1. inner\n\n$$x^2$$\n\nand $y$\n\n"
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n---\n\n```python\nif a < b:\n```\n\n"
        "![dot](data:image/png;base64,iVBORw0KGgo=)\n\nnote[^1]\n\n[^1]: below"
    )
    whole = words_to_html(text)
    for part in (
        "<h3>Title</h3>",
        "<strong>bold</strong>",
        "<em>word</em>",
        "<code>code</code>",
        "<s>gone</s>",
        '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">a link</a>',
        "<blockquote><p>quoted<br>again</p>\n</blockquote>",
        '<ul><li><span class="marker">•</span><p>one</p>\n</li><li><span class="marker">•</span>',
        '<ul><li><span class="marker">1.</span><p>inner</p>\n</li></ul></li></ul>',
        '<pre class="formula"><code>$$x^2$$</code></pre>',
        '<code class="formula">$y$</code>',
        '<td class="end">2</td>',
        "<hr>",
        '<pre data-language="python"><code>if a &lt; b:</code></pre>',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="dot">',
        "<sup>",
    ):
        assert part in whole
    checked(whole)
