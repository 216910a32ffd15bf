r"""What models write within a paragraph and CommonMark does not know: rules of markdown-it.

Formulas are read before escapes and emphasis, so that ``\,`` and ``_`` survive in the LaTeX.
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as any_image
from markdown_it.rules_inline import link as any_link

from desktop_app.core.markdown.definitions import normal_label
from desktop_app.core.markdown.words import PICTURE

# A formula in dollars after pandoc, tex_math_dollars: no space within the delimiters, and no digit
# behind. The first dollar that is not escaped closes it or there is none. Code is none either.
_DOLLAR = re.compile(r"\$(?![\s$])((?:[^$\\`]|\\.)*+)(?<!\s)\$(?!\d)", re.S)
_DOLLAR_CODE = re.compile(r"\$`([^`]+)`\$")
_DOLLARS = re.compile(r"\$\$((?:[^$\\`]|\\.|\$(?!\$))++)\$\$", re.S)
_ROUND = re.compile(r"\\\(((?:[^\\]|\\[^()])++)\\\)", re.S)
_SQUARE = re.compile(r"\\\[((?:[^\\]|\\[^][])++)\\\](?!\()", re.S)
_SIGN = re.compile(r"[\\^_={}<>+*/|&]|^\s*[^\W\d_]\s*$")
_DEEPEST_BRACKETS = 5
_NOTE = re.compile(r"\[\^([^\s\[\]]++)\]")
_BREAK = re.compile(r"<br\s*/?>[ \t]*\n?[ \t]*", re.I)
_PICTURE = re.compile(
    rf"!\[((?:[^][\\]|\\.)*+)\]\(\s*<?({PICTURE}[A-Za-z0-9+/=]+)>?"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)",
    re.I | re.S,
)


def formula(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    r"""Read ``$…$``, ``$$…$$``, ``\(…\)`` and ``\[…\]``."""
    mark = state.src[state.pos]
    if mark == "$":
        found = _in_dollars(state.src, state.pos, state.posMax)
        if not found and state.src.startswith("$$", state.pos):
            return _skip_dollars(state, silent=silent)
    elif mark == "\\":
        found = _in_brackets(state.src, state.pos, state.posMax)
    else:
        return False
    if not found or not found.group(1).strip():
        return False
    if not silent:
        token = state.push("formula", "", 0)
        # It stands in a line, so that line breaks in it mean nothing.
        token.content = " ".join(found.group(1).split("\n")).strip()
        token.markup = found.group().replace("\n", " ")
    state.pos = found.end()
    return True


def note(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    """Read ``[^label]`` where the footnote is defined."""
    match = _NOTE.match(state.src, state.pos, state.posMax)
    number = match and state.env["footnotes"].get(normal_label(match.group(1)))
    if not match or number is None:
        return False
    if not silent:
        state.push("note", "", 0).content = str(number)
    state.pos = match.end()
    return True


def link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    """Read a link as markdown-it does, unless it looks ahead from within many open brackets.

    Each of those costs another look at all that follows. What markdown-it does about it, it does
    much later: it takes the rest of the paragraph for one thing, which ends the search.
    """
    return _end_search(state, silent=silent) or any_link(state, silent)


def image(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    """Read an image as markdown-it does, within few brackets; see `link`."""
    return _end_search(state, silent=silent) or any_image(state, silent)


def line_break(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    """Read ``<br>``, the one piece of HTML that is not shown as it is written."""
    match = _BREAK.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.pending = state.pending.rstrip(" ")
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


def picture(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    """Read a picture that is written into the text.

    markdown-it would read it as well, but a character at a time, and it may have millions.
    """
    match = _PICTURE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs = {"src": match.group(2)}
        token.children = []
        state.md.inline.parse(match.group(1), state.md, state.env, token.children)
    state.pos = match.end()
    return True


def _end_search(state: StateInline, *, silent: bool) -> bool:
    if not silent or state.level < _DEEPEST_BRACKETS or state.src[state.pos] not in "[!":
        return False
    if state.src[state.pos] == "!" and not state.src.startswith("![", state.pos):
        return False
    state.pos = state.posMax
    return True


def _in_dollars(src: str, pos: int, end: int) -> re.Match[str] | None:
    if src.startswith("$$", pos):
        return _DOLLARS.match(src, pos, end)
    before = src[pos - 1 : pos]
    if before.isascii() and before.isalpha():  # "US$5", "R$5"
        return None
    return _DOLLAR_CODE.match(src, pos, end) or _DOLLAR.match(src, pos, end)


def _in_brackets(src: str, pos: int, end: int) -> re.Match[str] | None:
    r"""Return the formula in ``\(…\)`` or ``\[…\]``, unless it is a word in escaped brackets."""
    match = _SQUARE.match(src, pos, end)
    if match:
        return match if _SIGN.search(match.group(1)) else None
    return _ROUND.match(src, pos, end)


def _skip_dollars(state: StateInline, *, silent: bool) -> bool:
    """Read ``$$`` that opens nothing as text, so that its second half opens nothing either."""
    if not silent:
        state.append_pending("$$")
    state.pos += 2
    return True
