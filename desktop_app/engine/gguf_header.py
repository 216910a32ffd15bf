"""The first bytes of a GGUF file: is it one, and how much can its model read?

The format is described in ggml's ``docs/gguf.md``: magic, version, counts, then key-value pairs.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

MAGIC = b"GGUF"

_STRING = 8
_ARRAY = 9
_FORMATS = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_LONGEST_STRING = 1 << 20
_MOST_PAIRS = 4096


def is_gguf(path: Path) -> bool:
    """Tell whether the file starts as every GGUF file does.

    Raises:
        OSError: The file can't be read.
    """
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def trained_context(path: Path) -> int | None:
    """Return the tokens the model was trained to read, or None where the file doesn't say.

    The search ends at the vocabulary, which is large and comes after what describes the model.

    Raises:
        OSError: The file can't be read.
    """
    with path.open("rb") as file:
        try:
            return _find_context(file)
        except (struct.error, ValueError, KeyError):
            # A file that breaks the format; llama.cpp will say so when it loads it.
            return None


def _find_context(file: BinaryIO) -> int | None:
    file.read(len(MAGIC) + 4 + 8)
    pairs = _number(file, "<Q")
    for _ in range(min(pairs, _MOST_PAIRS)):
        key = _string(file)
        if key.startswith("tokenizer."):
            return None
        kind = _number(file, "<I")
        value = _value(file, kind)
        if key.endswith(".context_length") and isinstance(value, int):
            return value
    return None


def _value(file: BinaryIO, kind: int) -> str | int | float | None:
    if kind == _STRING:
        return _string(file)
    if kind == _ARRAY:
        element = _number(file, "<I")
        length = _number(file, "<Q")
        if element == _ARRAY or length > _MOST_PAIRS:
            raise ValueError(length)
        for _ in range(length):
            _value(file, element)
        return None
    return _number(file, _FORMATS[kind])


def _number(file: BinaryIO, form: str) -> int:
    number: int = struct.unpack(form, file.read(struct.calcsize(form)))[0]
    return number


def _string(file: BinaryIO) -> str:
    length = _number(file, "<Q")
    if length > _LONGEST_STRING:
        raise ValueError(length)
    return file.read(length).decode("utf-8", "replace")
