from __future__ import annotations

import pytest

from desktop_app.core.errors import InputError
from desktop_app.core.importing.encoding import in_utf8

TEXT = '[{"a": "Ünï 😀"}]'


def read(data: bytes, step: int = 3) -> str:
    chunks = (data[at : at + step] for at in range(0, len(data), step))
    return b"".join(in_utf8(chunks, "f.json")).decode().strip()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("step", [1, 3, 1000])
def test_encodings_of_json(encoding: str, step: int) -> None:
    assert read(f"  {TEXT}".encode(encoding), step) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_marks(encoding: str) -> None:
    assert read(f"\ufeff{TEXT}".encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf_32_without_a_mark(encoding: str) -> None:
    assert read(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import_empty"),
        (b" \n\t ", "import_empty"),
        (b"\xef\xbb\xbf", "import_empty"),
        (b"\xff\xfe", "import_empty"),
        (b"hello", "import_not_json"),
        (b"\0\0\0\0\0\0", "import_not_json"),
        (b"\x89PNG\r\n\x1a\n", "import_not_json"),
        (b"\xff\xfe" + "[{".encode("utf-16-le") + b"\x00\xd8\x41", "import_encoding"),
        (b"\xff\xfe[\0{", "import_encoding"),
    ],
)
def test_refused_with_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code
    assert "f.json" in caught.value.title
