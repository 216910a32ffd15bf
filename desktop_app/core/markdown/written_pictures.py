"""Pictures that are written into the text: ``![words](data:image/png;base64,…)``.

They may have millions of characters of which none is ever shown. So they are found without a look
at each character, and what reads the text around them reads a few characters in their place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 16 * 1024 * 1024
"""Characters that an address may have to be looked at as one thing."""

LONGEST_BEGINNING = 600
"""Characters in front of an address, at most, and a few more."""

UNKNOWN = -1
IN_ADDRESS = -2
"""What `picture_end` says where the end is not known yet."""

_KIND = "[A-Za-z0-9.+-]{1,32}"
_ADDRESS_SIGNS = "A-Za-z0-9+/="
_OPENING = "!["
_WORDS = r"!\[(?:[^\[\]\\\r\n]|\\[^\r\n]){0,500}+"
_ADDRESS = ["\\]", "\\(", "<?", *"data:image/", _KIND, *";base64,"]
_BEGINNING = re.compile(_WORDS + "".join(_ADDRESS), re.IGNORECASE)
_HALF_A_BEGINNING = re.compile(
    rf"{_WORDS}(?:\\|{'(?:'.join(_ADDRESS)}{')?' * (len(_ADDRESS) - 1)})?\Z", re.IGNORECASE
)
_ADDRESS_BEGINS = re.compile(r"\]\(<?d", re.IGNORECASE)
_ADDRESS_RUN = re.compile(f"[{_ADDRESS_SIGNS}]*+")
_END = re.compile(r">?[ \t]{0,4}\)")
_HALF_AN_END = re.compile(r">?[ \t]{0,4}\Z")
_BACKTICKS = re.compile(r"(?<!`)`+(?!`)")
_LOOK_BACK = 8192
_SHORT = 1024
_TIMES_IN_TOKENS = 2
"""A formula has what it is made of in two places."""

_LONG = re.compile(
    # Not all of it in either case: that makes the search for the end of an address slow.
    rf"(!\[(?:[^\[\]\\]|\\.){{0,500}}+\]\(\s{{0,8}}<?(?i:data:image/{_KIND};base64),)"
    rf"([{_ADDRESS_SIGNS}]{{256,}}+)",
    re.DOTALL,
)


def last_picture(text: str, start: int, end: int) -> int:
    """Return the last place where a picture may begin between two others, -1 for none."""
    found = text.rfind(_OPENING, start, end + 1)
    if found < 0:
        return -1
    before = text[max(start, found - 64) : found]
    escaped = (len(before) - len(before.rstrip("\\"))) % 2
    return -1 if escaped else found


def picture_end(text: str, start: int, *, last: bool = False) -> int:
    """Return where the picture ends that may begin at `start`.

    Args:
        text: What is known.
        start: Where ``![`` stands.
        last: No more text comes.

    Returns:
        The place behind it; 0 if there is no picture; UNKNOWN if more text decides; IN_ADDRESS if
        only a character that no address has, or very much text, decides.
    """
    beginning = _BEGINNING.match(text, start)
    if not beginning:
        half = not last and _HALF_A_BEGINNING.match(text, start)
        return UNKNOWN if half else 0
    limit = beginning.end() + LONGEST
    behind = _ADDRESS_RUN.match(text, beginning.end(), limit).end()  # type: ignore[union-attr]
    if behind in (limit, len(text)):
        return 0 if last or behind == limit else IN_ADDRESS
    end = _END.match(text, behind)
    if end:
        return end.end()
    half = not last and _HALF_AN_END.match(text, behind)
    return UNKNOWN if half else 0


def picture_around(text: str, at: int, least: int) -> int:
    """Return where the picture begins that the character at `at` is a part of, or `at`.

    Only one that begins behind `least` is looked for.
    """
    start = last_picture(text, least, at)
    return start if start > least and picture_end(text, start, last=True) > at else at


def is_address(text: str) -> bool:
    """Return whether `text` may be the middle of the address of a picture."""
    return bool(_ADDRESS_RUN.fullmatch(text))


def without_unfinished(text: str) -> str:
    """Return `text` without the picture at its end whose address has begun but not ended."""
    start = last_picture(text, 0, len(text))
    if start < 0 or picture_end(text, start) >= 0:
        return text
    begun = _ADDRESS_BEGINS.search(text, start, start + LONGEST_BEGINNING)
    return text[:start] if begun else text


def in_code(before: str) -> bool:
    """Return whether behind `before`, the beginning of a paragraph, a code span seems to be open.

    One that is opened is taken to be closed some time.
    """
    before = before[-_LOOK_BACK:]
    opened = 0
    for run in _BACKTICKS.finditer(before):
        size = len(run.group())
        if opened == size:
            opened = 0
        elif not opened:
            escaped = before[run.start() - 1 : run.start()] == "\\"
            opened = size - escaped
    return opened > 0


class StandIns:
    """A text with a few characters in place of each long address.

    Attributes:
        text: It.
    """

    def __init__(self, text: str) -> None:
        self._contents: list[str] = []
        # An entity may still spell the mark: nothing is put back more often than it was there.
        self._left: list[int] = []
        self._mark = "=="
        self.text = text
        if len(text) > _SHORT and ";base64," in text:
            while self._mark in text:
                self._mark += self._mark
            self.text = _LONG.sub(self._stand_in, text)

    def restore(self, tokens: list[Token]) -> None:
        """Put the addresses back into the tokens that were made of the text."""
        if not self._contents:
            return
        for token in tokens:
            self.restore(token.children or [])
            if token.type != "inline":
                token.content = self._restored(token.content)
                token.markup = self._restored(token.markup)
            for name, value in token.attrs.items():
                token.attrs[name] = self._restored(value) if isinstance(value, str) else value

    def _stand_in(self, match: re.Match[str]) -> str:
        self._contents.append(match[2])
        self._left.append(_TIMES_IN_TOKENS)
        return f"{match[1]}{self._mark}{len(self._contents) - 1}{self._mark}"

    def _restored(self, text: str) -> str:
        if self._mark not in text:
            return text
        return re.sub(f"{self._mark}([0-9]{{1,6}}){self._mark}", self._content, text)

    def _content(self, match: re.Match[str]) -> str:
        number = int(match[1])
        if number >= len(self._contents) or not self._left[number]:
            return match[0]
        self._left[number] -= 1
        return self._contents[number]
