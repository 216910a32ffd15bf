"""A real disk that gets full, and has room again."""

from __future__ import annotations

import asyncio
import random
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import StorageError
from desktop_app.storage.backups import Backups
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database

TOLD = frozenset({"disk_full", "disk_error", "no_room"})


class NoDiskError(Exception):
    """No file system can be mounted here."""


@contextmanager
def tiny_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Yield a folder on a disk of its own.

    Raises:
        NoDiskError: That takes more rights than there are.
    """
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        ran = subprocess.run(mount, check=False, capture_output=True)
    except FileNotFoundError:
        raise NoDiskError from None
    if ran.returncode:
        raise NoDiskError
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill_disks(folder: Path, seeds: Sequence[int]) -> tuple[Counter[str], list[str]]:
    """Fill a disk once a seed; return how often it ended how, and what went wrong."""
    outcomes: Counter[str] = Counter()
    problems = []
    for seed in seeds:
        chance = random.Random(seed)
        try:
            with tiny_disk(folder / str(seed), chance.choice((1, 2))) as disk:
                outcome = asyncio.run(_fill_up(disk, chance))
        except NoDiskError:
            return Counter({"could not be mounted": 1}), []
        outcomes[outcome.partition(":")[0]] += 1
        if outcome.startswith("lost"):
            problems.append(f"seed {seed}, disk: {outcome}")
    return outcomes, problems


async def _fill_up(disk: Path, chance: random.Random) -> str:
    path, ballast = disk / "data" / "chatloom.db", disk / "ballast"
    kept: set[str] = set()
    told: Counter[str] = Counter()
    async with open_database(path) as database:
        store = Conversations(database)
        await store.save_conversation(Conversation(id="c", title="Kept"))
        for _ in range(60):
            try:
                await _write(store, Backups(database), chance, kept)
            except StorageError as error:
                told[error.code] += 1
            if len(await store.messages("c")) < len(kept):
                return "lost: it can't be read"
            _change(ballast, chance)
    if set(told) - TOLD:
        return f"lost: it was told {dict(told)}"
    _fill(ballast)
    with suppress(StorageError):
        if not await _whole(path, kept):
            return "lost: at the next start, the disk being full"
    ballast.unlink(missing_ok=True)
    if not await _whole(path, kept):
        return "lost: at the next start, the disk having room"
    return "full and told" if told else "never full"


async def _write(
    store: Conversations, backups: Backups, chance: random.Random, kept: set[str]
) -> None:
    message = Message("c", Role.USER, "w " * chance.randrange(20_000), finished_at=now())
    await store.add_message(message)
    kept.add(message.id)
    await store.save_draft("c", f"typed {chance.random()}")
    if chance.random() < 0.2:
        await backups.make("daily")


async def _whole(path: Path, kept: set[str]) -> bool:
    async with open_database(path) as database:
        found = {message.id for message in await Conversations(database).messages("c")}
        ((whole,),) = await database.run("PRAGMA integrity_check")
        return bool(found >= kept and whole == "ok")


def _change(ballast: Path, chance: random.Random) -> None:
    if chance.random() < 0.1:
        _fill(ballast)
    if chance.random() < 0.1:
        ballast.unlink(missing_ok=True)


def _fill(ballast: Path) -> None:
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        while True:
            file.write(bytes(4096))
