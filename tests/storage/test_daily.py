"""A copy a day, and none where nothing has changed."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import StorageError
from desktop_app.storage import daily as daily_module
from desktop_app.storage.backing_up import list_backups
from desktop_app.storage.backups import Backups
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.daily import DailyBackups
from desktop_app.storage.database import Database


@pytest.fixture
def backups(database: Database) -> Backups:
    return Backups(database)


@pytest.fixture
def daily(database: Database, backups: Backups) -> DailyBackups:
    return DailyBackups(database, backups)


async def _say(store: Conversations, text: str) -> None:
    message = Message("c", Role.USER, text, finished_at=now())
    await store.add_prompt(Conversation(id="c", title=text), message)


def _age(path: Path, days: int) -> None:
    """Let every copy be some days older."""
    for backup in list_backups(path):
        moment = backup.made_at - timedelta(days=days)
        new = f"{moment:%Y%m%dT%H%M%S%fZ}"
        old = f"{backup.made_at:%Y%m%dT%H%M%S%fZ}"
        backup.path.rename(backup.path.with_name(backup.path.name.replace(old, new)))


async def test_once_a_day_and_only_after_a_change(
    path: Path, store: Conversations, daily: DailyBackups
) -> None:
    assert await daily.make_if_due() is None, "there is nothing"
    await _say(store, "one")
    made = await daily.make_if_due()
    assert made is not None
    assert (made.reason, made.messages) == ("daily", 1)
    await _say(store, "two")
    assert await daily.make_if_due() is None, "there is one of today"
    _age(path, 1)
    made = await daily.make_if_due()
    assert made is not None
    assert made.messages == 2
    _age(path, 1)
    assert await daily.make_if_due() is None, "nothing has changed"
    await store.rename("c", "Another")
    assert await daily.make_if_due() is not None
    _age(path, 1)
    await store.save_draft("c", "typed")
    assert await daily.make_if_due() is not None
    _age(path, 1)
    await store.queue("c", ["later"])
    assert await daily.make_if_due() is not None
    assert len(list_backups(path)) == 5


async def test_one_that_was_asked_for_is_as_good(
    path: Path, store: Conversations, backups: Backups, daily: DailyBackups
) -> None:
    await _say(store, "one")
    await backups.make("asked")
    assert await daily.make_if_due() is None


async def test_a_clock_that_was_ahead(
    path: Path, store: Conversations, daily: DailyBackups
) -> None:
    await _say(store, "one")
    await daily.make_if_due()
    _age(path, -500)
    await _say(store, "two")
    made = await daily.make_if_due()
    assert made is not None
    assert made.messages == 2
    assert await daily.make_if_due() is None
    _age(path, 1)
    assert await daily.make_if_due() is None


async def test_a_new_day_begins_while_the_window_is_open(
    path: Path, store: Conversations, daily: DailyBackups, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _say(store, "one")
    monkeypatch.setattr(daily_module, "LOOKS", 0.001)
    following = asyncio.ensure_future(daily.follow(pytest.fail))
    while len(list_backups(path)) < 1:  # noqa: ASYNC110 - another thread makes it
        await asyncio.sleep(0.01)
    await _say(store, "two")

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=1)

    monkeypatch.setattr(daily_module, "datetime", Tomorrow)
    while len(list_backups(path)) < 2:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    following.cancel()
    await asyncio.wait([following])
    assert list_backups(path)[0].messages == 2


async def test_a_failure_is_told_once(
    store: Conversations, backups: Backups, daily: DailyBackups, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _say(store, "one")
    monkeypatch.setattr(daily_module, "LOOKS", 0.001)
    tries, told = 0, []

    async def full(_reason: str) -> None:
        nonlocal tries
        tries += 1
        raise StorageError("The disk is nearly full", code="no_room")

    monkeypatch.setattr(backups, "make", full)
    following = asyncio.ensure_future(daily.follow(told.append))
    while tries < 3:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    following.cancel()
    await asyncio.wait([following])
    assert [error.code for error in told] == ["no_room"]
