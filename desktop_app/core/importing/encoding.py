"""Files in the encodings that JSON is written in, as UTF-8."""

from __future__ import annotations

import codecs
import itertools
from collections.abc import Iterator

from desktop_app.core.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # Before UTF-16: it begins with the same two bytes.
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BY_ZEROS = {
    "x000": "utf-32-le",
    "000x": "utf-32-be",
    "x0x0": "utf-16-le",
    "0x0x": "utf-16-be",
}
_LONGEST_MARK = 4
_SPACE = b" \t\r\n"


def in_utf8(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Yield the chunks of a JSON file in UTF-8 and without a byte order mark.

    UTF-16 and UTF-32 are known by their mark, or by the zeros beside the first character, which
    is one of ASCII (RFC 4627, section 3).

    Args:
        chunks: Of any size but nothing.
        name: Of the file, for the failures.

    Raises:
        InputError: The file is empty, it isn't JSON, or a character of it can't be read.
    """
    first = b""
    for chunk in chunks:
        first += chunk
        if len(first) >= _LONGEST_MARK:
            break
    encoding, mark = _encoding(first)
    rest = itertools.chain([first[mark:]], chunks)
    pieces = rest if encoding == "utf-8" else _decoded(rest, encoding, name)
    for piece in pieces:
        if piece.strip(_SPACE):
            _check_beginning(piece, name)
            yield piece
            break
    else:
        raise InputError(
            "{file} is empty",
            "Nothing of it was imported. Export your conversations again.",
            code="import_empty",
            file=name,
        )
    yield from pieces


def _decoded(chunks: Iterator[bytes], encoding: str, name: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise InputError(
            "{file} holds characters that can't be read",
            "It must be text in UTF-8 or UTF-16. Export it again, then import it again: what is "
            "here already is not taken twice.",
            str(error),
            code="import_encoding",
            file=name,
        ) from error


def _encoding(first: bytes) -> tuple[str, int]:
    """Return the encoding of a file and the length of its mark."""
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding, len(mark)
    zeros = "".join("0" if byte == 0 else "x" for byte in first[:4])
    return _BY_ZEROS.get(zeros, "utf-8"), 0


def _check_beginning(piece: bytes, name: str) -> None:
    if not piece.lstrip(_SPACE).startswith((b"[", b"{")):
        raise InputError(
            "{file} isn't a file of conversations",
            "Nothing of it was imported. Choose the JSON or zip file that the other program has "
            "exported.",
            code="import_not_json",
            file=name,
        )
