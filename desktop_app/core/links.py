"""Which addresses in the words of a model may be opened."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from desktop_app.core.errors import InputError

_SCHEMES = {"http", "https", "mailto"}
_LONGEST = 4096
_HIDDEN = {"Cc", "Cf", "Zl", "Zp"}


def checked_link(address: str) -> str:
    """Return `address` if it may be handed to the browser.

    Raises:
        InputError: It is no web or mail address, hides its host, or is absurdly long.
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


def _refusal(address: str) -> str:
    if len(address) > _LONGEST:
        return "It is longer than 4,096 characters."
    if any(unicodedata.category(character) in _HIDDEN for character in address):
        return "It holds invisible characters."
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return "It is no address."
    if parts.scheme.lower() not in _SCHEMES:
        return "Only web and mail addresses are opened."
    if parts.scheme.lower() == "mailto":
        return "It would attach a file." if "attach" in parts.query.lower() else ""
    if not host:
        return "It names no host."
    if parts.username is not None or parts.password is not None:
        return "It hides its host behind a user name."
    return ""
