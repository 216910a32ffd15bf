"""Which addresses in the words of a model may be opened, and where they really lead."""

from __future__ import annotations

import unicodedata
from urllib.parse import SplitResult, unquote, urlsplit

from desktop_app.core.errors import InputError

_SCHEMES = {"http", "https", "mailto"}
_LONGEST = 4096
_HIDDEN = {"Cc", "Cf", "Zl", "Zp"}
_OUTSIDE_HOSTS = frozenset(' "#%/:<>?@[\\]^`{|}')
"""Where one of these stands in a host, one program takes it for a part of it, another doesn't."""

_LETTERS = {"Lu", "Ll", "Lt", "Lo"}
_INVISIBLE = "It holds invisible characters."
_READ_DIFFERENTLY = "It holds characters that programs read differently."
_WRITTEN_TOGETHER = (
    {"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA"},
    {"CJK", "IDEOGRAPHIC", "HANGUL"},
    {"CJK", "IDEOGRAPHIC", "BOPOMOFO"},
)
"""Scripts that Japanese, Korean and Chinese mix in one word, by the first word of their names."""


def checked_link(address: str) -> str:
    """Return `address` if it may be handed to the browser.

    Raises:
        InputError: It is no web or mail address, hides or forges its host, or is absurdly long.
    """
    reason = _refusal(address)
    if reason:
        raise InputError(
            "This link is not opened",
            "{reason} Copy it if you trust it.",
            address[:200],
            code="link_refused",
            reason=reason,
        )
    return address


def shown_host(address: str) -> str:
    """Return the host of a web address in ASCII, as the network knows it; empty where it has none.

    Letters that only look like Latin ones come out as what they are: ``xn--…``.
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return ".".join(_in_ascii(label) for label in _labels(host))


def _labels(host: str) -> list[str]:
    """Return the parts between the dots, as a browser reads them."""
    return unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".").split(".")


def _in_ascii(label: str) -> str:
    # Not the codec "idna": its rules of 2003 know no later letter and make another host of "ß".
    # Letter by letter, because a capital sigma at the end of a word becomes another letter.
    label = "".join(character.lower() for character in label)
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _has_hidden(text: str) -> bool:
    return any(unicodedata.category(character) in _HIDDEN for character in text)


def _mixes_scripts(label: str) -> bool:
    scripts = {
        unicodedata.name(character, "").partition(" ")[0]
        for character in label
        if unicodedata.category(character) in _LETTERS
    }
    return len(scripts) > 1 and not any(scripts <= together for together in _WRITTEN_TOGETHER)


def _refusal(address: str) -> str:
    if len(address) > _LONGEST:
        return "It is longer than 4,096 characters."
    if _has_hidden(address):
        return _INVISIBLE
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return "It is no address."
    if parts.scheme.lower() not in _SCHEMES:
        return "Only web and mail addresses are opened."
    if parts.scheme.lower() == "mailto":
        return "It would attach a file." if "attach" in parts.query.lower() else ""
    if "\\" in address:
        return _READ_DIFFERENTLY  # To a browser it is a slash.
    return _refusal_of_host(parts, host)


def _refusal_of_host(parts: SplitResult, host: str | None) -> str:
    if not host:
        return "It names no host."
    if parts.username is not None or parts.password is not None:
        return "It hides its host behind a user name."
    labels = _labels(host)
    if _has_hidden("".join(labels)):
        return _INVISIBLE
    if not _OUTSIDE_HOSTS.isdisjoint("".join(labels)) and "[" not in parts.netloc:
        return _READ_DIFFERENTLY
    if any(_mixes_scripts(label) for label in labels):
        return "Its host mixes letters of different alphabets, as forged addresses do."
    return ""
