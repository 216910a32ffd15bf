from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.assistants import Assistant
from desktop_app.core.errors import InputError, StorageError
from desktop_app.core.shipped import shipped
from desktop_app.storage.assistants import (
    LARGEST,
    keep_assistant,
    load_assistants,
    read_assistants,
)

OURS = ["General", "Code helper", "Translator", "Picture describer"]


def _names(assistants: list[Assistant]) -> list[str]:
    return [assistant.name for assistant in assistants]


def test_the_first_start_copies_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "data" / "assistants.json"
    loaded = load_assistants(path)
    assert (_names(loaded.assistants), loaded.problem) == (OURS, None)
    assert path.read_bytes() == shipped("assistants.json").read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_users_own_are_read(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "assistants.json"
    path.write_bytes(mark + '[{"name": "Дружок"}]'.encode())
    loaded = load_assistants(path)
    assert (_names(loaded.assistants), loaded.problem) == (["Дружок"], None)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'[\n{"name": "A"\n"model": ""}]', 3),
        (b"", 1),
        (b'[\n\n{"name": "\xff"}]', 3),
        ('[{"name": "A"}]'.encode("utf-16"), 1),
        (b" " * (LARGEST + 1), 1),
    ],
)
def test_a_broken_file_is_told_and_kept(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "assistants.json"
    path.write_bytes(content)
    loaded = load_assistants(path)
    assert _names(loaded.assistants) == OURS
    assert isinstance(loaded.problem, InputError)
    assert f"assistants.json can't be read: line {line}, " in loaded.problem.title
    assert "it comes with" in loaded.problem.advice
    assert path.read_bytes() == content
    with pytest.raises(InputError, match=f"line {line}, "):
        read_assistants(path)


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be opened"):
        read_assistants(tmp_path / "nowhere.json")
    with pytest.raises(InputError, match="can't be opened"):
        read_assistants(tmp_path)
    assert isinstance(load_assistants(tmp_path).problem, InputError)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    loaded = load_assistants(tmp_path / "data" / "assistants.json")
    assert _names(loaded.assistants) == OURS
    assert isinstance(loaded.problem, StorageError)
    assert loaded.problem.code == "not_writable"


def test_one_is_kept_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "assistants.json"
    path.write_text('[{"name": "A", "mine": true}, {"name": "B"}]', encoding="utf-8")
    keep_assistant(path, Assistant("B", "и\ud800", "", {"seed": 1}))
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_assistants(path) == [Assistant("A"), Assistant("B", "и?", "", {"seed": 1})]
    assert '"mine": true' in path.read_text(encoding="utf-8")


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "assistants.json"
    path.write_text('[{"name": "A"},', encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        keep_assistant(path, Assistant("A", "i"))
    assert path.read_text(encoding="utf-8") == '[{"name": "A"},'
