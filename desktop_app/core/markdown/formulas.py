"""Displayed formulas, which are found in lines that may turn out to be none."""

from __future__ import annotations

from desktop_app.core.markdown.lines import OPENING_FENCE, begins_display
from desktop_app.core.markdown.open_block import FORMULA_ENDS, Mode, formula_content
from desktop_app.core.markdown.parts import Parts

LARGEST = 8192
"""Characters of a block that is no fence; a `STEP` more if they are all in one line."""


class Formulas(Parts):
    """Reads the lines of a formula, and gives it up where it isn't one."""

    def _begins_formula(self, rest: str, at: int) -> bool:
        return at >= self._no_formula_before and begins_display(rest)

    def begin_formula(self, rest: str, *, whole: bool) -> bool:
        """Open a formula if the line that was just begun does so; return whether it does."""
        stop = self._end
        if not self._begins_formula(rest, self._start):
            return False
        self._mode = Mode.FORMULA
        self._start = self._end = self._text.index(rest[0], self._start)
        self.read_formula(self._last, stop, whole=whole)
        return True

    def read_formula(self, _at: int, stop: int, *, whole: bool) -> None:
        """Look for the end of a formula in the line that stops here.

        One that isn't closed before a blank line or an opening fence, or that is too large, or
        behind whose end something stands, is no formula but what its lines are without it.
        """
        start = self._start
        too_large = stop - start > LARGEST
        if not whole:
            if too_large:
                self._give_up_formula()
            return
        begin = max(self._end, start + 2)
        line = self._text[begin:stop]
        closing = FORMULA_ENDS[self._text[start : start + 2]].search(line)
        if closing:
            self._end = begin + closing.end()
            if line[closing.end() :].strip() or not formula_content(self._text[start : self._end]):
                self._give_up_formula()
            else:
                self._close()
        elif too_large or (self._end > start and _ends_formula(line)):
            self._give_up_formula()
        else:
            self._end = stop

    def _give_up_formula(self) -> None:
        """Read the lines of the open formula again as if they began none."""
        self._mode = Mode.NONE
        self._no_formula_before = self._at
        self._at = self._last
        self._in_line = self.behind_picture = False


def _ends_formula(line: str) -> bool:
    line = line.strip()
    return not line or bool(OPENING_FENCE.match(line))
