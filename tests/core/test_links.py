from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import InputError
from desktop_app.core.links import checked_link, shown_host


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c#d",
        "HTTPS://EXAMPLE.ORG/",
        "https://пример.рф/страница",
        "https://президент.рф/",
        "https://москва-2030.com",
        "https://bücher.example/",
        "https://español.com.mx",
        "https://việtnam.vn",
        "https://παράδειγμα.δοκιμή",
        "https://उदाहरण.परीक्षा",
        "https://موقع.وزارة-الاتصالات.مصر",
        "https://דוגמה.co.il",
        "https://ตัวอย่าง.ไทย",
        "https://例え.テスト",
        "https://ラーメン大好き.com",
        "https://日々のお茶.jp",
        "https://スーパー.jp",
        "https://例子.测试",
        "https://실례.테스트",
        "https://大韓민국.kr",
        "https://xn--80ak6aa92e.com",
        "https://почта.example.com",
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
        ("https://\u0440\u0430ypal.com", "different alphabets"),
        ("https://%D1%80%D0%B0ypal.com", "different alphabets"),
        ("https://www.g\u03bf\u03bfgle.com/search", "different alphabets"),
        ("https://micr\u043esoft\u3002com", "different alphabets"),
        ("https://\uff50\u0430ypal.com", "different alphabets"),
        ("https://аррlе.com:8080", "different alphabets"),
        ("https://日本語.カタカナ한글.jp", "different alphabets"),
        ("https://example.org/" + "a" * 5000, "4,096"),
        ("https://example.org/\u202egnp.exe", "invisible"),
        ("https://exa\u200bmple.org/", "invisible"),
        ("https://example.org/\n", "invisible"),
        ("https://example.org/\x00", "invisible"),
        ("https://exa%E2%80%8Bmple.org/", "invisible"),
        ("https://example%00.org/", "invisible"),
        ("https://[::1/", "no address"),
        ("https://evil.example\\.good.example/", "differently"),
        ("https://good.example:80\\.evil.example/", "differently"),
        ("https://evil.example/\\good.example", "differently"),
        ("https://evil.example%2f.good.example/", "differently"),
        ("https://evil.example%5C.good.example/", "differently"),
        ("https://evil.example .good.example/", "differently"),
        ("https://evil.example\u3000.good.example/", "differently"),
        ("https://<evil>.example/", "differently"),
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


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Example.ORG:8080/a", "example.org"),
        ("https://пример.рф/страница", "xn--e1afmkfd.xn--p1ai"),
        ("https://ПРИМЕР.рф", "xn--e1afmkfd.xn--p1ai"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("https://straße.de", "xn--strae-oqa.de"),
        ("https://\u0430\u0440\u0440\u04cf\u0435.com", "xn--80ak6aa92e.com"),
        ("https://例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("https://xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("https://[::1]:8000/", "::1"),
        ("https://[::1/", ""),
        ("mailto:somebody@example.org", ""),
        ("no address", ""),
    ],
)
def test_the_host_as_the_network_knows_it(address: str, host: str) -> None:
    assert shown_host(address) == host


@given(st.text())
def test_any_text_has_a_host_in_ascii_or_none(text: str) -> None:
    assert shown_host(f"https://{text}").isascii()


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
