"""Whether a database that was made ready can be written, or only be read."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.errors import StorageError
from desktop_app.storage.preparing import can_be_read, prepare


def ready_only_to_read(path: Path) -> bool:
    """Make the database at `path` ready; return whether it can only be read.

    Blocks: call it in a worker thread.

    Raises:
        StorageError: It can't be used at all. It is left as it was found.
    """
    try:
        prepare(path)
    except StorageError as error:
        # A log on a medium that can't be written looks like a broken disk to SQLite.
        if error.code in ("not_writable", "disk_error") and can_be_read(path):
            return True
        raise
    return False
