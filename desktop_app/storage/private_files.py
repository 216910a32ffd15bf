"""Files and folders that nobody else may read.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from desktop_app.storage.failures import told


def make_private_folder(folder: Path) -> None:
    """Make `folder` and whatever is missing above it, each with mode 0700.

    Raises:
        StorageError: It can't be made.
    """
    with told(folder):
        missing = [place for place in (folder, *folder.parents) if not place.is_dir()]
        for place in reversed(missing):
            place.mkdir(mode=0o700, exist_ok=True)


def make_private_file(path: Path) -> None:
    """Make an empty file with mode 0600, or leave the one that is there.

    Raises:
        StorageError: It can't be made.
    """
    with told(path), suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def write_private(path: Path, content: bytes) -> None:
    """Write a file with mode 0600 so that a crash leaves either the old or the new one whole.

    Where a device or a pipe stands, it is written into and stays what it is.

    Raises:
        StorageError: It can't be written; the old one is still there.
    """
    file = NewFile(path)
    try:
        file.write(content)
        file.finish()
    finally:
        file.discard()


class NewFile:
    """A file as `write_private` writes it, for what is too long to be in memory at once.

    Every method may raise a StorageError; then `discard` leaves what was there before.

    Args:
        path: Where it will stand. Nothing is done before the first `write`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._temporary: Path | None = None

    def write(self, content: bytes) -> None:
        """Add to the file."""
        with told(self._path):
            if self._file is None:
                self._file = self._opened()
            self._file.write(content)

    def finish(self) -> None:
        """Let the file stand in its place, safe on disk. It must have been written to."""
        with told(self._path):
            if self._file is None:
                return
            self._file.flush()
            if self._temporary is None:
                self._file.close()
                return
            os.fsync(self._file.fileno())
            self._file.close()
            self._temporary.replace(self._path)
            self._temporary = None
            settle(self._path.parent)

    def discard(self) -> None:
        """Remove what is unfinished; does nothing after `finish`."""
        with told(self._path):
            try:
                if self._file is not None:
                    # Closing writes what is still in memory, which a full disk refuses again.
                    with suppress(OSError):
                        self._file.close()
            finally:
                if self._temporary is not None:
                    self._temporary.unlink(missing_ok=True)
                    self._temporary = None

    def _opened(self) -> IO[bytes]:
        if self._path.exists() and not self._path.is_file():
            return self._path.open("wb")
        self._path = self._path.resolve()  # A link keeps pointing where it does.
        make_private_folder(self._path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
        self._temporary = Path(name)
        return os.fdopen(handle, "wb")


def settle(folder: Path) -> None:
    """Wait until the new name of a file in `folder` stands on disk, where the system offers that.

    Raises:
        OSError: The disk failed.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Wait until a file stands on disk.

    Raises:
        OSError: The disk failed.
    """
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
