from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import InputError
from desktop_app.core.links import checked_link


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c#d",
        "HTTPS://EXAMPLE.ORG/",
        "https://пример.рф/страница",
        "https://example.org/" + "a" * 4000,
        "https://[::1]:8000/",
        "mailto:somebody@example.org",
        "mailto:somebody@example.org?subject=Hello",
    ],
)
def test_opened(address: str) -> None:
    assert checked_link(address) == address


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "web and mail"),
        ("javascript:alert(1)", "web and mail"),
        ("data:text/html,<script>", "web and mail"),
        ("smb://server/share", "web and mail"),
        ("", "web and mail"),
        ("example.org", "web and mail"),
        ("//example.org", "web and mail"),
        ("C:\\Windows\\system32", "web and mail"),
        ("https://", "no host"),
        ("https:///path", "no host"),
        ("http:example.org", "no host"),
        ("https://google.com@evil.example/", "user name"),
        ("https://a:b@evil.example/", "user name"),
        ("https://@evil.example/", "user name"),
        ("https://example.org/" + "a" * 5000, "4,096"),
        ("https://example.org/\u202egnp.exe", "invisible"),
        ("https://exa\u200bmple.org/", "invisible"),
        ("https://example.org/\n", "invisible"),
        ("https://example.org/\x00", "invisible"),
        ("https://[::1/", "no address"),
        ("mailto:a@example.org?attach=/etc/passwd", "attach"),
        ("mailto:a@example.org?Attachment=x", "attach"),
    ],
)
def test_refused(address: str, reason: str) -> None:
    with pytest.raises(InputError, match="This link is not opened") as caught:
        checked_link(address)
    assert reason in caught.value.advice
    assert caught.value.code == "link_refused"
    assert caught.value.advice.endswith("Copy it if you trust it.")


def test_detail_of_a_long_address_is_short() -> None:
    with pytest.raises(InputError) as caught:
        checked_link("x" * 10_000)
    assert len(caught.value.detail) == 200


@given(st.text())
def test_any_text_is_opened_as_it_is_or_refused(text: str) -> None:
    try:
        assert checked_link(text) == text
        assert text.lower().startswith(("http://", "https://", "mailto:"))
    except InputError:
        pass
