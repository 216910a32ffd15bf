"""A program of its own that finds the colours of code with Pygments.

A lexer is a pile of regular expressions, and some of them don't end on the wrong text: 60
backslashes are enough for one of them. No thread can stop a regular expression, and it holds all
others up; a process can be killed. The lexers, 20 MB and up to a tenth of a second each to load,
stay out of the window, too.

A request is ``{"text": …, "lexer": …}``. Each part of the answer is ``{"lines": …}`` with the next
lines, each a list of the numbers start, length, colour, start, length, colour…: UTF-16 units, and
places in `COLOURS`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from time import monotonic

from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
)

from desktop_app.ui.chat.transcript.children.answering import Answer, answer_requests
from desktop_app.ui.chat.transcript.colours.languages import COLOURS
from desktop_app.ui.chat.transcript.laid.utf16 import units

_PART_SECONDS = 0.05
_PART_LINES = 200
_MOST_SECONDS = 5.0
"""What a block may take; usual code of 200,000 characters needs one or two."""

_KEYWORD, _STRING, _NUMBER, _COMMENT, _FUNCTION = range(len(COLOURS))
_COLOURED: dict[_TokenType, int] = {
    Comment.PreprocFile: _STRING,
    Comment.Preproc: _KEYWORD,
    Comment: _COMMENT,
    Keyword.Constant: _NUMBER,
    Keyword: _KEYWORD,
    Operator.Word: _KEYWORD,
    Name.Tag: _KEYWORD,
    String: _STRING,
    Number: _NUMBER,
    Literal.Date: _NUMBER,
    Name.Constant: _NUMBER,
    Name.Entity: _NUMBER,
    Name.Builtin.Pseudo: _KEYWORD,
    Name.Builtin: _FUNCTION,
    Name.Function: _FUNCTION,
    Name.Class: _FUNCTION,
    Name.Decorator: _FUNCTION,
    Name.Attribute: _FUNCTION,
    Name.Property: _FUNCTION,
    Name.Exception: _FUNCTION,
    Name.Label: _FUNCTION,
    Generic.Heading: _FUNCTION,
    Generic.Subheading: _FUNCTION,
    Generic.Inserted: _STRING,
    Generic.Deleted: _NUMBER,
    Generic.Prompt: _COMMENT,
    Generic.Error: _NUMBER,
}
"""A kind that isn't here looks like the kind it is a kind of."""

Line = list[int]


def coloured(text: str, lexer: Lexer) -> Iterator[Line]:
    """Return the lines of `text` one by one, as they stand in an answer."""
    line: Line = []
    column = 0
    # Some lexers know a comment or a prompt only by the end of its line.
    for _, kind, value in lexer.get_tokens_unprocessed(text + "\n"):
        colour = _colour(kind)
        for number, part in enumerate(value.split("\n")):
            if number:
                yield line
                line, column = [], 0
            width = units(part)
            if colour is not None and width:
                _add(line, column, width, colour)
            column += width


def _add(line: Line, start: int, length: int, colour: int) -> None:
    if line and line[-1] == colour and line[-3] + line[-2] == start:
        line[-2] += length
    else:
        line += (start, length, colour)


@cache
def _colour(kind: _TokenType) -> int | None:
    family: _TokenType | None = kind
    while family is not None and family not in _COLOURED:
        family = family.parent
    return None if family is None else _COLOURED[family]


@cache
def lexer_called(name: str) -> Lexer | None:
    """Return a lexer of Pygments by one of its names; None if it has none of that name."""
    # It would look for plug-ins on the disk, each time anew.
    if any(name in names for _, names, _, _ in get_all_lexers(plugins=False)):
        return get_lexer_by_name(name)
    return None


def main() -> int:
    """Answer requests; see `answer_requests`."""
    return answer_requests(answers)


def answers(request: Answer) -> Iterator[Answer]:
    """Return the parts of an answer as they get ready."""
    lexer = lexer_called(request["lexer"])
    part: list[Line] = []
    begun = told = monotonic()
    for line in () if lexer is None else coloured(request["text"], lexer):
        part.append(line)
        now = monotonic()
        if len(part) >= _PART_LINES or now - told > _PART_SECONDS:
            yield {"lines": part, "more": True}
            part, told = [], now
        if now - begun > _MOST_SECONDS:
            break
    yield {"lines": part}


if __name__ == "__main__":
    sys.exit(main())
