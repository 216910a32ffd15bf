from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from desktop_app.core.errors import StorageError
from desktop_app.storage.failures import told
from desktop_app.storage.private_files import (
    NewFile,
    make_private_file,
    make_private_folder,
    write_private,
)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_folders_are_made_private_and_others_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path / "a" / "b")
    make_private_folder(tmp_path / "a" / "b")
    assert [_mode(place) for place in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")] == [
        0o755,
        0o700,
        0o700,
    ]


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    make_private_file(path)
    path.write_text("kept")
    make_private_file(path)
    assert (path.read_text(), _mode(path)) == ("kept", 0o600)


def test_a_link_keeps_pointing(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_private(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_what_fails_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.mkdir()
    with pytest.raises(StorageError) as caught:
        write_private(path, b"new")
    assert caught.value.code == "not_writable"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "not_writable"),
        (errno.EIO, "disk_error"),
        (errno.ENAMETOOLONG, "storage_failed"),
    ],
)
def test_failures_of_the_system_in_plain_words(tmp_path: Path, number: int, code: str) -> None:
    with pytest.raises(StorageError) as caught, told(tmp_path / "file"):
        raise OSError(number, os.strerror(number))
    assert caught.value.code == code
    assert caught.value.sentence


def test_mistakes_of_our_own_stay_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.InterfaceError), told(tmp_path):
        raise sqlite3.InterfaceError("bad")


def test_a_long_file_is_there_when_it_is_finished_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.txt"
    file = NewFile(path)
    file.write(b"one ")
    assert not path.exists()
    file.write(b"two")
    file.finish()
    file.discard()
    assert path.read_bytes() == b"one two"
    assert _mode(path) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["out.txt"]


def test_a_long_file_that_is_given_up_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_bytes(b"before")
    file = NewFile(path)
    file.discard()  # Nothing was written yet.
    file.write(b"half")
    file.discard()
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["out.txt"]
