"""Files and folders that nobody else may read.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

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
    with told(path):
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        path = path.resolve()  # A link keeps pointing where it does.
        make_private_folder(path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        _settle(path.parent)


def _settle(folder: Path) -> None:
    """Wait until the new name stands on disk, where the system offers that."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
