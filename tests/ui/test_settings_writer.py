from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from desktop_app.core.errors import AppError, StorageError
from desktop_app.core.settings import Settings
from desktop_app.ui.settings_writer import SettingsWriter


class Disk:
    """Saves as slowly as a test lets it."""

    def __init__(self) -> None:
        self.saved: list[str] = []
        self.threads: set[threading.Thread] = set()
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.failure: Exception | None = None

    def save(self, settings: Settings) -> None:
        self.may_go_on.wait(5)
        self.threads.add(threading.current_thread())
        if self.failure is not None:
            raise self.failure
        self.saved.append(settings.model)


@pytest.fixture
def disk() -> Disk:
    return Disk()


async def test_writes_off_the_window_s_thread(disk: Disk) -> None:
    writer = SettingsWriter(disk.save, pytest.fail)
    writer.write(Settings(model="a"))
    await writer.finish()
    assert disk.saved == ["a"]
    assert threading.main_thread() not in disk.threads


async def test_of_what_waits_only_the_newest_is_written(disk: Disk) -> None:
    disk.may_go_on.clear()
    writer = SettingsWriter(disk.save, pytest.fail)
    for model in "abcde":
        writer.write(Settings(model=model))
    disk.may_go_on.set()
    await writer.finish()
    assert disk.saved == ["a", "e"]


async def test_nothing_to_write_is_finished_at_once(disk: Disk) -> None:
    await SettingsWriter(disk.save, pytest.fail).finish()
    assert disk.saved == []


async def test_failure_is_told_and_the_next_one_is_written(disk: Disk) -> None:
    told: list[AppError] = []
    writer = SettingsWriter(disk.save, told.append)
    disk.failure = StorageError("The disk is full")
    writer.write(Settings(model="a"))
    await writer.finish()
    disk.failure = None
    writer.write(Settings(model="b"))
    await writer.finish()
    assert [error.title for error in told] == ["The disk is full"]
    assert disk.saved == ["b"]


async def test_mistake_goes_to_the_exception_handler(disk: Disk) -> None:
    crashes: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: crashes.append(context))
    disk.failure = ZeroDivisionError()
    writer = SettingsWriter(disk.save, pytest.fail)
    writer.write(Settings())
    await writer.finish()
    await asyncio.sleep(0)
    assert [type(c["exception"]) for c in crashes] == [ZeroDivisionError]
