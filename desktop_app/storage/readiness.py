"""Whether a database that was made ready can be written, or only be read."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.errors import StorageError
from desktop_app.storage.backing_up import list_backups
from desktop_app.storage.failures import lost
from desktop_app.storage.preparing import can_be_read, is_write_protected, prepare
from desktop_app.storage.setting_aside import finish_setting_aside


def why_only_to_read(path: Path) -> StorageError | None:
    """Make the database at `path` ready; return why it can only be read.

    None where it can be written, too.

    Blocks: call it in a worker thread.

    Raises:
        StorageError: It can't be used at all. It is left as it was found.
    """
    if is_lost(path):
        raise lost(path)
    try:
        prepare(path)
    except StorageError as error:
        # A log on a medium that can't be written looks like a broken disk to SQLite.
        protected = error.code in ("not_writable", "disk_error") and is_write_protected(path)
        if (protected or error.code == "disk_full") and can_be_read(path):
            return error
        raise
    return None


def is_lost(path: Path) -> bool:
    """Return whether there is nothing at `path`, though there are copies of what once was.

    To begin anew is for the user to decide then. Blocks: call it in a worker thread.

    Raises:
        StorageError: The folder can't be looked into.
    """
    finish_setting_aside(path)
    if path.exists() and path.stat().st_size:
        return False
    return any(backup.conversations for backup in list_backups(path))
