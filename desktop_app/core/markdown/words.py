"""Turns what markdown-it found within one paragraph into runs, and pictures between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from desktop_app.core.markdown.autolinks import mail_addresses
from desktop_app.core.markdown.cleaning import cleaned
from desktop_app.core.markdown.pieces import Run, Runs, Style
from desktop_app.core.markdown.plain import stripped

if TYPE_CHECKING:
    from markdown_it.token import Token

PICTURE = r"data:image/(?:png|jpeg|webp|gif|bmp);base64,"
"""How the address of a picture begins that is shown; no other is ever loaded."""

_PICTURE = re.compile(PICTURE, re.I)
_WEB = re.compile(r"https?://", re.I)
_STYLES = [Style(bits) for bits in range(2 * Style.NOTE.value)]
"""Looked up by number: to join flags takes longer than all else that is done with a run."""
_BITS = {
    "code_inline": Style.CODE.value,
    "formula": Style.FORMULA.value,
    "strong_open": Style.BOLD.value,
    "em_open": Style.ITALIC.value,
    "s_open": Style.STRIKE.value,
}
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that stands amid words: its address and the words in its place."""

    address: str
    alt: str


def parts_of(tokens: list[Token]) -> list[Runs | Shown]:
    """Return the stretches of words and the pictures between them, in reading order."""
    return _Words(shows_pictures=True).parts(tokens)


def runs_of(tokens: list[Token]) -> Runs:
    """Return the words of a cell, which has no room for a picture but for its words."""
    parts = _Words(shows_pictures=False).parts(tokens)
    return next((part for part in parts if not isinstance(part, Shown)), ())


class _Words:
    """Collects words until their look changes."""

    def __init__(self, *, shows_pictures: bool) -> None:
        self._shows_pictures = shows_pictures
        self._parts: list[Runs | Shown] = []
        self._runs: list[Run] = []
        self._text: list[str] = []
        self._look = (0, "")
        self._bits = 0
        self._around: list[int] = []
        self._link = ""
        self._link_is_empty = False

    def parts(self, tokens: list[Token]) -> list[Runs | Shown]:
        for token in tokens:
            self._READ[token.type](self, token)
        self._end_part()
        return self._parts

    def _add(self, text: str, bits: int, link: str) -> None:
        if not text:
            return
        if (bits, link) != self._look:
            self._end_run()
            self._look = (bits, link)
        self._text.append(text)
        if self._link_is_empty:
            self._link_is_empty = not text.strip()

    def _end_run(self) -> None:
        if self._text:
            bits, link = self._look
            self._runs.append(Run("".join(self._text), _STYLES[bits], link))
            self._text = []

    def _end_part(self) -> None:
        self._end_run()
        runs = stripped(self._runs)
        if runs:
            self._parts.append(runs)
        self._runs = []

    def _read_text(self, token: Token) -> None:
        text = token.content
        start = 0
        if "@" in text and not self._link:
            for first, end in mail_addresses(text):
                self._add(text[start:first], self._bits, "")
                self._add(text[first:end], self._bits, f"mailto:{text[first:end]}")
                start = end
        self._add(text[start:], self._bits, self._link)

    def _read_special(self, token: Token) -> None:
        # An entity may name any character: a part of the text that was not cleaned as the rest.
        self._add(cleaned(token.content), self._bits, self._link)

    def _read_break(self, _token: Token) -> None:
        self._add("\n", self._bits, self._link)

    def _read_code(self, token: Token) -> None:
        self._add(token.content, self._bits | _BITS[token.type], self._link)

    def _read_opening(self, token: Token) -> None:
        self._around.append(self._bits)
        self._bits |= _BITS[token.type]

    def _read_closing(self, _token: Token) -> None:
        self._bits = self._around.pop()

    def _read_link(self, token: Token) -> None:
        self._link = cleaned(str(token.attrs["href"]))
        self._link_is_empty = True

    def _read_link_end(self, _token: Token) -> None:
        if self._link_is_empty:
            self._add(self._link, self._bits, self._link)
        self._link = ""

    def _read_formula(self, token: Token) -> None:
        self._end_run()
        style = _STYLES[self._bits | _BITS[token.type]]
        self._runs.append(Run(token.content, style, self._link, token.markup))
        self._link_is_empty = False

    def _read_note(self, token: Token) -> None:
        self._end_run()
        self._runs.append(Run(token.content, Style.NOTE))

    def _read_image(self, token: Token) -> None:
        address = cleaned(str(token.attrs["src"]))
        alt = "".join(run.text for run in runs_of(token.children or [])).replace("\n", " ")
        if self._shows_pictures and _PICTURE.match(address):
            self._end_part()
            self._parts.append(Shown(address, alt))
            self._link_is_empty = False
        elif _WEB.match(address):
            self._add(alt or address, self._bits, self._link or address)
        else:
            self._add(_in_place(alt, address), self._bits, self._link)

    _READ: ClassVar[dict[str, Callable[[_Words, Token], None]]] = {
        "text": _read_text,
        "text_special": _read_special,
        "softbreak": _read_break,
        "hardbreak": _read_break,
        "code_inline": _read_code,
        "strong_open": _read_opening,
        "strong_close": _read_closing,
        "em_open": _read_opening,
        "em_close": _read_closing,
        "s_open": _read_opening,
        "s_close": _read_closing,
        "link_open": _read_link,
        "link_close": _read_link_end,
        "formula": _read_formula,
        "note": _read_note,
        "image": _read_image,
    }


def _in_place(alt: str, address: str) -> str:
    """Return what stands for a picture that is not shown; without words its kind or file."""
    return f"[{alt or address.partition(';')[0].removeprefix('data:')[:_LONGEST_NAME]}]"
