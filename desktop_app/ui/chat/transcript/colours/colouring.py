"""The colours of code, line by line: found by a process of its own while the window goes on."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.ui.chat.transcript.children.child_program import ChildProgram
from desktop_app.ui.chat.transcript.colours.languages import COLOURS, lexer_name
from desktop_app.ui.chat.transcript.shelf import Shelf

LONGEST_TEXT = 200_000
"""Characters of a block that are coloured."""
LONGEST_LINE = 2000
"""The colours of a block end at the first line that has more characters."""

_PROGRAM = "desktop_app.ui.chat.transcript.colours.lexing"
_PAUSE = 10
"""How many times as long as its last run a block that grows waits for the next one."""
_SHORTEST_PAUSE = 0.1
_MOST_BLOCKS = 200
_MOST_SPANS = 40_000
"""What is kept of closed blocks: 4 MB."""
_TOO_LONG = re.compile(rf"^[^\n]{{{LONGEST_LINE + 1}}}", re.MULTILINE)

Line = Sequence[tuple[int, int, str]]
"""Stretches of a line: the first UTF-16 unit, how many, and the name of a colour token."""


class Run(NamedTuple):
    """What `CodeColours` is asked to do.

    Attributes:
        block: Returns the name of the lexer and the text, when its turn has come.
        take: Takes the next lines and the number of the first of them.
        end: Called behind the last lines with the seconds that it took; None when it was given up.
    """

    block: Callable[[], tuple[str, str]]
    take: Callable[[int, list[Line]], None]
    end: Callable[[float | None], None]


class CodeColours(QObject):
    """Finds the colours of one block at a time, of the latest first; one for a window.

    Args:
        parent: Its owner; it calls `close` before it goes.
        program: What finds them; see `lexing`.
    """

    def __init__(self, parent: QObject | None = None, program: ChildProgram | None = None) -> None:
        super().__init__(parent)
        self.kept = Shelf[list[Line]](_MOST_BLOCKS, _MOST_SPANS, _spans)
        self._program = program or ChildProgram(_PROGRAM, self)
        self._program.answered.connect(self._take)
        self._program.failed.connect(self._give_up)
        self._waiting: list[Run] = []
        self._at_work: Run | None = None
        self._next_line = 0
        self._begun = 0.0
        self._closed = False

    def find(self, run: Run) -> None:
        """Find the colours of a block as soon as its turn has come."""
        if self._program.is_broken or self._closed:
            run.end(None)
            return
        self._waiting.append(run)
        self._go_on()

    def forget(self, run: Run) -> None:
        """Hand a run nothing any more."""
        if run in self._waiting:
            self._waiting.remove(run)
        if run is self._at_work:
            self._at_work = None

    def close(self) -> None:
        """End the process and find no more."""
        self._closed = True
        self._waiting.clear()
        self._at_work = None
        self._program.close()

    def _go_on(self) -> None:
        if self._program.is_busy or not self._waiting:
            return
        self._at_work = self._waiting.pop()
        self._next_line = 0
        self._begun = time.monotonic()
        lexer, text = self._at_work.block()
        self._program.ask({"lexer": lexer, "text": text})

    def _take(self, answer: dict[str, Any]) -> None:
        run = self._at_work
        if run is not None:
            lines = [_named(line) for line in answer["lines"]]
            run.take(self._next_line, lines)
            self._next_line += len(lines)
        if not self._program.is_busy:
            self._end(time.monotonic() - self._begun)

    def _give_up(self) -> None:
        self._end(None)

    def _end(self, seconds: float | None) -> None:
        run, self._at_work = self._at_work, None
        if run is not None:
            run.end(seconds)
        if self._program.is_broken:
            waiting, self._waiting = self._waiting, []
            for other in waiting:
                other.end(None)
        self._go_on()


class Colouring(QObject):
    """The colours of one block of code, as it grows.

    While it grows the colours are found anew from time to time, for at most a tenth of the time,
    and once more when it is closed. Until then it keeps those that it had.

    Signals:
        changed: The numbers of the first and the last line whose colours are others now.

    Args:
        colours: What finds them.
    """

    changed = Signal(int, int)

    def __init__(self, colours: CodeColours) -> None:
        super().__init__()
        self._colours = colours
        self._lines: list[Line] = []
        self._lexer = ""
        self._text = ""
        self._closed = False
        self._coloured = ""
        """The text that the last run, or the one under way, was for."""
        self._run: Run | None = None
        self._given_up = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)

    @property
    def lines(self) -> Sequence[Line]:
        """The colours of the first lines, or of all of them."""
        return self._lines

    def update(self, text: str, language: str, closed: bool) -> None:  # noqa: FBT001 - its one call says so
        """Take the text of the block as it is now.

        Args:
            text: All of it.
            language: The word behind its fence.
            closed: Whether it grows no more.
        """
        lexer = lexer_name(language)
        if lexer != self._lexer or not text.startswith(self._text):
            self.stop()
            self._lines = []
            self._coloured = ""
            self._given_up = False
        self._lexer, self._text, self._closed = lexer, text, closed
        if closed:
            self._pause.stop()
        self._go_on()

    def stop(self) -> None:
        """Find no more, until it is updated again; the colours found so far stay."""
        self._pause.stop()
        if self._run is not None:
            self._colours.forget(self._run)
            self._run = None
            self._coloured = ""

    def _go_on(self) -> None:
        is_done = self._coloured == self._text or self._given_up or not self._lexer
        if is_done or self._run is not None or self._pause.isActive():
            return
        kept = self._colours.kept.get((self._lexer, self._text)) if self._closed else None
        if kept is not None:
            self._coloured = self._text
            self._take(0, kept)
            return
        self._coloured = self._text
        self._run = Run(self._block, self._take, self._end)
        self._colours.find(self._run)

    def _block(self) -> tuple[str, str]:
        self._coloured = self._text
        return self._lexer, _part(self._text)

    def _take(self, first: int, lines: list[Line]) -> None:
        had = self._lines[first : first + len(lines)]
        had += [()] * (len(lines) - len(had))
        self._lines[first : first + len(lines)] = lines
        changed = [first + i for i, line in enumerate(lines) if line != had[i]]
        if changed:
            self.changed.emit(changed[0], changed[-1])

    def _end(self, seconds: float | None) -> None:
        self._run = None
        if self._closed and self._coloured == self._text:
            self._colours.kept.put((self._lexer, self._text), list(self._lines))
        if seconds is None:
            self._given_up = True
        elif self._closed:
            self._go_on()
        else:
            self._pause.start(round(1000 * max(_PAUSE * seconds, _SHORTEST_PAUSE)))


def _part(text: str) -> str:
    """Return the lines at the beginning of `text` that are coloured."""
    part = text
    if len(part) > LONGEST_TEXT:
        part, _, _ = part[:LONGEST_TEXT].rpartition("\n")
    if too_long := _TOO_LONG.search(part):
        part = part[: max(too_long.start() - 1, 0)]
    return part


def _named(line: list[int]) -> Line:
    return tuple(
        (start, length, COLOURS[colour])
        for start, length, colour in zip(line[::3], line[1::3], line[2::3], strict=True)
    )


def _spans(lines: list[Line]) -> int:
    return len(lines) + sum(map(len, lines))
