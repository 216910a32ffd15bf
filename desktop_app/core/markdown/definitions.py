"""What a message defines for all of it: the addresses of its links, and its footnotes."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

_LABEL = re.compile(r"\[((?:[^\[\]\\]++|\\.)++)\]:[ \t]*\n?", re.DOTALL)
_ADDRESS = re.compile(
    r"<((?:[^<>\n\\]++|\\[^\n])*+)>"
    r"|((?!<)(?:[^\x00-\x20\x7f\\]++|\\[^\x00-\x20])++)"
)
_TITLE = re.compile(
    r"(?:[ \t]+|[ \t]*\n)"
    r"""(?:"((?:[^"\\]++|\\.)*+)"|'((?:[^'\\]++|\\.)*+)'|\(((?:[^()\\]++|\\.)*+)\))"""
    r"[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
_LINE_END = re.compile(r"(?:\r\n?|\n)[ \t]*")
_PARENTHESIS = re.compile(r"\\.|[()]", re.DOTALL)
_DEEPEST = 32
_SPACES = "\t\n\x0b\x0c\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACE = re.compile(f"[{_SPACES}]+")
_ESCAPED = re.compile(
    r"\\([!-/:-@\[-`{-~])|&(?:#x([0-9a-f]{1,8})|#([0-9]{1,8})|([a-z][a-z0-9]{1,31}));",
    re.IGNORECASE,
)
_NO_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


class LinkDefinition(NamedTuple):
    """One ``[label]: address "title"``.

    Attributes:
        label: As `normal_label` returns it.
        address: As written, without escapes; not checked.
        title: Without escapes; empty for none.
        titled: Whether there is a title, be it an empty one.
        end: Where the next line begins.
    """

    label: str
    address: str
    title: str
    titled: bool
    end: int


class Definitions:
    """The definitions that were seen so far; of two with the same label the first holds.

    Attributes:
        version: Goes up whenever something is added.
    """

    def __init__(self) -> None:
        self.version = 0
        self._references: dict[str, dict[str, str]] = {}
        self._footnotes: dict[str, int] = {}

    @property
    def references(self) -> Mapping[str, Mapping[str, str]]:
        """Normal label -> ``{"href": …, "title": …}``, as markdown-it-py wants ``references``.

        The address is as written, without its escapes: neither encoded nor checked.
        """
        return MappingProxyType(self._references)

    @property
    def footnotes(self) -> Mapping[str, int]:
        """Normal label -> number, from 1 on in the order of definition."""
        return MappingProxyType(self._footnotes)

    def add_links(self, paragraph: str) -> None:
        """Add the definitions that a paragraph begins with."""
        for found in _definitions(_lines(paragraph)):
            if found.label not in self._references:
                self._references[found.label] = {"href": found.address, "title": found.title}
                self.version += 1

    def add_footnote(self, label: str) -> None:
        """Add a footnote by its label, as written without ``[^`` and ``]``."""
        label = normal_label(label)
        if label not in self._footnotes:
            self._footnotes[label] = len(self._footnotes) + 1
            self.version += 1


def normal_label(label: str) -> str:
    """Return what two labels have in common that mean the same."""
    return _SPACE.sub(" ", label).strip(" ").lower().upper()


def only_definitions(paragraph: str, following: str) -> bool:
    """Return whether a paragraph defines links and nothing else, and can't go on.

    Args:
        paragraph: Its lines so far.
        following: The next line.
    """
    text = _lines(paragraph)
    found = list(_definitions(text))
    if not found or found[-1].end < len(text):
        return False
    return found[-1].titled or following.lstrip(" \t")[:1] not in ('"', "'", "(")


def _lines(paragraph: str) -> str:
    return _LINE_END.sub("\n", paragraph).lstrip(" ")


def _definitions(text: str) -> Iterator[LinkDefinition]:
    at = 0
    while found := _definition(text, at):
        yield found
        at = found.end


def _definition(text: str, at: int) -> LinkDefinition | None:
    label = _LABEL.match(text, at)
    address = _ADDRESS.match(text, label.end()) if label else None
    if not label or not address or not _balanced(address[2] or ""):
        return None
    title = _TITLE.match(text, address.end())
    end = title or _REST_OF_LINE.match(text, address.end())
    name = normal_label(label[1])
    if not end or not name:
        return None
    words = next(filter(None, title.groups()), "") if title else ""
    href = _without_escapes(address[1] or address[2] or "")
    return LinkDefinition(name, href, _without_escapes(words), bool(title), end.end())


def _balanced(address: str) -> bool:
    depth = 0
    for found in _PARENTHESIS.findall(address):
        depth += (found == "(") - (found == ")")
        if not 0 <= depth <= _DEEPEST:
            return False
    return depth == 0


def _without_escapes(text: str) -> str:
    return _ESCAPED.sub(_meant, text) if "\\" in text or "&" in text else text


def _meant(match: re.Match[str]) -> str:
    escaped, hexadecimal, decimal, name = match.groups()
    if escaped:
        return escaped
    if name:
        return html.entities.html5.get(f"{name};", match[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code > 0x10FFFF or code & 0xFFFE == 0xFFFE or _NO_CHARACTER.match(chr(code)):
        return match[0]
    return chr(code)
