"""Addresses that are links although nobody wrote them as one.

After the extended autolinks of GitHub (https://github.github.com/gfm/#autolinks-extension-), with
three differences: an address also ends at quotation marks and at the punctuation of Chinese and
Japanese, which stand behind addresses without a space; a bracket that is closed behind the address
is no part of it; and in ``<…>`` only real addresses are links, so that ``<std::string>`` is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

WWW = "www."
_ANGLE = re.compile(r"<((?:[A-Za-z][A-Za-z0-9+.-]{1,31}://|(?:mailto|tel):)[^<>\x00-\x20]*)>", re.I)
# The second half of the name of a host is bounded as in CommonMark.
_ANGLE_MAIL = re.compile(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]++@"
    r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*+)>"
)
_SCHEME = re.compile(r"https?$", re.I)
_WEB = re.compile(
    r"(?:https?://|(?=www\.))"
    r"(?P<host>[\w-]++(?:\.[\w-]++)*+)"
    r"[^\s<>\"`。，、；：！？（）「」『』【】《》“”„‘’«»…]*+",
    re.I,
)
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]++@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+(?<![_-])(?![\w@-])"
)
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")
_BEFORE_WWW = {".", "/", "@", ":", "=", "-"}
_TRAILING = "?!.,:*_~'\\"
_CLOSING = {")": "(", "]": "["}


def angle_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    """Read ``<https://…>`` and ``<somebody@example.org>``; a rule of markdown-it."""
    if state.src[state.pos] != "<":
        return False
    prefix = ""
    match = _ANGLE.match(state.src, state.pos, state.posMax)
    if not match:
        prefix = "mailto:"
        match = _ANGLE_MAIL.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent and state.linkLevel:
        state.push("text", "", 0).content = match.group(1)
    elif not silent:
        _push_link(state, match.group(1), prefix + match.group(1))
    state.pos = match.end()
    return True


def web_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    """Read ``https://…`` and ``www.…``; a rule of markdown-it.

    It starts at the colon, because the letters in front of it are read as text at one go.
    """
    if silent or state.linkLevel:
        return False
    start = _start(state)
    match = _WEB.match(state.src, start, state.posMax) if start >= 0 else None
    if not match or not _is_host(match.group("host"), needs_dot=start == state.pos):
        return False
    shown = _trimmed(match.group())
    if start < state.pos:
        state.pending = state.pending[: start - state.pos]
    address = shown.replace("&amp;", "&")
    _push_link(state, shown, address if start < state.pos else "http://" + address)
    state.pos = start + len(shown)
    return True


def mail_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where mail addresses begin and end in `text`."""
    for match in _MAIL.finditer(text):
        yield match.span()


def _start(state: StateInline) -> int:
    """Return where the address begins of which the state is at the colon or the w, or -1."""
    src, pos = state.src, state.pos
    if src.startswith("://", pos):
        scheme = _SCHEME.search(src, max(0, pos - 5), pos)
        start = scheme.start() if scheme else -1
        return start if start >= 0 and not _in_word(src, start) else -1
    if (
        src.startswith(WWW, pos)
        and not _in_word(src, pos)
        and src[pos - 1 : pos] not in _BEFORE_WWW
    ):
        return pos
    return -1


def _in_word(src: str, pos: int) -> bool:
    """Return whether a Latin letter or a digit is in front; others are not part of addresses."""
    before = src[pos - 1 : pos]
    return before.isascii() and before.isalnum()


def _is_host(host: str, *, needs_dot: bool) -> bool:
    parts = host.split(".")
    return "_" not in "".join(parts[-2:]) and (len(parts) > 1 or not needs_dot)


def _trimmed(address: str) -> str:
    """Return `address` without the punctuation that belongs to the sentence around it."""
    open_ones = {
        closing: address.count(closing) - address.count(opening)
        for closing, opening in _CLOSING.items()
    }
    while True:
        address = address.rstrip(_TRAILING)
        last = address[-1]
        if open_ones.get(last, 0) > 0:
            open_ones[last] -= 1
            address = address[:-1]
        elif last == ";":
            entity = _ENTITY.search(address)
            address = address[: entity.start() if entity else -1]
        else:
            return address


def _push_link(state: StateInline, text: str, address: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1)
