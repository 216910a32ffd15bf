"""``chatloom restore``: the copies there are, and going back to one."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_app.commands.options import AsJson
from desktop_app.commands.terminal import say, say_json, table
from desktop_app.core.backup import Backup
from desktop_app.core.errors import InputError, StorageError
from desktop_app.core.folders import user_folders
from desktop_app.storage.backing_up import check_backup, list_backups, newest_good
from desktop_app.storage.backups import Backups
from desktop_app.storage.database import open_database
from desktop_app.storage.failures import DAMAGE, backup_folder
from desktop_app.storage.restoring import mend

NEWEST, NONE = "newest", "none"


def restore(
    copy: Annotated[
        str,
        typer.Argument(
            metavar="[COPY]",
            help="The name of a copy; newest for the newest that is whole; or none to begin with"
            " what can still be read of a damaged file. Left out: list the copies.",
        ),
    ] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Go back to a copy of all conversations, or list the copies there are.

    What there is now becomes a copy first. A file that is damaged is set aside and kept, and what
    is newer and can still be read in it comes along.
    """
    database = user_folders(os.environ).database
    if not copy:
        _list(database, as_json=as_json)
        return
    backup = None if copy == NONE else _named(database, copy)
    told = asyncio.run(_restore(database, backup))
    if as_json:
        say_json(told)
    else:
        say(_sentence(told))


def _list(database: Path, *, as_json: bool) -> None:
    backups = list_backups(database)
    if as_json:
        say_json([_to_json(backup) for backup in backups])
    elif backups:
        say(table([_row(backup) for backup in backups]))


def _named(database: Path, name: str) -> Backup:
    if name == NEWEST:
        found = newest_good(database)
    else:
        found = next((each for each in list_backups(database) if each.path.name == name), None)
    if found is None:
        raise InputError(
            "There is no such copy",
            "See chatloom restore for those in {folder}.",
            code="unknown_copy",
            folder=backup_folder(database),
        )
    return found


async def _restore(database: Path, backup: Backup | None) -> dict[str, Any]:
    try:
        async with open_database(database) as opened:
            if backup is None:
                raise InputError(
                    "The file with your conversations can be read",
                    "Nothing was changed. Name the copy to go back to.",
                    code="not_damaged",
                )
            await Backups(opened).restore(backup)
    except StorageError as error:
        if error.code not in DAMAGE:
            raise
        return await asyncio.to_thread(_mend, database, backup, is_damaged=error.code == "damaged")
    return _told(backup)


def _mend(database: Path, backup: Backup | None, *, is_damaged: bool) -> dict[str, Any]:
    if backup is not None:
        check_backup(backup.path)
    path = backup.path if backup is not None else None
    mended = mend(database, path, rescuing=is_damaged)
    return {
        **_told(backup),
        "set_aside": str(mended.aside),
        "rescued_messages": mended.rescued.messages,
    }


def _told(backup: Backup | None) -> dict[str, Any]:
    return {
        "restored": backup.path.name if backup is not None else None,
        "set_aside": None,
        "rescued_messages": 0,
    }


def _sentence(told: dict[str, Any]) -> str:
    name = told["restored"]
    words = f"Everything is as it was in {name}." if name else "Begun with a new file."
    if told["rescued_messages"]:
        words += f" {told['rescued_messages']} newer messages were taken over from the old file."
    if told["set_aside"]:
        words += f" The old file is {told['set_aside']}."
    return words


def _to_json(backup: Backup) -> dict[str, Any]:
    return {
        "name": backup.path.name,
        "made_at": backup.made_at.isoformat().replace("+00:00", "Z"),
        "reason": backup.reason,
        "conversations": backup.conversations,
        "messages": backup.messages,
        "size": backup.size,
    }


def _row(backup: Backup) -> tuple[str, ...]:
    return (
        backup.path.name,
        f"{backup.made_at.astimezone():%Y-%m-%d %H:%M}",
        backup.reason,
        f"{backup.conversations} conversations",
        f"{backup.messages} messages",
        f"{backup.size / 1e6:,.1f} MB",
    )
