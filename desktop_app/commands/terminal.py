"""What the commands read and write: words from people, words and JSON for them."""

from __future__ import annotations

import json
import sys

from desktop_app.core.errors import AppError
from desktop_app.journal import give_up, remark

_UNSAFE = dict.fromkeys(
    [
        # Control characters of ASCII and Latin-1, without the tabulator and the line feed: what
        # a model writes must not move the cursor, set the title or answer the terminal.
        *(code for code in range(0x20) if code not in (0x09, 0x0A)),
        *range(0x7F, 0xA0),
        # Marks that turn the direction of writing around, so that a text reads as another.
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)


def safe(text: str) -> str:
    """Return `text` without characters that steer a terminal."""
    return text.translate(_UNSAFE)


class OutputError(AppError):
    """The output goes where nothing can be written: a full disk, or nowhere at all."""

    def __init__(self, detail: str) -> None:
        super().__init__("The output can't be written", detail=detail, code="output")


def say(text: str, *, end: str = "\n") -> None:
    """Write text for people to the output, at once.

    Raises:
        OutputError: It can't be written.
    """
    _write(safe(text) + end)


def hint(text: str, *, end: str = "\n") -> None:
    """Write a remark beside the output; one that can't be written is lost."""
    remark(safe(text) + end)


def hints_are_read() -> bool:
    """Return whether somebody sees a remark at once, in a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def say_json(value: object, *, lines: bool = False) -> None:
    """Write one JSON document, on one line if it is one of a stream.

    Raises:
        OutputError: It can't be written.
    """
    _write(json.dumps(value, ensure_ascii=False, indent=None if lines else 2) + "\n")


def pour(content: bytes) -> None:
    """Write a part of a file in UTF-8 to the output; only to a terminal without what steers it.

    Raises:
        OutputError: It can't be written.
    """
    text = content.decode("utf-8", "replace")
    shown = sys.stdout is not None and sys.stdout.isatty()
    _write(safe(text) if shown else text)


def words(argument: str) -> str:
    """Return a text given as an argument, or all of the input where it is ``-``.

    Bytes that are no UTF-8 become replacement characters rather than an error: they can't be
    stored, and the rest of the text is still worth an answer.
    """
    if argument == "-":
        return decoded(sys.stdin.buffer.read())
    return decoded(argument.encode("utf-8", "surrogateescape"))


def decoded(data: bytes) -> str:
    """Return the text of UTF-8 bytes, see `words`."""
    return data.decode("utf-8", "replace").removeprefix("\ufeff")


def be_lenient() -> None:
    """Let characters that the output can't show become ``?``, where it would fail otherwise."""
    for stream in (sys.stdout, sys.stderr):
        # Tests may put a stream of another kind in place.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def table(rows: list[tuple[str, ...]]) -> str:
    """Return rows as aligned columns, the last one as long as it is."""
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    )


def _write(text: str) -> None:
    if sys.stdout is None:
        raise OutputError("It is closed.")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read it, such as head, has seen enough: that ends a command without a word.
        raise
    except OSError as error:
        give_up(sys.stdout)
        raise OutputError(str(error)) from error
