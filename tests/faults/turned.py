"""Bytes of a database turn at rest: it works, or it is set aside and mended, and never crashes."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import StorageError
from desktop_app.storage.backing_up import make_backup, newest_good
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.storage.failures import DAMAGE
from desktop_app.storage.listing import Listing
from desktop_app.storage.preparing import connect
from desktop_app.storage.restoring import mend
from desktop_app.storage.search import search

MOST = 80
"""Messages in each of the two conversations, the second of which is newer than the backup."""


def turn_bytes(folder: Path, seeds: Sequence[int]) -> tuple[Counter[str], list[str]]:
    """Turn bytes once a seed; return how often it ended how, and what went wrong."""
    outcomes: Counter[str] = Counter()
    problems = []
    whole = folder / "whole"
    asyncio.run(_fill(whole / "chatloom.db"))
    for seed in seeds:
        home = folder / str(seed)
        shutil.copytree(whole, home)
        _turn(home / "chatloom.db", random.Random(seed))
        outcome = asyncio.run(_start(home / "chatloom.db"))
        outcomes[outcome.partition(":")[0]] += 1
        if outcome.startswith("lost"):
            problems.append(f"seed {seed}, bytes: {outcome}")
        shutil.rmtree(home)
    return outcomes, problems


async def _fill(path: Path) -> None:
    for name in ("c", "d"):
        async with open_database(path) as database:
            store, parent = Conversations(database), None
            for number in range(MOST):
                text = f"{name} {number} " + "some words " * 60
                message = Message(name, Role.USER, text, parent, finished_at=now())
                await store.add_prompt(Conversation(id=name, title=name), message)
                parent = message.id
        if name == "c":
            await asyncio.to_thread(make_backup, path, "daily")


def _turn(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 3, 30, 500))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.2:
        start = chance.randrange(len(content) // 4096) * 4096
        content[start : start + 4096] = chance.choice((bytes(4096), chance.randbytes(4096)))
    if chance.random() < 0.1:
        del content[chance.randrange(len(content)) :]
    path.write_bytes(content)
    if chance.random() < 0.5:  # As after an unclean end.
        path.with_name(f"{path.name}-wal").touch()


async def _start(path: Path) -> str:
    try:
        await _use(path)
    except StorageError as error:
        if error.code == "newer_version":
            return "told to update"
        if error.code not in DAMAGE:
            return f"lost: {error.code} {error.detail}"
    else:
        return "not noticed"
    found = await asyncio.to_thread(path.read_bytes)
    backup = await asyncio.to_thread(newest_good, path)
    assert backup is not None
    mended = await asyncio.to_thread(lambda: mend(path, backup.path, rescuing=True))
    aside = await asyncio.to_thread(mended.aside.read_bytes)
    if aside != found and not mended.rescued.messages:
        return "lost: what was set aside isn't what was found"
    texts = await _use(path)
    if not {f"c {number}" for number in range(MOST)} <= texts:
        return "lost: a message of the backup"
    return "mended, all newer" if len(texts) >= 2 * MOST else "mended, some newer"


async def _use(path: Path) -> set[str]:
    """Open it as the window does, and look at everything."""
    found: set[str] = set()
    async with open_database(path) as database:
        store = Conversations(database)
        for conversation in await store.list_conversations():
            for message in await store.messages(conversation.id):
                found.add(" ".join(message.text.split()[:2]))
            if conversation.active_leaf:
                await store.branch_page(conversation.active_leaf, 0, 64)
        assert isinstance(store, Listing)
        await search(database, "words")
        await store.save_draft("c", "typed")
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA user_version").fetchone()
    return found
