"""Writes words back as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

from desktop_app.core.markdown.block import Block, BlockKind
from desktop_app.core.markdown.definitions import Definitions
from desktop_app.core.markdown.escaping import (
    Escape,
    entity,
    escaped_fully,
    escaped_lightly,
    escaped_line_starts,
    is_sign,
    is_wide,
)
from desktop_app.core.markdown.pieces import Paragraph, Run, Runs, Style
from desktop_app.core.markdown.plain import VERBATIM, cut_runs, run_text, runs_text, stripped
from desktop_app.core.markdown.reading import read

_EMPHASIS = (Style.STRIKE, Style.BOLD, Style.ITALIC)
"""From the outermost inwards."""
_ON_THEIR_OWN = Style.FORMULA | Style.NOTE
_PLAIN = (Style.NONE, "")
_MOST_NOTES = 1000
_BLANK_LINES = re.compile("\n{2,}")
_BACKTICKS = re.compile("`+")
_PLAIN_ADDRESS = re.compile(r"(?:[^\s<>()\\&]|\([^\s<>()\\&]*\)|&(?!#?\w+;))+")
_ADDRESS_SIGN = re.compile(r"[\\<>&]")
_LINK = "["
_BARE_PREFIXES = ("", "http://", "mailto:")


def to_markdown(runs: Runs) -> str:
    """Return Markdown that is read as `runs`, without the spaces around them.

    Few characters are escaped. What was written is then read, and if that came out differently,
    all of them are.
    """
    tidy = _tidied(runs)
    light = escaped_line_starts(_Writer(escaped_lightly).written(tidy))
    return light if _is_read_as(light, tidy) else _Writer(escaped_fully).written(tidy)


def to_line(runs: Runs) -> str:
    """Return Markdown in one line that is read as `runs` in a heading or a cell."""
    tidy = _tidied(runs)
    light = _in_line(_Writer(escaped_lightly).written(tidy))
    if _is_read_as(f"# {light}", tidy):
        return light
    return _in_line(_Writer(escaped_fully).written(tidy))


def _in_line(markdown: str) -> str:
    return markdown.replace("\n", "<br>")


def _is_read_as(markdown: str, runs: Runs) -> bool:
    definitions = Definitions()
    numbers = [int(run.text) for run in runs if run.style & Style.NOTE and run.text.isdecimal()]
    for number in range(min(max(numbers, default=0), _MOST_NOTES)):
        definitions.add_footnote(str(number + 1))
    match read(Block(BlockKind.TEXT, markdown, 0, len(markdown), closed=True), definitions):
        case (Paragraph() as paragraph,):
            return _seen(paragraph.runs) == _seen(runs) and not paragraph.containers
        case pieces:
            return not pieces and not runs


def _tidied(runs: Runs) -> Runs:
    """Return `runs` without the spaces around them, those that look alike merged."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        alike = last and (last.style, last.link) == (run.style, run.link)
        if last and alike and not run.style & _ON_THEIR_OWN:
            merged[-1] = replace(run, text=last.text + run.text)
        elif run.text:
            merged.append(run)
    return stripped(merged)


def _seen(runs: Runs) -> list[tuple[str, Style, str]]:
    """Return what is seen of `runs`: not whether a space is bold, which Markdown may not tell."""
    seen: list[tuple[str, Style, str]] = []
    for run in runs:
        look = (run.style, run.link)
        if run.style & VERBATIM:
            seen.append((run_text(run), *look))
        else:
            seen += [(char, *(_PLAIN if char.isspace() else look)) for char in run.text]
    return seen


def _outer_spaces(runs: list[Run]) -> tuple[str, list[Run], str]:
    """Return the spaces in front of `runs`, `runs` without them, and the spaces behind."""
    text = "".join("x" * len(run_text(run)) if run.style & VERBATIM else run.text for run in runs)
    before = text[: len(text) - len(text.lstrip())]
    behind = text[max(len(text.rstrip()), len(before)) :]
    return before, list(cut_runs(runs, len(before), len(text) - len(behind))), behind


class _Kind(Enum):
    TEXT = auto()
    OPENING = auto()
    CLOSING = auto()
    VERBATIM = auto()


@dataclass(slots=True)
class _Part:
    kind: _Kind
    markdown: str


class _Writer:
    """Writes runs part by part, so that what stands beside emphasis can be changed at the end."""

    def __init__(self, escape: Escape) -> None:
        self._escape = escape
        self._parts: list[_Part] = []

    def written(self, runs: Runs) -> str:
        """Return the Markdown of tidy `runs`."""
        for link, group in groupby(runs, key=lambda run: run.link):
            self._write_link(link, list(group))
        self._part_from_words()
        markdown = "".join(part.markdown for part in self._parts)
        # A blank line would end the paragraph.
        return _BLANK_LINES.sub(lambda match: "<br>" * len(match.group()), markdown)

    def _add(self, kind: _Kind, markdown: str) -> None:
        if markdown:
            self._parts.append(_Part(kind, markdown))

    def _write_link(self, link: str, runs: list[Run]) -> None:
        if not link or not runs_text(runs).strip():
            self._write_emphasised(runs, 0, "")
        elif self._escape is escaped_lightly and _is_bare(link, runs):
            self._escape = str
            self._write_emphasised(runs, 0, "")
            self._escape = escaped_lightly
        else:
            self._add(_Kind.VERBATIM, _LINK)
            self._write_emphasised(runs, 0, "")
            self._add(_Kind.VERBATIM, f"]({_address(link)})")

    def _write_emphasised(self, runs: list[Run], depth: int, closing: str) -> None:
        """Write runs that are emphasised alike down to `depth`.

        Args:
            runs: See above.
            depth: The next kind of emphasis to look at, by its place in `_EMPHASIS`.
            closing: The sign that follows the last run and closes the emphasis around it.
        """
        if depth == len(_EMPHASIS):
            for run in runs:
                self._write_run(run)
            return
        style = _EMPHASIS[depth]
        groups = [list(group) for _, group in groupby(runs, key=lambda run: run.style & style)]
        for number, group in enumerate(groups, 1):
            behind = closing if number == len(groups) else ""
            if not group[0].style & style:
                self._write_emphasised(group, depth + 1, behind)
                continue
            # Emphasis can't begin or end with a space.
            space, inner, space_behind = _outer_spaces(group)
            self._add(_Kind.TEXT, space)
            if inner:
                mark = self._mark(style, behind)
                self._add(_Kind.OPENING, mark)
                self._write_emphasised(inner, depth + 1, mark[0])
                self._add(_Kind.CLOSING, mark)
            self._add(_Kind.TEXT, space_behind)

    def _mark(self, style: Style, behind: str) -> str:
        """Return the signs for `style`, others than those beside it, which would run into them."""
        if style is Style.STRIKE:
            return "~~"
        before = self._parts[-1].markdown[-1] if self._parts else ""
        sign = "_" if "*" in {before, behind} else "*"
        return sign * 2 if style is Style.BOLD else sign

    def _write_run(self, run: Run) -> None:
        if run.style & Style.CODE:
            self._add(_Kind.VERBATIM, _code(run.text.replace("\n", " ")))
        elif run.style & Style.FORMULA:
            self._add(_Kind.VERBATIM, run.source)
        elif run.style & Style.NOTE:
            self._add(_Kind.VERBATIM, f"[^{run.text}]")
        else:
            self._add(_Kind.TEXT, self._escape(run.text))

    def _part_from_words(self) -> None:
        """Write the letter beside a mark as an entity where it keeps the mark from working."""
        for number, part in enumerate(self._parts):
            before = self._parts[number - 1] if number else None
            behind = self._parts[number + 1] if number + 1 < len(self._parts) else None
            if before and before.kind is _Kind.TEXT and _clings(before, part, behind):
                before.markdown = before.markdown[:-1] + entity(before.markdown[-1])
            if behind and behind.kind is _Kind.TEXT and _clings_behind(before, part, behind):
                behind.markdown = entity(behind.markdown[0]) + behind.markdown[1:]


def _clings(before: _Part, part: _Part, inside: _Part | None) -> bool:
    """Return whether the last letter of `before` keeps `part` from opening."""
    letter = before.markdown[-1]
    if part.kind is _Kind.OPENING and inside:
        return _keeps_closed(part.markdown[0], inside.markdown[0], letter)
    if part.markdown == _LINK:
        return letter == "!"  # It would be a picture.
    return _is_in_dollars(part) and letter.isascii() and letter.isalpha()


def _clings_behind(inside: _Part | None, part: _Part, behind: _Part) -> bool:
    """Return whether the first letter of `behind` keeps `part` from closing."""
    letter = behind.markdown[0]
    if part.kind is _Kind.CLOSING and inside:
        return _keeps_closed(part.markdown[0], inside.markdown[-1], letter)
    return _is_in_dollars(part) and letter.isdecimal()


def _keeps_closed(mark: str, inside: str, outside: str) -> bool:
    """Return whether a mark between two characters is none (see `emphasis` and CommonMark, 6.2)."""
    if outside.isspace() or is_sign(outside):
        return False
    if mark == "*" and (is_wide(inside) or is_wide(outside)):
        return False
    return mark == "_" or is_sign(inside)


def _is_in_dollars(part: _Part) -> bool:
    return part.kind is _Kind.VERBATIM and part.markdown.startswith("$")


def _is_bare(link: str, runs: list[Run]) -> bool:
    """Return whether a link may be written as it is shown, because its address is shown."""
    shown = runs[0].text
    return len(runs) == 1 and any(link == prefix + shown for prefix in _BARE_PREFIXES)


def _code(text: str) -> str:
    """Return a code span with more backticks around it than in it."""
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    padded = text.startswith("`") or text.endswith("`")
    padded = padded or (text.startswith(" ") and text.endswith(" ") and bool(text.strip(" ")))
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


def _address(link: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(link):
        return link
    escaped = _ADDRESS_SIGN.sub(r"\\\g<0>", link).replace("\n", "&#10;")
    return f"<{escaped}>"
