"""Setting a file aside that can't be used: renamed beside, never overwritten, never deleted.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.storage.failures import told
from desktop_app.storage.private_files import settle

_BESIDE = ("-wal", "-shm", "-journal")


def set_aside(database: Path) -> Path:
    """Give a database another name, and what belongs to it too; return the new one.

    Raises:
        StorageError: It can't be renamed; nothing is changed.
    """
    with told(database):
        aside = _free_name(database)
        database.rename(aside)
        _follow(database, aside)
        settle(database.parent)
    return aside


def newcomer(database: Path) -> Path:
    """Return the name of what is about to take the place of a database, whole and on disk."""
    return database.with_name(f"{database.name}.new")


def finish_setting_aside(database: Path) -> None:
    """End what somebody began who was killed in the middle of it.

    The log of a database that was set aside follows it, so that it is not taken for that of the
    next one, and what was to take its place takes it.

    Raises:
        StorageError: Something can't be renamed.
    """
    with told(database):
        if database.exists() and database.stat().st_size:
            return
        log = database.with_name(f"{database.name}-wal")
        if log.exists() and log.stat().st_size:
            _follow(database, _latest(database))
        new = newcomer(database)
        if new.exists():
            new.replace(database)
            settle(database.parent)


def _latest(database: Path) -> Path:
    """Return what was set aside last and has no log, or a free name for one that is lost."""
    aside = sorted(database.parent.glob(f"{database.stem}-set-aside-*{database.suffix}"))
    if aside and not aside[-1].with_name(f"{aside[-1].name}-wal").exists():
        return aside[-1]
    return _free_name(database)


def _follow(database: Path, aside: Path) -> None:
    for ending in _BESIDE:
        with suppress(FileNotFoundError):
            database.with_name(database.name + ending).rename(aside.with_name(aside.name + ending))


def _free_name(database: Path) -> Path:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    name, number = f"{database.stem}-set-aside-{moment}", 1
    while True:
        ending = "" if number == 1 else f"-{number}"
        aside = database.with_name(f"{name}{ending}{database.suffix}")
        if not any(aside.with_name(aside.name + beside).exists() for beside in ("", *_BESIDE)):
            return aside
        number += 1
