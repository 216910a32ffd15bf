"""Reading the first pairs of a GGUF file."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from desktop_app.engine.gguf_header import is_gguf, trained_context


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def pair(key: str, kind: int, value: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + value


ARRAY = struct.pack("<IQ", 8, 2) + text("en") + text("ru")
NAME = pair("general.name", 8, text("Löwe"))
CONTEXT = pair("llama.context_length", 4, struct.pack("<I", 4096))
LANGUAGES = pair("general.languages", 9, ARRAY)
TOKENS = pair("tokenizer.ggml.tokens", 9, ARRAY)
NESTED = pair("general.odd", 9, struct.pack("<IQ", 9, 1))


def written(folder: Path, *pairs: bytes) -> Path:
    path = folder / "model.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs)) + b"".join(pairs))
    return path


def test_the_context_is_found(tmp_path: Path) -> None:
    path = written(tmp_path, NAME, LANGUAGES, CONTEXT, TOKENS)
    assert is_gguf(path)
    assert trained_context(path) == 4096


@pytest.mark.parametrize("pairs", [(NAME,), (TOKENS, CONTEXT), (NESTED, CONTEXT), ()])
def test_a_file_that_does_not_say_is_no_error(tmp_path: Path, pairs: tuple[bytes, ...]) -> None:
    assert trained_context(written(tmp_path, *pairs)) is None


@pytest.mark.parametrize("kept", range(0, 120, 7))
def test_a_cut_file_is_no_error(tmp_path: Path, kept: int) -> None:
    path = written(tmp_path, NAME, LANGUAGES, CONTEXT)
    path.write_bytes(path.read_bytes()[:kept])
    assert trained_context(path) in (None, 4096)


def test_an_absurd_length_is_not_believed(tmp_path: Path) -> None:
    assert trained_context(written(tmp_path, struct.pack("<Q", 2**62))) is None


def test_another_format_is_none(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\x89PNG")
    assert not is_gguf(tmp_path / "picture")
