from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.errors import InputError, StorageError
from desktop_app.core.settings import Settings
from desktop_app.storage.settings import load_settings, save_settings


def test_without_a_file_the_defaults(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path / "config" / "settings.json")
    assert (loaded.settings, loaded.problem) == (Settings(), None)
    assert not (tmp_path / "config").exists()


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    mine = Settings(theme="dark", model="м", window=(1000, 700), sidebar_open=False)
    save_settings(path, mine)
    save_settings(path, mine)
    loaded = load_settings(path)
    assert (loaded.settings, loaded.problem) == (mine, None)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"attempts": ' + b"9" * 5000 + b"}"]
)
def test_a_broken_file_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    loaded = load_settings(path)
    assert loaded.settings == Settings()
    assert isinstance(loaded.problem, InputError)
    aside = tmp_path / "settings.json.broken"
    assert str(aside) in loaded.problem.advice
    assert aside.read_bytes() == content
    assert not path.exists()
    assert load_settings(path).problem is None


def test_an_unreadable_file_gives_the_defaults(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path)
    assert loaded.settings == Settings()
    assert isinstance(loaded.problem, StorageError)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    with pytest.raises(StorageError) as caught:
        save_settings(tmp_path / "config" / "settings.json", Settings())
    assert caught.value.code == "not_writable"
