from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from desktop_app.core.errors import AppError
from desktop_app.ui.tasks import Tasks


@pytest.fixture
def told() -> list[AppError]:
    return []


@pytest.fixture
def tasks(told: list[AppError]) -> Tasks:
    return Tasks(told.append)


@pytest.fixture
async def crashes() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: found.append(context))
    return found


async def test_runs_to_its_end_though_nobody_holds_it(tasks: Tasks) -> None:
    done = asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0.01)
        gc.collect()
        await asyncio.sleep(0.01)
        done.set()

    tasks.start(work())
    gc.collect()
    await asyncio.wait_for(done.wait(), 2)


async def test_failure_is_told_once(
    tasks: Tasks, told: list[AppError], crashes: list[dict[str, Any]]
) -> None:
    async def work() -> None:
        raise AppError("It broke")

    task = tasks.start(work())
    await asyncio.wait([task])
    await asyncio.sleep(0)
    del task
    gc.collect()
    assert [error.title for error in told] == ["It broke"]
    assert crashes == []


async def test_mistake_goes_to_the_exception_handler(
    tasks: Tasks, told: list[AppError], crashes: list[dict[str, Any]]
) -> None:
    async def work() -> None:
        raise ZeroDivisionError

    task = tasks.start(work())
    await asyncio.wait([task])
    await asyncio.sleep(0)
    del task
    gc.collect()
    assert told == []
    assert [type(context["exception"]) for context in crashes] == [ZeroDivisionError]


async def test_cancelled_is_no_failure(
    tasks: Tasks, told: list[AppError], crashes: list[dict[str, Any]]
) -> None:
    task = tasks.start(asyncio.sleep(60))
    task.cancel()
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert told == []
    assert crashes == []


async def test_all_are_cancelled_and_waited_for(tasks: Tasks) -> None:
    ended: list[int] = []

    async def work(number: int) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            ended.append(number)

    for number in range(5):
        tasks.start(work(number))
    await asyncio.sleep(0)
    await tasks.cancel_all()
    assert sorted(ended) == [0, 1, 2, 3, 4]
    await tasks.cancel_all()


async def test_what_is_started_while_ending_is_cancelled_too(tasks: Tasks) -> None:
    late: list[asyncio.Task[None]] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            late.append(tasks.start(asyncio.sleep(60)))

    tasks.start(work())
    await asyncio.sleep(0)
    await tasks.cancel_all()
    assert late[0].cancelled()


async def test_without_a_listener_nothing_is_swallowed(crashes: list[dict[str, Any]]) -> None:
    async def work() -> None:
        raise AppError("It broke")

    await asyncio.wait([Tasks().start(work())])
    await asyncio.sleep(0)
    assert [str(context["exception"]) for context in crashes] == ["It broke"]
