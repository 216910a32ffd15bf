from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.markdown.pieces import Run, Style
from tests.core.markdown.reading_of import runs_of


def links(text: str, **more: str) -> list[tuple[str, str]]:
    return [(run.text, run.link) for run in runs_of(text, **more) if run.link]


WEB = "https://example.org"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # The examples of the specification, 6.9.
        ("www.commonmark.org", "www.commonmark.org"),
        ("Visit www.commonmark.org/help for more.", "www.commonmark.org/help"),
        ("Visit www.commonmark.org.", "www.commonmark.org"),
        ("Visit www.commonmark.org/a.b.", "www.commonmark.org/a.b"),
        ("www.google.com/search?q=a+(b)", "www.google.com/search?q=a+(b)"),
        ("www.google.com/search?q=a+(b)))", "www.google.com/search?q=a+(b)"),
        ("(www.google.com/search?q=a+(b))", "www.google.com/search?q=a+(b)"),
        ("(www.google.com/search?q=a+(b)", "www.google.com/search?q=a+(b)"),
        ("www.google.com/search?q=(a))+ok", "www.google.com/search?q=(a))+ok"),
        ("www.google.com/search?q=a&hl=en", "www.google.com/search?q=a&hl=en"),
        ("www.google.com/search?q=a&hl;", "www.google.com/search?q=a"),
        ("www.commonmark.org/he<lp", "www.commonmark.org/he"),
        ("http://commonmark.org", "http://commonmark.org"),
        ("(Visit https://a.com/search?q=x+(y))", "https://a.com/search?q=x+(y)"),
        # What people write besides.
        ("http://localhost:8080/x_y_z!", "http://localhost:8080/x_y_z"),
        ("HTTPS://Example.ORG/", "HTTPS://Example.ORG/"),
        ("https://пример.рф/страница, да", "https://пример.рф/страница"),
        (f'"{WEB}"', WEB),
        (f"«{WEB}»", WEB),
        (f"[{WEB}]", WEB),
        (f"{WEB}。你好", WEB),
        (f"请看{WEB}/a，谢谢", f"{WEB}/a"),
        (f"**{WEB}**", WEB),
        (f"*see {WEB}*.", WEB),
        (f"~~{WEB}~~", WEB),
        (f"{WEB}/a*b*c", f"{WEB}/a*b*c"),
        (f"{WEB};", WEB),
        (f"{WEB}/…", f"{WEB}/"),
        (f"{WEB}\\\nnext", WEB),
        (f"$x${WEB}", WEB),
        (f"&lt;{WEB}", WEB),
    ],
)
def test_web_addresses_are_links(text: str, shown: str) -> None:
    address = f"http://{shown}" if shown.startswith("www.") else shown
    assert links(text) == ([(shown, address)])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("foo@bar.baz", ["foo@bar.baz"]),
        ("hello@mail+xyz.example, hello+xyz@mail.example.", ["hello+xyz@mail.example"]),
        ("a.b-c_d@a.b", ["a.b-c_d@a.b"]),
        ("a.b-c_d@a.b.", ["a.b-c_d@a.b"]),
        ("a.b-c_d@a.b-", []),
        ("a.b-c_d@a.b_", []),
        ("me@x.org and you@y.org", ["me@x.org", "you@y.org"]),
        ("**me@x.org**", ["me@x.org"]),
        ("<me@x.org>", ["me@x.org"]),
        ("me@localhost", []),
        (r"me\@x.org", []),
        ("@me and a@", []),
    ],
)
def test_mail_addresses_are_links(text: str, shown: list[str]) -> None:
    assert links(text) == [(address, f"mailto:{address}") for address in shown]


@pytest.mark.parametrize(
    "text",
    [
        "README.md, file.py and example.org",
        "ftp://example.org",
        "xhttp://example.org",
        "https://",
        "https://{host}/path",
        "http://under_score.example",
        "www.",
        "awww.example.org",
        "ab://www.example.org",
        r"https\://example.org",
        r"www\.example.org",
        "`https://example.org` `www.example.org` `a@b.c`",
        "<std::string> <a:b> <javascript:alert(1)> < https://example.org/a b",
        "![https://example.org](x)",
    ],
)
def test_others_are_none(text: str) -> None:
    if text.startswith("<"):
        assert [shown for shown, _ in links(text)] == ["https://example.org/a"]
    else:
        assert links(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("<https://example.org/a_b?c=*d*>", "https://example.org/a_b?c=*d*"),
        ("<made-up://x,y>", "made-up://x,y"),
        ("<MAILTO:a@b.c>", "MAILTO:a@b.c"),
        ("<tel:+123>", "tel:+123"),
    ],
)
def test_addresses_in_angles_are_links_to_what_they_show(text: str, address: str) -> None:
    assert links(text) == [(address, address)]


def test_an_ampersand_written_as_an_entity_is_one_in_the_address() -> None:
    assert links(f"{WEB}/?a=1&amp;b=2") == [(f"{WEB}/?a=1&amp;b=2", f"{WEB}/?a=1&b=2")]


def test_an_address_within_a_link_leads_where_the_link_does() -> None:
    shown = f"see {WEB}, www.a.b or a@b.c"
    assert links(f"[{shown}](x)") == [(shown, "x")]


def test_an_address_takes_the_look_of_the_words_around_it() -> None:
    assert runs_of(f"**a {WEB} b@c.d**") == (
        Run("a ", Style.BOLD),
        Run(WEB, Style.BOLD, WEB),
        Run(" ", Style.BOLD),
        Run("b@c.d", Style.BOLD, "mailto:b@c.d"),
    )


@given(st.lists(st.sampled_from(["www.", "http://", "a", ".", ")", "(", "]", ";", "&", "@", "*"])))
def test_no_character_is_lost(parts: list[str]) -> None:
    text = "x" + "".join(parts)
    shown = "".join(run.text for run in runs_of(text))
    assert sorted(shown.replace("*", "")) == sorted(text.replace("*", "")) or "](" in text
