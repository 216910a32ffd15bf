"""Cuts a message into prose and fenced code, so that code can stand in a block of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})[ \t]*([^\n]*)$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of prose or one fenced block.

    Attributes:
        text: Markdown for prose; the bare lines for code.
        code: Whether this is a fenced block.
        language: The first word behind the opening fence.
        closed: False for a block whose closing fence hasn't come (yet).
    """

    text: str
    code: bool = False
    language: str = ""
    closed: bool = True


def segments(markdown: str) -> list[Segment]:
    """Return the segments of a message in reading order (fences after CommonMark 0.31, 4.5)."""
    found: list[Segment] = []
    lines: list[str] = []
    fence = language = indent = ""
    for line in markdown.split("\n"):
        match = _FENCE.match(line)
        if fence and match and _closes(match, fence):
            found.append(Segment("\n".join(lines), code=True, language=language))
            lines, fence = [], ""
        elif not fence and match and _opens(match):
            _add_prose(found, lines)
            lines = []
            indent, fence, language = match[1], match[2], (match[3].split() or [""])[0]
        else:
            lines.append(_without_indent(line, len(indent)) if fence else line)
    if fence:
        found.append(Segment("\n".join(lines), code=True, language=language, closed=False))
    else:
        _add_prose(found, lines)
    return found


def _opens(match: re.Match[str]) -> bool:
    # With a backtick behind it, it is code within a line.
    return match[2][0] == "~" or "`" not in match[3]


def _closes(match: re.Match[str], fence: str) -> bool:
    return match[2][0] == fence[0] and len(match[2]) >= len(fence) and not match[3].strip()


def _without_indent(line: str, most: int) -> str:
    # A line of code loses the spaces its fence stands behind, as far as it has them.
    return line[min(most, len(line) - len(line.lstrip(" "))) :]


def _add_prose(found: list[Segment], lines: list[str]) -> None:
    text = "\n".join(lines).strip("\n")
    if text.strip():
        found.append(Segment(text))
