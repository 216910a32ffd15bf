"""The code between two fences, line by line (CommonMark 0.31, section 4.5)."""

from __future__ import annotations

from desktop_app.core.markdown.cleaning import cleaned
from desktop_app.core.markdown.lines import OPENING_FENCE

_CODE_INDENT = 4
_TAB = 4


class Fence:
    """A block of code whose end is looked for.

    Attributes:
        language: The first word behind the opening fence, `cleaned`.
    """

    __slots__ = ("_begun", "_code", "_count", "_indent", "_mark", "_parts", "language")

    def __init__(self, mark: str, count: int, indent: int, info: str) -> None:
        self._mark = mark
        self._count = count
        self._indent = indent
        self.language = cleaned((info.split(None, 1) or [""])[0])
        self._code = ""
        self._parts: list[str] = []
        self._begun = False

    @classmethod
    def opened_by(cls, line: str, indent: int) -> Fence | None:
        """Return the fence that a line opens, None if it opens none.

        Args:
            line: Without its indentation and line end.
            indent: The spaces in front of it, at most three.
        """
        opening = OPENING_FENCE.match(line)
        if not opening:
            return None
        run = opening[1] or opening[3]
        return cls(run[0], len(run), indent, opening[2] or opening[4] or "")

    def closed_by(self, line: str) -> bool:
        """Return whether a line is the closing fence."""
        mark = self._mark
        if mark not in line:
            return False
        rest = line.lstrip(" ")
        run = rest.rstrip(" \t")
        short = len(line) - len(rest) < _CODE_INDENT
        return short and len(run) >= self._count and not run.strip(mark)

    def add(self, line: str) -> None:
        """Read a line of code without its line end, or the first part of a long one."""
        line = self._dedented(line)
        self._parts.append(f"\n{line}" if self._begun else line)
        self._begun = True

    def extend(self, part: str) -> None:
        """Read the next part of the line that was added last."""
        self._parts.append(part)

    def text(self) -> str:
        """Return the code so far, `cleaned`, without the last line break."""
        if self._parts:
            self._code += cleaned("".join(self._parts))
            self._parts = []
        return self._code

    def text_with(self, more: str, *, in_line: bool) -> str:
        """Return the code and the part of a line that isn't read yet.

        It is left out as long as it may become the closing fence, and so is what may be the first
        half of its line end.

        Args:
            more: That part; empty for none.
            in_line: It goes on with the line that was added last.
        """
        more = more.removesuffix("\r")
        if in_line:
            return self.text() + cleaned(more)
        if not more.strip(f" \t{self._mark}"):
            return self.text()
        line = cleaned(self._dedented(more))
        return f"{self.text()}\n{line}" if self._begun else line

    def _dedented(self, line: str) -> str:
        """Return a line of code without as many columns as its fence is indented by."""
        most = self._indent
        if not most:
            return line
        rest = line[:most].lstrip(" ") + line[most:]
        if rest[:1] == "\t" and len(line) - len(rest) < most:
            return " " * (_TAB - most) + rest[1:]
        return rest
